"""Small changes to a syntax tree, of the kind that people make by mistake."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
TURNED = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
RENAMED = {"max": "min", "min": "max", "any": "all", "all": "any", "sorted": "list"}

Change = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Mutant:
    """One change: where, and what the code says before and after; `shape` if it is the shape of a class that changed."""

    module: str
    line: int
    before: str
    after: str
    tree: ast.Module
    shape: bool = False

    def __str__(self) -> str:
        """One row of the table of survivors."""
        return f"{self.module}.py:{self.line}  {self.before}  →  {self.after}"


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    original = ast.parse(source)
    shapes = _shapes(original)
    how_declared = {id(inner) for node in ast.walk(original) for inner in _declaration(node)}
    for number, node in enumerate(ast.walk(original)):
        for change in _changes(node) if id(node) not in how_declared else ():
            tree = deepcopy(original)
            place = next(node for index, node in enumerate(ast.walk(tree)) if index == number)
            before = ast.unparse(place)
            change(place)
            after = ast.unparse(place)
            ast.fix_missing_locations(tree)
            compile(tree, module, "exec")  # what is no Python would be killed by every test
            if after != before:
                yield Mutant(
                    module, getattr(node, "lineno", 0), _short(before), _short(after), tree, id(node) in shapes
                )


def _shapes(tree: ast.Module) -> set[int]:
    """Everything in the body of a class that is not in a function."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields = [field for one in classes for field in one.body if not isinstance(field, ast.FunctionDef)]
    return {id(node) for field in fields for node in ast.walk(field)}


def _declaration(node: ast.AST) -> Iterator[ast.AST]:
    """Decorators and annotations: how something is declared decides nothing."""
    declared = [*getattr(node, "decorator_list", []), getattr(node, "annotation", None), getattr(node, "returns", None)]
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in ("Callable", "tuple"):
        declared.append(node.slice)
    for expression in filter(None, declared):
        yield from ast.walk(expression)


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


_WIDTH = 110


def _changes(node: ast.AST) -> Iterator[Change]:
    yield from _decided_otherwise(node)
    yield from _valued_otherwise(node)
    yield from _left_out(node)


def _decided_otherwise(node: ast.AST) -> Iterator[Change]:
    """Another comparison, another connection, the other of two ways."""
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                yield _comparing(place, SWAPPED[type(operator)])
                if type(operator) in TURNED:
                    yield _comparing(place, TURNED[type(operator)])
        case ast.BoolOp(op=operator, values=values):
            yield _setting("op", SWAPPED[type(operator)]())
            for place in range(len(values)):
                yield _neutral(place, isinstance(operator, ast.And))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield _setting("operand", ast.UnaryOp(ast.Not(), operand))
        case ast.IfExp(body=body, orelse=orelse):
            yield lambda place: _swap(place, body, orelse)
        case ast.comprehension(ifs=ifs):
            for place in range(len(ifs)):
                yield _without("ifs", place)


def _valued_otherwise(node: ast.AST) -> Iterator[Change]:
    """Another number, another operation, nothing at all."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() as operator):
            yield _setting("op", SWAPPED[type(operator)]())
        case ast.Constant(value=bool() as value):
            yield _setting("value", not value)
        case ast.Constant(value=int() as value):
            yield _setting("value", value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in RENAMED:
            yield lambda place: _rename(place, RENAMED[name])
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield _setting("value", ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield _setting("value", ast.Constant(None))


def _left_out(node: ast.AST) -> Iterator[Change]:
    """A row of a table, or what a call is told by name, left out."""
    match node:
        case ast.Tuple(elts=rows, ctx=ast.Load()) | ast.List(elts=rows) | ast.Set(elts=rows) if len(rows) > 1:
            for place in range(len(rows)):
                yield _without("elts", place)
        case ast.Dict(keys=keys) if len(keys) > 1:
            for place in range(len(keys)):
                yield lambda at, place=place: (at.keys.pop(place), at.values.pop(place))  # type: ignore[attr-defined,misc]
        case ast.Call(func=ast.Name(id="replace"), keywords=named):
            for place in range(len(named)):
                yield _without("keywords", place)


def _setting(field: str, value: object) -> Change:
    return lambda place: setattr(place, field, deepcopy(value))


def _without(field: str, index: int) -> Change:
    return lambda place: getattr(place, field).pop(index)


def _neutral(index: int, value: bool) -> Change:
    """`a and b` without `b` is `True and a`: a connection of one alone is no Python, and would count as killed."""

    def change(place: ast.AST) -> None:
        assert isinstance(place, ast.BoolOp)
        place.values = [ast.Constant(value), *place.values[:index], *place.values[index + 1 :]]

    return change


def _comparing(index: int, operator: type[ast.AST]) -> Change:
    return lambda place: place.ops.__setitem__(index, operator())  # type: ignore[attr-defined]


def _swap(place: ast.AST, body: ast.expr, orelse: ast.expr) -> None:
    assert isinstance(place, ast.IfExp)
    place.body, place.orelse = deepcopy(orelse), deepcopy(body)


def _rename(place: ast.AST, name: str) -> None:
    assert isinstance(place, ast.Call)
    place.func = ast.Name(name, ast.Load())
    if name == "list":
        place.keywords = []


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
