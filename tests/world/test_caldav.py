"""The calendar on a server when things go wrong: between us and a real one, and at servers that are not honest (F22)."""

from __future__ import annotations

import base64
import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import AfterwordError, NeedsUser, Refused, Unreachable
from agent.world import ics
from agent.world.caldav import CalDavCalendar
from agent.world.ports import Conflict
from agent.world.transport import Patience
from tests.servers.ca import Authority
from tests.servers.calendars import CalendarAccount
from tests.servers.faultproxy import FaultProxy
from tests.servers.radicale import PASSWORD, Radicale
from tests.world.calendar_beds import CalDavBed, event
from tests.world.davproxy import Asked, DavProxy, Told, multistatus, response

UID = "thanks-7f3a@afterword.example"
HASTE = Patience(connect=5, octet=1.5, answer=2)
"""Where silence is to be noticed."""
CALENDAR = "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
HOME = "<C:calendar-home-set><D:href>/home/</D:href></C:calendar-home-set>"


@pytest.fixture
def proxy(radicale: Radicale) -> Iterator[DavProxy]:
    """Something between us and Radicale."""
    with DavProxy(radicale.url) as proxy:
        yield proxy


@pytest.fixture
def bed(proxy: DavProxy, radicale_account: CalendarAccount) -> Iterator[CalDavBed]:
    """Somebody's calendars on Radicale, through the proxy."""
    bed = CalDavBed(radicale_account, url=proxy.url)
    yield bed
    bed.calendar.close()


@pytest.fixture
def stub() -> Iterator[DavProxy]:
    """A server that says whatever it is told to."""
    with DavProxy() as stub:
        yield stub


def calendar_at(
    url: str, *, password: str | None = "hunter2", ca_file: Path | None = None, patience: Patience | None = None
) -> CalDavCalendar:
    """Calendars at an address."""
    fetch: Callable[[], str] | None = (lambda: password) if password is not None else None
    user = "user1" if password is not None else None
    return CalDavCalendar(url, account="calendar", user=user, password=fetch, ca_file=ca_file, patience=patience)


@contextlib.contextmanager
def looking(
    url: str, *, password: str | None = "hunter2", patience: Patience | None = None
) -> Iterator[CalDavCalendar]:
    """The same, and closed at the end."""
    calendar = calendar_at(url, password=password, patience=patience)
    try:
        yield calendar
    finally:
        calendar.close()


def on(method: str, told: Told, *, part: bytes = b"") -> Callable[[Asked], Told | None]:
    """Answer a method in the server's place."""
    return lambda asked: told if asked.method == method and part in asked.body else None


def after(method: str, **changes: object) -> Callable[[Asked, Told], Told]:
    """Change what the server answered to a method: it has done what it was asked."""
    return lambda asked, told: replace(told, **changes) if asked.method == method else told  # type: ignore[arg-type]


