"""New mail → facts and the cursor.

Looking always takes the whole delta by UIDVALIDITY and UID; a bell is only a hint to look. What cannot be read is set
aside with a line in `status`, and the next one is read. The inbox is byte for byte the same after us.
"""

from __future__ import annotations

from dataclasses import replace

from agent import __version__
from agent.casebook import Casebook
from agent.core.candidacy import Candidacy
from agent.core.consequences import candidacy_id, consequences, opens_a_candidacy
from agent.core.doubts import tied
from agent.core.facts import EVERYWHERE, Fact
from agent.core.findings import Kind, Reading, Verdict
from agent.core.learned import Learned
from agent.core.matching import match
from agent.core.own_words import prompted
from agent.desk import Desk
from agent.errors import Unreadable
from agent.reading.glance import worth_reading
from agent.world.ports import Cursor, Folder, Head, Mailbox, News, Seen

BATCH = 1000
"""Messages that are looked at together, and counted in one transaction: no mailbox needs more memory than these.

The oldest come first, also on the first look: an answer means something only once its invitation is known."""

WATCHED = (Folder.INBOX, Folder.SENT)


def look_at_mail(desk: Desk, casebook: Casebook, mailbox: Mailbox) -> None:
    """Take everything that is new in one mailbox; later folders profit from what earlier ones told."""
    for folder in WATCHED:
        _look_at_folder(desk, casebook, mailbox, folder)


def _look_at_folder(desk: Desk, casebook: Casebook, mailbox: Mailbox, folder: Folder) -> None:
    stored = desk.journal.cursor(mailbox.account, folder.value)
    since = (desk.clock.now() - (desk.look_back if stored is None else desk.sent_back)).date()
    after, windowed = cursor_of(stored), stored is None
    while True:
        news = mailbox.news(folder, after, since, at_most=BATCH)
        windowed = windowed or news.reset
        heads = tuple(head for head in news.heads if not windowed or head.received.date() >= since)
        if after is None and not heads and not news.more:
            return  # nothing is in the window: if that is because the clock is wrong, it will be right another time
        _take(desk, casebook, mailbox, replace(news, heads=heads), folder)
        after = news.cursor
        if not news.more:
            return


def _written(cursor: Cursor) -> str:
    return f"{cursor.uidvalidity}:{cursor.uid}"


def cursor_of(stored: str | None) -> Cursor | None:
    """A cursor as the journal keeps it: UIDVALIDITY and UID."""
    if stored is None:
        return None
    uidvalidity, _, uid = stored.partition(":")
    return Cursor(int(uidvalidity), int(uid))


def _take(desk: Desk, casebook: Casebook, mailbox: Mailbox, news: News, folder: Folder) -> None:
    """Read a batch of messages. Facts are stored with their message's outcome; the cursor moves when all is done.

    Dying in between costs nothing: what was stored is known by its Message-ID and is not learned twice.
    """
    heads = news.heads
    wanted = {head.ref: head for head in heads if worth_reading(head.header, has_calendar=head.has_calendar)}
    passed = [_seen(head, mailbox.account, "", "ignored", "a list") for head in heads if head.ref not in wanted]
    for ref, raw in mailbox.read(tuple(wanted)):
        facts, seen = _judged(desk, casebook, mailbox.account, wanted[ref], raw)
        if not facts:
            passed.append(seen)
            continue
        known = {candidacy.id for candidacy in casebook}
        casebook.note(facts, seen=[seen])
        for opened in {fact.candidacy for fact in facts} - known:
            _look_back_in_sent(desk, casebook, mailbox, casebook[opened])
    place, cursor = (mailbox.account, folder.value), _written(news.cursor)
    moved = {} if desk.journal.cursor(*place) == cursor else {place: cursor}
    casebook.note(seen=passed, cursors=moved)


def _judged(desk: Desk, casebook: Casebook, account: str, head: Head, raw: bytes) -> tuple[tuple[Fact, ...], Seen]:
    try:
        reading = desk.reader.read(raw, sent=head.ref.folder is Folder.SENT)
    except Unreadable as error:
        return (), _seen(head, account, "", "quarantined", str(error))
    message = reading.envelope.message_id
    if desk.journal.was_seen(message) and head.ref.folder is not Folder.SENT:
        return (), _seen(head, account, message, "ignored", "seen elsewhere")
    facts = learn(reading, desk, casebook, account, sent=head.ref.folder is Folder.SENT)
    outcome = "acted" if facts else "ignored"
    return facts, _seen(head, account, message, outcome, reading.kind.value)


def learn(reading: Reading, desk: Desk, casebook: Casebook, account: str, *, sent: bool = False) -> tuple[Fact, ...]:
    """The facts that a reading adds, in the candidacy it belongs to; none where it belongs nowhere."""
    if reading.from_user and not sent and not _answers_our_prompt(reading, casebook):
        return ()  # From alone proves nothing
    if desk.journal.is_forgotten(reading.envelope.message_id):
        return ()
    found = match(reading, casebook)
    learned = Learned(
        reading=reading, candidacy=EVERYWHERE, noted=desk.clock.now(), account=account, reader=__version__
    )
    if found.tied:
        if sent or reading.verdict is Verdict.IGNORE:
            return ()
        return (tied(learned, tuple((key, _name(casebook[key])) for key in found.those)),)
    if found.one:
        return consequences(replace(learned, candidacy=found.one), casebook[found.one])
    if sent or not opens_a_candidacy(reading):
        return ()
    opened = candidacy_id(reading)
    return consequences(replace(learned, candidacy=opened), casebook[opened])


def _answers_our_prompt(reading: Reading, casebook: Casebook) -> bool:
    return reading.kind is Kind.NOTES_REPLY and any(prompted(candidacy, reading) for candidacy in casebook)


def _name(candidacy: Candidacy) -> str:
    return ", ".join(filter(None, (candidacy.company, candidacy.role))) or candidacy.id


def _look_back_in_sent(desk: Desk, casebook: Casebook, mailbox: Mailbox, candidacy: Candidacy) -> None:
    """What the user already wrote to the people of a new candidacy counts (rulings, Facts)."""
    addresses = [p.address.casefold().encode() for p in candidacy.everyone if p.address]
    since = desk.clock.now() - desk.sent_back
    heads = mailbox.heads(Folder.SENT, since.date())
    wanted = {head.ref: head for head in heads if any(a in head.header.lower() for a in addresses)}
    for ref, raw in mailbox.read(tuple(wanted)):
        facts, seen = _judged(desk, casebook, mailbox.account, wanted[ref], raw)
        if facts:
            casebook.note(facts, seen=[seen])


def _seen(head: Head, account: str, message_id: str, outcome: str, reason: str) -> Seen:
    return Seen(
        account=account,
        folder=head.ref.folder.value,
        uidvalidity=head.ref.uidvalidity,
        uid=head.ref.uid,
        message_id=message_id or f"{head.ref.folder}/{head.ref.uidvalidity}/{head.ref.uid}",
        outcome=outcome,
        reason=reason,
    )
