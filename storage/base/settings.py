"""Every setting of the program, in one documented class.

Order of precedence: command-line option, `HUBIAO_*` environment variable, `hubiao.toml` in the
working folder (or the file that `HUBIAO_CONFIG` names), what an administrator set in the console
(`settings.json` in the data folder), default. Nothing leaves the machine by
default: mail goes to a local mailbox and private addresses are closed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    JsonConfigSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from storage.base.errors import BadInput, StoreUnavailable
from storage.base.message import value_problem
from storage.base.request_policy import CRAWL
from storage.base.setting_kinds import LEAST_PHRASE, QUIET_HOURS, Hours, Items, Networks, WebRoot

OFFICE_FILE = "settings.json"
"""What an administrator set in the console, in the data folder."""
OFFICE_PROFILES = "platforms"
"""Where the office's own platform profiles lie in the data folder."""


class Settings(BaseSettings):
    """Effective settings; `hubiao settings` prints them with the secrets masked."""

    model_config = SettingsConfigDict(env_prefix="HUBIAO_", extra="forbid", frozen=True)

    home: Path = Field(Path("var"), description="Data folder: database, evidence, mailbox, keys.")
    database_url: str | None = Field(
        None, description="Database; default is the SQLite file hubiao.db in the data folder."
    )
    office_name: str = Field(
        "示例市市场监督管理局", description="Name of the office in pages and letters."
    )
    office_short: str = Field("示市监", description="Short name in document numbers (机关代字).")
    office_contact: str = Field("", description="Contact printed in letters and in the User-Agent.")
    office_address: str = Field("", description="Postal address printed in letters.")
    office_region: str = Field("巴彦淖尔市", description="Region whose matters are ours.")
    allow_addresses: Networks = Field(
        (),
        description="Private networks (CIDR) that fetching may reach, on any port; default none.",
    )
    crawl_delay: float = Field(1.0, ge=0, description="Seconds between two requests to one host.")
    crawl_delay_cap: float = Field(
        30.0, ge=0, description="Longest Crawl-delay of a robots.txt that is waited for, seconds."
    )
    crawl_concurrency: int = Field(
        8, ge=1, le=64, description="Requests under way at once per host."
    )
    crawl_timeout: float = Field(
        CRAWL.seconds, gt=0, description="Seconds until a fetch is given up."
    )
    crawl_max_bytes: int = Field(CRAWL.max_bytes, ge=1024, description="Largest body read, bytes.")
    crawl_max_pages: int = Field(100_000, ge=1, description="Pages of one host in one run.")
    crawl_max_depth: int = Field(100_000, ge=1, description="Links from the start page.")
    site_lookups: bool = Field(
        False,
        description="Ask RDAP servers and the name service about sites that are complained of;"
        " off: nothing is asked.",
    )
    lookalike_lookups: bool = Field(False, description="Ask the name service for look-alike sites.")
    rdap_bootstrap: str = Field(
        "https://data.iana.org/rdap/",
        description="Folder of the lists of RDAP servers (RFC 9224).",
    )
    spider_modules: Items = Field(
        (),
        description="Installed packages with spiders of one's own, beside crawler.spiders (docs/spiders.md).",
    )
    keep_pages: bool = Field(
        False, description="Keep the raw HTML of each fetched page, compressed."
    )
    enabled_platforms: Items = Field(
        (), description="Platforms with a shipped profile that may be crawled; default none."
    )
    render_deadline: float = Field(25.0, gt=0, description="Seconds for a whole browser page.")
    render_pages: int = Field(4, ge=1, le=8, description="Browser pages open at once.")
    browser_sandbox: Literal["auto", "on", "off"] = Field(
        "auto", description="Chromium's sandbox: auto is off (with a warning) for root, else on."
    )
    worker_crawls: int = Field(
        2,
        ge=0,
        le=32,
        description="Crawls that one worker does at once, on PostgreSQL; 0 = it takes none.",
    )
    lead_threshold: float = Field(0.5, ge=0, le=1, description="Score from which a lead is opened.")
    probe_share: float = Field(
        0.1,
        ge=0,
        le=0.5,
        description="Share of uncertain or surprising leads mixed into the head of the queue.",
    )
    sample_share: float = Field(
        0.02,
        ge=0,
        le=0.5,
        description="Share of assessed listings that are no leads drawn for the officers all the same.",
    )
    sample_most: int = Field(
        5, ge=0, le=1000, description="Listings drawn so a day at most; 0 = none."
    )
    read_pictures: bool = Field(
        True, description="Read the text in kept pictures of candidates (OCR, on this machine)."
    )
    fetch_pictures: int = Field(
        20,
        ge=0,
        le=1000,
        description="Listings whose pictures the workers fetch at a time, of new listings whose mark "
        "may stand in the picture alone, those of most expected worth first; 0 = none.",
    )
    pictures_a_day: int = Field(
        3000,
        ge=0,
        le=100_000,
        description="Listings whose pictures the workers fetch within 24 hours at most.",
    )
    read_seconds: float = Field(20.0, gt=0, description="Seconds that one picture may take.")
    capture_threshold: float = Field(0.75, ge=0, le=1, description="Least score for a capture.")
    evidence_keep_days: int = Field(
        1825, ge=0, le=100_000, description="Days evidence of ended leads is kept; 0 = for ever."
    )
    received_keep_days: int = Field(
        1825, ge=0, le=100_000, description="Days to keep other offices' packages; 0 = for ever."
    )
    vault_key: Path | None = Field(
        None,
        description="Key file by which evidence, attachments, letters, kept pictures and pages lie"
        " encrypted, made at first need; keep it apart and in a safe. Absent = in clear.",
    )
    timestamp_urls: Items = Field((), description="RFC 3161 authorities; sm3+URL: by SM3 (国密).")
    timestamp_anchors: Items = Field((), description="PEM files of the authorities' roots.")
    renewal_months: int = Field(12, ge=1, le=1200, description="Months evidence is renewed ahead.")
    algorithm_ends: Items = Field((), description="Days algorithms end, as sha256=2040-01-01.")
    keep_revocation: bool = Field(False, description="Ask for and keep CRL / OCSP at a renewal.")
    revisit_hours_with_lead: Hours = Field(
        (24.0, 72.0, 168.0),
        description="Hours at most between two looks at a listing with a lead, by the holder's tier: 1, 2, 3"
        " and below.",
    )
    revisit_hours_without_lead: Hours = Field(
        (72.0, 168.0, 336.0),
        description="The same for a listing in which a mark stands and that has no lead.",
    )
    undo_minutes: float = Field(
        10.0, ge=0, le=10_000, description="Minutes a holder's alert waits for an undo."
    )
    letters_legal_review: bool = Field(
        False, description="A letter is approved only after a legal review (法制审核) of its draft."
    )
    warning_least_listings: int = Field(
        3, ge=3, description="Listings from which a group may stand in a risk warning."
    )
    warning_least_shops: int = Field(
        2, ge=2, description="Shops from which a group may stand in a risk warning."
    )
    mail_from: str = Field("hubiao@localhost", description="Sender of mails.")
    mail_contact: str | None = Field(
        None, description="Mailbox of the office that people read: where answers to mails go."
    )
    mail_domain: str = Field("hubiao.invalid", description="Right side of Message-IDs.")
    mail_max_bytes: int = Field(
        20 * 2**20,
        ge=2**20,
        description="Greatest size of a mail, bytes; evidence beyond it goes as a list of hashes.",
    )
    smtp_host: str | None = Field(None, description="Relay; absent = the local mailbox alone.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the relay.")
    smtp_user: str | None = Field(None, description="User at the relay.")
    smtp_password: SecretStr | None = Field(None, description="Password at the relay.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="none is only accepted for a relay on a loopback address."
    )
    smtp_ca: Path | None = Field(None, description="PEM file of the relay's authority.")
    imap_host: str | None = Field(None, description="Server of delivery reports; absent = none.")
    imap_port: int = Field(993, ge=1, le=65535, description="Port of the mailbox server.")
    imap_user: str | None = Field(None, description="User at the mailbox server.")
    imap_password: SecretStr | None = Field(None, description="Password at the mailbox server.")
    imap_folder: str = Field("INBOX", description="Folder in which delivery reports arrive.")
    imap_tls: Literal["starttls", "tls", "none"] = Field(
        "tls", description="none is only accepted for a mailbox server on a loopback address."
    )
    imap_ca: Path | None = Field(None, description="PEM file of the mailbox server's authority.")
    officer_mails: Items = Field((), description="Addresses that get the officers' digest.")
    admin_mails: Items = Field((), description="Addresses that are mailed of failed checks.")
    digest_hour: int = Field(
        8,
        ge=0,
        le=23,
        description="Hour of the office's clock from which the day's digest is made.",
    )
    quiet_hours: str | None = Field(
        None,
        pattern=f"^{QUIET_HOURS}$",
        description="Office time in which digests wait, e.g. 22:00-07:00.",
    )
    console_host: str = Field("127.0.0.1", description="Address the console listens on.")
    console_port: int = Field(
        8600, ge=0, le=65535, description="Port of the console; 0 = a free one."
    )
    console_url: WebRoot = Field(None, description="Public address of the console, for links.")
    log_format: Literal["text", "json"] = Field(
        "text", description="Lines of serve and worker: text, or a JSON object each."
    )
    oidc_issuer: WebRoot = Field(None, description="Issuer of the single sign-on; absent = off.")
    oidc_client_id: str | None = Field(None, description="The console's client id there.")
    oidc_client_secret: SecretStr | None = Field(None, description="Its secret, if it has one.")
    oidc_name: str = Field("单位统一登录", description="What the sign-in page calls it.")
    oidc_role_claim: str | None = Field(None, description="Claim that names roles, as groups.")
    oidc_roles: Items = Field((), description="Values of that claim, as ip-office=officer.")
    backup_place: Path | None = Field(
        None, description="Folder on another disk for a backup a day; absent = none."
    )
    backup_at: str = Field(
        "02:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Office time of that backup."
    )
    backup_keep: int = Field(14, ge=1, le=1000, description="How many of them are kept.")
    backup_passphrase: SecretStr | None = Field(
        None,
        min_length=LEAST_PHRASE,
        description="Closes backups (age); keep a copy elsewhere; absent = open.",
    )
    backup_keys: bool = Field(True, description="Whether backups hold the office's keys.")
    font_folder: Path | None = Field(
        None, description="The office's fonts for reading copies (PDF)."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  called by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  called by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, config_file())
        home = next(
            (home for source in (init_settings, env_settings, toml)
             if (home := source().get("home"))),
            cls.model_fields["home"].default,
        )  # fmt: skip
        office = JsonConfigSettingsSource(settings_cls, Path(str(home)) / OFFICE_FILE)
        return init_settings, env_settings, toml, office

    @property
    def database(self) -> str:
        """URL of the database in SQLAlchemy's spelling, psycopg 3 for PostgreSQL."""
        url = self.database_url or f"sqlite:///{self.home / 'hubiao.db'}"
        for prefix in ("postgresql://", "postgres://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url

    def folder(self, name: str) -> Path:
        """A folder inside the data folder, made if missing. Raises StoreUnavailable."""
        path = self.home / name
        try:
            # What an office keeps is for its own user's eyes, whatever the umask is.
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreUnavailable("data-folder.unwritable", path=path, reason=error) from error
        return path


def config_file() -> Path:
    """The configuration file that whoever installed the program may have written."""
    return Path(os.environ.get("HUBIAO_CONFIG", "hubiao.toml"))


def load_settings(**options: object) -> Settings:
    """Settings with what the command line gave on top; None means not given. Raises BadInput."""
    try:
        return Settings(**{k: v for k, v in options.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            "setting.unusable",
            setting=name,
            variable=str(first["loc"][0]).upper(),
            reason=value_problem(first),
        ) from error
    except (ValueError, TypeError, RecursionError) as error:  # a file that holds no object
        raise BadInput("settings.unusable", reason=f"{OFFICE_FILE}: {error}") from error
