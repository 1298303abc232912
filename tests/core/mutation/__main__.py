"""Let every mutant live, and see which test notices."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.core.mutation.mutants import Mutant, mutants

CORE = Path(__file__).parents[3] / "agent/core"
TESTS = Path(__file__).parents[1]
MODULES = ("agenda", "candidacy", "fold", "matching")
TOLD_BY = {"candidacy": "fold"}
"""Whose tests tell of a module that has none under its own name."""
JOBS = 2
LONGEST = 120
"""Seconds after which a mutant that never ends is taken for killed."""
LIVES = 40
SURVIVED, BY_TABLES, BY_LIVES = 0, 1, 2


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module in another form to whoever imports it."""

    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """This module, and no other."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code."""
        exec(self.code, module.__dict__)


def tables(module: str) -> tuple[list[str], list[str]]:
    """The table tests: those of the module itself, which few mutants outlive, and all others."""
    every = sorted(path for path in TESTS.glob("test_*.py") if path.name != "test_lives.py")
    own = [path for path in every if path.stem == f"test_{TOLD_BY.get(module, module)}"]
    return [str(path) for path in own], [str(path) for path in every if path not in own]


def fate(mutant: Mutant) -> int:
    """What becomes of a mutant. In a child: the modules that tests import are imported here for the first time."""
    name = f"agent.core.{mutant.module}"
    sys.meta_path.insert(0, Changed(name, compile(ast.fix_missing_locations(mutant.tree), name, "exec")))
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"]
    for files in tables(mutant.module):
        if files and pytest.main([*quiet, "--override-ini", "addopts=--import-mode=importlib", *files]):
            return BY_TABLES
    return SURVIVED if _lives() else BY_LIVES


def _lives() -> bool:
    import hypothesis  # noqa: PLC0415 - pytest has to be the first to import it
    from hypothesis import stateful  # noqa: PLC0415

    from tests.core.test_lives import Lives  # noqa: PLC0415 - not before the mutant is in place

    few = hypothesis.settings(
        hypothesis.settings.get_profile("lives"), max_examples=LIVES, phases=[hypothesis.Phase.generate]
    )
    try:
        stateful.run_state_machine_as_test(hypothesis.seed(1)(type("Lives", (Lives,), {})), settings=few)
    except Exception:  # noqa: BLE001 - whatever it is, somebody noticed
        return False
    return True


def begin(mutant: Mutant) -> int:
    """A child in which one mutant lives; its exit status is the mutant's fate."""
    child = os.fork()
    if child:
        return child
    signal.alarm(LONGEST)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            end = fate(mutant)
        except BaseException:  # noqa: BLE001 - a mutant that cannot even be imported
            end = BY_TABLES
    os._exit(end)


def main(modules: Sequence[str]) -> None:
    """Print the fate of every mutant of these modules, and every one that survived."""
    for module in modules:
        unchanged = Mutant(module, 0, "", "", ast.parse((CORE / f"{module}.py").read_text()))
        if [end for _, end in _fates([unchanged])] != [SURVIVED]:
            sys.exit(f"the tests fail on {module}.py as it is: nothing that they say of mutants counts")
    print("| module | mutants | killed by tables | killed by lives | survived | killed |\n|---|--:|--:|--:|--:|--:|")
    left: list[Mutant] = []
    for module in modules:
        fates = _fates(list(mutants(module, (CORE / f"{module}.py").read_text())))
        left += [mutant for mutant, end in fates if end == SURVIVED]
        count = Counter(end for _, end in fates)
        killed = 1 - count[SURVIVED] / len(fates)
        row = (module, len(fates), count[BY_TABLES], count[BY_LIVES], count[SURVIVED], f"{killed:.1%}")
        print("|", " | ".join(map(str, row)), "|", flush=True)
    print("\nSurvivors:", *left, sep="\n  ")


def _fates(waiting: list[Mutant]) -> list[tuple[Mutant, int]]:
    """Two mutants at a time."""
    running: dict[int, Mutant] = {}
    fates: list[tuple[Mutant, int]] = []
    while waiting or running:
        while waiting and len(running) < JOBS:
            mutant = waiting.pop(0)
            running[begin(mutant)] = mutant
        child, status = os.wait()
        fates.append((running.pop(child), os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else BY_TABLES))
    return fates


if __name__ == "__main__":
    main(sys.argv[1:] or MODULES)
