"""What every calendar promises, whatever it is made of. A backend inherits this and says with what bed it runs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agent.core.facts import Errand
from agent.world import ics
from agent.world.ports import CalendarNews, Conflict
from agent.writing import event as reminders
from tests.world.calendar_beds import Bed, event

UID = "thanks-7f3a@afterword.example"


def told(news: CalendarNews) -> list[str]:
    """The UIDs of the events in the news."""
    return sorted(uid for item in news.items for uid in ics.uids(item.content))


def dated(name: str, *, summary: str = "Interview") -> bytes:
    """An event of last year, of next month, or of every week since last year."""
    day = b"20260310" if name == "to-come" else b"20250310"
    content = event(f"{name}@acme.example", summary=summary).replace(b"20260304", day)
    return content.replace(b"SUMMARY", b"RRULE:FREQ=WEEKLY\r\nSUMMARY") if name == "recurs" else content


class LookingConformance:
    """What is told of the user's calendars, and of ours among them. Every test asks for `bed`."""

    def test_a_first_look_at_nothing_is_whole_and_empty(self, bed: Bed) -> None:
        """No token: everything is listed, and there is nothing; our own collection is not made by looking."""
        news = bed.calendar.news(None)
        assert (news.items, news.gone, news.whole) == ((), (), True)
        assert bed.reminders() == []

    def test_a_first_look_gives_every_event(self, bed: Bed) -> None:
        """The user's own events and our reminders, each with its content."""
        bed.receive("one.ics", event("one@acme.example"))
        bed.receive("two.ics", event("two@acme.example", summary="Zweites Gespräch"))
        bed.calendar.put(UID, event(UID), etag=None)
        news = bed.calendar.news(None)
        assert told(news) == ["one@acme.example", UID, "two@acme.example"]
        assert news.whole
        assert any("Zweites Gespräch" in item.content.decode() for item in news.items)

    def test_a_second_look_without_changes_gives_nothing(self, bed: Bed) -> None:
        """The token says how far the first one came."""
        bed.receive("one.ics", event())
        first = bed.calendar.news(None)
        second = bed.calendar.news(first.token)
        assert (second.items, second.gone, second.whole) == ((), (), False)
        assert bed.calendar.news(second.token).items == ()

    def test_a_new_event_is_news_once(self, bed: Bed) -> None:
        """And the one that was there is not."""
        bed.receive("one.ics", event("one@acme.example"))
        token = bed.calendar.news(None).token
        bed.receive("two.ics", event("two@acme.example"))
        news = bed.calendar.news(token)
        assert (told(news), news.gone, news.whole) == (["two@acme.example"], (), False)
        assert bed.calendar.news(news.token).items == ()

    def test_a_changed_event_is_news_with_its_new_content(self, bed: Bed) -> None:
        """Moved by two hours: the new hour is told."""
        bed.receive("one.ics", event(hour=9))
        token = bed.calendar.news(None).token
        bed.receive("one.ics", event(hour=11))
        (item,) = bed.calendar.news(token).items
        assert b"DTSTART:20260304T110000Z" in item.content

    def test_a_deleted_event_is_gone_by_its_name(self, bed: Bed) -> None:
        """The name is the one under which it was told of."""
        bed.receive("one.ics", event())
        first = bed.calendar.news(None)
        bed.lose("one.ics")
        news = bed.calendar.news(first.token)
        assert (news.items, news.gone) == ((), (first.items[0].href,))
        assert bed.calendar.news(news.token).gone == ()

    def test_a_first_look_may_leave_out_what_was_over_before_a_day(self, bed: Bed) -> None:
        """What is to come is told, and so is what recurs; a change to what was left out is news all the same."""
        for name in ("last-year", "to-come", "recurs"):
            bed.receive(f"{name}.ics", dated(name))
        first = bed.calendar.news(None, date(2026, 2, 1))
        assert told(first) == ["recurs@acme.example", "to-come@acme.example"]
        bed.receive("last-year.ics", dated("last-year", summary="Another interview"))
        assert told(bed.calendar.news(first.token, date(2026, 2, 1))) == ["last-year@acme.example"]

    def test_whether_an_event_is_there_can_be_asked_by_its_uid(self, bed: Bed) -> None:
        """Under whatever name it lies, and only as long as it lies there."""
        bed.receive("some-name.ics", event("one@acme.example"))
        assert bed.calendar.holds("one@acme.example")
        assert not bed.calendar.holds("two@acme.example")
        bed.lose("some-name.ics")
        assert not bed.calendar.holds("one@acme.example")

    def test_an_event_that_came_and_went_between_two_looks_leaves_nothing(self, bed: Bed) -> None:
        """It may be told as gone, never as an event."""
        token = bed.calendar.news(None).token
        bed.receive("one.ics", event())
        bed.lose("one.ics")
        assert bed.calendar.news(token).items == ()

    def test_our_own_collection_is_watched(self, bed: Bed) -> None:
        """What the user does to a reminder is news."""
        bed.calendar.put(UID, event(UID), etag=None)
        token = bed.calendar.news(None).token
        bed.edit(UID, event(UID, hour=15))
        news = bed.calendar.news(token)
        assert told(news) == [UID]
        bed.remove(UID)
        (gone,) = bed.calendar.news(news.token).gone
        assert UID in gone

    def test_a_collection_that_appears_is_news(self, bed: Bed) -> None:
        """Our own is made after the first look: what is in it is told, and nothing else a second time."""
        bed.receive("one.ics", event())
        token = bed.calendar.news(None).token
        bed.calendar.put(UID, event(UID), etag=None)
        news = bed.calendar.news(token)
        assert (told(news), news.whole) == ([UID], False)

    def test_a_token_outlives_the_connection(self, bed: Bed) -> None:
        """Another session, after a restart, goes on where the first one was."""
        bed.receive("one.ics", event("one@acme.example"))
        token = bed.calendar.news(None).token
        bed.calendar.close()
        bed.receive("two.ics", event("two@acme.example"))
        again = bed.again()
        assert told(again.news(token)) == ["two@acme.example"]
        again.close()

    def test_a_token_that_means_nothing_any_more_gives_everything(self, bed: Bed) -> None:
        """Nothing that changed meanwhile may be missed."""
        bed.receive("one.ics", event("one@acme.example"))
        token = bed.calendar.news(None).token
        bed.receive("two.ics", event("two@acme.example"))
        news = bed.calendar.news(bed.spoil(token))
        assert (told(news), news.whole) == (["one@acme.example", "two@acme.example"], True)
        assert bed.calendar.news(news.token).items == ()

    def test_a_token_of_something_else_gives_everything(self, bed: Bed) -> None:
        """The user has exchanged one kind of calendar for another: the stored token is foreign."""
        bed.receive("one.ics", event())
        for token in ("", "{}", "[1, 2, 3]", "no token", '{"version": 1}', "null"):
            news = bed.calendar.news(token)
            assert (len(news.items), news.whole) == (1, True)

    def test_many_events_are_all_told(self, bed: Bed) -> None:
        """More than are asked for at once, each once."""
        wanted = [f"event-{number:03}@acme.example" for number in range(60)]
        for uid in wanted:
            bed.receive(f"{uid}.ics", event(uid))
        assert told(bed.calendar.news(None)) == wanted

    def test_looking_changes_nothing(self, bed: Bed) -> None:
        """The same events with the same content and ETags, before and after."""
        bed.calendar.put(UID, event(UID), etag=None)
        before, had = bed.reminders(), bed.calendar.get(UID)
        bed.calendar.news(bed.calendar.news(None).token)
        assert (bed.reminders(), bed.calendar.get(UID)) == (before, had)


