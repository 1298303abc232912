"""Settings → the world they name, behind its ports."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from agent.casebook import Casebook
from agent.core.facts import Fact
from agent.desk import Desk, PromptBy
from agent.keys import no_password, password, tokens_of
from agent.settings import (
    ByMail,
    CalDav,
    ImapMailbox,
    MaildirMailbox,
    Settings,
    Smtp,
    Subscription,
    Vdir,
    WritingHelper,
    default_state,
)
from agent.user import me_of, persona_of, rules_of, user_of
from agent.world.bell import PipeBell
from agent.world.clock import SystemClock
from agent.world.journal import SqliteJournal
from agent.world.mailed import MailedCalendar
from agent.world.memory.reader import InProcessReader
from agent.world.ports import Calendar, Feed, Folder, Mailbox, Outbox, Prose
from agent.world.sandbox import SandboxedReader
from agent.world.templates import own_templates
from agent.world.troubles import TroublesFile
from agent.world.words import WordsFolder

if TYPE_CHECKING:
    from agent.world.maildirwatch import MaildirWatch
    from agent.world.watch import ImapWatch


@dataclass(slots=True)
class Lines:
    """The connections to servers: how each is watched, and how each is made to give up."""

    watches: list[Callable[[], None]] = field(default_factory=list)
    interrupts: list[Callable[[], None]] = field(default_factory=list)
    renewals: list[Callable[[], None]] = field(default_factory=list)

    def watch(self) -> None:
        """See to it that every mailbox rings the bell."""
        for start in self.watches:
            start()

    def renew(self) -> None:
        """Make every connection anew."""
        for begin_anew in self.renewals:
            begin_anew()

    def interrupt(self) -> None:
        """Let whatever waits for a server give up now."""
        for give_up in self.interrupts:
            give_up()


@dataclass(frozen=True, slots=True)
class Assembly:
    """A desk with everything on it, and what has to be closed when the work is done."""

    desk: Desk
    casebook: Casebook
    bell: PipeBell
    lines: Lines
    closing: ExitStack
    troubles: TroublesFile

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.close()


def assemble(settings: Settings, listener: Callable[[Fact], None] = lambda _: None, *, watch: bool = False) -> Assembly:
    """Everything that the settings name. Raises `NeedsUser` where the user has to act first.

    With `watch`, mailboxes ring the bell when something arrives.
    """
    closing = ExitStack()
    state = settings.state_folder or default_state()
    journal = SqliteJournal(state)
    closing.callback(journal.close)
    words = WordsFolder(state / "words")
    bell = PipeBell(state / "words")
    closing.callback(bell.close)
    reader = SandboxedReader(me_of(settings))
    closing.callback(reader.close)
    in_inbox = settings.prompt_by is PromptBy.INBOX
    site = Site(state, closing, Lines(), bell if watch else None)
    mailboxes = tuple(_mailbox(box, site, in_inbox=in_inbox) for box in settings.mailboxes)
    outbox = _outbox(settings.outbox, settings) if settings.outbox else None
    calendar = _calendar(settings.calendar, settings, state, outbox) if settings.calendar else None
    if calendar:
        closing.callback(calendar.close)
    feeds = tuple(_subscription(wanted) for wanted in settings.subscriptions)
    desk = Desk(
        mailboxes=mailboxes,
        journal=journal,
        reader=reader,
        words=words,
        clock=SystemClock(),
        me=me_of(settings),
        persona=persona_of(settings),
        rules=rules_of(settings),
        calendar=calendar,
        feeds=feeds,
        outbox=outbox,
        prompt_by=settings.prompt_by,
        look_back=timedelta(days=settings.look_back_days),
        templates=own_templates(settings.letter_templates),
        prose=_prose(settings.writing_helper, site.lines) if settings.writing_helper else None,
        listener=listener,
    )
    return Assembly(desk, Casebook(journal, desk.rules, listener), bell, site.lines, closing, TroublesFile(state))


def spooled(settings: Settings) -> Assembly:
    """Only what the person's words need: no server is spoken to. Raises `Running` beside a running service."""
    closing = ExitStack()
    state = settings.state_folder or default_state()
    journal = SqliteJournal(state)
    closing.callback(journal.close)
    me = me_of(settings)
    desk = Desk(
        mailboxes=(),
        journal=journal,
        reader=InProcessReader(me),
        words=WordsFolder(state / "words"),
        clock=SystemClock(),
        me=me,
        persona=persona_of(settings),
        rules=rules_of(settings),
    )
    bell = PipeBell()
    closing.callback(bell.close)
    return Assembly(desk, Casebook(journal, desk.rules, desk.listener), bell, Lines(), closing, TroublesFile(state))


