"""Thunderbird itself, without a window, told what to do over Marionette: the remote control that its own tests use.

Marionette speaks JSON over TCP: `length:[0, id, command, parameters]` there, `length:[1, id, error, result]` back. Scripts
run with the rights of the program, so a draft is opened by the very function that the button "Edit" calls.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.servers.dovecot import MailboxUser
from tests.servers.process import HOST, Server, listening
from tests.servers.software import THUNDERBIRD, find

SECONDS = 90
"""How long one script may take: a mail program starts, signs in, and opens a window."""

NOWHERE = "http://127.0.0.1:9/"
PREFERENCES: dict[str, str | int | bool] = {
    "app.donation.eoy.version.viewed": 999,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "mail.inappnotifications.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.database.global.indexer.enabled": False,
    "mailnews.start_page.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.http": HOST,
    "network.proxy.http_port": 9,
    "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    "network.proxy.ssl": HOST,
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "services.settings.server": NOWHERE,
    "toolkit.telemetry.enabled": False,
}
"""No first-run pages, and nobody is called but this machine."""

_SIGN_IN = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const [address, port, password] = given;
const server = MailServices.accounts.createIncomingServer(address, "localhost", "imap");
server.port = port; server.socketType = 0; server.authMethod = 3; server.password = password;
const identity = MailServices.accounts.createIdentity();
identity.email = address; identity.fullName = "Robin Ashdown";
const account = MailServices.accounts.createAccount();
account.addIdentity(identity); account.incomingServer = server;
const drafts = () => server.rootFolder.subFolders.find(folder => folder.name == "Drafts");
server.performExpand(null);
await until(drafts);
identity.draftsFolderURI = drafts().URI;
return [...server.rootFolder.subFolders].map(folder => folder.name);
"""

_OPEN = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const [address, id] = given;
const server = MailServices.accounts.allServers.find(server => server.username == address);
const drafts = server.rootFolder.subFolders.find(folder => folder.name == "Drafts");
const found = () => { drafts.updateFolder(null); return [...drafts.messages].find(head => head.messageId == id); };
const head = await until(found);
const identity = MailServices.accounts.getFirstIdentityForServer(server);
const open = () => [...Services.wm.getEnumerator("msgcompose")];
for (const window of open()) { window.gContentChanged = false; window.close(); }
await until(() => !open().length);
const {nsIMsgCompType, nsIMsgCompFormat} = Ci;
MailServices.compose.OpenComposeWindow(
  null, head, drafts.getUriForMsg(head), nsIMsgCompType.Draft, nsIMsgCompFormat.Default, identity, null, null);
