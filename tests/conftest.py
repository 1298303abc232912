"""The servers of a test run, one of each a worker, and the check at its end that they really ran."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import roll
from tests.servers.ca import Authority
from tests.servers.calendars import CalendarAccount
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.servers.postfix import Postfix
from tests.servers.radicale import Radicale
from tests.servers.smtp import Sink, running_sink
from tests.servers.software import MissingServer
from tests.servers.xandikos import Xandikos

REQUIRED = ("dovecot", "radicale", "xandikos")
DEMAND = "AFTERWORD_REQUIRE_SERVERS"
"""Set to 1 (`make test` does): a server that did not run fails the test run."""

# No test asserts a time, and two cores are shared by several workers.
settings.register_profile("afterword", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("afterword")


def demanded() -> bool:
    """Whether this test run must not pass without its servers."""
    return os.environ.get(DEMAND) == "1"


@pytest.fixture(scope="session")
def authority() -> Authority:
    """The certificate authority of this worker's servers."""
    return Authority()


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """This worker's Dovecot. A test that kills it, or needs other settings, makes one of its own."""
    try:
        server = Dovecot(authority=authority)
    except MissingServer as missing:
        if demanded():
            pytest.fail(f"NOT RUN: {missing}")
        pytest.skip(f"NOT RUN: {missing}")
    with server:
        yield server


@pytest.fixture
def mailbox_user(dovecot: Dovecot) -> MailboxUser:
    """Somebody with an empty mailbox, in this test only."""
    return dovecot.fresh_user()


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """A Postfix in front of this worker's Dovecot; not asked for by `make test`, since it needs root."""
    try:
        server = Postfix(dovecot)
    except MissingServer as missing:
        pytest.skip(f"NOT RUN: {missing}")
    with server:
        yield server


@pytest.fixture(scope="session")
def radicale() -> Iterator[Radicale]:
    """This worker's Radicale."""
    with Radicale() as server:
        yield server


@pytest.fixture(scope="session")
def xandikos() -> Iterator[Xandikos]:
    """This worker's Xandikos."""
    with Xandikos() as server:
        yield server


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    """This worker's Cyrus."""
    try:
        server = Cyrus()
    except MissingServer as missing:
        pytest.skip(f"NOT RUN: {missing}")
    with server:
        yield server


@pytest.fixture
def cyrus_account(cyrus: Cyrus) -> CalendarAccount:
    """Somebody with an empty calendar on Cyrus, in this test only."""
    return cyrus.fresh_account()


@pytest.fixture
def radicale_account(radicale: Radicale) -> CalendarAccount:
    """Somebody with an empty calendar on Radicale, in this test only."""
    return radicale.fresh_account()


@pytest.fixture
def xandikos_account(xandikos: Xandikos) -> CalendarAccount:
    """An empty calendar on Xandikos, in this test only."""
    return xandikos.fresh_account()


@pytest.fixture
def smtp_sink(authority: Authority) -> Iterator[Sink]:
    """A submission server over TLS, in this test only."""
    with running_sink(authority) as sink:
        yield sink


def pytest_configure(config: pytest.Config) -> None:
    """Lay out the roll of servers, once for all workers."""
    if roll.VARIABLE not in os.environ:
        os.environ[roll.VARIABLE] = tempfile.mkdtemp(prefix="afterword-roll-")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that demanded servers and did not have them."""
    if _is_worker(session.config) or not demanded():
        return
    if _absent() and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which servers ran, and which should have."""
    entries = roll.called(_folder())
    if entries or demanded():
        terminalreporter.section("real servers")
    for name, entry in entries.items():
        terminalreporter.line(f"{name}: {entry.conversations} conversations in {entry.starts} starts")
    if demanded():
        for name in _absent():
            terminalreporter.line(f"NOT RUN: {name}. This test run is a failure.", red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clear the roll away."""
    if not _is_worker(config) and roll.VARIABLE in os.environ:
        shutil.rmtree(_folder(), ignore_errors=True)
        del os.environ[roll.VARIABLE]


def _absent() -> list[str]:
    """The required servers with which nobody spoke."""
    entries = roll.called(_folder())
    return [name for name in REQUIRED if name not in entries or not entries[name].conversations]


def _folder() -> Path:
    return Path(os.environ[roll.VARIABLE])


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
