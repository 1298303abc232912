"""The words of one language for days, hours, spans and promises: `calendar_words/xx.toml`, read once.

Adding a language is adding a file. A list that a language does not need may be left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from agent.reading.sayings import Sayings
from agent.reading.tokens import Token, words

_Part = TypeVar("_Part")
LANGUAGES = ("en", "de", "fr", "es", "nl")


@dataclass(frozen=True, slots=True)
class DayWords:
    """What goes with a weekday: `next` before it, `next_behind` after it (`mardi prochain`), whole weeks.

    `joins` are the words that may follow "the 10th", where a noun would make it the 10th of something else;
    behind `not_behind`, a word for tomorrow means the morning (`guten Morgen`, `por la mañana`).
    """

    next: Sayings = field(default_factory=Sayings)
    next_behind: Sayings = field(default_factory=Sayings)
    coming: Sayings = field(default_factory=Sayings)
    coming_behind: Sayings = field(default_factory=Sayings)
    this: Sayings = field(default_factory=Sayings)
    last: Sayings = field(default_factory=Sayings)
    last_behind: Sayings = field(default_factory=Sayings)
    following: Sayings = field(default_factory=Sayings)
    same: Sayings = field(default_factory=Sayings)
    next_week: Sayings = field(default_factory=Sayings)
    this_week: Sayings = field(default_factory=Sayings)
    week_after_next: Sayings = field(default_factory=Sayings)
    week_behind: Sayings = field(default_factory=Sayings)
    on: Sayings = field(default_factory=Sayings)
    in_: Sayings = field(default_factory=Sayings)
    joins: Sayings = field(default_factory=Sayings)
    not_behind: Sayings = field(default_factory=Sayings)


@dataclass(frozen=True, slots=True)
class HourWords:
    """What goes with a clock. `half_to` is the German half (halb drei = 2:30), `half_past` the English one.

    Behind `length_before`, `2 heures` is how long and not when. `zone_small` are abbreviations of zones that are no
    words of the language, and so may stand in small letters. `bare_h` says that `14h` is a time and not a length.
    """

    at: Sayings = field(default_factory=Sayings)
    o_clock: Sayings = field(default_factory=Sayings)
    army: Sayings = field(default_factory=Sayings)
    h: Sayings = field(default_factory=Sayings)
    to: Sayings = field(default_factory=Sayings)
    between: Sayings = field(default_factory=Sayings)
    and_: Sayings = field(default_factory=Sayings)
    noon: Sayings = field(default_factory=Sayings)
    midnight: Sayings = field(default_factory=Sayings)
    half_to: Sayings = field(default_factory=Sayings)
    half_past: Sayings = field(default_factory=Sayings)
    quarter_past: Sayings = field(default_factory=Sayings)
    quarter_to: Sayings = field(default_factory=Sayings)
    half_behind: Sayings = field(default_factory=Sayings)
    quarter_behind: Sayings = field(default_factory=Sayings)
    quarter_less_behind: Sayings = field(default_factory=Sayings)
    before_noon: Sayings = field(default_factory=Sayings)
    after_noon: Sayings = field(default_factory=Sayings)
    end: Sayings = field(default_factory=Sayings)
    your_time: Sayings = field(default_factory=Sayings)
    my_time: Sayings = field(default_factory=Sayings)
    zone_label: Sayings = field(default_factory=Sayings)
    zone_words: Sayings = field(default_factory=Sayings)
    zone_small: Sayings = field(default_factory=Sayings)
    length_before: Sayings = field(default_factory=Sayings)
    bare_h: bool = False


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Units of a length of time."""

    minute: Sayings = field(default_factory=Sayings)
    hour: Sayings = field(default_factory=Sayings)
    half_hour: Sayings = field(default_factory=Sayings)
    three_quarters: Sayings = field(default_factory=Sayings)
    no_length_before: Sayings = field(default_factory=Sayings)
    not_the_meeting: Sayings = field(default_factory=Sayings)
    hour_and_half: Sayings = field(default_factory=Sayings)
    day: Sayings = field(default_factory=Sayings)
    business_day: Sayings = field(default_factory=Sayings)
    week: Sayings = field(default_factory=Sayings)
    month: Sayings = field(default_factory=Sayings)
    fortnight: Sayings = field(default_factory=Sayings)


