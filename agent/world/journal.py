"""The journal in SQLite: one file, one writer, every commit on disk before anything is done about it."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from agent.core.facts import SCHEMA, DraftBegun, Fact
from agent.errors import Bug, NeedsUser, Running
from agent.world import codec
from agent.world.ports import Seen

VERSION = 1
"""PRAGMA user_version of the tables in journal.sql."""


class SqliteJournal:
    """The journal of one installation. WAL with synchronous=FULL: what `note` returned from survives a power cut.

    `folder` is created with mode 0700. A second writer is refused at once; readers (`read_only`) are always welcome.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._lock: int | None = None
        if not read_only:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _locked(folder / "lock")
        self._db = _opened(folder / "journal.sqlite3", read_only=read_only)
        self._secret = self._installation_secret(read_only=read_only)

    @property
    def secret(self) -> bytes:
        """The installation's secret, from which ids are made that nobody can guess."""
        return self._secret

    def note(
        self,
        facts: Iterable[Fact],
        *,
        cursors: dict[tuple[str, str], str] | None = None,
        seen: Iterable[Seen] = (),
        words: Iterable[str] = (),
    ) -> tuple[Fact, ...]:
        """Store facts, cursors and outcomes in one durable transaction. Returns the facts that were new."""
        with self._transaction():
            new = tuple(fact for fact in facts if self._noted(fact))
            for (account, folder), value in (cursors or {}).items():
                self._db.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)", (account, folder, value))
            for one in seen:
                row = (one.account, one.folder, one.uidvalidity, one.uid, self._hash(one.message_id))
                self._db.execute("INSERT OR IGNORE INTO seen VALUES (?,?,?,?,?,?,?)", (*row, one.outcome, one.reason))
            self._db.executemany("INSERT OR IGNORE INTO words_done VALUES (?)", [(word,) for word in words])
        return new

    def facts(self, candidacy: str | None = None) -> Iterator[tuple[str, Fact]]:
        """Facts with their ids in the order they were noted; of one candidacy, or all."""
        where, values = ("WHERE candidacy = ?", (candidacy,)) if candidacy else ("", ())
        rows = self._db.execute(f"SELECT id, kind, schema, body FROM facts {where} ORDER BY seq", values)  # noqa: S608
        for identity, kind, schema, body in rows.fetchall():
            yield identity, codec.decode(kind, schema, body)

    def cursor(self, account: str, folder: str) -> str | None:
        """The stored cursor of a folder or calendar."""
        return self._one("SELECT value FROM cursors WHERE account = ? AND folder = ?", account, folder)

    def was_seen(self, message_id: str) -> bool:
        """Whether a message with this id has been dealt with, in whatever folder or account."""
        return self._one("SELECT 1 FROM seen WHERE message = ?", self._hash(message_id)) is not None

    def was_done(self, word: str) -> bool:
        """Whether a word of the person's has become a fact already."""
        return self._one("SELECT 1 FROM words_done WHERE id = ?", word) is not None

    def quarantined(self) -> tuple[Seen, ...]:
        """What could not be read. The Message-ID is not kept: `message_id` is its hash."""
        rows = self._db.execute("SELECT * FROM seen WHERE outcome = 'quarantined' ORDER BY rowid")
        return tuple(Seen(**dict(zip(_SEEN, row, strict=True))) for row in rows.fetchall())

    def counts(self) -> dict[str, int]:
        """How many observed messages came to which outcome."""
        return dict(self._db.execute("SELECT outcome, count(*) FROM seen GROUP BY outcome").fetchall())

    def forget(self, candidacy: str) -> None:
        """Erase every row of a candidacy; a keyed hash of its sources stays, so that it does not come back."""
        with self._transaction():
            rows = self._db.execute("SELECT DISTINCT source FROM facts WHERE candidacy = ?", (candidacy,))
            sources = [(self._hash(source),) for (source,) in rows.fetchall() if source]
            self._db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [*sources, (self._hash(candidacy),)])
            self._db.execute("DELETE FROM facts WHERE candidacy = ?", (candidacy,))
            self._db.execute("DELETE FROM begun WHERE candidacy = ?", (candidacy,))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def is_forgotten(self, source: str) -> bool:
        """Whether a source, or a candidacy, was forgotten on the user's word."""
        return self._one("SELECT 1 FROM forgotten WHERE source = ?", self._hash(source)) is not None

    def sound(self) -> bool:
        """Whether SQLite finds the file whole."""
        return self._one("PRAGMA integrity_check") == "ok"

    def close(self) -> None:
        """Close the store and give up the lock."""
        self._db.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _noted(self, fact: Fact) -> bool:
        source, row = fact.source, (codec.fact_id(fact), fact.candidacy, type(fact).__name__, SCHEMA)
        done = self._db.execute(
            "INSERT OR IGNORE INTO facts (id, candidacy, kind, schema, reader, account, source, noted, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, source.reader, source.account, source.id, fact.noted.isoformat(), codec.encode(fact)),
        )
        if done.rowcount and isinstance(fact, DraftBegun):
            budget = (fact.candidacy, fact.key, fact.revision, fact.purpose.value, fact.ordinal)
            self._db.execute("INSERT INTO begun VALUES (?, ?, ?, ?, ?)", budget)
        return bool(done.rowcount)

    def _one(self, sql: str, *values: str) -> str | None:
        row = self._db.execute(sql, values).fetchone()
        return row[0] if row else None

    def _hash(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _installation_secret(self, *, read_only: bool) -> bytes:
        row = self._db.execute("SELECT value FROM installation WHERE name = 'secret'").fetchone()
        if row:
            return bytes(row[0])
        if read_only:
            raise Bug("the journal has no installation secret")
        secret = secrets.token_bytes(32)
        with self._transaction():
            self._db.execute("INSERT INTO installation VALUES ('secret', ?)", (secret,))
        return secret

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            self._roll_back()
            raise Bug("the journal refused a fact that would break the coach's rules") from error
        except sqlite3.OperationalError as error:
            self._roll_back()
            problem = f"The journal cannot be written ({error}). Make room on the disk, or mend its folder."
            raise NeedsUser(problem) from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")


_SEEN = ("account", "folder", "uidvalidity", "uid", "message_id", "outcome", "reason")


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise Running("Afterword is running already for this state folder.") from error
    return handle


def _opened(path: Path, *, read_only: bool) -> sqlite3.Connection:
    if read_only and not path.exists():
        raise NeedsUser("There is no journal yet: start the service with “afterword run”, or try “afterword once”.")
    if not read_only:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    try:
        db = sqlite3.connect(f"file:{path}?mode={'ro' if read_only else 'rw'}", uri=True, isolation_level=None)
        db.execute("PRAGMA busy_timeout = 5000")
        if not read_only:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA secure_delete = ON")
            _migrate(db)
    except sqlite3.DatabaseError as error:
        problem = f"The journal {path} cannot be opened ({error}). Restore it, or move it away to begin anew."
        raise NeedsUser(problem) from error
    return db


def _migrate(db: sqlite3.Connection) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NeedsUser("The journal was written by a newer Afterword. Please install that version again.")
    if version == 0:
        script = resources.files("agent.world").joinpath("journal.sql").read_text()
        db.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {VERSION}; COMMIT;")
