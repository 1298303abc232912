"""What went wrong between us and a mail server, as one of the errors that say what happens next.

The server's words are not handed on: they may name an address. Its response code is (RFC 3501 section 7.1, RFC 5530).
"""

from __future__ import annotations

import imaplib
import re
import ssl
from typing import Final

from agent.errors import AfterwordError, NeedsUser, Refused, Unreachable

_CODE = re.compile(r"\[([A-Z][A-Z-]{1,30})[ \]]")

LATER: Final = {
    "UNAVAILABLE": "a part of it is out of order",
    "LIMIT": "too many connections or commands at once",
    "THROTTLED": "it was asked too often",
    "INUSE": "the folder is in use",
    "SERVERBUG": "it says that it has a fault of its own",
    "CORRUPTION": "it says that its data is damaged",
}
"""Codes of an answer that is about the server's state and will be another one later."""

NO: Final = {
    "OVERQUOTA": "the mailbox is full",
    "TRYCREATE": "the folder is not there",
    "NONEXISTENT": "the folder is not there",
    "READ-ONLY": "the folder cannot be written to",
    "NOPERM": "there is no permission for it",
    "CANNOT": "the server cannot do it",
    "TOOBIG": "the message is too large",
    "EXPUNGEISSUED": "the message is gone",
}
"""Codes of a refusal that another attempt would meet again."""

CREDENTIALS: Final = frozenset(
    {"AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN", "WEBALERT"}
)
"""Codes that only the user can do something about."""

_BUSY = re.compile(
    r"too many|simultaneous|try again|temporar|\blater\b|\brate\b|throttl|\blimit|unavailable|not connected|internal",
    re.IGNORECASE,
)
"""How servers without a code say that it is not the password: Outlook, "User is authenticated but not connected"."""

RETRY_LIMITED_AFTER: Final = 300.0
"""Seconds to leave a server alone that says it is asked too often."""


def fault(error: OSError | imaplib.IMAP4.error, server: str) -> AfterwordError:
    """The error to raise for what the library raised; `server` names the other side in its sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(f"{server} shows a certificate that is not trusted: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        return Unreachable(f"{server} and this machine found no way to encrypt ({error.reason or 'TLS failed'})")
    if isinstance(error, TimeoutError):
        return Unreachable(f"{server} did not answer in time")
    if isinstance(error, OSError):
        return Unreachable(f"{server} cannot be reached ({error.strerror or type(error).__name__})")
    code = code_of(error)
    if isinstance(error, imaplib.IMAP4.readonly):
        return Refused(f"{server} refused: {NO['READ-ONLY']} (READ-ONLY)")
    if code in LATER:
        return _later(code, server)
    if isinstance(error, imaplib.IMAP4.abort):
        return Unreachable(f"{server} broke the connection off")
    if code in CREDENTIALS:
        return sign_in_fault(error, server)
    return Refused(f"{server} refused: {NO.get(code, 'it gave no reason that is known')} ({code or 'NO'})")


def sign_in_fault(error: imaplib.IMAP4.error, server: str) -> AfterwordError:
    """The error to raise when signing in failed: only what is surely about the password is the user's affair."""
    code = code_of(error)
    if code in LATER:
        return _later(code, server)
    if isinstance(error, imaplib.IMAP4.abort) or (code not in CREDENTIALS and _BUSY.search(str(error))):
        return Unreachable(f"{server} does not let anyone in for the moment")
    return NeedsUser(
        f"{server} does not accept the user name and password ({code or 'NO'}): renew the password in its place"
    )


def code_of(error: Exception) -> str:
    """The response code in a server's answer, or ""."""
    found = _CODE.search(str(error))
    return found[1] if found else ""


def _later(code: str, server: str) -> Unreachable:
    wait = RETRY_LIMITED_AFTER if code in {"LIMIT", "THROTTLED"} else None
    return Unreachable(f"{server} cannot do it now: {LATER[code]} ({code})", retry_after=wait)