@dataclass(frozen=True, slots=True)
class SpanWords:
    """What turns a day or a period into a limit: `by`, `within`, `early`, `end of`, and the periods themselves."""

    by: Sayings = field(default_factory=Sayings)
    on: Sayings = field(default_factory=Sayings)
    more: Sayings = field(default_factory=Sayings)
    ago_before: Sayings = field(default_factory=Sayings)
    ago: Sayings = field(default_factory=Sayings)
    before: Sayings = field(default_factory=Sayings)
    within: Sayings = field(default_factory=Sayings)
    or_: Sayings = field(default_factory=Sayings)
    or_so: Sayings = field(default_factory=Sayings)
    few_days: Sayings = field(default_factory=Sayings)
    few_weeks: Sayings = field(default_factory=Sayings)
    couple_of: Sayings = field(default_factory=Sayings)
    early: Sayings = field(default_factory=Sayings)
    middle: Sayings = field(default_factory=Sayings)
    late: Sayings = field(default_factory=Sayings)
    whole: Sayings = field(default_factory=Sayings)
    first_half: Sayings = field(default_factory=Sayings)
    second_half: Sayings = field(default_factory=Sayings)
    this_week: Sayings = field(default_factory=Sayings)
    next_week: Sayings = field(default_factory=Sayings)
    week_after: Sayings = field(default_factory=Sayings)
    week_after_next: Sayings = field(default_factory=Sayings)
    that_week: Sayings = field(default_factory=Sayings)
    that_day: Sayings = field(default_factory=Sayings)
    week_of: Sayings = field(default_factory=Sayings)
    week_number: Sayings = field(default_factory=Sayings)
    weekend: Sayings = field(default_factory=Sayings)
    this_month: Sayings = field(default_factory=Sayings)
    next_month: Sayings = field(default_factory=Sayings)
    this_quarter: Sayings = field(default_factory=Sayings)
    next_quarter: Sayings = field(default_factory=Sayings)
    quarter: Sayings = field(default_factory=Sayings)
    this_year: Sayings = field(default_factory=Sayings)
    end_of_day: Sayings = field(default_factory=Sayings)
    end_of_week: Sayings = field(default_factory=Sayings)
    end_of_month: Sayings = field(default_factory=Sayings)
    end_of_year: Sayings = field(default_factory=Sayings)
    from_day: Sayings = field(default_factory=Sayings)
    from_that: Sayings = field(default_factory=Sayings)
    after: Sayings = field(default_factory=Sayings)
    new_year: Sayings = field(default_factory=Sayings)


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """Whose date a sentence speaks of: `ours` the employer's word, `yours` the user's task, `elsewhere` neither.

    `soft` announces something (`we expect to`), which is a promise only where a text speaks of the decision (`news`)
    and the sentence not of `other_business` (a link, a contract, a meeting).
    """

    ours: Sayings = field(default_factory=Sayings)
    grant: Sayings = field(default_factory=Sayings)
    weak: Sayings = field(default_factory=Sayings)
    soft: Sayings = field(default_factory=Sayings)
    other_business: Sayings = field(default_factory=Sayings)
    news: Sayings = field(default_factory=Sayings)
    yours: Sayings = field(default_factory=Sayings)
    firm: Sayings = field(default_factory=Sayings)
    elsewhere: Sayings = field(default_factory=Sayings)
    deciding: Sayings = field(default_factory=Sayings)
    open: Sayings = field(default_factory=Sayings)
    finishing: Sayings = field(default_factory=Sayings)
    returning: Sayings = field(default_factory=Sayings)
    but: Sayings = field(default_factory=Sayings)
    not_: Sayings = field(default_factory=Sayings)
    if_: Sayings = field(default_factory=Sayings)


