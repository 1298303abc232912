"""What the CalDAV servers have in common: an account with a calendar home, and the few requests that make one."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from dataclasses import dataclass

MKCALENDAR = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<D:displayname>{name}</D:displayname>"
    '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>'
    "</D:prop></D:set></C:mkcalendar>"
)


@dataclass(frozen=True, slots=True)
class CalendarAccount:
    """Somebody's account on a CalDAV server, with one empty calendar to begin with.

    Where the server asks for no password, `username` and `password` are "" and `home` is nobody else's all the same.
    """

    url: str
    """Where a client begins (RFC 6764)."""
    home: str
    """The calendar home set, where new calendars are made."""
    calendar: str
    """An empty calendar."""
    username: str
    password: str

    def request(self, method: str, url: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """The server's answer, by status and body, to one request by a client that knows nothing of CalDAV."""
        request = urllib.request.Request(url, data=body or None, method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if self.username:
            pair = f"{self.username}:{self.password}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def make_calendar(self, name: str) -> str:
        """The address of a new, empty calendar in the account's home."""
        url = f"{self.home}{name}/"
        status, said = self.request(
            "MKCALENDAR", url, MKCALENDAR.format(name=name).encode(), Content_Type="application/xml"
        )
        if status != 201:
            raise OSError(f"MKCALENDAR {url}: {status} {said!r}")
        return url


def answers(url: str) -> bool:
    """Whether an HTTP server answers there at all, whatever it says."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
