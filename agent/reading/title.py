"""What jobs are called: whether words are a title, as `Data Engineer`, `Head of Growth` and `Netzplaner` are."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from agent.reading.clauses import unaccented


@cache
def titles() -> dict[str, Any]:
    """The data of `role.toml`."""
    return tomllib.loads(files("agent.reading").joinpath("role.toml").read_text("utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """One list of the data, folded."""
    return frozenset(unaccented(word) for word in titles()[name])


@lru_cache(maxsize=4096)
def is_title_word(word: str) -> bool:
    """Whether one word is what a job is called by: `Engineer`, `Netzplaner`, `Responsable`."""
    folded = unaccented(word.casefold()).strip(".,")
    single = folded.removesuffix("s") if len(folded) > 4 and folded not in listed("titles") else folded
    if single in listed("titles") or folded.endswith(("/in", "*in")):
        return True
    if "/" in folded or "-" in folded:
        return any(is_title_word(part) for part in re.split(r"[/-]", folded) if len(part) > 2)
    return len(folded) > 6 and folded.endswith(_endings())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(titles()["endings"])


def is_title(name: str) -> bool:
    """Whether a phrase is a job's title, and so neither a firm nor a person."""
    words = unaccented(name.casefold()).split()
    if not words:
        return False
    if is_title_word(words[-1]) and not words[-1].endswith("s") and words[-1] not in _ALSO_NAMES:
        return True  # in the plural, firms are called so: `Fitch Partners`, `Brightwater Grocers`
    return (
        len(words) > 1 and words[0] in listed("heads") and (words[1] in {"of", "for", "de"} or is_title_word(words[0]))
    )


_ALSO_NAMES: Final = frozenset({"head", "chair", "program", "programme", "host", "crew", "maker"})
"""Firms are called so, too."""


def is_titled(name: str) -> bool:
    """Whether a phrase reads like a role: its last word or its first is what a job is called by."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    while len(words) > 1 and re.fullmatch(r"[IVX]{1,4}|\d|[A-Z]", words[-1]):
        words = words[:-1]
    return bool(words) and (
        is_title_word(words[-1]) or is_title_word(words[0]) or unaccented(words[0].casefold()) in listed("heads")
    )
