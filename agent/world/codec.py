"""Facts and readings as JSON and back. Stored facts are read for ever: `_LIFT` brings older schemas up to date."""

from __future__ import annotations

import functools
import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agent.core import facts as f
from agent.core.findings import Reading
from agent.errors import Bug, Unreadable

_KINDS: Mapping[str, type[f.Fact]] = {
    name: kind for name in f.__all__ if isinstance(kind := getattr(f, name), type) and issubclass(kind, f.Fact)
}

_LIFT: Mapping[int, Callable[[str, dict[str, Any]], dict[str, Any]]] = {}
"""From the schema before to the one after: the body of a fact of some kind, in today's form."""

_NOT_IDENTITY = ("noted",)
_NOT_IDENTITY_OF_SOURCE = ("account", "reader", "where", "quote", "rule")


def encode(fact: f.Fact) -> str:
    """A fact as JSON. The name of its kind is stored beside it."""
    return _adapter(type(fact)).dump_json(_packed(fact)).decode()


def decode(kind: str, schema: int, body: str) -> f.Fact:
    """A stored fact. Raises `Bug` for a kind or schema of a newer version: nothing is ever dropped silently."""
    if kind not in _KINDS or schema > f.SCHEMA:
        raise Bug(f"the journal holds a fact of a newer version ({kind}, schema {schema})")
    if schema < f.SCHEMA:
        body = json.dumps(functools.reduce(lambda b, s: _LIFT[s](kind, b), range(schema, f.SCHEMA), json.loads(body)))
    return _unpacked(_adapter(_KINDS[kind]).validate_json(body))


_PACKED = b"base64:"
"""What a draft's bytes begin with in JSON when they are not UTF-8, and so cannot stand there as they are."""


def _packed(fact: f.Fact) -> f.Fact:
    """A draft is stored as text, which ours is; any other bytes as base64."""
    if not isinstance(fact, f.DraftBegun) or (_is_text(fact.content) and not fact.content.startswith(_PACKED)):
        return fact
    return replace(fact, content=_PACKED + b64encode(fact.content))


def _unpacked(fact: f.Fact) -> f.Fact:
    if not isinstance(fact, f.DraftBegun) or not fact.content.startswith(_PACKED):
        return fact
    return replace(fact, content=b64decode(fact.content.removeprefix(_PACKED)))


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def fact_id(fact: f.Fact) -> str:
    """A fact's identity: what happened and which message says so, whoever read it, wherever it lay, whenever noted."""
    body: dict[str, Any] = json.loads(encode(fact))
    for name in _NOT_IDENTITY:
        body.pop(name)
    for name in _NOT_IDENTITY_OF_SOURCE:
        body["source"].pop(name)
    if not body["source"]["word"]:
        body["source"].pop("word")
    text = type(fact).__name__ + json.dumps(body, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def encode_reading(readings: tuple[Reading, ...]) -> bytes:
    """Readings as JSON, for the pipe between the service and the reading child."""
    return _readings().dump_json(readings)


def decode_readings(data: bytes) -> tuple[Reading, ...]:
    """Readings from the reading child. Raises `Unreadable` when they are not what was agreed."""
    try:
        return _readings().validate_json(data)
    except ValidationError as error:
        raise Unreadable("the reading child answered in a form that is not known") from error


_ADAPTERS: dict[type[f.Fact], TypeAdapter[f.Fact]] = {}


def _adapter(kind: type[f.Fact]) -> TypeAdapter[f.Fact]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


@functools.cache
def _readings() -> TypeAdapter[tuple[Reading, ...]]:
    return TypeAdapter(tuple[Reading, ...])
