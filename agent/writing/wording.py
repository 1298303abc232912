"""The wording of one language: its fixed words (`words.toml`) and its templates (Jinja2, sandboxed)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agent.errors import NeedsUser

LANGUAGES = ("en", "de", "fr", "es", "nl")
DEFAULT = "en"
_LONGEST_TEMPLATE = 20_000
"""Characters; a template of the user's own that is longer is not one (and 'a' * 10**9 is not stopped by a sandbox)."""
_VOWELS = "aàâäeéèêëiîïoôöuùûüyAÀÂÄEÉÈÊËIÎÏOÔÖUÙÛÜY"

_TEMPLATE = re.compile(r"([a-z]{2})/([a-z_0-9]{1,40})\.j2")

_TAG = re.compile(r"\{[%{#][^{}]*[%}#]\}")

Own = Mapping[str, str]
"""The user's own templates: "en/inquiry_1.j2" → source."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of one language."""

    language: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, str]]


@cache
def words(language: str) -> Words:
    """The fixed words of a language; English where we do not write it."""
    known = supported(language)
    found = tomllib.loads(_file(f"{known}/words.toml"))
    return Words(
        known,
        {key: value for key, value in found.items() if isinstance(value, str)},
        {key: tuple(value) for key, value in found.items() if isinstance(value, list)},
        {key: value for key, value in found.items() if isinstance(value, dict)},
    )


def supported(language: str) -> str:
    """The language that a letter is written in: "de-AT" is German, what we do not write becomes English."""
    known = language.casefold()[:2]
    return known if known in LANGUAGES else DEFAULT


def table(language: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """The word lists of one file beside the templates, "grammar" or "manners"."""
    return _table(supported(language), name)


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Every word that our own letters of a language are made of, in lower case; no name and no date is among them."""
    known = supported(language)
    sources = (_file(name) for name in templates() if name.startswith(f"{known}/"))
    said = " ".join(_TAG.sub(" ", source) for source in sources)
    fixed = [text for table in words(known).tables.values() for text in table.values()]
    return frozenset(re.findall(r"[^\W\d_]+", " ".join((said, *fixed)).casefold()))


def spelled(day: date, language: str, *, america: bool = False, form: str = "date") -> str:
    """A day in words: `form` is "date", "short_date" or "full_date"; Americans put the month first."""
    known = words(language)
    pattern = known.texts.get(f"{form}_america" if america else form) or known.texts[form]
    number = known.texts.get("first_of_month", "1") if day.day == 1 else str(day.day)
    names = known.lists
    return pattern.format(
        weekday=names["weekdays"][day.weekday()], day=number, month=names["months"][day.month - 1], year=day.year
    )


def position(role: str | None, language: str) -> str:
    """The position as a noun without an article: "Backend Engineer position", "poste d’ingénieur"."""
    known = words(language).texts
    if not role:
        return known["no_role"]
    elided = known.get("role_vowel") if role[0] in _VOWELS else None
    return (elided or known["role"]).format(role)


def listed(items: tuple[str, ...], language: str) -> str:
    """Items in a row: A; A and B; A, B and C."""
    if len(items) <= 1:
        return "".join(items)
    return ", ".join(items[:-1]) + words(language).texts["and"] + items[-1]


def choice(seed: str, slot: str, place: int, count: int) -> int:
    """Which of `count` ways to say something: the same for ever, and another for each member of a panel."""
    first = int.from_bytes(sha256(f"{seed}|{slot}".encode()).digest()[:4], "big")
    return (first + place) % count


def paragraphs(
    language: str, template: str, slots: Mapping[str, object], *, seed: str = "", place: int = 0, own: Own | None = None
) -> tuple[str, ...]:
    """A template's paragraphs, each on one line. Raises `NeedsUser` when one of the user's own cannot be used."""

    def vary(slot: str, caller: Callable[[], str]) -> str:
        ways = [line.strip() for line in caller().splitlines() if line.strip()]
        return f"{ways[choice(seed, slot, place, len(ways))]}\n" if ways else ""

    environment, name = _environment(tuple(sorted((own or {}).items()))), f"{supported(language)}/{template}.j2"
    if problem := _unusable((own or {}).get(name, "")):
        raise NeedsUser(f"Your letter template {name} cannot be used: {problem}")
    try:
        text = environment.get_template(name).render(vary=vary, **slots)
    except _WHAT_TEMPLATES_RAISE as error:
        raise NeedsUser(f"Your letter template {name} cannot be used: {_in_words(error)}") from error
    found = tuple(spaced(block, language) for block in re.split(r"\n[ \t]*\n", text) if block.strip())
    if not found:
        raise NeedsUser(f"Your letter template {name} cannot be used: nothing is written in it")
    return found


_WHAT_TEMPLATES_RAISE = (
    *(TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError),
    *(RecursionError, NotImplementedError),
)
"""What a template was seen to make Jinja2 raise. Ours raise nothing."""


def _unusable(source: str) -> str:
    if len(source) > _LONGEST_TEMPLATE:
        return f"it is longer than {_LONGEST_TEMPLATE} characters"
    return "it is not written in UTF-8" if "\ufffd" in source else ""


def _in_words(error: Exception) -> str:
    line = f" (line {error.lineno})" if isinstance(error, TemplateSyntaxError) else ""
    return f"{str(error) or type(error).__name__}{line}"


def spaced(block: str, language: str) -> str:
    """A paragraph on one line; French has its own apostrophe, and a no-break space before double signs.

    A company's own stop ends the sentence too: "at Rowan Foods, Ltd." and no second one.
    """
    row = re.sub(r"\.\.(?!\.)", ".", " ".join(block.split()))
    return re.sub(r" (?=[:;?!»])", "\u00a0", row.replace("'", "’")) if supported(language) == "fr" else row


@lru_cache(maxsize=8)
def _environment(own: tuple[tuple[str, str], ...]) -> ImmutableSandboxedEnvironment:
    mine = dict(own)
    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda name: mine.get(name) or _ours(name)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # plain text: nothing here is ever read as HTML
    )


@cache
def _table(language: str, name: str) -> Mapping[str, tuple[str, ...]]:
    found = tomllib.loads(_file(f"{language}/{name}.toml"))
    return {key: tuple(value) for key, value in found.items()}


def _ours(name: str) -> str | None:
    """A template of the package; a name that leads anywhere else leads nowhere."""
    known = _TEMPLATE.fullmatch(name)
    return _file(name) if known and (known[1], known[2]) in _templates() else None


@cache
def templates() -> frozenset[str]:
    """Every template that there is, as "en/thank_you.j2": what a file of the user's own can take the place of."""
    return frozenset(f"{language}/{name}.j2" for language, name in _templates())


@cache
def _templates() -> frozenset[tuple[str, str]]:
    found = ((language, files("agent.writing").joinpath("templates", language)) for language in LANGUAGES)
    return frozenset(
        (language, file.name.removesuffix(".j2"))
        for language, folder in found
        for file in folder.iterdir()
        if file.name.endswith(".j2")
    )


def _file(name: str) -> str:
    return files("agent.writing").joinpath("templates", *name.split("/")).read_text("utf-8")
