"""The words that are data: lower case, each once, so that a text in lower case can be compared with them."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

TABLES = ("quotation", "signature", "machine", "scam")


def phrases(table: Any) -> list[list[str]]:
    """Every list of words in a table, however deep."""
    if isinstance(table, dict):
        return [found for value in table.values() for found in phrases(value)]
    return [table] if isinstance(table, list) else []


@pytest.mark.parametrize("name", TABLES)
def test_words_are_lower_case_and_not_twice_in_a_list(name: str) -> None:
    """A capital letter would never be found."""
    lists = phrases(tomllib.loads(files("agent.reading").joinpath(f"{name}.toml").read_text("utf-8")))
    assert len(lists) > 5
    for words in lists:
        spoken = [word for word in words if "(?" not in word and "\\" not in word]
        assert [word for word in spoken if word != word.lower()] == []
        assert [word for word, count in Counter(words).items() if count > 1] == []
