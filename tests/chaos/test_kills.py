"""SIGKILL at any system call: nothing is lost, nothing is doubled, and the inbox is as it was."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.chaos.kills import SCENES, Scene, Writing
from tests.chaos.report import Report
from tests.servers.dovecot import Dovecot

IN_EVERY_RUN = 320
"""Kills in `make test`, spread over the scenes; every point, and every point twice over, in `make chaos`."""
IN_CHAOS = 2000
WITH_TRUE_GRACE = 20


@pytest.fixture(params=SCENES, ids=lambda scene: scene.name)
def scene(request: pytest.FixtureRequest, dovecot: Dovecot, tmp_path: Path) -> Scene:
    """A situation in which the service has something to do."""
    made: Scene = request.param(dovecot, tmp_path)
    return made


def points(scene: Scene) -> list[tuple[str, int]]:
    """Every system call of an undisturbed life, by kind and number."""
    return [(call, number) for call, count in scene.counts().items() for number in range(1, count + 1)]


def test_the_scenes_end_as_they_should(scene: Scene) -> None:
    """What is compared with must be right itself: one letter, or none after a cancellation, and the user's own draft."""
    end = scene.unbroken
    assert end.candidacies == 1
    assert end.sound
    ours = [draft for draft in end.drafts if "priya" in draft]
    if scene.name == "withdrawing a draft":
        assert (len(ours), len(end.drafts)) == (0, 1)
    else:
        assert (len(ours), len(end.drafts)) == (1, 1)


@pytest.mark.timeout(900)
def test_a_kill_at_a_system_call_changes_nothing_in_the_end(scene: Scene) -> None:
    """At every tried point the service is killed, started again, and the end is that of the undisturbed life."""
    every = points(scene)
    wanted = IN_EVERY_RUN // len(SCENES)
    assert len(every) >= wanted
    step = len(every) / wanted
    tried = [every[int(index * step)] for index in range(wanted)]
    killed = sum(survives(scene, call, number) for call, number in tried)
    print(f"{scene.name}: {killed} kills at {len(tried)} of {len(every)} points")
    assert killed >= wanted - wanted // 40, "nearly every point must be met: the count of calls varies by a few"


def survives(scene: Scene, call: str, number: int) -> bool:
    """Whether it was killed there; that it ended rightly is asserted."""
    place = scene.copy()
    killed = scene.killed(place, call, number)
    assert scene.recovered(place) == scene.unbroken, f"{scene.name}: killed at {call} {number}"
    return killed


@pytest.mark.timeout(300)
def test_with_the_true_grace_period_it_is_the_same(dovecot: Dovecot, tmp_path: Path) -> None:
    """Twenty killed around the APPEND, by the machine's own clock: a minute is waited out once for all of them."""
    scene = Writing(dovecot, tmp_path)
    end = scene.unbroken
    scene.now, scene.later = datetime.now(UTC), timedelta(0)
    places = [scene.copy() for _ in range(WITH_TRUE_GRACE)]
    killed = [scene.killed(place, "sendto", 12 + index % 10) for index, place in enumerate(places)]
    assert sum(killed) >= WITH_TRUE_GRACE - 4
    for place in places:
        scene.live(place, datetime.now(UTC))  # too early: whatever was on its way may still arrive
    time.sleep(61)
    for place in places:
        scene.live(place, datetime.now(UTC))
        assert scene.end(place).drafts == end.drafts
        assert scene.end(place).inbox == end.inbox


@pytest.mark.chaos
@pytest.mark.timeout(7200)
def test_every_system_call_and_two_in_a_row(scene: Scene, chaos_report: Report) -> None:
    """The whole sweep; then the service that is started again is killed as well, at another point."""
    chance = random.Random(scene.name)
    every = points(scene)
    runs: list[tuple[tuple[str, int], tuple[str, int] | None]] = [(point, None) for point in every]
    while len(runs) < IN_CHAOS / len(SCENES):
        runs.append((chance.choice(every), chance.choice(every)))
    for first, second in runs:
        place = scene.copy()
        killed = scene.killed(place, *first)
        if second is not None:
            killed = scene.killed(place, *second, after=timedelta(seconds=61)) or killed
        end = scene.recovered(place)
        fault = "SIGKILL at a system call" if second is None else "SIGKILL at a system call, twice"
        chaos_report.ran(fault, scene.name, killed=killed, end=end, unbroken=scene.unbroken)
    assert chaos_report.clean
