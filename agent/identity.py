"""Who the user is, for commands that need no service: options first, then the configuration, then defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.core.etiquette import Rules
from agent.core.people import Me
from agent.errors import NeedsUser
from agent.settings import default_path, load
from agent.world.holidays import workdays
from agent.writing.persona import ROBIN, Persona

DEFAULT_ZONE = "America/New_York"
DEFAULT_COUNTRY = "US"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reads, under which rules, and who signs."""

    me: Me
    rules: Rules
    persona: Persona


def identity(config: Path | None, addresses: Sequence[str] | None, zone: str | None, country: str | None) -> Identity:
    """The user as the options say, else the configuration, else the coach's defaults."""
    base = _configured(config) if config or default_path().exists() else _default()
    days = workdays(country) if country else base.rules.workdays
    home = _zone(zone) if zone else base.rules.home
    me = replace(base.me, zone=home.key, workdays=days, addresses=tuple(addresses or base.me.addresses))
    persona = replace(base.persona, address=addresses[0]) if addresses else base.persona
    return Identity(me, replace(base.rules, workdays=days, home=home), persona)


def _configured(config: Path | None) -> Identity:
    from agent.user import me_of, persona_of, rules_of  # noqa: PLC0415 - only where there is a configuration

    settings = load(config)
    return Identity(me_of(settings), rules_of(settings), persona_of(settings))


def _default() -> Identity:
    days = workdays(DEFAULT_COUNTRY)
    me = Me(addresses=(ROBIN.address,), zone=DEFAULT_ZONE, workdays=days)
    return Identity(me, Rules(workdays=days, home=ZoneInfo(DEFAULT_ZONE)), ROBIN)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise NeedsUser(f"“{name}” is not a time zone; write it like Europe/Berlin.") from error