@dataclass(frozen=True, slots=True, eq=False)  # one a language, known by identity: it keys caches
class Almanac:
    """The words of one language. Months count from 1, weekdays from Monday = 0; short forms need a number beside them.

    `afternoons` are words for a day that name its half too (`tonight`: 1, `this morning`: 0), `halves` the endings that
    do (`Donnerstagnachmittag`). `also_words` mean something else in small letters (`may`, `sat`); `day_first` says that
    3/4 is always 3 April.
    """

    language: str
    day_first: bool
    months: Mapping[str, int]
    months_short: Mapping[str, int]
    weekdays: Mapping[str, int]
    weekdays_short: Mapping[str, int]
    also_words: frozenset[str]
    ordinal_marks: frozenset[str]
    abbreviations: frozenset[str]
    of: frozenset[str]
    the: frozenset[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    relative: Sayings
    afternoons: Sayings
    halves: Mapping[str, str]
    feasts: Sayings
    feast_names: tuple[str, ...]
    days: DayWords
    hours: HourWords
    units: UnitWords
    spans: SpanWords
    promise: PromiseWords
    promise_stems: tuple[str, ...]

    def number(self, token: Token) -> int | None:
        """The number a token says, in digits or in words."""
        return token.value if token.value is not None else self.numbers.get(token.fold)

    def month(self, token: Token) -> int | None:
        """The month a token names, in full or short."""
        return self.months.get(token.fold) or self.months_short.get(token.fold)

    def weekday(self, token: Token) -> int | None:
        """The weekday a token names, in full or short."""
        full = self.weekdays.get(token.fold)
        return self.weekdays_short.get(token.fold) if full is None else full


@cache
def almanac(language: str) -> Almanac:
    """The words of a language (`de`, `de-AT`); English for one that has no file."""
    short = language[:2].lower()
    known = short if short in LANGUAGES else "en"
    path = files("agent.reading") / "calendar_words" / f"{known}.toml"
    return _almanac(known, tomllib.loads(path.read_text(encoding="utf-8")))


def _almanac(language: str, data: dict[str, Any]) -> Almanac:
    feasts: dict[str, str] = data.get("feasts", {})
    names = tuple(sorted(set(feasts.values())))
    return Almanac(
        language=language,
        day_first=data["country_order"] == "day first",
        months=_counted(data["months"], 1),
        months_short=_counted(data["months_short"], 1),
        weekdays=_with_halves(_counted(data["weekdays"], 0), data["halves"]),
        weekdays_short=_counted(data["weekdays_short"], 0),
        also_words=_folded(data["also_words"]),
        ordinal_marks=_folded(data["ordinal_marks"]),
        abbreviations=_folded(data["abbreviations"]),
        of=_folded(data["of"]),
        the=_folded(data["the"]),
        numbers=_single(data["numbers"]),
        ordinals=_single(data["ordinals"]),
        relative=Sayings(data["relative"]),
        afternoons=Sayings({said: half == "pm" for said, half in data["half_of"].items()}),
        halves=data["halves"],
        feasts=Sayings({said: names.index(name) for said, name in feasts.items()}),
        feast_names=names,
        days=_part(DayWords, data["moments"]),
        hours=_part(HourWords, data["hours"]),
        units=_part(UnitWords, data["units"]),
        spans=_part(SpanWords, data["spans"]),
        promise=_part(PromiseWords, data["promise"]),
        promise_stems=tuple(sorted(_folded(data["promise_stems"]))),
    )


def _counted(groups: Iterable[Iterable[str]], first: int) -> dict[str, int]:
    return {words(name)[0]: number for number, names in enumerate(groups, first) for name in names}


def _with_halves(weekdays: Mapping[str, int], halves: Mapping[str, str]) -> dict[str, int]:
    """`Donnerstag` and `Donnerstagnachmittag`."""
    endings = [half for half in _folded(halves) if len(words(half)) == 1]
    return dict(weekdays) | {day + half: number for day, number in weekdays.items() for half in endings}


def _single(table: Mapping[str, int]) -> dict[str, int]:
    return {words(name)[0]: number for name, number in table.items()}


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(words(name)[0] for name in names)


def _part(kind: type[_Part], table: Mapping[str, Any]) -> _Part:
    """The lists of one section; a list of the file that no field reads is a spelling mistake, and refused."""
    names = {each.name.rstrip("_"): each.name for each in fields(kind)}  # type: ignore[arg-type]
    return kind(**{names[key]: value if isinstance(value, bool) else Sayings(dict.fromkeys(value, 0))
                   for key, value in table.items()})  # fmt: skip
