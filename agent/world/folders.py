"""Which of the server's folders is which: by special use (RFC 6154), else by the names that programs give them."""

from __future__ import annotations

import imaplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from imapclient import imap_utf7  # type: ignore[import-untyped]

from agent.errors import NeedsUser
from agent.world.answers import Garbled, Record, answers, values
from agent.world.guard import can_be_sent
from agent.world.ports import Folder
from agent.world.session import Session


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(";"))


NAMES: Final[dict[Folder, frozenset[str]]] = {
    Folder.SENT: _names(
        "sent;sent items;sent messages;sent mail;sent-mail;gesendet;gesendete objekte;gesendete elemente;"
        "gesendete nachrichten;envoyés;éléments envoyés;messages envoyés;enviados;elementos enviados;mensajes enviados;"
        "itens enviados;posta inviata;inviati;messaggi inviati;verzonden;verzonden items;verzonden berichten;skickat;"
        "sendt;sendte elementer;lähetetyt;wysłane;elementy wysłane;odeslaná pošta;odeslané;отправленные;"
        "送信済みトレイ;送信済みアイテム;已发送;已发送邮件;보낸편지함"
    ),
    Folder.DRAFTS: _names(
        "drafts;draft;entwürfe;brouillons;borradores;rascunhos;bozze;concepten;utkast;kladder;luonnokset;"
        "kopie robocze;wersje robocze;koncepty;rozepsané;черновики;下書き;草稿;草稿箱;임시보관함"
    ),
    Folder.TRASH: _names(
        "trash;bin;deleted;deleted items;deleted messages;papierkorb;gelöschte objekte;gelöschte elemente;corbeille;"
        "éléments supprimés;papelera;elementos eliminados;lixeira;itens excluídos;cestino;posta eliminata;prullenbak;"
        "verwijderde items;papperskorgen;papirkurv;roskakori;kosz;elementy usunięte;koš;корзина;"
        "ゴミ箱;已删除;已删除邮件;휴지통"
    ),
    Folder.JUNK: _names(
        "junk;spam;junk e-mail;junk email;junk mail;bulk mail;spamverdacht;courrier indésirable;indésirables;pourriel;"
        "correo no deseado;lixo eletrônico;posta indesiderata;ongewenste e-mail;skräppost;søppelpost;roskaposti;"
        "wiadomości-śmieci;nevyžádaná pošta;спам;迷惑メール;垃圾邮件;스팸메일함"
    ),
}
"""Last parts of folder names, in lower case, as mail programs and providers set them up in several languages."""

NEEDED: Final = frozenset({Folder.INBOX, Folder.SENT, Folder.DRAFTS})
"""Without these nothing can be done; a mailbox without the others has nothing in them."""

PARENTS: Final = frozenset({"", "inbox", "[gmail]", "[google mail]"})
"""Where such folders lie: at the top, or below these. An `Archive/2019/Sent` is somebody's archive."""


CLOSED: Final = frozenset({b"\\noselect", b"\\nonexistent"})
"""Attributes of a name that is no folder."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One folder as LIST tells of it: its name as it is on the wire, its separator, its attributes in lower case."""

    wire: bytes
    separator: str
    attributes: frozenset[bytes]

    @property
    def name(self) -> str:
        """Its name in letters (modified UTF-7 decoded)."""
        try:
            return str(imap_utf7.decode(self.wire))
        except ValueError:
            return self.wire.decode("ascii", "replace")

    def is_called(self, folder: Folder) -> bool:
        """Whether its name is one that programs give to this folder, at a place where they put it."""
        name = self.name.casefold()
        parent, _, last = name.rpartition(self.separator.casefold()) if self.separator else ("", "", name)
        return parent in PARENTS and last in NAMES[folder]


def listed(session: Session) -> tuple[Listed, ...]:
    """Every folder that can be opened."""
    special = session.can("SPECIAL-USE") and session.can("LIST-EXTENDED")
    arguments = ('""', '"*"', "RETURN (SPECIAL-USE)") if special else ('""', '"*"')
    wire = session.wire
    wire.untagged_responses.pop("LIST", None)
    typ, data = wire._simple_command("LIST", *arguments)  # noqa: SLF001 - imaplib's own list() has no RETURN
    if typ != "OK":
        raise imaplib.IMAP4.error(f"LIST failed: {data[0]!r}")
    return tuple(parsed(wire.untagged_responses.pop("LIST", [])))


def parsed(records: Iterable[Record]) -> Iterable[Listed]:
    """LIST's answers; a folder that cannot be opened, or whose name could not be sent back, is left out."""
    for pieces in answers(records):
        try:
            attributes, separator, wire, *_ = (*values(pieces), None, None, None)
        except Garbled:
            continue
        if not isinstance(attributes, tuple) or not isinstance(wire, bytes):
            continue
        flags = frozenset(flag.lower() for flag in attributes if isinstance(flag, bytes))
        if not flags & CLOSED and can_be_sent(wire):
            yield Listed(wire, separator.decode("ascii", "replace") if isinstance(separator, bytes) else "", flags)


def found(folders: Iterable[Listed], chosen: Mapping[Folder, str], server: str) -> dict[Folder, bytes]:
    """Each folder's name on the wire. Raises `NeedsUser` with all that has to be said in the settings, at once."""
    there = tuple(folders)
    names: dict[Folder, bytes] = {} if Folder.INBOX in chosen else {Folder.INBOX: b"INBOX"}
    problems = []
    for folder in [folder for folder in Folder if folder not in names]:
        candidates = _candidates(there, folder, chosen.get(folder))
        if len(candidates) == 1 or (candidates and folder not in NEEDED):
            names[folder] = candidates[0].wire
        elif folder in NEEDED or folder in chosen:
            problems.append(_problem(folder, candidates, chosen.get(folder), server))
    if problems:
        raise NeedsUser(*problems)
    return names


def _candidates(there: tuple[Listed, ...], folder: Folder, chosen: str | None) -> list[Listed]:
    if chosen is not None:
        return [one for one in there if one.name == chosen]
    use = f"\\{folder.value}".encode()
    return [one for one in there if use in one.attributes] or [one for one in there if one.is_called(folder)]


def _problem(folder: Folder, candidates: list[Listed], chosen: str | None, server: str) -> str:
    if chosen is not None:
        return f"{server} has no folder {chosen!r} ({folder} in the settings)"
    if candidates:
        names = ", ".join(one.name for one in candidates)
        return f"{server} has several {folder} folders: name yours in the settings ({names})"
    return f"{server} has no {folder} folder that can be told by its use or name: name it in the settings"
