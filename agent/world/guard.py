r"""The allow-list for every line that leaves for an IMAP server.

It stands between the library and the socket, so that it does not matter who made a line, or out of what. The Message-ID
of a received mail once moved a whole inbox: a search for it carried the line break that its sender had hidden in it,
and the server took the rest for a command. Here a line leaves only if it has one of the forms below, letter by letter;
no form has a place for a stranger's words. Headers are never searched: they are fetched and compared at home.

What may change anything on the server is three forms, all of them for Drafts: APPEND with `\Draft \Seen`, STORE of
`\Deleted` on one message, and EXPUNGE of one message (UIDPLUS, RFC 4315; a bare EXPUNGE would take others along).
The one thing that may go into the inbox is the service's own question to its user, where that was chosen.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, NoReturn

from agent.errors import Bug
from agent.world.ports import Folder

MAX_LINE: Final = 8192
"""Octets of a command line: what RFC 7162 section 4 advises clients to stay below and servers to take."""

MAX_NAME: Final = 1000
"""Octets of a folder's name, a user's or a password."""

_NAME = rb'"((?:[^"\\]|\\["\\]){1,%d})"' % MAX_NAME
_SET = rb"\d{1,10}(?::\d{1,10})?(?:,\d{1,10}(?::\d{1,10})?)*"
_FIELDS = rb"HEADER\.FIELDS \([A-Z-]{1,30}(?: [A-Z-]{1,30}){0,30}\)"
_SECTION = rb"(?:" + _FIELDS + rb"|HEADER|TEXT|\d{1,3}(?:\.\d{1,3}){0,60}(?:\.MIME|\.HEADER)?)?"
_ITEM = rb"(?:UID|FLAGS|INTERNALDATE|RFC822\.SIZE|BODYSTRUCTURE|BODY\.PEEK\[" + _SECTION + rb"\](?:<0\.\d{1,9}>)?)"
_DAY = rb"\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4}"

_TAGGED = re.compile(rb"[A-Z]{1,10}\d{1,10} ([A-Z]{2,12})(?: (.+))?")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}|\*")
_PRINTABLE = re.compile(rb"[\x20-\x7e]*")
_NAMES = re.compile(_NAME)


class Room(Enum):
    """What a form says about the folder that it names."""

    NONE = auto()  # names none
    READ = auto()  # any folder that was found and is known
    WRITE = auto()  # Drafts alone
    ADD = auto()  # Drafts with its flags; the inbox without, if the user's own prompt may go there
    HERE = auto()  # the folder that is open must be Drafts, open for writing


def _form(pattern: bytes, room: Room = Room.NONE) -> tuple[re.Pattern[bytes], Room]:
    return re.compile(pattern), room


FORMS: Final[dict[bytes, tuple[tuple[re.Pattern[bytes], Room], ...]]] = {
    b"CAPABILITY": (_form(rb""),),
    b"NOOP": (_form(rb""),),
    b"LOGOUT": (_form(rb""),),
    b"STARTTLS": (_form(rb""),),
    b"LOGIN": (_form(_NAME + rb" " + _NAME),),
    b"AUTHENTICATE": (_form(rb"PLAIN|XOAUTH2|OAUTHBEARER"),),
    b"LIST": (_form(rb'"" "\*"(?: RETURN \(SPECIAL-USE\))?'),),
    b"EXAMINE": (_form(_NAME, Room.READ),),
    b"SELECT": (_form(_NAME, Room.WRITE),),
    b"APPEND": (_form(_NAME + rb" \((?P<flags>\\Draft \\Seen)?\) \{(?P<size>\d{1,9})\}", Room.ADD),),
    b"UID": (
        _form(rb"FETCH " + _SET + rb" \(" + _ITEM + rb"(?: " + _ITEM + rb")*\)"),
        _form(rb"SEARCH (?:ALL|SINCE " + _DAY + rb"|UID (?:\d{1,10}:\*|" + _SET + rb"))"),
        _form(rb"STORE \d{1,10} \+FLAGS\.SILENT \(\\Deleted\)", Room.HERE),
        _form(rb"EXPUNGE \d{1,10}", Room.HERE),
    ),
    b"IDLE": (_form(rb""),),
    b"NOTIFY": (
        _form(
            rb"SET STATUS \(MAILBOXES \((?P<names>"
            + _NAME
            + rb"(?: "
            + _NAME
            + rb"){0,9})\) \(MessageNew MessageExpunge\)\)",
            Room.READ,
        ),
    ),
}
"""Verb by verb, the forms that may follow it. `DONE` ends an IDLE and carries no tag (RFC 2177)."""


class Forbidden(Bug):
    """Afterword was about to tell the mail server what it must never tell it, and stopped here. Nothing was sent."""


class _Expecting(Enum):
    LINE = auto()  # a command
    ANSWER = auto()  # base64 for AUTHENTICATE
    LITERAL = auto()  # the octets of an APPEND, once the server has asked for them
    END = auto()  # the line break after those octets
    DONE = auto()  # the end of an IDLE


class Guard:
    """Lets through what one connection may say. It keeps no text of what it saw and names none in its complaint."""

    def __init__(self, *, prompt_in_inbox: bool = False) -> None:
        self._prompt_in_inbox = prompt_in_inbox
        self._folders: dict[bytes, Folder] = {}
        self._pending = b""
        self._expecting = _Expecting.LINE
        self._size = 0
        self._asked = False
        self._writing = False

    def know(self, folder: Folder, name: bytes) -> None:
        """A folder was found under this name, as the server writes it (modified UTF-7, unquoted)."""
        if not can_be_sent(name):
            raise Forbidden("a folder's name with characters that must never be sent")
        self._folders[name] = folder

    def forget_folders(self) -> None:
        """The names are no longer sure: what is open is no longer known to be Drafts either."""
        self._folders.clear()
        self._writing = False

    def continued(self) -> None:
        """The server asked for what was announced."""
        self._asked = True

    def admit(self, data: bytes) -> bytes:
        """What may leave now of `data`: all of it once its line is whole, nothing before. Raises `Forbidden`."""
        if self._expecting is _Expecting.LITERAL and self._asked:
            return self._literal(data)
        line, end, rest = (self._pending + data).partition(b"\r\n")
        if rest or not _PRINTABLE.fullmatch(line) or len(line) > MAX_LINE:
            self._refuse("a line that is not one clean line")
        if not end:
            self._pending = line
            return b""
        self._pending = b""
        self._check(line)
        return line + end

    def _literal(self, data: bytes) -> bytes:
        if len(data) != self._size or b"\x00" in data:
            self._refuse("a message that is not as it was announced")
        self._expecting = _Expecting.END
        return data

    def _check(self, line: bytes) -> None:
        match self._expecting:
            case _Expecting.END if not line:
                self._expecting = _Expecting.LINE
            case _Expecting.DONE if line == b"DONE":
                self._expecting = _Expecting.LINE
            case _Expecting.ANSWER if _BASE64.fullmatch(line):
                pass
            case _Expecting.END | _Expecting.DONE:
                self._refuse("something other than the end of what was begun")
            case _:
                self._command(line)

    def _command(self, line: bytes) -> None:
        tagged = _TAGGED.fullmatch(line)
        if not tagged or tagged[1] not in FORMS:
            self._refuse("a command that is not on the list")
        verb, rest = tagged[1], tagged[2] or b""
        for pattern, room in FORMS[verb]:
            if (found := pattern.fullmatch(rest)) is not None:
                if not self._allowed(room, found):
                    self._refuse(f"{verb.decode()} where it may not go")
                self._remember(verb, found)
                return
        self._refuse(f"{verb.decode()} in a form that is not on the list")

    def _allowed(self, room: Room, found: re.Match[bytes]) -> bool:
        if room is Room.HERE:
            return self._writing
        if room is Room.NONE:
            return True
        said = found.groupdict().get("names") or found[0]
        folders = [self._folders.get(unquoted(name)) for name in _NAMES.findall(said)]
        if room is Room.READ:
            return None not in folders
        if room is Room.WRITE or found["flags"]:
            return folders == [Folder.DRAFTS]
        return self._prompt_in_inbox and folders == [Folder.INBOX]

    def _remember(self, verb: bytes, found: re.Match[bytes]) -> None:
        self._asked = False
        self._expecting = _Expecting.LINE
        if verb in {b"EXAMINE", b"SELECT"}:
            self._writing = verb == b"SELECT"
        elif verb == b"IDLE":
            self._expecting = _Expecting.DONE
        elif verb == b"AUTHENTICATE":
            self._expecting = _Expecting.ANSWER
        elif verb == b"APPEND":
            self._size = int(found["size"])
            self._expecting = _Expecting.LITERAL

    def _refuse(self, what: str) -> NoReturn:
        self._pending = b""
        raise Forbidden(f"{what} was about to be sent to the mail server")


def can_be_sent(name: bytes) -> bool:
    """Whether a folder of this name can be named to a server at all."""
    return 0 < len(name) <= MAX_NAME and _PRINTABLE.fullmatch(name) is not None


def quoted(name: bytes) -> str:
    """A string as it is written between quotes (RFC 3501 section 4.3)."""
    return '"' + name.decode("ascii").replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquoted(name: bytes) -> bytes:
    """What stands between the quotes, as it was meant."""
    return re.sub(rb"\\(.)", rb"\1", name)
