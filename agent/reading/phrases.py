"""The little language of the lexicon: patterns over folded words, compiled to regular expressions when first needed.

    we have decided ~3 {other_person}      words in order; `~3` up to three words in between (`~` alone: four)
    mov*/proceed/go forward                alternatives of one word; `*` any ending
    {not}                                  one of a class, which may hold phrases; classes may use classes
    please?                                may be missing
    closed !to/for                         not followed by one of these
    ^thanks$                               at the beginning, at the end of a clause

Every gap and every repetition is bounded and clauses are short, so that no text takes longer than its length. A pattern
is only tried on clauses that hold one of its telling words: see `Index`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from agent.reading.clauses import Clause, unaccented

_GAP = 4
_PREFIX = 3
"""Letters by which a `word*` is filed."""

Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: the words from `first` to before `last` of a clause."""

    clause: Clause
    first: int
    last: int

    @property
    def quote(self) -> str:
        """The sentence it was found in, or as much of it as can be quoted, as it was written."""
        whole = self.clause.quote
        said = self.clause.said(self.first, self.last)
        return whole if said in whole else said


@dataclass(eq=False)
class Pattern:
    """One pattern of the lexicon with the classes it may use; `label` is what it is for."""

    source: str
    classes: Classes
    label: str
    stop: frozenset[str] = frozenset()
    _anchors: tuple[str, ...] = field(init=False, default=())

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, made when it is first needed."""
        return re.compile("".join(_compiled(element, self.classes) for element in self.source.split()))

    @property
    def anchors(self) -> tuple[str, ...]:
        """Words of which a clause must hold one: those of the most telling element."""
        best: tuple[str, ...] = ()
        rank = (True, 1 << 20)
        for element in self.source.split():
            words = _telling(element, self.classes, self.stop)
            if not words:
                continue
            mine = (any(word.rstrip("*") in self.stop for word in words), len(words))
            if mine < rank:
                best, rank = words, mine
        return best

    def find(self, clause: Clause) -> Iterator[Match]:
        """Every place in a clause where the pattern fits."""
        for found in self.regex.finditer(clause.words):
            first = clause.words.count(" ", 0, found.start())
            last = first + found.group().count(" ")
            yield Match(clause, first, last)


def _compiled(element: str, classes: Classes) -> str:
    if element.startswith("~"):
        return rf"(?: \S+){{0,{element[1:] or _GAP}}}?"
    if element.startswith("!"):
        return f"(?!{_alternatives(element[1:], classes)})"
    begins, ends = element.startswith("^"), element.endswith("$")
    element = element.removeprefix("^").removesuffix("$")
    optional = element.endswith("?")
    body = _alternatives(element.removesuffix("?"), classes)
    return f"{'^' if begins else ''}(?:{body}){'?' if optional else ''}{'$' if ends else ''}"


def _alternatives(element: str, classes: Classes) -> str:
    options: list[str] = []
    for option in element.split("/"):
        if option.startswith("{"):
            options.extend(_phrase(phrase, classes) for phrase in classes[option[1:-1]])
        else:
            options.append(_word(option))
    return "|".join(options)


def _phrase(phrase: str, classes: Classes) -> str:
    return "".join(_compiled(element, classes) for element in phrase.split())


def _word(word: str) -> str:
    word = unaccented(word.lower())
    if word == "#":
        return r" \d+(?=\s|$)"
    if word.endswith("*"):
        return rf" {re.escape(word[:-1])}\S*"
    return rf" {re.escape(word)}(?=\s|$)"


def _telling(element: str, classes: Classes, stop: frozenset[str]) -> tuple[str, ...]:
    """One word of every alternative of an element; nothing for what may be missing."""
    if element.startswith(("~", "!")) or element.rstrip("$").endswith("?"):
        return ()
    words: list[str] = []
    for option in element.removeprefix("^").removesuffix("$").split("/"):
        if option.startswith("{"):
            for phrase in classes[option[1:-1]]:
                words.extend(_most_telling(phrase, classes, stop))
        elif option == "#":
            return ()
        else:
            words.append(unaccented(option.lower()))
    return tuple(dict.fromkeys(words))


def _most_telling(phrase: str, classes: Classes, stop: frozenset[str]) -> tuple[str, ...]:
    parts = [found for element in phrase.split() if (found := _telling(element, classes, stop))]
    if not parts:
        return ()
    return min(parts, key=lambda words: (any(w.rstrip("*") in stop for w in words), len(words), -len(words[0])))


class Index:
    """Patterns filed by their telling words."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._words: dict[str, list[tuple[int, Pattern]]] = defaultdict(list)
        self._prefixes: dict[str, list[tuple[str, int, Pattern]]] = defaultdict(list)
        self._always: list[tuple[int, Pattern]] = []
        for number, pattern in enumerate(patterns):
            self._file(number, pattern)

    def _file(self, number: int, pattern: Pattern) -> None:
        anchors = pattern.anchors
        if not anchors or any(word.endswith("*") and len(word) <= _PREFIX for word in anchors):
            self._always.append((number, pattern))
            return
        for word in anchors:
            if word.endswith("*"):
                self._prefixes[word[:_PREFIX]].append((word[:-1], number, pattern))
            else:
                self._words[word].append((number, pattern))

    def matches(self, clause: Clause) -> Iterator[tuple[Pattern, Match]]:
        """Every pattern that fits a clause, with the places where it does, in the order of the lexicon."""
        for _, pattern in sorted(self._worth_trying(clause).items()):
            for match in pattern.find(clause):
                yield pattern, match

    def _worth_trying(self, clause: Clause) -> dict[int, Pattern]:
        found = dict(self._always)
        for word in set(clause.tokens):
            for number, pattern in self._words.get(word, ()):
                found[number] = pattern  # noqa: PERF403 - two sources fill one table
            for begin, number, pattern in self._prefixes.get(word[:_PREFIX], ()):
                if word.startswith(begin):
                    found[number] = pattern  # noqa: PERF403
        return found
