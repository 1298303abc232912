"""A fault at any request to the calendar changes nothing in the end: no reminder twice, none left behind, none missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.calendar_life import CalendarLife, Fault, Mischief, Seen
from tests.servers.radicale import Radicale

IN_EVERY_RUN = 3
"""Requests that are spoilt with each fault in `make test`, spread over the whole story; all of them in `make chaos`."""

Unbroken = tuple[int, list[Seen]]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory, radicale: Radicale) -> Unbroken:
    """The story as it goes when nothing fails: its requests, and what lay in the calendar after each chapter."""
    life = CalendarLife(tmp_path_factory.mktemp("unbroken"), radicale.fresh_account(), Mischief())
    seen = life.live()
    return life.mischief.requests, seen


def test_the_story_writes_moves_and_removes(unbroken: Unbroken) -> None:
    """Three reminders, moved by a day, then one after the other over; at the end the calendar is empty."""
    requests, (invited, moved, thanked, promised, refused) = unbroken
    assert len(invited) == len(moved) == 3
    assert {start for _, start in invited}.isdisjoint(start for _, start in moved)
    assert thanked != promised
    assert refused == []
    assert requests * len(Fault) >= 500


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
@pytest.mark.timeout(600)
def test_a_fault_at_a_request_changes_nothing_in_the_end(
    fault: Fault, unbroken: Unbroken, tmp_path: Path, radicale: Radicale
) -> None:
    """At every tried request: after each chapter another client sees what it sees when nothing fails."""
    requests, _ = unbroken
    for number in range(IN_EVERY_RUN):
        _spoilt(fault, 1 + (number * 2 + 1) * requests // (IN_EVERY_RUN * 2), unbroken, tmp_path, radicale)


@pytest.mark.chaos
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
def test_a_fault_at_every_request_changes_nothing_in_the_end(
    fault: Fault, unbroken: Unbroken, tmp_path: Path, radicale: Radicale
) -> None:
    """The whole sweep, without gaps."""
    for point in range(1, unbroken[0] + 1):
        _spoilt(fault, point, unbroken, tmp_path, radicale)


def _spoilt(fault: Fault, point: int, unbroken: Unbroken, tmp_path: Path, radicale: Radicale) -> None:
    mischief = Mischief(fault, at=point)
    life = CalendarLife(tmp_path / f"{fault.name}-{point}", radicale.fresh_account(), mischief)
    seen = life.live()
    assert mischief.struck, f"request {point} was not reached"
    assert seen == unbroken[1], f"{fault.value}: request {point}"
