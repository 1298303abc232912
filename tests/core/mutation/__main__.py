"""Let every mutant live, and see which test notices."""

from __future__ import annotations

import ast
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.main import pytest_runtestloop as run_the_tests

from tests.core.mutation.graft import graft, in_its_place
from tests.core.mutation.mutants import Mutant, mutants
from tests.servers import roll

CORE = Path(__file__).parents[3] / "agent/core"
TESTS = Path(__file__).parents[1]
MODULES = ("agenda", "candidacy", "fold", "matching")
TOLD_BY = {"candidacy": "fold"}
"""Whose tests tell of a module that has none under its own name."""
QUIET = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "--no-header",
    "--ignore",
    str(TESTS / "test_lives.py"),
)
JOBS = 2
LONGEST = 60
"""Seconds of processor time after which a mutant that never ends is taken for killed."""
LIVES = 25
SURVIVED, BY_TABLES, BY_LIVES = 0, 1, 2


class Laboratory:
    """A pytest plugin: the tests are collected once, and run again for every mutant, each time in a child."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.modules = modules

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of one run of the tests."""
        print(
            "\n| module | mutants | killed by tables | killed by lives | survived | killed |\n|---|--:|--:|--:|--:|--:|"
        )
        left: list[Mutant] = []
        for module in self.modules:
            source = (CORE / f"{module}.py").read_text()
            own = f"test_{TOLD_BY.get(module, module)}.py"
            session.items.sort(key=lambda item: item.path.name != own)
            unchanged = [Mutant(module, 0, "", "", ast.parse(source), shape) for shape in (False, True)]
            if {end for _, end in _fates(unchanged, lambda mutant: _fate(mutant, session))} != {SURVIVED}:
                pytest.exit(f"the tests fail on {module}.py as it is: what they say of its mutants counts for nothing")
            fates = _fates(list(mutants(module, source)), lambda mutant: _fate(mutant, session))
            left += [mutant for mutant, end in fates if end == SURVIVED]
            print("|", " | ".join(map(str, _row(module, Counter(end for _, end in fates)))), "|", flush=True)
        print("\nSurvivors:", *left, sep="\n  ")
        return True


def _row(module: str, count: Counter[int]) -> tuple[object, ...]:
    killed = 1 - count[SURVIVED] / count.total()
    return module, count.total(), count[BY_TABLES], count[BY_LIVES], count[SURVIVED], f"{killed:.1%}"


def _fate(mutant: Mutant, session: pytest.Session) -> int:
    return _reimported(mutant) if mutant.shape else _grafted(mutant, session)


def _grafted(mutant: Mutant, session: pytest.Session) -> int:
    """The changed functions take the place of those that the tests have imported."""
    graft(f"agent.core.{mutant.module}", mutant.tree)
    run_the_tests(session)
    return BY_TABLES if session.testsfailed else _with_lives()


def _reimported(mutant: Mutant) -> int:
    """The shape of a class cannot be exchanged: everything is imported again, for a test run with a roll of its own."""
    os.environ.pop(roll.VARIABLE, None)
    with in_its_place(f"agent.core.{mutant.module}", mutant.tree):
        return BY_TABLES if pytest.main([*QUIET, str(TESTS)]) else _with_lives()


def _with_lives() -> int:
    import hypothesis  # noqa: PLC0415 - pytest has to be the first to import it
    from hypothesis import stateful  # noqa: PLC0415

    from tests.core.test_lives import Lives  # noqa: PLC0415 - not before the mutant is in place

    few = hypothesis.settings(
        hypothesis.settings.get_profile("lives"), max_examples=LIVES, phases=[hypothesis.Phase.generate]
    )
    try:
        stateful.run_state_machine_as_test(hypothesis.seed(1)(type("Lives", (Lives,), {})), settings=few)
    except Exception:  # noqa: BLE001 - whatever it is, somebody noticed
        return BY_LIVES
    return SURVIVED


def _fates(waiting: list[Mutant], fate: Callable[[Mutant], int]) -> list[tuple[Mutant, int]]:
    """Two mutants at a time."""
    running: dict[int, Mutant] = {}
    fates: list[tuple[Mutant, int]] = []
    while waiting or running:
        while waiting and len(running) < JOBS:
            mutant = waiting.pop(0)
            running[_begun(mutant, fate)] = mutant
        child, status = os.wait()
        end = os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else BY_TABLES
        fates.append((running.pop(child), end))
    return fates


def _begun(mutant: Mutant, fate: Callable[[Mutant], int]) -> int:
    """A child in which one mutant lives; its exit status is the mutant's fate."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            end = fate(mutant)
        except BaseException:  # noqa: BLE001 - a mutant that cannot even be imported
            end = BY_TABLES
    os._exit(end)


if __name__ == "__main__":
    pytest.main([*QUIET, "-s", str(TESTS)], plugins=[Laboratory(sys.argv[1:] or MODULES)])
