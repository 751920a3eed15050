"""A profile's YAML read strictly, in the console's own process: pages fetch and parse nothing."""

from __future__ import annotations

from dataclasses import dataclass

from console.words.platform_words import first_key, in_words_of_form
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.crawls.platform_files import LARGEST
from storage.files.yaml_file import load_yaml


@dataclass(frozen=True, kw_only=True)
class ProfileFault:
    """Why a profile is refused."""

    words: str
    """In the words of the form."""
    key: str
    """The key of the file that it is about, as `listing.price`; empty where it is about the whole."""


def check_profile(text: str) -> ProfileFault | None:
    """What is wrong with a profile, or None."""
    from crawler.platform.profile_file import profile_from

    try:
        if len(text) > LARGEST:
            raise BadInput("page.profile-size", characters=LARGEST)
        profile_from(load_yaml(text, "档案"))
    except BadInput as error:
        return fault_of(error)
    return None


def fault_of(error: BadInput) -> ProfileFault:
    """A refusal of the form, the file's reader or the trial."""
    text = error.text(Language.CHINESE)
    return ProfileFault(words=in_words_of_form(text), key=first_key(text))
