"""Dying between any two calls changes nothing in the end: exactly one of each draft, nothing lost, nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.interruptions import Fate
from tests.chaos.life import Life

IN_EVERY_RUN = 240
"""Points that are tried in `make test`, spread over the whole story; all of them in `make chaos`."""
BUNDLES = 8


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, object], list[str]]:
    """The story as it goes when nothing dies: its points and its end."""
    life = Life(tmp_path_factory.mktemp("unbroken"), Fate())
    life.live()
    return life.fate.points, life.end(), life.endings()


def test_the_story_has_enough_points_to_die_at(unbroken: tuple[int, dict[str, object], list[str]]) -> None:
    """A sweep over too few points would prove nothing; the end it is compared with is the right one."""
    points, end, endings = unbroken
    assert points >= IN_EVERY_RUN
    assert end["drafts"] == []
    assert end["calendar"] == []
    assert end["copies"] == [1]
    assert [ending.rpartition(": ")[2] for ending in endings].count("assumed_no, 2") == 1


@pytest.mark.parametrize("bundle", range(BUNDLES))
@pytest.mark.timeout(600)
def test_dying_at_a_point_changes_nothing_in_the_end(
    bundle: int, unbroken: tuple[int, dict[str, object], list[str]], tmp_path: Path
) -> None:
    """At every tried point the service dies once, is started again, and the end is that of the unbroken story."""
    points, end, endings = unbroken
    step = points / IN_EVERY_RUN
    tried = [round(1 + number * step) for number in range(bundle, IN_EVERY_RUN, BUNDLES)]
    assert tried
    for point in tried:
        life = Life(tmp_path / str(point), Fate(dies_at=point))
        life.live()
        assert life.deaths == 1, f"point {point} was not reached"
        assert (life.end(), life.endings()) == (end, endings), f"died at point {point}"


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_dying_at_every_point_changes_nothing_in_the_end(
    unbroken: tuple[int, dict[str, object], list[str]], tmp_path: Path
) -> None:
    """The whole sweep, without gaps."""
    points, end, endings = unbroken
    for point in range(1, points + 1):
        life = Life(tmp_path / str(point), Fate(dies_at=point))
        life.live()
        assert life.deaths == 1, f"point {point} was not reached"
        assert (life.end(), life.endings()) == (end, endings), f"died at point {point}"