const shown = () => {
  const [window] = open();
  return window?.gMsgCompose?.compFields?.subject && window.GetCurrentEditor?.()?.document.body.textContent && window;
};
const window = await until(shown);
await until(() => window.document.querySelector("mail-address-pill"));
const fields = window.gMsgCompose.compFields;
const {OutputPreformatted, OutputPersistNBSP} = Ci.nsIDocumentEncoder;
const pills = row => [...window.document.querySelectorAll(`#${row} mail-address-pill`)].map(pill => pill.fullAddress);
return {
  version: Services.appinfo.version, sender: fields.from, to: pills("addressRowTo"), cc: fields.cc, bcc: fields.bcc,
  subject: window.document.getElementById("msgSubject").value, references: fields.references,
  html: window.gMsgCompose.composeHTML,
  text: window.GetCurrentEditor().outputToString("text/plain", OutputPreformatted | OutputPersistNBSP),
};
"""

_SAVE = """
const window = Services.wm.getMostRecentWindow("msgcompose");
window.GetCurrentEditor().beginningOfDocument();
window.GetCurrentEditor().insertText(given[0]);
await window.SaveAsDraft();
await until(() => !window.gSaveOperationInProgress && !window.gSendOperationInProgress);
"""

_AROUND = """
const given = [...arguments].slice(0, -1), finished = arguments[arguments.length - 1];
const until = async (look) => {
  for (let left = 600; left; left--) {
    const found = look();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error("it did not happen: " + look);
};
(async () => {%s})().then(finished, error => finished({failed: String(error)}));
"""


class ThunderbirdFailed(Exception):
    """Thunderbird did not do what it was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composing:
    """A compose window as the user sees it."""

    version: str
    sender: str
    to: tuple[str, ...]
    cc: str
    bcc: str
    subject: str
    references: str
    html: bool
    text: str


class Thunderbird(Server):
    """A Thunderbird with a fresh profile. `session` gives the remote control."""

    name = "thunderbird"

    def __init__(self) -> None:
        super().__init__()
        self._program = find(THUNDERBIRD)
        self._sessions = 0

    def configure(self) -> None:
        """A profile that asks nothing and calls nobody."""
        profile = self.folder / "profile"
        profile.mkdir(exist_ok=True)
        known = {**PREFERENCES, "marionette.port": self.port}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in known.items())
        (profile / "user.js").write_text("".join(lines))

    def command(self) -> list[str]:
        remote = ("--marionette", "--remote-allow-system-access")
        profile = str(self.folder / "profile")
        return [str(self._program.executable), "--headless", "--no-remote", *remote, "--profile", profile]

    def environment(self) -> dict[str, str]:
        """A home of its own, and no content sandbox: in many containers it cannot be set up."""
        home = str(self.folder)
        mine = {"HOME": home, "XDG_RUNTIME_DIR": home, "MOZ_DISABLE_CONTENT_SANDBOX": "1", "TMPDIR": home}
        return {**self._program.environment(), "PATH": os.environ.get("PATH", os.defpath), **mine}

    def answers(self) -> bool:
        return listening(self.port)

    def conversations(self) -> int:
        return self._sessions

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The remote control."""
        with socket.create_connection((HOST, self.port), timeout=SECONDS) as wire:
            self._sessions += 1
            session = Session(wire)
            session.tell("WebDriver:NewSession", capabilities={})
            session.tell("Marionette:SetContext", value="chrome")
            session.tell("WebDriver:SetTimeouts", script=SECONDS * 1000)
            yield session
            with contextlib.suppress(OSError, ThunderbirdFailed):
                session.tell("WebDriver:DeleteSession")


class Session:
    """One connection over Marionette."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._received = b""
        self._number = 0
        self._message()  # it says hello

    def signs_in(self, user: MailboxUser) -> list[str]:
        """Make an account of a mailbox. Returns its folders."""
        folders: list[str] = self.runs(_SIGN_IN, user.address, user.port, user.password)
        return folders

    def opens_draft(self, user: MailboxUser, message_id: str) -> Composing:
        """Open a draft for editing, as the button does."""
        shown = self.runs(_OPEN, user.address, message_id.strip("<>"))
        return Composing(**{**shown, "to": tuple(shown["to"])})

    def saves(self, more: str) -> None:
        """Type something at the beginning of the text, press Save and close the window."""
        self.runs(_SAVE, more)

    def runs(self, script: str, *given: object) -> Any:
        """What a script returns."""
        answer = self.tell(
            "WebDriver:ExecuteAsyncScript", script=_AROUND % script, args=list(given), newSandbox=True, sandbox="system"
        )["value"]
        if isinstance(answer, dict) and "failed" in answer:
            raise ThunderbirdFailed(answer["failed"])
        return answer

    def tell(self, command: str, **parameters: object) -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._wire.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._message()
        if error:
            raise ThunderbirdFailed(str(error)[:2000])
        return dict(result or {})

    def _message(self) -> Any:
        while b":" not in self._received:
            self._receive()
        length, _, self._received = self._received.partition(b":")
        while len(self._received) < int(length):
            self._receive()
        message, self._received = self._received[: int(length)], self._received[int(length) :]
        return json.loads(message)

    def _receive(self) -> None:
        more = self._wire.recv(65536)
        if not more:
            raise ThunderbirdFailed("Thunderbird hung up")
        self._received += more
