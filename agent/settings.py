"""TOML, environment and credentials → frozen Settings. A wrong setting is named with every other wrong one at once."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from agent.credentials import Home, OAuth, Part, Secret
from agent.desk import PromptBy
from agent.errors import NeedsUser
from agent.numbers import Numbers


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"“{name}” is not a time zone; write it like Europe/Berlin or America/New_York")
    return name


Zone = Annotated[str, AfterValidator(_zone)]


class Me(Part):
    """Who you are: what letters say of you, and which mail is yours."""

    name: str = Field(min_length=1)
    addresses: tuple[str, ...] = Field(min_length=1)
    zone: Zone
    holidays: str = "US"
    phone: str | None = None
    headline: str | None = None
    strengths: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    city: str | None = None
    postal_address: str | None = None
    short_letters: bool = False
    authserv_ids: tuple[str, ...] = ()


class ImapMailbox(Part):
    """A mailbox on an IMAP server."""

    kind: Literal["imap"]
    account: str
    host: str
    port: int = Field(default=993, ge=1, le=65535)
    user: str
    password: Secret | None = None
    oauth: OAuth | None = None
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    ca_file: Home | None = None
    folders: dict[Literal["inbox", "sent", "drafts", "trash", "junk"], str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way_in(self) -> ImapMailbox:
        if (self.password is None) == (self.oauth is None):
            raise ValueError("name either a password or oauth")
        return self


class MaildirMailbox(Part):
    """A Maildir on this machine, with Maildir++ folders (.Sent, .Drafts)."""

    kind: Literal["maildir"]
    account: str
    path: Home


class CalDav(Part):
    """A calendar on a CalDAV server."""

    kind: Literal["caldav"]
    account: str = "calendar"
    url: str
    user: str | None = None
    password: Secret | None = None
    collection: str = "Interview follow-up"
    make_collection: bool = False
    ca_file: Home | None = None


class Vdir(Part):
    """A folder of .ics files (khal, vdirsyncer): one sub-folder a calendar."""

    kind: Literal["vdir"]
    account: str = "calendar"
    path: Home
    collection: str = "interview-follow-up"
    make_collection: bool = False


class ByMail(Part):
    """No calendar that can be reached: reminders are mailed to you as invitations from yourself (needs [outbox])."""

    kind: Literal["mail"]
    account: str = "calendar"


class Subscription(Part):
    """A calendar that is only read: an .ics file here, or at an https address. A private address is a secret."""

    account: str
    file: Home | None = None
    url: str | None = None
    secret_url: Secret | None = None
    ca_file: Home | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Subscription:
        if sum(given is not None for given in (self.file, self.url, self.secret_url)) != 1:
            raise ValueError("name exactly one of file, url or secret_url")
        return self


class Smtp(Part):
    """The server through which notes reach you. It is only ever used to write to `to`, which must be one of yours."""

    host: str
    port: int = Field(default=465, ge=1, le=65535)
    user: str | None = None
    password: Secret | None = None
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    ca_file: Home | None = None
    to: str | None = None


class WritingHelper(Part):
    """A language model that may word the body of a letter: any OpenAI-compatible endpoint. Off unless it is named here.

    It is told of one letter at a time, without names or addresses; what breaks our manners or brings a fact of its own
    is thrown away. `key` is where the endpoint's secret lies; `seconds` is all the time that it gets for one letter.
    """

    url: str
    model: str = Field(min_length=1)
    key: Secret | None = None
    ca_file: Home | None = None
    seconds: int = Field(default=20, ge=1, le=30)

    @field_validator("url")
    @classmethod
    def _nothing_goes_out_in_the_clear(cls, url: str) -> str:
        from agent.world.completions import address  # noqa: PLC0415 - only where a helper is named

        try:
            address(url)
        except NeedsUser as wrong:
            raise ValueError(str(wrong)) from None
        return url


class Settings(BaseSettings):
    """The whole configuration. Every value can be overridden in the environment: AFTERWORD_ME__ZONE=Europe/Berlin."""

    model_config = SettingsConfigDict(
        env_prefix="AFTERWORD_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    me: Me
    mailboxes: tuple[Annotated[ImapMailbox | MaildirMailbox, Field(discriminator="kind")], ...] = Field(min_length=1)
    calendar: Annotated[CalDav | Vdir | ByMail, Field(discriminator="kind")] | None = None
    subscriptions: tuple[Subscription, ...] = ()
    outbox: Smtp | None = None
    prompt_by: PromptBy = PromptBy.MAIL
    state_folder: Home | None = None
    look_back_days: int = Field(default=30, ge=1, le=3650)
    letter_templates: Home | None = None
    writing_helper: WritingHelper | None = None
    etiquette: Numbers = Numbers()

    @model_validator(mode="after")
    def _the_user_only(self) -> Settings:
        if isinstance(self.calendar, ByMail) and not self.outbox:
            raise ValueError("calendar.kind = “mail” needs a server under [outbox], by which reminders reach you")
        if self.outbox and self.outbox.to and self.outbox.to not in self.me.addresses:
            raise ValueError("outbox.to must be one of your own addresses: nobody else is ever mailed")
        calendars = [part.account for part in (self.calendar, *self.subscriptions) if part]
        named = [*(box.account for box in self.mailboxes), *calendars]
        if len(set(named)) != len(named):
            raise ValueError("two mailboxes or calendars have the same account name")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment outranks the file; nothing else is read."""
        del dotenv_settings, file_secret_settings
        return env_settings, init_settings, TomlConfigSettingsSource(settings_cls, toml_file=None)

    @property
    def home(self) -> ZoneInfo:
        """The user's home zone."""
        return ZoneInfo(self.me.zone)


def default_path() -> Path:
    """Where the configuration lies unless it is named: AFTERWORD_CONFIG, else the XDG configuration folder."""
    named = os.environ.get("AFTERWORD_CONFIG")
    if named:
        return Path(named)
    base = os.environ.get("CONFIGURATION_DIRECTORY") or os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    folder = Path(base).expanduser()
    return (
        folder / "afterword.toml" if os.environ.get("CONFIGURATION_DIRECTORY") else folder / "afterword/afterword.toml"
    )


def default_state() -> Path:
    """Where the journal lies: systemd's STATE_DIRECTORY, else the XDG state folder."""
    given = os.environ.get("STATE_DIRECTORY")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser() / "afterword"


def load(path: Path | None = None) -> Settings:
    """Read the configuration. Raises `NeedsUser` with every problem at once, in words."""
    path = path or default_path()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NeedsUser(f"There is no configuration at {path}. Type “afterword init” to make one.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NeedsUser(f"{path} cannot be read: {error}") from error
    try:
        return Settings(**given)
    except ValidationError as error:
        raise NeedsUser(*(f"{path}: {problem}" for problem in _problems(error))) from None


def _problems(error: ValidationError) -> list[str]:
    """Each wrong setting in one line: where it is, and what is wrong. Values are not repeated: one may be a secret."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(str(step) for step in problem["loc"]) or "the configuration"
        lines.append(f"{where}: {problem['msg'].removeprefix('Value error, ')}")
    return lines
