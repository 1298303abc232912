"""Where on a CalDAV server a user's calendars are, found from the address in the settings (RFC 6764 section 6)."""

from __future__ import annotations

from urllib.parse import urljoin

from agent.world import davbodies
from agent.world.dav import Answer, C, D, Resource
from agent.world.davchanges import Ask, located

WELL_KNOWN = "/.well-known/caldav"


def find_home(ask: Ask, url: str) -> str | None:
    """The folder in which the calendars lie; None when nobody there speaks of calendars. `url` may be the server's, the
    user's or a calendar's own address.
    """
    for address in (url, urljoin(url, WELL_KNOWN)):
        one = _told(ask("PROPFIND", address, davbodies.WHO, 0))
        if one is not None:
            return _home(ask, address, one)
    return None


def _home(ask: Ask, address: str, one: Resource) -> str:
    principal = one.address(f"{D}current-user-principal")
    if one.address(f"{C}calendar-home-set") is None and principal is not None:
        address = located(address, principal)
        one = _told(ask("PROPFIND", address, davbodies.WHO, 0)) or one
    home = one.address(f"{C}calendar-home-set")
    if home is not None:
        return f"{located(address, home).rstrip('/')}/"
    # A server without principals: the address is that of the calendars' folder, or of one calendar.
    is_calendar = f"{C}calendar" in one.names(f"{D}resourcetype")
    return urljoin(f"{address.rstrip('/')}/", ".." if is_calendar else "")


def _told(answer: Answer) -> Resource | None:
    if answer.later:
        raise answer.fault()
    return next(iter(answer.resources()), None) if answer.done and answer.tree is not None else None
