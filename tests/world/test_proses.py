"""A writing helper, in memory and behind a real HTTP server: one suite for both, then what only a network can do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from agent.errors import AfterwordError, NeedsUser, Refused, Unreachable, Unreadable
from agent.world.completions import ChatCompletions, address
from agent.world.memory.prose import MemoryProse
from agent.world.ports import Prose
from agent.writing.slip import Slip, slip
from tests.servers.ca import Authority
from tests.servers.completions import KEY, Completions, Manner, running_completions
from tests.writing.briefs import NOTES, brief

ORDER = slip(brief(notes=NOTES))
pytestmark = pytest.mark.timeout(30)


class Bed(Protocol):
    """A helper under test, and what it is told and told to say."""

    @property
    def prose(self) -> Prose:
        """The helper."""

    def says(self, model: Callable[[str], str]) -> None:
        """It makes this of the material."""

    def refuses(self) -> None:
        """It answers no order from now on."""

    def orders(self) -> list[tuple[str, str]]:
        """Task and material of everything that it was asked."""


class MemoryBed:
    """The double."""

    def __init__(self) -> None:
        self._model: Callable[[str], str] = lambda _: "Thank you."
        self.prose = MemoryProse(lambda order: self._model(order.material))

    def says(self, model: Callable[[str], str]) -> None:
        self._model = model

    def refuses(self) -> None:
        self.prose.trouble = Refused("no")

    def orders(self) -> list[tuple[str, str]]:
        return [(order.task, order.material) for order in self.prose.asked]


class HttpBed:
    """The adapter, and a server on this machine that speaks the protocol."""

    def __init__(self, server: Completions) -> None:
        self._server = server
        self.prose = ChatCompletions(server.url, "small", seconds=10)

    def says(self, model: Callable[[str], str]) -> None:
        self._server.model = lambda messages: model(messages[-1]["content"])

    def refuses(self) -> None:
        self._server.manner = Manner.WRONG_ORDER

    def orders(self) -> list[tuple[str, str]]:
        return [tuple(m["content"] for m in order.asked["messages"]) for order in self._server.orders]


class ProseConformance:
    """Every test asks for `bed`."""

    def test_its_words_come_back_as_they_are(self, bed: Bed) -> None:
        """Paragraphs, accents and all: what they are worth is judged elsewhere."""
        bed.says(lambda _: "Thank you, Zoë.\n\nMüßig – “naïve” 東京 \U0001f600")
        assert bed.prose.written(ORDER) == "Thank you, Zoë.\n\nMüßig – “naïve” 東京 \U0001f600"

    def test_it_is_told_the_order_and_nothing_else(self, bed: Bed) -> None:
        """Task and material, once."""
        bed.prose.written(ORDER)
        assert bed.orders() == [(ORDER.task, ORDER.material)]

    def test_each_order_is_answered_for_itself(self, bed: Bed) -> None:
        """Nothing of one letter is in the next."""
        bed.says(lambda material: f"about {len(material)}")
        other = Slip(task="task", material="other")
        assert bed.prose.written(ORDER) == f"about {len(ORDER.material)}"
        assert bed.prose.written(other) == "about 5"
        assert bed.orders()[-1] == ("task", "other")

    def test_a_no_is_an_error_of_ours(self, bed: Bed) -> None:
        """Whatever goes wrong is one of the errors that everybody knows."""
        bed.refuses()
        with pytest.raises(AfterwordError):
            bed.prose.written(ORDER)


class TestMemoryProse(ProseConformance):
    @pytest.fixture
    def bed(self) -> Bed:
        return MemoryBed()


class TestChatCompletions(ProseConformance):
    @pytest.fixture
    def bed(self, server: Completions) -> Bed:
        return HttpBed(server)


@pytest.fixture
def server() -> Iterator[Completions]:
    """A server of completions on this machine."""
    with running_completions() as found:
        yield found


def test_the_request_is_what_such_servers_expect(server: Completions) -> None:
    """POST …/chat/completions with model, messages and no stream; no name of a program, no cookie."""
    ChatCompletions(f"{server.url}/", "small").written(ORDER)
    (order,) = server.orders
    assert order.path == "/v1/chat/completions"
    assert order.asked["model"] == "small"
    assert [message["role"] for message in order.asked["messages"]] == ["system", "user"]
    assert order.asked["stream"] is False
    assert {name.lower() for name in order.headers} == {
        *("host", "accept", "accept-encoding", "connection", "content-type", "content-length"),
    }


def test_what_a_model_says_to_itself_is_no_letter(server: Completions) -> None:
    """Some local models think aloud before they answer."""
    server.model = lambda _: "<think>\nShe wants a letter.\n</think>\n\nThank you."
    assert ChatCompletions(server.url, "small").written(ORDER) == "Thank you."


def test_the_key_is_given_and_a_wrong_one_is_the_users_to_mend(server: Completions) -> None:
    """As a bearer token; one with a line break would be a header of its own."""
    server.key = KEY
    assert ChatCompletions(server.url, "small", key=lambda: KEY).written(ORDER) == "Thank you."
    with pytest.raises(NeedsUser, match="key"):
        ChatCompletions(server.url, "small", key=lambda: "another").written(ORDER)
    with pytest.raises(NeedsUser, match="characters"):
        ChatCompletions(server.url, "small", key=lambda: "a\r\nX-Evil: 1").written(ORDER)


@pytest.mark.parametrize(
    ("manner", "error"),
    [
        (Manner.SLOWLY, Unreachable),
        (Manner.DRIPPING, Unreachable),
        (Manner.DRIPPING_HEADERS, Unreachable),
        (Manner.HUGE, Unreadable),
        (Manner.ENDLESS_HEADERS, Unreachable),
        (Manner.HTML, Unreadable),
        (Manner.NOT_JSON, Unreadable),
        (Manner.ANOTHER_SHAPE, Unreadable),
        (Manner.NO_WORDS, Unreadable),
        (Manner.DEEP, Unreadable),
        (Manner.EMPTY, Unreadable),
        (Manner.PACKED, Unreadable),
        (Manner.REDIRECT, Refused),
        (Manner.REFUSED, NeedsUser),
        (Manner.WRONG_ORDER, Refused),
        (Manner.BUSY, Unreachable),
        (Manner.CUT, Unreachable),
        (Manner.HUNG_UP, Unreachable),
    ],
)
def test_a_server_that_misbehaves_is_one_error_and_soon(
    server: Completions, manner: Manner, error: type[AfterwordError]
) -> None:
    """However it drips, floods or lies: the error says what happens next, and nobody was sent elsewhere."""
    server.manner = manner
    with pytest.raises(error) as told:
        ChatCompletions(server.url, "small", seconds=1).written(ORDER)
    assert "localhost" in str(told.value)
    assert server.elsewhere == []


def test_a_helper_that_failed_is_left_alone_for_a_while(server: Completions) -> None:
    """A panel of six does not wait six times for nobody."""
    server.manner = Manner.SLOWLY
    helper = ChatCompletions(server.url, "small", seconds=0.3)
    for _ in range(6):
        with pytest.raises(Unreachable):
            helper.written(ORDER)
    assert len(server.orders) == 1


def test_nobody_answers_at_all(server: Completions) -> None:
    """A port on which nobody listens, and a name that there is not."""
    port = address(server.url).port
    for url in (f"http://127.0.0.1:{1 if port != 1 else 2}/v1", "https://nowhere.invalid/v1"):
        with pytest.raises(Unreachable):
            ChatCompletions(url, "small", seconds=2).written(ORDER)


def test_whoever_waits_for_it_can_be_called_away(server: Completions) -> None:
    """The service is asked to stop while it waits: it gives up at once, long before the time is over."""
    server.manner = Manner.SLOWLY
    helper = ChatCompletions(server.url, "small", seconds=25)
    threading.Timer(0.3, helper.interrupt).start()
    with pytest.raises(Unreachable, match="asked to stop"):
        helper.written(ORDER)


def test_over_tls_the_certificate_is_checked(authority: Authority, tmp_path: Path) -> None:
    """With the authority's file it is trusted, without it is not, and nothing was told to the stranger."""
    with running_completions(authority) as server:
        trusted = ChatCompletions(server.url, "small", ca_file=authority.write(tmp_path / "ca.pem"))
        assert trusted.written(ORDER) == "Thank you."
        with pytest.raises(Unreachable):
            ChatCompletions(server.url, "small").written(ORDER)
        assert len(server.orders) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://helper.example/v1",
        "http://localhost.helper.example/v1",
        "http://169.254.169.254/v1",
        "file:///etc/hostname",
        "ftp://localhost/v1",
        "https://user:secret@helper.example/v1",
        "https://helper.example/v1?key=secret",
        "https://helper.example:port/v1",
        "https:///v1",
        "",
    ],
)
def test_an_address_that_will_not_do_is_refused_before_anything_is_said(url: str) -> None:
    """No encryption off this machine, no password in an address, no other protocol; no secret is repeated."""
    with pytest.raises(NeedsUser) as told:
        ChatCompletions(url, "small")
    assert "secret" not in str(told.value)
