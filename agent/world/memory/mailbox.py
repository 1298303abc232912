"""A mailbox in memory, with what people and their mail programs do to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from agent.errors import AfterwordError, Refused
from agent.world import bounded
from agent.world.ports import Cursor, Folder, Head, Mark, News, Ref


@dataclass(frozen=True, slots=True)
class _Message:
    content: bytes
    received: datetime
    flags: frozenset[str]


@dataclass(slots=True)
class _Folder:
    uidvalidity: int
    uidnext: int = 1
    messages: dict[int, _Message] = field(default_factory=dict)


class MemoryMailbox:
    """A `Mailbox`. `uidplus` is whether drafts can be taken back; while `trouble` is set, everything raises it."""

    def __init__(
        self,
        account: str = "memory",
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        uidplus: bool = True,
        prompt_in_inbox: bool = False,
        ring: Callable[[], None] = lambda: None,
    ) -> None:
        self._account = account
        self._now = now
        self._uidplus = uidplus
        self._writable = {Folder.DRAFTS, Folder.INBOX} if prompt_in_inbox else {Folder.DRAFTS}
        self._ring = ring
        self._folders = {folder: _Folder(uidvalidity=number) for number, folder in enumerate(Folder, start=1)}
        self.trouble: AfterwordError | None = None

    # ── the port ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def account(self) -> str:
        return self._account

    def news(self, folder: Folder, after: Cursor | None, since: date, *, at_most: int | None = None) -> News:
        here = self._at(folder)
        end = Cursor(here.uidvalidity, here.uidnext - 1)
        goes_on = after is not None and after.uidvalidity == here.uidvalidity
        first = after.uid if after is not None and goes_on else 0
        new = [
            uid
            for uid, message in here.messages.items()
            if uid > first and (goes_on or message.received.date() >= since)
        ]
        some = new[:at_most]
        more = len(some) < len(new)
        cursor = Cursor(here.uidvalidity, some[-1]) if more else max(end, after) if after and goes_on else end
        return News(cursor=cursor, heads=self._heads(folder, some), reset=after is not None and not goes_on, more=more)

    def heads(self, folder: Folder, since: date) -> tuple[Head, ...]:
        messages = self._at(folder).messages.items()
        return self._heads(folder, (uid for uid, message in messages if message.received.date() >= since))

    def read(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, bytes]]:
        for ref in dict.fromkeys(refs):
            raw = self.fetch(ref)
            if raw is not None:
                yield ref, bounded.bounded(raw)

    def fetch(self, ref: Ref) -> bytes | None:
        here = self._at(ref.folder)
        message = here.messages.get(ref.uid) if here.uidvalidity == ref.uidvalidity else None
        return message.content if message else None

    def mark(self, folder: Folder) -> Mark:
        here = self._at(folder)
        return Mark(here.uidvalidity, here.uidnext)

    def append(self, folder: Folder, content: bytes) -> Ref:
        self._at(folder)
        if folder not in self._writable:
            raise Refused(f"Nothing is ever put into the {folder} folder")
        return self.deliver(content, folder, flags=(r"\Draft", r"\Seen") if folder is Folder.DRAFTS else ())

    def remove(self, ref: Ref) -> bool:
        here = self._at(ref.folder)
        if not self._uidplus or ref.folder is not Folder.DRAFTS or here.uidvalidity != ref.uidvalidity:
            return False
        here.messages.pop(ref.uid, None)
        return True

    def close(self) -> None:
        """Nothing is held open."""

    # ── what people do ───────────────────────────────────────────────────────────────────────────────────────────

    def deliver(
        self,
        content: bytes,
        folder: Folder = Folder.INBOX,
        *,
        received: datetime | None = None,
        flags: Iterable[str] = (),
    ) -> Ref:
        """A message comes into a folder: from outside, or put there by the user."""
        here = self._folders[folder]
        ref = Ref(folder, here.uidvalidity, here.uidnext)
        here.messages[here.uidnext] = _Message(content, (received or self._now()).astimezone(UTC), frozenset(flags))
        here.uidnext += 1
        self._ring()
        return ref

    def flag(self, ref: Ref, *flags: str) -> None:
        """The user marks a message."""
        messages = self._folders[ref.folder].messages
        messages[ref.uid] = replace(messages[ref.uid], flags=messages[ref.uid].flags | set(flags))
        self._ring()

    def edit(self, ref: Ref, content: bytes) -> Ref:
        """The user changes a draft: a new message, and the old one is gone. No message is ever changed in place."""
        old = self._folders[ref.folder].messages.pop(ref.uid)
        return self.deliver(content, ref.folder, flags=old.flags)

    def move(self, ref: Ref, folder: Folder, content: bytes | None = None) -> Ref:
        """The user moves a message, or sends a draft: then it may lie in Sent with another `content`."""
        old = self._folders[ref.folder].messages.pop(ref.uid)
        return self.deliver(old.content if content is None else content, folder, flags=old.flags - {r"\Draft"})

    def delete(self, ref: Ref) -> None:
        """The user deletes a message for good."""
        self._folders[ref.folder].messages.pop(ref.uid, None)
        self._ring()

    def renumber(self, folder: Folder) -> None:
        """The server numbers a folder anew under another UIDVALIDITY, as after a restored backup."""
        here = self._folders[folder]
        here.messages = dict(enumerate(here.messages.values(), start=1))
        here.uidvalidity += 1000
        here.uidnext = len(here.messages) + 1
        self._ring()

    def contents(self, folder: Folder) -> tuple[tuple[bytes, frozenset[str]], ...]:
        """What somebody else sees in a folder."""
        return tuple((message.content, message.flags) for message in self._folders[folder].messages.values())

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _at(self, folder: Folder) -> _Folder:
        if self.trouble is not None:
            raise self.trouble
        return self._folders[folder]

    def _heads(self, folder: Folder, uids: Iterable[int]) -> tuple[Head, ...]:
        here = self._folders[folder]
        return tuple(
            Head(
                ref=Ref(folder, here.uidvalidity, uid),
                header=bounded.header_of(here.messages[uid].content),
                size=len(here.messages[uid].content),
                received=here.messages[uid].received,
                has_calendar=bounded.has_calendar(here.messages[uid].content),
                flags=here.messages[uid].flags,
            )
            for uid in uids
        )
