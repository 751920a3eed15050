"""平台启用: an administrator allows crawls of a platform, or refuses them again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.base.settings_file import change_settings, fixed_outside
from storage.crawls.platform_files import office_profiles, save_profile
from storage.files.yaml_edit import edit_yaml
from storage.files.yaml_file import load_yaml


def is_on(settings: Settings, name: str, text: str) -> bool:
    """Whether crawls of the platform with this profile are allowed; a file that is broken allows none."""
    try:
        enabled = _enabled(name, text)
    except BadInput:
        return False
    return enabled is not None and (enabled or name in settings.enabled_platforms)


def switch_platform(
    session: Session, settings: Settings, name: str, on: bool, *, actor: str
) -> Settings:
    """Allow crawls of a platform or refuse them; gives the settings now in force.

    A shipped profile is on by the setting `enabled_platforms`, the office's own by its `enabled`.
    Raises Refused where the setting is fixed outside of the console.
    """
    trail.record(
        session,
        actor=actor,
        act="platform.enable" if on else "platform.disable",
        subject=f"platform:{name}",
    )
    text = office_profiles(settings).get(name)
    is_set = (name in settings.enabled_platforms) is (on and text is None)
    if not is_set and (where := fixed_outside().get("enabled_platforms")):
        raise Refused("command.platforms-fixed", where=where)
    if text is not None and bool(_enabled(name, text)) is not on:
        changed = edit_yaml(text, {("enabled",): on}, name)
        save_profile(session, settings, name, changed, actor=actor)
    if is_set:
        return settings
    enabled = [platform for platform in settings.enabled_platforms if platform != name]
    if on and text is None:
        enabled.append(name)
    return change_settings(settings, {"enabled_platforms": ",".join(enabled) or None})


def _enabled(name: str, text: str) -> bool | None:
    """Whether the profile's own file allows crawls; None where it is no profile. Raises BadInput."""
    content = load_yaml(text, name)
    return content.get("enabled", True) is True if isinstance(content, dict) else None
