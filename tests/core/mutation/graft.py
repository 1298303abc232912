"""Putting changed code in the place of code that was imported already, or that is about to be."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from types import CodeType, FunctionType, ModuleType


def graft(name: str, tree: ast.Module) -> None:
    """Give the functions of a module the bodies that this tree has; constants change wherever they were imported."""
    module = sys.modules[name]
    fresh: dict[str, object] = {"__name__": name, "__file__": module.__file__}
    exec(compile(ast.fix_missing_locations(tree), str(module.__file__), "exec"), fresh)
    for key, new in fresh.items():
        old = module.__dict__.get(key)
        if isinstance(old, FunctionType) and isinstance(new, FunctionType):
            _function(old, new)
        elif isinstance(old, type) and isinstance(new, type):
            _methods(old, new)
        elif not key.startswith("__") and not isinstance(new, ModuleType):
            _constant(key, old, new)


def _function(old: FunctionType, new: FunctionType) -> None:
    if old.__module__ == new.__module__ and len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__


def _methods(old: type, new: type) -> None:
    for key, member in vars(new).items():
        had, has = _code_of(vars(old).get(key)), _code_of(member)
        if had and has and not key.startswith("__"):
            _function(had, has)


def _code_of(member: object) -> FunctionType | None:
    if isinstance(member, property):
        member = member.fget
    elif isinstance(member, cached_property):
        member = member.func
    return member if isinstance(member, FunctionType) else None


def _constant(key: str, old: object, new: object) -> None:
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("agent.") and module.__dict__.get(key) is old:
            module.__dict__[key] = new


@contextmanager
def in_its_place(name: str, tree: ast.Module) -> Iterator[None]:
    """Forget everything of the project, and import one module from this tree instead of its file."""
    for imported in [key for key in sys.modules if key.split(".")[0] in ("agent", "tests")]:
        del sys.modules[imported]
    finder = _Finder(name, compile(ast.fix_missing_locations(tree), name, "exec"))
    sys.meta_path.insert(0, finder)
    yield
    sys.meta_path.remove(finder)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)
