"""What every mailbox promises, whatever it is made of. A backend inherits this and says with what bed it runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agent.errors import Refused
from agent.world import bounded
from agent.world.ports import Cursor, Folder, Ref
from tests.world.mailbox_beds import LONG_AGO, NOON, Bed, letter, texts, with_parts

TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\nWe would like to meet you."
CALENDAR = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR"
ATTACHED_CALENDAR = (
    'Content-Type: application/octet-stream; name="Interview.ICS"\r\nContent-Disposition: attachment\r\n\r\n'
    "BEGIN:VCALENDAR\r\nEND:VCALENDAR"
)
PICTURE = (
    'Content-Type: image/png; name="office.png"\r\nContent-Disposition: attachment; filename="office.png"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\n" + "\r\n".join(["QUJD" * 19] * 40)
)
HUGE_PICTURE = PICTURE + "\r\n" + "\r\n".join(["QUJD" * 19] * 4000)


class MailboxConformance:
    """Every test asks for `bed`."""

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────

    def test_a_first_look_gives_everything_in_the_window(self, bed: Bed) -> None:
        """Without a cursor, what was received on or after the day is news, in the order of its numbers."""
        for number in (1, 2, 3):
            bed.deliver(letter(number))
        news = bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
        assert [b"<%d@example.com>" % number in head.header for number, head in enumerate(news.heads, 1)] == [True] * 3
        assert [head.ref.uid for head in news.heads] == sorted(head.ref.uid for head in news.heads)
        assert not news.reset

    @pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (1, True)])
    def test_the_window_begins_with_its_day(self, bed: Bed, days: int, there: bool) -> None:
        """A message received the day before is outside; one of the day itself is inside."""
        bed.deliver(letter(), received=NOON + timedelta(days=days))
        assert bool(bed.mailbox.news(Folder.INBOX, None, NOON.date()).heads) is there
        assert bool(bed.mailbox.heads(Folder.INBOX, NOON.date())) is there

    def test_a_second_look_gives_only_what_came_since(self, bed: Bed) -> None:
        """With the cursor of the first look, the second one has the new message alone."""
        bed.deliver(letter(1))
        first = bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
        bed.deliver(letter(2))
        second = bed.mailbox.news(Folder.INBOX, first.cursor, LONG_AGO)
        assert [b"<2@example.com>" in head.header for head in second.heads] == [True]
        assert second.cursor > first.cursor

    def test_a_look_without_news_leaves_the_cursor_where_it_was(self, bed: Bed) -> None:
        """The last message is not shown a second time (`n:*` always names one)."""
        bed.deliver(letter())
        cursor = bed.mailbox.news(Folder.INBOX, None, LONG_AGO).cursor
        again = bed.mailbox.news(Folder.INBOX, cursor, LONG_AGO)
        assert (again.heads, again.cursor) == ((), cursor)

    def test_old_mail_outside_the_window_never_becomes_news(self, bed: Bed) -> None:
        """The cursor of a first look lies behind everything that was there, in the window or not."""
        bed.deliver(letter(1), received=NOON - timedelta(days=400))
        cursor = bed.mailbox.news(Folder.INBOX, None, NOON.date()).cursor
        bed.deliver(letter(2))
        assert len(bed.mailbox.news(Folder.INBOX, cursor, NOON.date()).heads) == 1

    def test_the_cursor_of_an_empty_folder_loses_nothing(self, bed: Bed) -> None:
        """What comes after a look at an empty folder is news."""
        cursor = bed.mailbox.news(Folder.SENT, None, LONG_AGO).cursor
        bed.deliver(letter(), Folder.SENT)
        assert len(bed.mailbox.news(Folder.SENT, cursor, LONG_AGO).heads) == 1

    def test_a_late_arrival_with_an_old_date_is_news(self, bed: Bed) -> None:
        """With a cursor the date does not matter: mail is moved and restored."""
        cursor = bed.mailbox.news(Folder.INBOX, None, NOON.date()).cursor
        bed.deliver(letter(), received=NOON - timedelta(days=400))
        assert len(bed.mailbox.news(Folder.INBOX, cursor, NOON.date()).heads) == 1

    def test_many_messages_are_news_in_several_portions(self, bed: Bed) -> None:
        """The oldest first, each once; every cursor can be gone on from, and what comes meanwhile is not lost."""
        for number in range(5):
            bed.deliver(letter(number))
        cursor, numbers, more = None, [], True
        while more:
            news = bed.mailbox.news(Folder.INBOX, cursor, LONG_AGO, at_most=2)
            assert len(news.heads) <= 2
            numbers += [head.ref.uid for head in news.heads]
            cursor, more = news.cursor, news.more
        assert len(numbers) == 5
        assert numbers == sorted(set(numbers))
        bed.deliver(letter(5))
        assert len(bed.mailbox.news(Folder.INBOX, cursor, LONG_AGO, at_most=2).heads) == 1

    def test_a_portion_can_be_gone_on_from_by_somebody_else(self, bed: Bed) -> None:
        """The service may die between two portions: its successor has the cursor, and nothing else."""
        for number in range(5):
            bed.deliver(letter(number))
        first = bed.mailbox.news(Folder.INBOX, None, LONG_AGO, at_most=2)
        again = bed.again()
        rest = again.news(Folder.INBOX, first.cursor, LONG_AGO)
        assert (len(first.heads), len(rest.heads), first.more, rest.more) == (2, 3, True, False)
        again.close()

    def test_other_numbers_make_the_whole_window_news_again(self, bed: Bed) -> None:
        """When UIDVALIDITY has changed the cursor means nothing: the whole window is shown, and `reset` says why."""
        bed.deliver(letter(1))
        cursor = bed.mailbox.news(Folder.INBOX, None, LONG_AGO).cursor
        bed.deliver(letter(2))
        bed.renumber(Folder.INBOX)
        news = bed.mailbox.news(Folder.INBOX, cursor, LONG_AGO)
        assert news.reset
        assert len(news.heads) == 2
        assert news.cursor.uidvalidity != cursor.uidvalidity

    def test_a_message_that_is_deleted_later_does_not_move_others(self, bed: Bed) -> None:
        """Numbers are not places: the others keep theirs."""
        bed.deliver(letter(1))
        bed.deliver(letter(2))
        first, second = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        bed.delete(first.ref)
        assert [head.ref for head in bed.mailbox.heads(Folder.INBOX, LONG_AGO)] == [second.ref]

    def test_a_number_is_never_given_twice(self, bed: Bed) -> None:
        """A message that comes after the last one was deleted has a number of its own."""
        bed.deliver(letter(1))
        (first,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        bed.delete(first.ref)
        bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        bed.deliver(letter(2))
        (second,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert second.ref.uid > first.ref.uid

    def test_numbers_outlive_the_connection(self, bed: Bed) -> None:
        """Another session, after a restart, sees the same numbers."""
        bed.deliver(letter())
        had = bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
        again = bed.again()
        assert again.heads(Folder.INBOX, LONG_AGO) == had.heads
        assert again.news(Folder.INBOX, had.cursor, LONG_AGO).heads == ()
        again.close()

    def test_the_same_mail_twice_is_two_messages(self, bed: Bed) -> None:
        """A Message-ID is no identity here: that is for whoever looks to decide."""
        bed.deliver(letter(7))
        bed.deliver(letter(7))
        assert len(bed.mailbox.heads(Folder.INBOX, LONG_AGO)) == 2

    def test_a_head_tells_size_moment_and_flags(self, bed: Bed) -> None:
        """Size in octets as the message travels, the moment it was received in UTC, the flags by their IMAP names."""
        bed.deliver(letter())
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        bed.flag(head.ref, r"\Flagged")
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert (head.size, head.received, head.flags) == (len(letter()), NOON, frozenset({r"\Flagged"}))

    def test_a_head_is_the_header_block_and_nothing_of_the_text(self, bed: Bed) -> None:
        """The block ends with its empty line."""
        bed.deliver(letter(text="the text"))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert head.header == letter(text="").removesuffix(b"\r\n")

    def test_a_header_block_without_end_is_cut(self, bed: Bed) -> None:
        """256 KiB of headers are read, the rest is somebody's joke; the message behind it is whole."""
        bed.deliver(letter(1, more="".join(f"Cc: {'x' * 900}\r\n" for number in range(700))))
        bed.deliver(letter(2))
        long, short = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert len(long.header) == bounded.HEADER
        assert b"<2@example.com>" in short.header

    def test_a_medium_header_block_is_whole(self, bed: Bed) -> None:
        """Longer than most, shorter than the bound: every octet of what is asked for is there."""
        content = letter(more="".join(f"Cc: one{number}@example.com\r\n" for number in range(1500)))
        bed.deliver(content)
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert head.header == content.removesuffix(b"Hello\r\n")

    @pytest.mark.parametrize("part", [CALENDAR, ATTACHED_CALENDAR])
    def test_a_calendar_part_shows_in_the_head(self, bed: Bed, part: str) -> None:
        """As a part of its own or as an attached .ics file, in any case of letters."""
        bed.deliver(with_parts(TEXT, part))
        assert [head.has_calendar for head in bed.mailbox.heads(Folder.INBOX, LONG_AGO)] == [True]

    def test_a_message_without_a_calendar_says_so(self, bed: Bed) -> None:
        """A picture is no calendar, and neither is a text."""
        bed.deliver(with_parts(TEXT, PICTURE))
        bed.deliver(letter(2))
        assert [head.has_calendar for head in bed.mailbox.heads(Folder.INBOX, LONG_AGO)] == [False, False]

    @pytest.mark.parametrize("folder", [Folder.TRASH, Folder.JUNK])
    def test_a_folder_with_nothing_in_it_is_empty(self, bed: Bed, folder: Folder) -> None:
        """Trash and Junk may be missing: then there is nothing in them, today and at the next look."""
        news = bed.mailbox.news(folder, None, LONG_AGO)
        assert news.heads == ()
        assert bed.mailbox.news(folder, news.cursor, LONG_AGO).heads == ()
        assert bed.mailbox.heads(folder, LONG_AGO) == ()

    def test_looking_and_reading_leave_no_trace(self, bed: Bed) -> None:
        """I10: octets, flags and order of the inbox are the same before and after everything that only looks."""
        for number in range(1, 4):
            bed.deliver(with_parts(TEXT, CALENDAR, PICTURE, number=number))
        before = bed.seen_by_others(Folder.INBOX)
        news = bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
        refs = [head.ref for head in bed.mailbox.heads(Folder.INBOX, LONG_AGO)]
        assert len(list(bed.mailbox.read(refs))) == 3
        assert bed.mailbox.fetch(refs[0]) is not None
        bed.mailbox.mark(Folder.INBOX)
        bed.mailbox.news(Folder.INBOX, news.cursor, LONG_AGO)
        assert bed.seen_by_others(Folder.INBOX) == before

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize("picture", [PICTURE, HUGE_PICTURE], ids=["small", "large"])
    def test_texts_and_calendars_are_read_and_attachments_are_named(self, bed: Bed, picture: str) -> None:
        """Whether the message is fetched whole or in pieces, the same comes out."""
        bed.deliver(with_parts(TEXT, CALENDAR, picture, ATTACHED_CALENDAR))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        ((ref, raw),) = bed.mailbox.read([head.ref])
        assert ref == head.ref
        assert set(head.header.split(b"\r\n")) <= set(raw.split(b"\r\n"))
        assert b"We would like to meet you." in raw
        assert raw.count(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR") == 2
        assert b'filename="office.png"' in raw
        assert b"QUJD" not in raw

    def test_a_text_is_cut_at_its_bound(self, bed: Bed) -> None:
        """1 MiB of a text is read, and what hangs behind it is read too."""
        bed.deliver(with_parts(TEXT + "\r\n" + "\r\n".join(["All work and no play."] * 80_000), CALENDAR))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        ((_, raw),) = bed.mailbox.read([head.ref])
        assert bounded.TEXT <= len(raw) <= bounded.TEXT + 4096
        assert b"BEGIN:VCALENDAR" in raw

    def test_a_large_message_of_one_text_is_cut(self, bed: Bed) -> None:
        """No parts, only very much text."""
        bed.deliver(letter(text="\r\n".join(["All work and no play."] * 80_000)))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        ((_, raw),) = bed.mailbox.read([head.ref])
        assert len(raw) == len(head.header) + bounded.TEXT

    def test_a_forwarded_message_is_read_with_its_text(self, bed: Bed) -> None:
        """Parts within a message within a message, large enough to be fetched in pieces."""
        inner = with_parts(TEXT, CALENDAR).decode().replace("frontier", "inner")
        bed.deliver(with_parts("Content-Type: message/rfc822\r\n\r\n" + inner, HUGE_PICTURE))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert head.has_calendar
        ((_, raw),) = bed.mailbox.read([head.ref])
        assert b"We would like to meet you." in raw
        assert b"BEGIN:VCALENDAR" in raw
        assert raw.count(b"Subject: Your interview") == 2
        assert b"QUJD" not in raw

    def test_what_is_gone_is_left_out(self, bed: Bed) -> None:
        """A message that was deleted between the look and the reading is not an error, and not an empty message."""
        bed.deliver(letter(1))
        bed.deliver(letter(2))
        first, second = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        bed.delete(first.ref)
        assert [ref for ref, _ in bed.mailbox.read([first.ref, second.ref])] == [second.ref]

    def test_what_has_other_numbers_now_is_left_out(self, bed: Bed) -> None:
        """A number under another UIDVALIDITY may be another message: nothing is read for it."""
        bed.deliver(letter(1))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        bed.renumber(Folder.INBOX)
        assert list(bed.mailbox.read([head.ref])) == []
        assert bed.mailbox.fetch(head.ref) is None

    def test_reading_goes_on_when_the_reader_looks_elsewhere_meanwhile(self, bed: Bed) -> None:
        """Between two messages somebody may look at another folder of the same mailbox."""
        for number in (1, 2, 3):
            bed.deliver(with_parts(f"Content-Type: text/plain\r\n\r\nthis is {number}", HUGE_PICTURE, number=number))
        bed.deliver(letter(9, text="from Sent"), Folder.SENT)
        refs = [head.ref for head in bed.mailbox.heads(Folder.INBOX, LONG_AGO)]
        read = []
        for ref, raw in bed.mailbox.read(refs):
            bed.mailbox.heads(Folder.SENT, LONG_AGO)
            read.append((ref, raw))
        assert sorted(ref for ref, _ in read) == sorted(refs)
        assert all(b"this is %d" % number in texts(read) for number in (1, 2, 3))
        assert b"from Sent" not in texts(read)

    def test_messages_of_two_folders_can_be_read_at_once(self, bed: Bed) -> None:
        """Each comes from its own folder."""
        bed.deliver(letter(1, text="in the inbox"))
        bed.deliver(letter(2, text="in Sent"), Folder.SENT)
        refs = [bed.mailbox.heads(folder, LONG_AGO)[0].ref for folder in (Folder.INBOX, Folder.SENT)]
        found = dict(bed.mailbox.read(refs))
        assert b"in the inbox" in found[refs[0]]
        assert b"in Sent" in found[refs[1]]

    # ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────

    def test_a_draft_is_there_octet_for_octet(self, bed: Bed) -> None:
        """What is read back is what was written, marked as a draft that has been seen."""
        ref = bed.mailbox.append(Folder.DRAFTS, letter())
        assert bed.mailbox.fetch(ref) == letter()
        assert bed.seen_by_others(Folder.DRAFTS) == [(letter(), frozenset({r"\Draft", r"\Seen"}))]

    def test_where_a_draft_lies_is_where_a_look_finds_it(self, bed: Bed) -> None:
        """The reference that was returned is the one that a head has."""
        ref = bed.mailbox.append(Folder.DRAFTS, letter())
        (head,) = bed.mailbox.heads(Folder.DRAFTS, LONG_AGO)
        assert head.ref == ref
        assert head.flags == {r"\Draft", r"\Seen"}

    def test_a_long_line_and_a_long_message_id_survive(self, bed: Bed) -> None:
        """Threading lives on headers longer than 77 characters."""
        content = letter(more=f"References: <{'r' * 200}@example.com> <{'s' * 400}@example.com>\r\n")
        assert bed.mailbox.fetch(bed.mailbox.append(Folder.DRAFTS, content)) == content

    def test_the_mark_moves_when_something_is_added_and_only_then(self, bed: Bed) -> None:
        """UIDNEXT tells whether an APPEND whose answer was lost may have arrived."""
        before = bed.mailbox.mark(Folder.DRAFTS)
        assert bed.mailbox.mark(Folder.DRAFTS) == before
        bed.mailbox.append(Folder.DRAFTS, letter())
        after = bed.mailbox.mark(Folder.DRAFTS)
        assert (after.uidvalidity, after.uidnext > before.uidnext) == (before.uidvalidity, True)

    def test_the_mark_of_an_emptied_folder_does_not_go_back(self, bed: Bed) -> None:
        """A draft that came and went has moved it for good."""
        ref = bed.mailbox.append(Folder.DRAFTS, letter())
        marked = bed.mailbox.mark(Folder.DRAFTS)
        assert bed.mailbox.remove(ref)
        assert bed.mailbox.mark(Folder.DRAFTS) == marked

    def test_a_withdrawn_draft_is_gone_and_the_others_are_not(self, bed: Bed) -> None:
        """Exactly this one: not another of ours, not one of the user's, not one that the user has marked as deleted."""
        ours = [bed.mailbox.append(Folder.DRAFTS, letter(number)) for number in (1, 2)]
        bed.deliver(letter(3), Folder.DRAFTS)
        bed.deliver(letter(4), Folder.DRAFTS)
        users = [head.ref for head in bed.mailbox.heads(Folder.DRAFTS, LONG_AGO) if head.ref not in ours]
        bed.flag(users[0], r"\Deleted")
        assert bed.mailbox.remove(ours[0])
        assert bed.mailbox.fetch(ours[0]) is None
        assert sorted(content for content, _ in bed.seen_by_others(Folder.DRAFTS)) == [letter(2), letter(3), letter(4)]

    def test_to_withdraw_a_draft_that_is_gone_changes_nothing(self, bed: Bed) -> None:
        """The user was quicker."""
        ref = bed.mailbox.append(Folder.DRAFTS, letter(1))
        bed.mailbox.append(Folder.DRAFTS, letter(2))
        bed.delete(ref)
        assert bed.mailbox.remove(ref)
        assert [content for content, _ in bed.seen_by_others(Folder.DRAFTS)] == [letter(2)]

    def test_a_draft_under_other_numbers_is_not_withdrawn(self, bed: Bed) -> None:
        """Its number may be another message's now."""
        ref = bed.mailbox.append(Folder.DRAFTS, letter())
        bed.renumber(Folder.DRAFTS)
        assert not bed.mailbox.remove(ref)
        assert len(bed.seen_by_others(Folder.DRAFTS)) == 1

    @pytest.mark.parametrize("folder", [Folder.INBOX, Folder.SENT, Folder.JUNK])
    def test_nothing_is_ever_removed_elsewhere(self, bed: Bed, folder: Folder) -> None:
        """Only drafts are ours."""
        bed.deliver(letter(), folder)
        (head,) = bed.mailbox.heads(folder, LONG_AGO)
        assert not bed.mailbox.remove(head.ref)
        assert bed.seen_by_others(folder) == [(letter(), frozenset())]

    @pytest.mark.parametrize("folder", [Folder.INBOX, Folder.SENT, Folder.TRASH, Folder.JUNK])
    def test_nothing_is_ever_put_elsewhere(self, bed: Bed, folder: Folder) -> None:
        """The server would take it; we refuse."""
        with pytest.raises(Refused):
            bed.mailbox.append(folder, letter())
        bed.mailbox.heads(Folder.INBOX, LONG_AGO)

    def test_the_users_prompt_may_go_to_the_inbox_where_that_was_chosen(self, bed: Bed) -> None:
        """It lies there unseen, like any new mail; Sent stays closed."""
        mailbox = bed.again(prompt_in_inbox=True)
        ref = mailbox.append(Folder.INBOX, letter())
        assert mailbox.fetch(ref) == letter()
        assert bed.seen_by_others(Folder.INBOX) == [(letter(), frozenset())]
        assert not mailbox.remove(ref)
        with pytest.raises(Refused):
            mailbox.append(Folder.SENT, letter())
        mailbox.close()

    # ── odds and ends ────────────────────────────────────────────────────────────────────────────────────────────

    def test_a_number_that_nobody_has_is_nothing(self, bed: Bed) -> None:
        """Not an error."""
        cursor = bed.mailbox.news(Folder.INBOX, None, LONG_AGO).cursor
        ref = Ref(Folder.INBOX, cursor.uidvalidity, 4_000_000)
        assert bed.mailbox.fetch(ref) is None
        assert list(bed.mailbox.read([ref])) == []

    def test_nothing_to_read_is_nothing_read(self, bed: Bed) -> None:
        """An empty list is no reason to ask anybody."""
        assert list(bed.mailbox.read([])) == []

    def test_a_mailbox_can_be_used_after_it_was_closed(self, bed: Bed) -> None:
        """It comes back by itself."""
        bed.deliver(letter())
        bed.mailbox.close()
        assert len(bed.mailbox.heads(Folder.INBOX, LONG_AGO)) == 1
        bed.mailbox.close()

    def test_a_cursor_far_ahead_sees_nothing_and_stays(self, bed: Bed) -> None:
        """A cursor from a journal that was restored elsewhere never goes back."""
        bed.deliver(letter())
        uidvalidity = bed.mailbox.mark(Folder.INBOX).uidvalidity
        ahead = Cursor(uidvalidity, 4_294_967_295)
        news = bed.mailbox.news(Folder.INBOX, ahead, date(2026, 1, 1))
        assert (news.heads, news.cursor) == ((), ahead)

    def test_the_account_has_a_name(self, bed: Bed) -> None:
        """Facts are stored under it."""
        assert bed.mailbox.account

    def test_moments_are_aware(self, bed: Bed) -> None:
        """A naive time would be read in the zone of whoever looks."""
        bed.deliver(letter(), received=datetime.fromisoformat("2026-07-01T23:30:00-07:00"))
        (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
        assert head.received == datetime.fromisoformat("2026-07-02T06:30:00+00:00")
        assert head.received.utcoffset() == timedelta(0)