class TestWriting:
    """What became of a write that was not answered as it should be."""

    def test_a_stored_put_whose_answer_is_lost_is_found_and_not_doubled(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """The connection breaks after the server has stored: said as out of reach, then found, then not created again."""
        bed.calendar.news(None)
        proxy.after = after("PUT", lost=True)
        with pytest.raises(Unreachable):
            bed.calendar.put(UID, event(UID), etag=None)
        proxy.after = lambda _asked, told: told
        assert bed.calendar.put(UID, event(UID), etag=None) is Conflict.EXISTS
        item = bed.calendar.get(UID)
        assert item is not None
        assert len(bed.reminders()) == 1

    def test_a_stored_change_whose_answer_is_lost_is_found(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """The old ETag fails afterwards; what lies there is the change."""
        etag = bed.calendar.put(UID, event(UID, hour=9), etag=None)
        assert not isinstance(etag, Conflict)
        proxy.after = after("PUT", lost=True)
        with pytest.raises(Unreachable):
            bed.calendar.put(UID, event(UID, hour=14), etag=etag)
        proxy.after = lambda _asked, told: told
        assert bed.calendar.put(UID, event(UID, hour=14), etag=etag) is Conflict.CHANGED
        item = bed.calendar.get(UID)
        assert item is not None
        assert b"T140000Z" in item.content

    def test_a_delete_whose_answer_is_lost_is_gone_the_next_time(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """Deleting it again says that it is gone."""
        etag = bed.calendar.put(UID, event(UID), etag=None)
        assert not isinstance(etag, Conflict)
        proxy.after = after("DELETE", lost=True)
        with pytest.raises(Unreachable):
            bed.calendar.delete(UID, etag=etag)
        proxy.after = lambda _asked, told: told
        assert bed.calendar.delete(UID, etag=etag) is Conflict.GONE

    def test_a_server_that_never_answers_a_put_is_given_up(
        self, radicale_account: CalendarAccount, proxy: DavProxy
    ) -> None:
        """Every request has a deadline of its own, however slowly the octets drip."""
        bed = CalDavBed(radicale_account, url=proxy.url)
        calendar = CalDavCalendar(
            proxy.url, account="calendar", user=radicale_account.username, password=lambda: PASSWORD, patience=HASTE
        )
        bed.calendar.close()
        calendar.news(None)
        proxy.after = after("PUT", drip=0.2)
        with pytest.raises(Unreachable, match="did not answer in time"):
            calendar.put(UID, event(UID), etag=None)
        calendar.close()

    def test_a_put_without_an_etag_in_its_answer_is_looked_up(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """Servers that change what they store give none; the one that counts is the one that is there."""
        proxy.after = lambda asked, told: replace(told, headers={}) if asked.method == "PUT" else told
        etag = bed.calendar.put(UID, event(UID), etag=None)
        item = bed.calendar.get(UID)
        assert item is not None
        assert item.etag == etag

    def test_a_weak_etag_still_lets_us_write(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """A proxy that packs answers weakens their ETags; If-Match takes only strong ones."""
        proxy.after = lambda asked, told: _weakened(told) if asked.method == "PUT" else told
        etag = bed.calendar.put(UID, event(UID, hour=9), etag=None)
        assert not isinstance(etag, Conflict)
        assert etag.startswith("W/")
        assert not isinstance(bed.calendar.put(UID, event(UID, hour=14), etag=etag), Conflict)

    @pytest.mark.parametrize(
        ("status", "headers", "error", "retry_after"),
        [
            (400, {}, Refused, None),
            (403, {}, Refused, None),
            (413, {}, Refused, None),
            (415, {}, Refused, None),
            (423, {}, Unreachable, 60.0),
            (429, {}, Unreachable, 300.0),
            (429, {"Retry-After": "120"}, Unreachable, 120.0),
            (429, {"Retry-After": "9" * 400}, Unreachable, 300.0),
            (429, {"Retry-After": "9" * 30}, Unreachable, 86400.0),
            (429, {"Retry-After": "soon"}, Unreachable, 300.0),
            (500, {}, Unreachable, None),
            (501, {}, Refused, None),
            (502, {}, Unreachable, None),
            (503, {"Retry-After": "7"}, Unreachable, 7.0),
            (503, {}, Unreachable, None),
            (507, {}, Refused, None),
            (599, {}, Unreachable, None),
        ],
    )
    def test_a_refusal_says_what_happens_next(
        self,
        proxy: DavProxy,
        bed: CalDavBed,
        status: int,
        headers: dict[str, str],
        error: type[AfterwordError],
        retry_after: float | None,
    ) -> None:
        """By name: what will be another answer later is tried again, after the time that was asked for; the rest is parked."""
        etag = bed.calendar.put(UID, event(UID), etag=None)
        assert not isinstance(etag, Conflict)
        refusal = Told(status=status, headers=headers, body=b"go away, user1")
        for method, write in (
            ("PUT", lambda: bed.calendar.put("other@x", event("other@x"), etag=None)),
            ("PUT", lambda: bed.calendar.put(UID, event(UID, hour=12), etag=etag)),
            ("DELETE", lambda: bed.calendar.delete(UID, etag=etag)),
        ):
            proxy.before = on(method, refusal)
            with pytest.raises(error) as raised:
                write()
            assert getattr(raised.value, "retry_after", None) == retry_after
            assert "user1" not in str(raised.value)

    def test_a_refused_collection_is_the_users_to_make(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """Some providers let no program make calendars: the user is told its name."""
        proxy.before = on("MKCALENDAR", Told(status=403))
        with pytest.raises(Refused, match=r"Interview follow-up.*please make it"):
            bed.calendar.put(UID, event(UID), etag=None)

    def test_a_collection_that_was_made_although_the_answer_says_no_is_used(
        self, proxy: DavProxy, bed: CalDavBed
    ) -> None:
        """Whether it is there is seen by looking."""
        proxy.after = after("MKCALENDAR", status=500)
        assert not isinstance(bed.calendar.put(UID, event(UID), etag=None), Conflict)

    def test_a_collection_that_the_user_made_is_found_by_its_name(self, bed: CalDavBed) -> None:
        """Wherever it lies; no second one is made."""
        theirs = f"{bed.account.home}0815/"
        body = (
            b'<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
            b"<D:displayname>interview FOLLOW-UP</D:displayname></D:prop></D:set></C:mkcalendar>"
        )
        assert bed.account.request("MKCALENDAR", theirs, body, Content_Type="application/xml")[0] == 201
        bed.calendar.put(UID, event(UID), etag=None)
        assert bed.account.request("GET", f"{theirs}{UID}.ics")[0] == 200

    def test_a_collection_removed_by_the_user_is_made_again_for_the_next_reminder(self, bed: CalDavBed) -> None:
        """It was there when we last looked."""
        bed.calendar.put(UID, event(UID), etag=None)
        bed.account.request("DELETE", bed.ours)
        assert bed.calendar.get(UID) is None
        bed.calendar.put("other@x", event("other@x"), etag=None)
        assert len(bed.reminders()) == 1

    def test_a_write_carries_its_condition(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """`If-None-Match: *` to create, `If-Match` to change and to delete; the name is the UID."""
        etag = bed.calendar.put(UID, event(UID), etag=None)
        assert not isinstance(etag, Conflict)
        etag = bed.calendar.put(UID, event(UID, hour=12), etag=etag)
        assert not isinstance(etag, Conflict)
        bed.calendar.delete(UID, etag=etag)
        created, changed = proxy.seen("PUT")
        (deleted,) = proxy.seen("DELETE")
        assert created.headers["If-None-Match"] == "*"
        assert all(asked.headers["If-Match"].startswith('"') for asked in (changed, deleted))
        assert created.path.endswith(f"/interview-follow-up/{UID}.ics")


class TestLooking:
    """What is seen when answers are strange."""

    def test_an_idle_look_is_one_request(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """One PROPFIND tells of every collection that nothing changed."""
        bed.receive("one.ics", event())
        token = bed.calendar.news(None).token
        proxy.asked.clear()
        bed.calendar.news(token)
        assert [asked.method for asked in proxy.asked] == ["PROPFIND"]

    def test_one_forbidden_calendar_does_not_hide_the_others(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """A calendar that somebody shares without letting us look into it; once we may, it is news."""
        bed.calendar.put(UID, event(UID), etag=None)
        bed.receive("one.ics", event("one@acme.example"))
        proxy.before = lambda asked: (
            Told(status=403) if asked.path.endswith("/calendar/") and asked.method in {"REPORT", "PROPFIND"} else None
        )
        news = bed.calendar.news(None)
        assert [ics.uids(item.content) for item in news.items] == [{UID}]
        proxy.before = lambda _asked: None
        news = bed.calendar.news(news.token)
        assert [ics.uids(item.content) for item in news.items] == [{"one@acme.example"}]

    def test_no_calendar_at_all_to_look_into_is_no_empty_calendar(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """Or everything would seem to be cancelled."""
        bed.receive("one.ics", event())
        token = bed.calendar.news(None).token
        bed.receive("two.ics", event("two@acme.example"))
        proxy.before = lambda asked: Told(status=403) if asked.path.endswith("/calendar/") else None
        with pytest.raises(Unreachable):
            bed.calendar.news(token)

    def test_a_collection_that_is_gone_makes_everything_be_listed(self, bed: CalDavBed) -> None:
        """What lay in it is not listed any more, and `whole` says that this means something."""
        bed.receive("one.ics", event("one@acme.example"))
        bed.calendar.put(UID, event(UID), etag=None)
        token = bed.calendar.news(None).token
        bed.account.request("DELETE", bed.ours)
        news = bed.calendar.news(token)
        assert news.whole
        assert [ics.uids(item.content) for item in news.items] == [{"one@acme.example"}]

    def test_a_cut_list_of_changes_is_read_to_its_end(self, stub: DavProxy) -> None:
        """RFC 6578 section 3.6: 507 for the collection itself means that there is more behind the new token."""
        stub.before = _Paged()
        with looking(stub.url) as calendar:
            news = calendar.news(None)
        assert sorted(uid for item in news.items for uid in ics.uids(item.content)) == ["1@x", "2@x", "3@x"]

    def test_one_event_that_the_server_cannot_show_does_not_hide_the_others(self, stub: DavProxy) -> None:
        """Each answer in a multistatus stands for itself (I3)."""
        stub.before = _Home(
            changes=[
                response("/home/c/1.ics", '<D:getetag>"1"</D:getetag>'),
                response("/home/c/2.ics", '<D:getetag>"2"</D:getetag>'),
            ],
            contents=[
                response("/home/c/1.ics", f"<C:calendar-data>{event('1@x').decode()}</C:calendar-data>", "500 No"),
                response(
                    "/home/c/2.ics",
                    f'<D:getetag>"2"</D:getetag><C:calendar-data>{event("2@x").decode()}</C:calendar-data>',
                ),
            ],
        )
        with looking(stub.url) as calendar:
            assert [ics.uids(item.content) for item in calendar.news(None).items] == [{"2@x"}]

    def test_a_busy_server_does_not_make_a_token_worthless(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """503 says nothing about it: everything listed anew would be a burden on a server that has too much to do."""
        token = bed.calendar.news(None).token
        bed.receive("one.ics", event())
        proxy.before = on("REPORT", Told(status=503, headers={"Retry-After": "7"}), part=b"sync-collection")
        with pytest.raises(Unreachable) as raised:
            bed.calendar.news(token)
        assert raised.value.retry_after == 7
        proxy.before = lambda _asked: None
        assert len(bed.calendar.news(token).items) == 1

    def test_a_server_that_has_forgotten_a_token_in_its_own_way_is_understood(
        self, proxy: DavProxy, bed: CalDavBed
    ) -> None:
        """400, 403, 409, 410, 412, 500: each means on some server that everything has to be listed."""
        bed.receive("one.ics", event())
        token = bed.calendar.news(None).token
        bed.receive("two.ics", event("two@acme.example"))
        for status in (400, 403, 409, 410, 412, 500):
            proxy.before = on("REPORT", Told(status=status), part=b"<D:sync-token>http")
            news = bed.calendar.news(token)
            assert (len(news.items), news.whole) == (2, True)

    def test_a_blank_that_a_server_forgot_to_escape_is_escaped(self, stub: DavProxy) -> None:
        """Zimbra does: the event is asked for under an address that is one."""
        name = "/home/c/Gespräch bei Acme.ics"
        content = f"<C:calendar-data>{event().decode()}</C:calendar-data>"
        stub.before = _Home(changes=[response(name, "")], contents=[response(name, content)])
        with looking(stub.url) as calendar:
            (item,) = calendar.news(None).items
        assert item.href == name
        assert b"/home/c/Gespr%C3%A4ch%20bei%20Acme.ics" in stub.asked[-1].body

    def test_names_with_blanks_and_umlauts_are_found(self, bed: CalDavBed) -> None:
        """As the programs of other people call their events."""
        bed.receive("Gespr%C3%A4ch%20bei%20Acme%20%2350.ics", event())
        (item,) = bed.calendar.news(None).items
        assert item.href.endswith("/calendar/Gespräch bei Acme #50.ics")

    def test_tasks_are_not_looked_at(self, bed: CalDavBed) -> None:
        """A collection that holds no events is none of ours."""
        body = (
            b'<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
            b'<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>'
            b"</D:prop></D:set></C:mkcalendar>"
        )
        tasks = f"{bed.account.home}tasks/"
        assert bed.account.request("MKCALENDAR", tasks, body, Content_Type="application/xml")[0] == 201
        todo = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:t@x\r\nDTSTAMP:20260301T080000Z\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
        assert bed.account.request("PUT", f"{tasks}t.ics", todo, Content_Type="text/calendar")[0] == 201
        assert bed.calendar.news(None).items == ()

    @pytest.mark.parametrize("part", ["url", "home", "calendar"])
    def test_any_address_of_the_user_leads_to_the_calendars(self, radicale_account: CalendarAccount, part: str) -> None:
        """The server's, the user's and a calendar's own."""
        bed = CalDavBed(radicale_account, url=getattr(radicale_account, part))
        bed.receive("one.ics", event())
        assert len(bed.calendar.news(None).items) == 1
        bed.calendar.close()

    def test_the_address_may_be_the_servers_alone(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """Where calendars do not begin at the root, `.well-known/caldav` says where they do (RFC 6764)."""
        bed.receive("one.ics", event())
        proxy.before = _WellKnown(bed.account.username)
        assert len(bed.calendar.news(None).items) == 1


class TestHostile:
    """What a server can do to us: nothing."""

    def test_a_password_never_follows_a_redirect_to_another_host(self, stub: DavProxy) -> None:
        """Not even to another port of this machine; the other one is not asked at all. For good: the user's affair."""
        with DavProxy() as other:
            for status, error in ((301, NeedsUser), (302, Unreachable), (307, Unreachable), (308, NeedsUser)):
                away = Told(status=status, headers={"Location": other.url})
                stub.before = lambda asked, away=away: _challenged(asked) or away  # type: ignore[misc]
                with looking(stub.url) as calendar, pytest.raises(error, match="not given"):
                    calendar.news(None)
            assert other.asked == []
        assert any("Authorization" in asked.headers for asked in stub.asked)

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example/x",
            "file:///etc/passwd",
            "http://169.254.169.254/latest",
            "http://localhost:1/",
            "javascript:1",
        ],
    )
    def test_no_redirect_leads_out(self, stub: DavProxy, target: str) -> None:
        """Another scheme, host or port is another server."""
        stub.before = lambda _asked: Told(status=302, headers={"Location": target})
        with looking(stub.url) as calendar, pytest.raises(Unreachable, match="sends us on"):
            calendar.news(None)

    def test_a_redirect_within_the_server_is_followed(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """With its method, and a password where one is asked for."""
        proxy.before = lambda asked: (
            Told(status=301, headers={"Location": asked.path.removeprefix("/old")})
            if asked.path.startswith("/old")
            else None
        )
        bed.receive("one.ics", event())
        calendar = bed.again(f"{proxy.url}old/{bed.account.username}/")
        assert len(calendar.news(None).items) == 1
        calendar.close()

    def test_a_server_that_sends_us_in_circles_is_left(self, stub: DavProxy) -> None:
        """After a few rounds."""
        stub.before = lambda asked: Told(status=302, headers={"Location": asked.path})
        with looking(stub.url) as calendar, pytest.raises(Unreachable, match="circles"):
            calendar.news(None)
        assert len(stub.asked) <= 5

    @pytest.mark.parametrize("home", ["http://evil.example/home/", "https://evil.example/home/", "http://localhost:1/"])
    def test_a_calendar_home_on_another_server_is_not_visited(self, stub: DavProxy, home: str) -> None:
        """A server that names another one's address gets no password there."""
        prop = f"<C:calendar-home-set><D:href>{home}</D:href></C:calendar-home-set>"
        stub.before = lambda asked: _challenged(asked) or multistatus(response("/", prop))
        with looking(stub.url) as calendar, pytest.raises(Unreachable, match="sends us on"):
            calendar.news(None)

    def test_an_event_on_another_server_is_left_out(self, stub: DavProxy) -> None:
        """A list may name whatever it likes: only what lies within the calendar is fetched."""
        stub.before = _Home(
            changes=[
                response(href, '<D:getetag>"1"</D:getetag>')
                for href in ("http://evil.example/1.ics", "/elsewhere/2.ics", "/home/c/../../etc/3.ics")
            ]
        )
        with looking(stub.url) as calendar:
            assert calendar.news(None).items == ()
        assert not any(b"multiget" in asked.body for asked in stub.asked)

    def test_a_list_of_names_may_not_lead_elsewhere_either(self, stub: DavProxy) -> None:
        """Where there are no sync-tokens."""
        names = [
            response(href, '<D:getetag>"1"</D:getetag>') for href in ("http://evil.example/1.ics", "/elsewhere/2.ics")
        ]
        stub.before = _Home(changes=names, sync=False)
        with looking(stub.url) as calendar:
            assert calendar.news(None).items == ()
        assert not any(b"multiget" in asked.body for asked in stub.asked)

    @pytest.mark.parametrize(
        "body",
        [
            '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><D:multistatus xmlns:D="DAV:">&b;</D:multistatus>',
            '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><D:multistatus xmlns:D="DAV:">&x;</D:multistatus>',
            '<!DOCTYPE m SYSTEM "http://localhost:1/x.dtd"><D:multistatus xmlns:D="DAV:"/>',
            '<D:multistatus xmlns:D="DAV:">' + "<a>" * 100_000 + "</a>" * 100_000 + "</D:multistatus>",
            '<D:multistatus xmlns:D="DAV:">' + "<a/>" * 600_000 + "</D:multistatus>",
            '<D:multistatus xmlns:D="DAV:"><D:response>',
            "<D:multistatus/>",
            "<html><body>Sign in to the hotel's network</body></html>",
            "\x00\x01\x02",
            "{}",
            '<?xml version="1.0" encoding="ebcdic-invented"?><a/>',
        ],
        ids=["laughs", "file", "dtd", "deep", "wide", "truncated", "prefix", "page", "binary", "json", "encoding"],
    )
    def test_hostile_xml_is_read_as_no_answer(self, stub: DavProxy, body: str) -> None:
        """Entities, document types, depth, number: refused before a tree is built, said as a server that does not work."""
        stub.before = lambda _asked: Told(status=207, headers={"Content-Type": "application/xml"}, body=body.encode())
        with looking(stub.url) as calendar, pytest.raises(Unreachable):
            calendar.news(None)

    def test_hostile_xml_in_utf_16_is_refused_as_well(self, stub: DavProxy) -> None:
        """A filter that looks for `<!DOCTYPE` in octets would not see it."""
        body = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE m [<!ENTITY a "ha">]><m>&a;</m>'.encode("utf-16")
        stub.before = lambda _asked: Told(status=207, headers={"Content-Type": "application/xml"}, body=body)
        with looking(stub.url) as calendar, pytest.raises(Unreachable, match="document type"):
            calendar.news(None)

    def test_an_endless_answer_is_cut(self, stub: DavProxy) -> None:
        """Sixteen megabytes of it."""
        stub.before = lambda _asked: Told(
            status=207, headers={"Content-Type": "application/xml"}, body=b" " * (17 * 1024 * 1024)
        )
        with looking(stub.url) as calendar, pytest.raises(Unreachable, match="more than anything"):
            calendar.news(None)

    def test_a_packed_answer_that_was_not_asked_for_is_refused(self, stub: DavProxy) -> None:
        """It could be a thousand times its size."""
        stub.before = lambda _asked: Told(
            status=207, headers={"Content-Type": "application/xml", "Content-Encoding": "gzip"}, body=b"x"
        )
        with looking(stub.url) as calendar, pytest.raises(Unreachable, match="packed"):
            calendar.news(None)
        assert {asked.headers["Accept-Encoding"] for asked in stub.asked} == {"identity"}

    def test_a_truncated_answer_is_no_short_one(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """The connection ends within the body: nothing is concluded from the part that came."""
        bed.receive("one.ics", event())
        token = bed.calendar.news(None).token
        bed.lose("one.ics")
        proxy.after = lambda _asked, told: replace(told, cut=len(told.body) // 2)
        with pytest.raises(Unreachable):
            bed.calendar.news(token)

    def test_a_dripping_header_is_given_up(self, stub: DavProxy) -> None:
        """An octet in time, again and again, for ever."""
        stub.before = lambda _asked: Told(status=207, headers={"X-Drip": "y" * 4000}, drip=0.05)
        with looking(stub.url, patience=HASTE) as calendar, pytest.raises(Unreachable, match="did not answer in time"):
            calendar.news(None)

    def test_an_answer_that_is_no_webdav_is_never_an_empty_calendar(self, stub: DavProxy) -> None:
        """A hotel's network, a proxy's page: 200 and HTML, for every request."""
        stub.before = lambda _asked: Told(
            status=200, headers={"Content-Type": "text/html"}, body=b"<html>Welcome</html>"
        )
        with looking(stub.url) as calendar, pytest.raises(NeedsUser, match="no calendars"):
            calendar.news(None)

    def test_once_met_a_server_that_shows_nothing_is_only_out_of_reach(self, proxy: DavProxy, bed: CalDavBed) -> None:
        """The settings were right before: the service goes on trying."""
        token = bed.calendar.news(None).token
        proxy.before = lambda _asked: Told(status=404)
        for _ in range(2):
            with pytest.raises(Unreachable):
                bed.calendar.news(token)
        proxy.before = lambda _asked: None
        assert bed.calendar.news(token).items == ()


class TestConnection:
    """Getting there."""

    def test_nobody_there_is_out_of_reach_until_somebody_is(self, radicale_account: CalendarAccount) -> None:
        """The same calendar works again once the server does."""
        with Radicale() as server:
            account = server.fresh_account()
            bed = CalDavBed(account)
            token = bed.calendar.news(None).token
            server.kill()
            for _ in range(2):
                with pytest.raises(Unreachable, match="cannot be reached"):
                    bed.calendar.news(token)
            server.restart()
            bed.receive("one.ics", event())
            assert len(bed.calendar.news(token).items) == 1
            bed.calendar.close()

    def test_a_line_that_goes_dead_is_noticed(self, radicale: Radicale, radicale_account: CalendarAccount) -> None:
        """Nothing comes any more, and nobody says so (F5); with the line back, everything goes on."""
        with FaultProxy(radicale.port) as line:
            calendar = CalDavCalendar(
                f"http://localhost:{line.port}/{radicale_account.username}/",
                account="calendar",
                user=radicale_account.username,
                password=lambda: PASSWORD,
                patience=HASTE,
            )
            token = calendar.news(None).token
            line.black_hole()
            with pytest.raises(Unreachable, match="did not answer in time"):
                calendar.news(token)
            line.heal()
            assert calendar.news(token).items == ()
            line.refuse()
            line.reset()
            with pytest.raises(Unreachable):
                calendar.news(token)
            line.listen()
            assert calendar.news(token).items == ()
            calendar.close()

    def test_a_name_that_nobody_has_is_out_of_reach(self) -> None:
        """RFC 2606 keeps it so."""
        with looking("https://calendar.invalid/") as calendar, pytest.raises(Unreachable):
            calendar.news(None)

    def test_a_trusted_certificate_is_trusted(
        self, radicale: Radicale, radicale_account: CalendarAccount, authority: Authority, tmp_path: Path
    ) -> None:
        """Signed by the authority that the settings name."""
        with DavProxy(radicale.url, context=authority.server_context()) as proxy:
            bed = CalDavBed(radicale_account)
            bed.receive("one.ics", event())
            calendar = CalDavCalendar(
                proxy.url,
                account="calendar",
                user=radicale_account.username,
                password=lambda: PASSWORD,
                ca_file=authority.write(tmp_path / "ca.pem"),
            )
            assert len(calendar.news(None).items) == 1
            calendar.close()

    @pytest.mark.parametrize("fault", ["unknown", "host", "expired"])
    def test_no_password_is_given_behind_a_wrong_certificate(
        self, authority: Authority, tmp_path: Path, fault: str
    ) -> None:
        """Of an unknown authority, for another host, out of date (F31): not one request gets there."""
        names = ("other.example",) if fault == "host" else ()
        known = None if fault == "unknown" else authority.write(tmp_path / "ca.pem")
        with DavProxy(context=authority.server_context(*names, expired=fault == "expired")) as proxy:
            calendar = calendar_at(proxy.url, ca_file=known)
            with pytest.raises(Unreachable, match=r"certificate|encrypted"):
                calendar.news(None)
            calendar.close()
            assert proxy.asked == []

    def test_a_file_of_authorities_that_is_none_is_named(self, tmp_path: Path) -> None:
        """At the start."""
        with pytest.raises(NeedsUser, match=r"nothing\.pem"):
            calendar_at("https://localhost/", ca_file=tmp_path / "nothing.pem")


class TestSigningIn:
    """What is said with a password, and to whom."""

    def test_a_wrong_password_is_the_users_affair(self, radicale_account: CalendarAccount) -> None:
        """And is fetched anew the next time: it may have been renewed."""
        passwords = iter(["wrong", PASSWORD])
        calendar = CalDavCalendar(
            radicale_account.url, account="calendar", user=radicale_account.username, password=lambda: next(passwords)
        )
        with pytest.raises(NeedsUser, match="does not accept"):
            calendar.news(None)
        assert calendar.news(None).whole
        calendar.close()

    def test_a_server_that_wants_a_password_and_gets_none_says_so(self, radicale_account: CalendarAccount) -> None:
        """The settings named no user."""
        with looking(radicale_account.url, password=None) as calendar, pytest.raises(NeedsUser, match="asks for"):
            calendar.news(None)

    def test_a_password_is_given_only_where_it_is_asked_for(self, stub: DavProxy) -> None:
        """The first request carries none."""
        stub.before = lambda asked: (
            _challenged(asked) or Told(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})
        )
        with looking(stub.url) as calendar, pytest.raises(NeedsUser):
            calendar.news(None)
        first, second = stub.asked
        assert "Authorization" not in first.headers
        assert second.headers["Authorization"] == "Basic " + base64.b64encode(b"user1:hunter2").decode()

    def test_a_digest_is_preferred_to_a_password(self, stub: DavProxy) -> None:
        """Where the server offers both: the password itself stays here."""
        offer = 'Digest realm="x", nonce="abc", qop="auth", algorithm=SHA-256, Basic realm="x"'
        stub.before = lambda _asked: Told(status=401, headers={"WWW-Authenticate": offer})
        with looking(stub.url) as calendar, pytest.raises(NeedsUser):
            calendar.news(None)
        given = [asked.headers["Authorization"] for asked in stub.asked if "Authorization" in asked.headers]
        assert given
        assert all(value.startswith("Digest ") and "hunter2" not in value for value in given)

    def test_a_way_to_sign_in_that_nobody_knows_is_the_users_affair(self, stub: DavProxy) -> None:
        """Kerberos, for one."""
        stub.before = lambda _asked: Told(status=401, headers={"WWW-Authenticate": "Negotiate"})
        with looking(stub.url) as calendar, pytest.raises(NeedsUser, match="in a way"):
            calendar.news(None)

    @pytest.mark.parametrize(
        ("url", "said"),
        [
            ("http://calendar.example.com/", "not be encrypted"),
            ("ftp://calendar.example.com/", "https://"),
            ("calendar.example.com", "https://"),
            ("https://me:hunter2@calendar.example.com/", "user name"),
            ("file:///etc/passwd", "https://"),
        ],
    )
    def test_an_address_that_no_password_may_be_given_to_is_refused_at_once(self, url: str, said: str) -> None:
        """Before anything is sent; a password in it is not repeated."""
        with pytest.raises(NeedsUser, match=said) as raised:
            calendar_at(url)
        assert "hunter2" not in str(raised.value)

    def test_nothing_is_taken_from_the_environment(
        self, stub: DavProxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Neither a password from .netrc nor a proxy that would see everything."""
        netrc = tmp_path / "netrc"
        netrc.write_text("machine localhost login other password canary\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://localhost:1/")
        with looking(stub.url, password=None) as calendar, pytest.raises(NeedsUser):
            calendar.news(None)
        assert stub.asked
        assert not any("Authorization" in asked.headers for asked in stub.asked)

    def test_nothing_of_an_event_or_a_password_is_logged(
        self, bed: CalDavBed, caplog: pytest.LogCaptureFixture
    ) -> None:
        """At no level: the library would log addresses and whole events."""
        with caplog.at_level(logging.DEBUG):
            bed.receive("one.ics", event(summary="canary-in-a-subject"))
            bed.calendar.put(UID, event(UID, summary="canary-in-a-subject"), etag=None)
            bed.calendar.news(None)
        assert "canary-in-a-subject" not in caplog.text
        assert PASSWORD not in caplog.text
        assert bed.account.username not in caplog.text

    def test_nothing_of_a_broken_answer_is_logged(self, stub: DavProxy, caplog: pytest.LogCaptureFixture) -> None:
        """The library would write the whole of it at INFO, to be of help."""
        stub.before = lambda _asked: Told(
            status=207, headers={"Content-Type": "text/calendar"}, body=b"canary, not XML"
        )
        with caplog.at_level(logging.DEBUG), looking(stub.url) as calendar, pytest.raises(Unreachable):
            calendar.news(None)
        assert "canary" not in caplog.text


class _Home:
    """A server with one calendar, and what lies in it."""

    def __init__(self, changes: list[str], contents: list[str] | None = None, *, sync: bool = True) -> None:
        self.changes, self.contents = changes, contents or []
        self.token = "<D:sync-token>s1</D:sync-token>" if sync else ""

    def __call__(self, asked: Asked) -> Told:
        """The answer to a request of ours."""
        if b"calendar-multiget" in asked.body:
            return multistatus(*self.contents)
        if asked.path == "/home/c/":
            return multistatus(*self.changes, more=self.token)
        if asked.path == "/home/":
            return multistatus(response("/home/c/", f"{CALENDAR}{self.token}"))
        return multistatus(response("/", HOME))


class _Paged(_Home):
    """The same, telling one change at a time."""

    def __init__(self) -> None:
        super().__init__([])

    def __call__(self, asked: Asked) -> Told:
        """A page, or what lies there."""
        if b"calendar-multiget" in asked.body:
            names = [number for number in (1, 2, 3) if f"/{number}.ics<".encode() in asked.body]
            told = (f"<C:calendar-data>{event(f'{number}@x').decode()}</C:calendar-data>" for number in names)
            return multistatus(
                *(response(f"/home/c/{number}.ics", data) for number, data in zip(names, told, strict=True))
            )
        if b"sync-collection" in asked.body:
            page = next((number for number in (2, 1) if f">page{number}<".encode() in asked.body), 0) + 1
            cut = "<D:response><D:href>/home/c/</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>"
            more = "" if page == 3 else cut
            change = response(f"/home/c/{page}.ics", '<D:getetag>"1"</D:getetag>')
            return multistatus(change, more, more=f"<D:sync-token>page{page}</D:sync-token>")
        return super().__call__(asked)


class _WellKnown:
    """A server whose root speaks no WebDAV, and which says where to begin."""

    def __init__(self, user: str) -> None:
        self.user = user

    def __call__(self, asked: Asked) -> Told | None:
        """What is answered at the two addresses."""
        if asked.path == "/":
            return Told(status=405)
        if asked.path == "/.well-known/caldav":
            return Told(status=301, headers={"Location": f"/{self.user}/"})
        return None


def _challenged(asked: Asked) -> Told | None:
    if "Authorization" in asked.headers:
        return None
    return Told(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})


def _weakened(told: Told) -> Told:
    return replace(
        told, headers={name: f"W/{value}" if name.lower() == "etag" else value for name, value in told.headers.items()}
    )


def test_no_calendar_is_made_for_reminders_unless_the_user_agreed(radicale_account: CalendarAccount) -> None:
    """It says what to do, makes nothing on the server, and works as soon as the calendar is there."""
    account = radicale_account
    calendar = CalDavCalendar(
        account.url, account="calendar", user=account.username, password=lambda: account.password, makes=False
    )
    with pytest.raises(Refused, match="make_collection = true"):
        calendar.ready()
    with pytest.raises(Refused, match="make_collection = true"):
        calendar.put(UID, event(UID), etag=None)
    account.make_calendar("interview-follow-up")
    calendar.ready()
    assert isinstance(calendar.put(UID, event(UID), etag=None), str)
    calendar.close()