class CalendarConformance(LookingConformance):
    """What becomes of our reminders, besides."""

    def test_a_reminder_is_there_as_it_was_written(self, bed: Bed) -> None:
        """In the collection of our own, made with it, seen by another client."""
        etag = bed.calendar.put(UID, event(UID, summary="Follow-up: Acme"), etag=None)
        item = bed.calendar.get(UID)
        assert item is not None
        assert item.etag == etag
        assert ics.uids(item.content) == {UID}
        assert b"SUMMARY:Follow-up: Acme\r\n" in item.content
        (seen,) = bed.reminders()
        assert b"Follow-up: Acme" in seen

    @pytest.mark.parametrize("errand", list(Errand))
    def test_our_own_reminder_reads_the_same_after_its_way_there_and_back(self, bed: Bed, errand: Errand) -> None:
        """Servers parse and write anew: what decides whether the user touched it must come through (design, promise 5)."""
        content = reminders.reminder(
            reminders.Entry(
                errand=errand,
                uid=UID,
                start=datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
                end=datetime(2026, 3, 30, 0, 30, tzinfo=UTC),
                company="Müller, Söhne & Co; KG \\ “Acme” <1>",
                details=(
                    "They said: „Sie hören bis Freitag von uns“, " + "and more, " * 40,
                    "",
                    "a; b, c: d\\e",
                    "日本語 🙂",
                ),
            ),
            datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
        )
        bed.calendar.put(UID, content, etag=None)
        item = bed.calendar.get(UID)
        assert item is not None
        (told,) = bed.calendar.news(None).items
        assert reminders.digest(item.content) == reminders.digest(told.content) == reminders.digest(content)
        (seen,) = bed.reminders()
        assert reminders.digest(seen) == reminders.digest(content)
        assert b"CLASS:PRIVATE" in seen
        assert (b"ORGANIZER" in seen, b"ATTENDEE" in seen) == (False, False)

    def test_what_is_not_there_is_nothing(self, bed: Bed) -> None:
        """Neither before there is a collection nor in it; not an error."""
        assert bed.calendar.get(UID) is None
        bed.calendar.put("other@afterword.example", event("other@afterword.example"), etag=None)
        assert bed.calendar.get(UID) is None

    def test_a_reminder_is_never_created_twice(self, bed: Bed) -> None:
        """I14: after a crash the same reminder is created again; the one that lies there stays as it is."""
        bed.calendar.put(UID, event(UID, summary="first"), etag=None)
        assert bed.calendar.put(UID, event(UID, summary="second"), etag=None) is Conflict.EXISTS
        (seen,) = bed.reminders()
        assert b"SUMMARY:first" in seen

    def test_a_uid_under_another_name_counts_as_there(self, bed: Bed) -> None:
        """A program that keeps calendars in step gives names of its own: the reminder is found, and not doubled."""
        bed.calendar.put(UID, event(UID), etag=None)
        bed.rename(UID, "a-name-of-its-own.ics")
        assert bed.calendar.put(UID, event(UID), etag=None) is Conflict.EXISTS
        item = bed.calendar.get(UID)
        assert item is not None
        assert len(bed.reminders()) == 1

    def test_a_reminder_under_another_name_can_be_moved_and_removed(self, bed: Bed) -> None:
        """It is still ours as long as it has our UID and our content."""
        bed.calendar.put(UID, event(UID), etag=None)
        bed.rename(UID, "a-name-of-its-own.ics")
        item = bed.calendar.get(UID)
        assert item is not None
        etag = bed.calendar.put(UID, event(UID, hour=16), etag=item.etag)
        assert not isinstance(etag, Conflict)
        (seen,) = bed.reminders()
        assert b"T160000Z" in seen
        assert bed.calendar.delete(UID, etag=etag) is None
        assert bed.reminders() == []

    def test_a_uid_that_is_part_of_another_is_not_it(self, bed: Bed) -> None:
        """Servers search for text: `7@x` is found in `17@x`."""
        bed.calendar.put("17@afterword.example", event("17@afterword.example"), etag=None)
        assert bed.calendar.get("7@afterword.example") is None

    def test_an_untouched_reminder_is_changed(self, bed: Bed) -> None:
        """With the ETag that it has; it then has another."""
        first = bed.calendar.put(UID, event(UID, hour=9), etag=None)
        assert not isinstance(first, Conflict)
        second = bed.calendar.put(UID, event(UID, hour=14), etag=first)
        item = bed.calendar.get(UID)
        assert item is not None
        assert (item.etag, item.etag != first) == (second, True)
        assert b"DTSTART:20260304T140000Z" in item.content

    def test_what_the_user_changed_is_not_overwritten(self, bed: Bed) -> None:
        """Neither changed nor deleted with the ETag from before."""
        etag = bed.calendar.put(UID, event(UID, hour=9), etag=None)
        assert not isinstance(etag, Conflict)
        bed.edit(UID, event(UID, hour=20))
        assert bed.calendar.put(UID, event(UID, hour=14), etag=etag) is Conflict.CHANGED
        assert bed.calendar.delete(UID, etag=etag) is Conflict.CHANGED
        (seen,) = bed.reminders()
        assert b"T200000Z" in seen

    def test_what_the_user_deleted_does_not_come_back(self, bed: Bed) -> None:
        """To change it says that it is gone, and so does to delete it."""
        etag = bed.calendar.put(UID, event(UID), etag=None)
        assert not isinstance(etag, Conflict)
        bed.remove(UID)
        assert bed.calendar.put(UID, event(UID, hour=14), etag=etag) is Conflict.GONE
        assert bed.calendar.delete(UID, etag=etag) is Conflict.GONE
        assert bed.reminders() == []

    def test_a_reminder_that_never_was_is_gone(self, bed: Bed) -> None:
        """Before there is any collection of ours; none is made."""
        assert bed.calendar.put(UID, event(UID), etag='"1"') is Conflict.GONE
        assert bed.calendar.delete(UID, etag='"1"') is Conflict.GONE
        assert bed.reminders() == []

    def test_a_deleted_reminder_is_gone_for_everybody(self, bed: Bed) -> None:
        """And the others are not."""
        etag = bed.calendar.put(UID, event(UID), etag=None)
        bed.calendar.put("other@afterword.example", event("other@afterword.example"), etag=None)
        assert not isinstance(etag, Conflict)
        assert bed.calendar.delete(UID, etag=etag) is None
        assert bed.calendar.get(UID) is None
        (seen,) = bed.reminders()
        assert b"other@afterword.example" in seen

    def test_dismissing_an_alarm_changes_the_etag_and_nothing_is_lost(self, bed: Bed) -> None:
        """Thunderbird writes X-MOZ-LASTACK back: the old ETag fails, the present one takes the merged reminder."""
        etag = bed.calendar.put(UID, event(UID), etag=None)
        assert not isinstance(etag, Conflict)
        bed.edit(UID, event(UID, more="X-MOZ-LASTACK:20260304T083000Z\r\n"))
        assert bed.calendar.put(UID, event(UID, hour=12), etag=etag) is Conflict.CHANGED
        item = bed.calendar.get(UID)
        assert item is not None
        assert b"X-MOZ-LASTACK" in item.content
        merged = event(UID, hour=12, more="X-MOZ-LASTACK:20260304T083000Z\r\n")
        assert not isinstance(bed.calendar.put(UID, merged, etag=item.etag), Conflict)

    def test_the_users_own_events_are_out_of_reach(self, bed: Bed) -> None:
        """An event with the UID of nobody's reminder, in the user's calendar: it is not got, not changed, not deleted."""
        bed.receive("one.ics", event("interview-1@acme.example"))
        (item,) = bed.calendar.news(None).items
        assert bed.calendar.get("interview-1@acme.example") is None
        put = bed.calendar.put("interview-1@acme.example", event("interview-1@acme.example", hour=20), etag=item.etag)
        assert put is Conflict.GONE
        assert bed.calendar.delete("interview-1@acme.example", etag=item.etag) is Conflict.GONE
        assert len(bed.calendar.news(None).items) == 1

    def test_a_reminder_may_have_the_uid_of_an_event_elsewhere(self, bed: Bed) -> None:
        """A UID is one of its calendar (RFC 4791 section 4.1): a copy in the user's calendar is none of ours."""
        bed.receive("copy.ics", event(UID))
        assert not isinstance(bed.calendar.put(UID, event(UID), etag=None), Conflict)
        assert len(bed.calendar.news(None).items) == 2

    def test_a_calendar_can_be_used_after_it_was_closed(self, bed: Bed) -> None:
        """It comes back by itself."""
        bed.calendar.put(UID, event(UID), etag=None)
        bed.calendar.close()
        assert bed.calendar.get(UID) is not None
        bed.calendar.close()

    def test_another_session_finds_our_reminders(self, bed: Bed) -> None:
        """By the same UIDs, in the same collection: it makes no second one."""
        bed.calendar.put(UID, event(UID), etag=None)
        again = bed.again()
        assert again.get(UID) is not None
        again.put("other@afterword.example", event("other@afterword.example"), etag=None)
        again.close()
        assert len(bed.reminders()) == 2

    def test_the_account_has_a_name(self, bed: Bed) -> None:
        """Facts are stored under it."""
        assert bed.calendar.account == "calendar"
