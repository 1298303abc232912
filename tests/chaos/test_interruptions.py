"""Dying or failing between any two calls changes nothing in the end: one of each draft, nothing lost, nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.interruptions import Fate, Fault
from tests.chaos.life import Life
from tests.chaos.report import Report

IN_EVERY_RUN = 512
"""Points that are tried in `make test`, over the whole story and over both faults; every point of both in `make chaos`."""
IN_ONE_LIFE = 4
"""Points at which one life is struck in `make test`, a quarter of the story apart."""
BUNDLES = 8

Unbroken = tuple[int, dict[str, object], list[str]]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Unbroken:
    """The story as it goes when nothing goes wrong: its points and its end."""
    life = Life(tmp_path_factory.mktemp("unbroken"), Fate())
    life.live()
    return life.fate.points, life.end(), life.endings()


def test_the_story_has_enough_points_to_die_at(unbroken: Unbroken) -> None:
    """A sweep over too few points would prove nothing; the end it is compared with is the right one."""
    points, end, endings = unbroken
    assert points >= IN_EVERY_RUN
    assert end["drafts"] == []
    assert end["calendar"] == []
    assert end["copies"] == [1]
    assert [ending.rpartition(": ")[2] for ending in endings].count("assumed_no, 2") == 1


@pytest.mark.parametrize("bundle", range(BUNDLES))
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
@pytest.mark.timeout(600)
def test_an_interruption_changes_nothing_in_the_end(
    bundle: int, fault: Fault, unbroken: Unbroken, tmp_path: Path
) -> None:
    """Each life is struck four times; the service is started again each time, and the end is that of the unbroken story."""
    points, end, endings = unbroken
    lives = IN_EVERY_RUN // IN_ONE_LIFE // len(Fault)
    struck = 0
    for number in range(bundle, lives, BUNDLES):
        apart = points / IN_ONE_LIFE
        at = [round(1 + number * apart / lives + quarter * apart) for quarter in range(IN_ONE_LIFE)]
        life = Life(tmp_path / str(number), Fate(dict.fromkeys(at, fault)))
        life.live()
        struck += life.fate.struck
        assert (life.end(), life.endings()) == (end, endings), f"{fault} at {at}"
    assert struck == IN_EVERY_RUN // len(Fault) // BUNDLES


@pytest.mark.chaos
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
@pytest.mark.timeout(7200)
def test_an_interruption_at_every_point(fault: Fault, unbroken: Unbroken, tmp_path: Path, chaos_report: Report) -> None:
    """The whole sweep without gaps; then every point once more, together with the one that follows its first death."""
    points, end, endings = unbroken
    for twice in (False, True):
        name = f"{fault}, and again right after" if twice else str(fault)
        for point in range(1, points + 1):
            at = (point, point + 3) if twice else (point,)
            life = Life(tmp_path / f"{point}-{twice}", Fate(dict.fromkeys(at, fault)))
            life.live()
            same = (life.end(), life.endings()) == (end, endings)
            doubled = life.end()["copies"] != [1]
            chaos_report.add(
                name,
                "a whole job search",
                runs=life.fate.struck,
                lost=int(not same and not doubled),
                doubled=int(doubled),
            )
    assert chaos_report.clean
