"""Whether the service can work: each thing it needs is tried, and what is wrong comes with its mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from agent.assembly import assemble
from agent.core.facts import Purpose
from agent.core.notes import Notes
from agent.core.people import Part, Person
from agent.desk import Desk
from agent.errors import AfterwordError, NeedsUser, Unreachable
from agent.settings import Settings, default_state
from agent.user import rules_of
from agent.world.journal import SqliteJournal
from agent.world.ports import Calendar, Feed, Folder, Mailbox, Prose
from agent.world.templates import own_templates
from agent.world.troubles import Standing, TroublesFile
from agent.writing.brief import Brief
from agent.writing.letters import letter
from agent.writing.persona import ROBIN
from agent.writing.proof import proofed
from agent.writing.slip import slip
from agent.writing.trial import problems

NEEDED = (Folder.INBOX, Folder.SENT, Folder.DRAFTS)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried. `exit_code` is 0, 75 or 78, as in the reference."""

    name: str
    ok: bool
    text: str
    mend: str | None = None
    exit_code: int = 0


def checks(settings: Settings) -> Iterator[Check]:
    """Try everything, one after the other; a failure does not end the list."""
    yield _tried("clock", _clock)
    yield _tried("rules", lambda: f"business days of {settings.me.holidays}, home {rules_of(settings).home.key}")
    if settings.letter_templates:
        yield from _templates(settings.letter_templates)
    state = settings.state_folder or default_state()
    if _is_running(state):
        yield Check("state", ok=True, text="the service is running: its journal is not touched")
        yield from map(_standing, TroublesFile(state).read())
        return
    try:
        with assemble(settings) as ready:
            yield from _of_the_desk(ready.desk)
    except AfterwordError as error:
        yield _failed("state", error)


def _templates(folder: Path) -> Iterator[Check]:
    """The user's own letter templates, each tried on invented letters."""
    own = own_templates(folder)
    wrong = dict(problems(own))
    for name, problem in wrong.items():
        yield _failed(f"template {name}", NeedsUser(f"{problem}. Until it is mended, ours is used."))
    if not own:
        yield _failed("templates", NeedsUser(f"There is no template in {folder}, like {folder}/en/thank_you.j2"))
    elif not wrong:
        yield Check("templates", ok=True, text=f"{len(own)} of your own are used: {', '.join(own)}")


def _of_the_desk(desk: Desk) -> Iterator[Check]:
    yield _tried("journal", lambda: _journal(desk))
    for mailbox in desk.mailboxes:
        for folder in NEEDED:
            yield _tried(f"{mailbox.account} {folder.value}", partial(_folder, mailbox, folder))
    if desk.calendar:
        calendar = desk.calendar
        yield _tried(calendar.account, partial(_readable, calendar))
        yield _tried(f"{calendar.account} reminders", partial(_writable, calendar))
    else:
        yield Check("calendar", ok=True, text="none is set: no reminders", mend="name one under [calendar]")
    for feed in desk.feeds:
        yield _tried(feed.account, partial(_readable, feed))
    if desk.prose:
        yield _tried("writing helper", partial(_prose, desk.prose))
    if desk.outbox is None:
        text = "none is set: notes prompts and notes to you are not mailed"
        yield Check("outbox", ok=True, text=text, mend="name one under [outbox], or set prompt_by = “inbox”")


def _tried(name: str, attempt: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, text=attempt())
    except AfterwordError as error:
        return _failed(name, error)


def _failed(name: str, error: AfterwordError) -> Check:
    return Check(name, ok=False, text=str(error), mend=error.next, exit_code=error.exit_code)


def _prose(prose: Prose) -> str:
    """An invented letter is ordered: nothing of the user's is told."""
    brief = Brief(
        purpose=Purpose.THANK_YOU,
        persona=ROBIN,
        recipient=Person(name="Priya Nair", part=Part.INTERVIEWER),
        start=datetime(2026, 3, 10, 18, tzinfo=UTC),
        zone="America/New_York",
        company="Acme",
        role="Backend Engineer",
        notes=Notes(needs="someone who can own the migration to Postgres"),
    )
    proof, reason = proofed(prose.written(slip(brief)), letter(brief), brief)
    return "answers, and its words can be used" if proof else f"answers; an invented letter was not used: {reason}"


def _standing(one: Standing) -> Check:
    """What the running service has found to be wrong."""
    code = NeedsUser.exit_code if one.kind == NeedsUser.__name__ else Unreachable.exit_code
    return Check(
        one.part, ok=False, text=f"{one.text} (since {one.since:%Y-%m-%d %H:%M} UTC)", mend=one.mend, exit_code=code
    )


def _clock() -> str:
    now = datetime.now(UTC)
    built = datetime(2026, 1, 1, tzinfo=UTC)
    if not built <= now <= built + timedelta(days=365 * 25):
        raise NeedsUser(f"The machine's clock shows {now:%Y-%m-%d}; set it right, or everything is early or late.")
    return f"{now.isoformat(timespec='seconds')}"


def _folder(mailbox: Mailbox, folder: Folder) -> str:
    return f"found, next UID {mailbox.mark(folder).uidnext}"


def _readable(feed: Feed) -> str:
    return f"{len(feed.news(None).items)} events can be read"


def _writable(calendar: Calendar) -> str:
    calendar.ready()
    return "they have a calendar of their own, or one may be made for them"


def _journal(desk: Desk) -> str:
    if isinstance(desk.journal, SqliteJournal) and not desk.journal.sound():
        raise NeedsUser("The journal is damaged. Move it away: it is built anew from the mailbox, and doubles nothing.")
    counts = ", ".join(f"{number} {outcome}" for outcome, number in desk.journal.counts().items()) or "nothing yet"
    return f"sound; messages looked at: {counts}"


def _is_running(state: Path) -> bool:
    if not (state / "lock").exists():
        return False
    try:
        SqliteJournal(state).close()
    except NeedsUser:
        return True
    return False
