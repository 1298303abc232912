"""A few answers → a configuration: what `afterword init` writes, after it was tried."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import tzlocal

from agent.world.discovery import Provider, Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the person said: everything else is found, or has a default that can be changed in the file."""

    address: str
    name: str
    phone: str = ""
    may_make_a_calendar: bool = True


def configuration(answers: Answers, provider: Provider, password_file: Path, calendars: Path) -> str:
    """The text of the configuration. Without a calendar server reminders go into a local folder of .ics files."""
    zone = tzlocal.get_localzone_name() or "UTC"
    me = {
        "name": answers.name,
        "addresses": [answers.address],
        "zone": zone,
        "holidays": country_of(zone),
        "phone": answers.phone or None,
        "authserv_ids": list(provider.authserv_ids) or None,
    }
    known = {"ca_file": str(provider.ca_file) if provider.ca_file else None}
    secret = {"file": str(password_file)}
    blocks = [
        "# Made by “afterword init”. docs/reference.md lists every setting; “afterword check” tries them.",
        f"prompt_by = {_value('mail' if provider.smtp else 'draft')}",
        _block("[me]", me),
    ]
    if provider.imap:
        host = {"account": "mail", **_server(provider.imap), "user": answers.address, "password": secret}
        blocks.append(_block("[[mailboxes]]", {"kind": "imap", **host, **known}))
    if provider.caldav:
        calendar = {"url": provider.caldav, "user": answers.address, "password": secret}
        makes = {"make_collection": answers.may_make_a_calendar}
        blocks.append(_block("[calendar]", {"kind": "caldav", **calendar, **makes, **known}))
    else:
        makes = {"make_collection": answers.may_make_a_calendar}
        blocks.append(_block("[calendar]", {"kind": "vdir", "path": str(calendars), **makes}))
    if provider.smtp:
        outgoing = {**_server(provider.smtp), "user": answers.address, "password": secret, **known}
        blocks.append(_block("[outbox]", outgoing))
    return "\n\n".join(blocks) + "\n"


def country_of(zone: str) -> str:
    """The country whose public holidays count in a time zone, from the table that comes with the zones; else the US."""
    rows = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    found = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return next((columns[0] for columns in found if columns[2:3] == [zone]), "US")


def _server(server: Server) -> dict[str, object]:
    return {"host": server.host, "port": server.port, "tls": server.tls if server.tls != "implicit" else None}


def _block(head: str, values: Mapping[str, object]) -> str:
    return "\n".join((head, *(f"{name} = {_value(value)}" for name, value in values.items() if value is not None)))


def _value(value: object) -> str:
    """A value in TOML: a string of JSON is one of TOML, too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_value(inner)}" for name, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