@dataclass(frozen=True, slots=True)
class Site:
    """Where the connections are made: the state folder, what has to be closed, the lines, and the bell to ring."""

    state: Path
    closing: ExitStack
    lines: Lines
    bell: PipeBell | None


def _mailbox(box: ImapMailbox | MaildirMailbox, site: Site, *, in_inbox: bool) -> Mailbox:
    if isinstance(box, MaildirMailbox):
        return _maildir(box, site, in_inbox=in_inbox)
    return _imap(box, site, in_inbox=in_inbox)


def _imap(box: ImapMailbox, site: Site, *, in_inbox: bool) -> Mailbox:
    from agent.world.imap import ImapMailbox as Imap  # noqa: PLC0415 - loaded only where it is configured
    from agent.world.session import Server  # noqa: PLC0415
    from agent.world.watch import ImapWatch  # noqa: PLC0415

    server = Server(
        host=box.host,
        port=box.port,
        user=box.user,
        password=password(box.password, box.user) if box.password else no_password,
        token=tokens_of(box, site.state).access if box.oauth else None,
        tls=box.tls,
        ca_file=box.ca_file,
        folders={Folder(name): folder for name, folder in box.folders.items()},
    )
    mailbox = Imap(server, account=box.account, prompt_in_inbox=in_inbox)
    site.closing.callback(mailbox.close)
    site.lines.interrupts.append(mailbox.interrupt)
    site.lines.renewals.append(mailbox.interrupt)
    if site.bell:
        watch = ImapWatch(server, site.bell.ring)
        site.lines.renewals.append(watch.renew)
        _watched(watch, site)
    return mailbox


def _maildir(box: MaildirMailbox, site: Site, *, in_inbox: bool) -> Mailbox:
    from agent.world.maildir import MaildirMailbox as Maildir  # noqa: PLC0415
    from agent.world.maildirwatch import MaildirWatch  # noqa: PLC0415

    mailbox = Maildir(box.path, account=box.account, state=site.state / "uids", prompt_in_inbox=in_inbox)
    site.closing.callback(mailbox.close)
    if site.bell:
        _watched(MaildirWatch((box.path, box.path / ".Sent", box.path / ".Drafts"), site.bell.ring), site)
    return mailbox


def _watched(watch: ImapWatch | MaildirWatch, site: Site) -> None:
    watch.start()
    site.lines.watches.append(watch.start)
    site.closing.callback(watch.stop)


def _calendar(wanted: CalDav | Vdir | ByMail, settings: Settings, state: Path, outbox: Outbox | None) -> Calendar:
    from agent.world.vdir import VdirCalendar  # noqa: PLC0415

    if isinstance(wanted, Vdir):
        may = wanted.make_collection
        return VdirCalendar(wanted.path, account=wanted.account, collection=wanted.collection, makes=may)
    if isinstance(wanted, ByMail):
        assert outbox is not None  # noqa: S101 - the settings see to it
        record = state / "mailed"
        record.mkdir(mode=0o700, exist_ok=True)
        return MailedCalendar(
            VdirCalendar(record, account=wanted.account), outbox, user_of(settings), SystemClock().now
        )
    from agent.world.caldav import CalDavCalendar  # noqa: PLC0415 - 35 MB that only CalDAV users need

    return CalDavCalendar(
        wanted.url,
        account=wanted.account,
        user=wanted.user,
        password=password(wanted.password, wanted.user or "") if wanted.password else None,
        collection=wanted.collection,
        makes=wanted.make_collection,
        ca_file=wanted.ca_file,
    )


def _subscription(wanted: Subscription) -> Feed:
    from agent.world.subscription import FileSource, WebSource  # noqa: PLC0415
    from agent.world.subscription import Subscription as File  # noqa: PLC0415

    if wanted.file:
        return File(FileSource(wanted.file), account=wanted.account)
    url = password(wanted.secret_url, wanted.account) if wanted.secret_url else partial(str, wanted.url)
    return File(WebSource(url, ca_file=wanted.ca_file), account=wanted.account)


def _prose(wanted: WritingHelper, lines: Lines) -> Prose:
    from agent.world.completions import ChatCompletions  # noqa: PLC0415

    helper = ChatCompletions(
        wanted.url,
        wanted.model,
        key=password(wanted.key, "") if wanted.key else None,
        ca_file=wanted.ca_file,
        seconds=wanted.seconds,
    )
    lines.interrupts.append(helper.interrupt)
    return helper


def _outbox(wanted: Smtp, settings: Settings) -> Outbox:
    from agent.world.smtp import SmtpOutbox  # noqa: PLC0415

    return SmtpOutbox(
        wanted.host,
        wanted.port,
        to=wanted.to or settings.me.addresses[0],
        user=wanted.user,
        password=password(wanted.password, wanted.user or "") if wanted.password else None,
        tls=wanted.tls,
        ca_file=wanted.ca_file,
    )
