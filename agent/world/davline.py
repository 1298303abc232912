"""One signed-in connection to a CalDAV server: requests in, answers out.

The CalDAV library brings signing in, the XML and how calendars are made on servers that differ. It is imported here and
nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path

from caldav.collection import CalendarSet
from caldav.davclient import DAVClient
from caldav.lib import error as library

from agent.errors import NeedsUser, Unreachable
from agent.world.dav import Answer, D, conditions
from agent.world.transport import Patience
from agent.world.web import Web

logging.getLogger("caldav").setLevel(logging.CRITICAL)  # its warnings quote what a server said
# Two variables of the environment would let it write passwords into /tmp, and stop in a debugger.
library.debug_dump_communication = False
library.debugmode = "PRODUCTION"


class DavLine:
    """Asks one server. `password` is asked for whenever a connection begins.

    The password is given when the server asks for it. Where it lets strangers in and calls us one (Cyrus does), it is
    given unasked from then on: only to the user's own server, and never without encryption but on this machine.
    """

    def __init__(
        self,
        url: str,
        user: str | None,
        password: Callable[[], str] | None,
        *,
        ca_file: Path | None,
        patience: Patience,
    ) -> None:
        self._url = url
        self._user, self._password = user, password
        self._web = Web(url, ca_file, patience)
        self._client: DAVClient | None = None
        self._unasked = False

    @property
    def name(self) -> str:
        """What the server is called in a sentence."""
        return self._web.name

    def close(self) -> None:
        """Let the connection go; the next request makes another."""
        self._web.close()
        self._client = None

    def make_calendar(self, home: str, name: str, last_part: str) -> int:
        """Make a collection for events. Returns the status that was answered; it is not to be relied on."""
        try:
            CalendarSet(self._connected(), url=home).make_calendar(name, last_part, ["VEVENT"])
        except library.DAVError as error:
            return error.status or HTTPStatus.FORBIDDEN
        return HTTPStatus.CREATED

    def ask(
        self, method: str, address: str, body: str, depth: int | None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request. A refusal is an answer; only what is about the connection or the password is raised."""
        asked = dict(headers or {}) | ({"Depth": str(depth)} if depth is not None else {})
        answer = self._answer(method, address, body, asked)
        if self._user and not self._unasked and _takes_us_for_a_stranger(answer):
            self._unasked = True
            self.close()
            answer = self._answer(method, address, body, asked)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self.close()
            raise answer.fault() if self._user else NeedsUser(f"{self.name} asks for a user name and a password")
        return answer

    def _answer(self, method: str, address: str, body: str, asked: Mapping[str, str]) -> Answer:
        try:
            response = self._connected().request(address, method, body, asked)
        except library.DAVError as error:
            return self._refusal(error)
        except NotImplementedError as error:
            raise NeedsUser(f"{self.name} takes no password in a way that is known here") from error
        except SyntaxError as error:  # lxml's for what is no XML
            raise Unreachable(f"{self.name} answers with something that cannot be read") from error
        tree, status = response.tree, response.status
        return Answer(server=self.name, status=status, headers=response.headers, tree=tree, conditions=conditions(tree))

    def _refusal(self, error: library.DAVError) -> Answer:
        """What the library raises for some answers."""
        retry = error.retry_after_seconds if isinstance(error, library.RateLimitError) else None
        status = error.status or HTTPStatus.INTERNAL_SERVER_ERROR
        unmet = frozenset(error.preconditions)
        return Answer(server=self.name, status=status, conditions=unmet, retry_after=retry)

    def _connected(self) -> DAVClient:
        if self._client is None:
            password = self._password() if self._password is not None else None
            self._client = DAVClient(
                self._url,
                username=self._user,
                password=password,
                auth_type="basic" if self._unasked else None,
                enable_rfc6764=False,
                rate_limit_handle=False,
            )
            self._client.session.close()
            self._client.session = self._web  # type: ignore[assignment] # it does what the library asks of one
        return self._client


def _takes_us_for_a_stranger(answer: Answer) -> bool:
    """Whether it answered somebody whom it does not know (RFC 5397 section 3)."""
    return answer.done and answer.tree is not None and answer.tree.find(f".//{D}unauthenticated") is not None
