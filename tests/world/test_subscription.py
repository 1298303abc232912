"""A subscribed calendar: one file, here or at an address, read and never written."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agent.core.people import Me
from agent.errors import AfterwordError, Refused, Unreachable
from agent.reading.read import read_item
from agent.world.subscription import EVERY, FileSource, Subscription, WebSource
from tests.world.calendar_beds import event
from tests.world.calendar_conformance import dated

ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Hill Time\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def joined(*events: bytes, zones: bytes = b"") -> bytes:
    """One file with several events, as a subscription has them."""
    bodies = [one.partition(b"BEGIN:VEVENT")[2].rpartition(b"END:VCALENDAR")[0] for one in events]
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n"
    return head + zones + b"".join(b"BEGIN:VEVENT" + body for body in bodies) + b"END:VCALENDAR\r\n"


class Site:
    """A web server with one file, which says how often it was asked and how often it answered with the file."""

    def __init__(self) -> None:
        self.content, self.status, self.location = joined(event()), 200, ""
        self.asked, self.given = 0, 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                tag = f'"{hashlib.sha256(site.content).hexdigest()[:8]}"'
                known = site.status == 200 and self.headers.get("If-None-Match") == tag
                self.send_response(304 if known else site.status)
                if site.location:
                    self.send_header("Location", site.location)
                self.send_header("ETag", tag)
                body = b"" if known else site.content
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                site.given += not known
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/private-7f3a/basic.ics"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server with one calendar file."""
    site = Site()
    yield site
    site.close()


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def from_file(path: Path, content: bytes) -> Subscription:
    """A subscription to a file with this content."""
    path.write_bytes(content)
    return Subscription(FileSource(path), account="work")


def test_every_event_of_the_file_is_told_once_and_then_what_changed(tmp_path: Path) -> None:
    """New, changed and gone, each by its UID."""
    path = tmp_path / "work.ics"
    feed = from_file(path, joined(event("a@x"), event("b@x")))
    first = feed.news(None)
    assert ([item.href for item in first.items], first.whole) == (["a@x", "b@x"], True)
    assert feed.news(first.token).items == ()
    path.write_bytes(joined(event("b@x", hour=11), event("c@x")))
    second = feed.news(first.token)
    assert ([item.href for item in second.items], second.gone) == (["b@x", "c@x"], ("a@x",))
    assert (feed.holds("c@x"), feed.holds("a@x")) == (True, False)


def test_what_is_long_over_is_left_out_at_the_first_look(tmp_path: Path) -> None:
    """Old events are not news; what recurs or is to come is."""
    feed = from_file(tmp_path / "work.ics", joined(dated("last-year"), dated("to-come"), dated("recurs")))
    told = feed.news(None, date(2026, 2, 1))
    assert sorted(item.href for item in told.items) == ["recurs@acme.example", "to-come@acme.example"]
    assert feed.news(told.token, date(2026, 2, 1)).items == ()


def test_a_calendar_that_is_suddenly_empty_is_not_believed(tmp_path: Path) -> None:
    """Nothing is gone, and the token stays: when the events are back, none is news."""
    path = tmp_path / "work.ics"
    feed = from_file(path, joined(event("a@x")))
    first = feed.news(None)
    path.write_bytes(joined())
    empty = feed.news(first.token)
    assert (empty.items, empty.gone, empty.token) == ((), (), first.token)
    path.write_bytes(joined(event("a@x")))
    assert feed.news(empty.token).items == ()


def test_an_event_brings_the_zone_that_it_names(tmp_path: Path) -> None:
    """A zone of the file's own is read with the event, so that ten o'clock there is half past four in UTC."""
    content = event("a@x", summary="Interview with Acme").replace(b"DTSTART:", b"DTSTART;TZID=Hill Time:")
    content = content.replace(b"T090000Z", b"T100000").replace(b"DTEND:20260304T100000Z\r\n", b"")
    (item,) = from_file(tmp_path / "work.ics", joined(content, event("b@x"), zones=ZONE)).news(None).items[:1]
    me = Me(addresses=("robin@example.org",), zone="Europe/Amsterdam")
    (reading,) = read_item(item.content, me)
    start = reading.interviews[0].start
    assert start is not None
    assert f"{start:%H:%M}" == "04:30"


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\x00" * 100, b"BEGIN:VEVENT\r\nUID:a@x\r\n"])
def test_what_is_no_calendar_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    """A page for people, an empty file: the last good state stays."""
    with pytest.raises(Unreachable, match="no calendar"):
        from_file(tmp_path / "work.ics", content).news(None)


def test_what_is_never_closed_costs_no_time_and_is_left_out(tmp_path: Path) -> None:
    """A hundred thousand beginnings, and one whole event."""
    content = joined(event("a@x")).replace(b"VERSION:2.0", b"VERSION:2.0\r\n" + b"BEGIN:VTIMEZONE\r\n" * 100_000)
    assert [item.href for item in from_file(tmp_path / "work.ics", content).news(None).items] == ["a@x"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """It may come back: a folder that is not mounted."""
    with pytest.raises(Unreachable, match=r"work\.ics"):
        Subscription(FileSource(tmp_path / "work.ics"), account="work").news(None)


def test_an_address_is_asked_four_times_an_hour_at_most(site: Site) -> None:
    """And an unchanged calendar is not given out a second time."""
    clock = Seconds()
    feed = Subscription(WebSource(lambda: site.url, now=clock), account="work")
    token = feed.news(None).token
    for _ in range(10):
        assert feed.news(token).items == ()
    assert (site.asked, site.given) == (1, 1)
    clock.now += EVERY
    assert feed.news(token).items == ()
    assert (site.asked, site.given) == (2, 1)
    site.content = joined(event(hour=12))
    clock.now += EVERY
    assert len(feed.news(token).items) == 1


@pytest.mark.parametrize(("status", "error"), [(401, Refused), (404, Refused), (410, Refused), (500, Unreachable)])
def test_a_refusal_is_told_without_the_private_address(site: Site, status: int, error: type[AfterwordError]) -> None:
    """Only the host is named: who knows the address can read the calendar."""
    site.status = status
    with pytest.raises(error) as told:
        Subscription(WebSource(lambda: site.url), account="work").news(None)
    assert "private-7f3a" not in str(told.value)
    assert str(status) in str(told.value)


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_to_another_host_is_not_followed(site: Site, status: int) -> None:
    """Nothing but the named address is ever fetched."""
    other = Site()
    site.status, site.location = status, other.url
    with pytest.raises((Refused, Unreachable)):
        Subscription(WebSource(lambda: site.url), account="work").news(None)
    other.close()
    assert other.asked == 0


def test_an_address_without_encryption_is_refused() -> None:
    """Before anything is sent."""
    with pytest.raises(Refused, match="encrypted"):
        Subscription(WebSource(lambda: "http://calendar.example/basic.ics"), account="work").news(None)
