"""The judge of letters: the papers' rules, read apart from the code that writes and from the linter it checks itself with.

`judged(text, brief)` says which rules the text of a letter breaks; `judge_mail.py` does the same for the bytes of the
mail. Each breach names a rule of the field guide (5.2: 6, 7, 8, 9, 16, 17, 20, 26) or of the papers on letters.
Where a rule leaves room the stricter reading counts: no exclamation mark at all, one question at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from agent.core.facts import Purpose
from agent.core.findings import Format
from agent.core.people import MEETS_THE_CANDIDATE, Part
from agent.writing.brief import Brief
from tests.writing.judge_facts import Sources, dates, sources, spoken_name, weekdays
from tests.writing.judge_tongue import LANGUAGES, Tongue, plain, tongue

_TITLE = 3
_RELAYS = {Part.RECRUITER, Part.COORDINATOR, Part.AGENCY}


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a letter breaks, and where."""

    rule: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A letter taken apart at its blank lines."""

    whole: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Case:
    """A letter before the judge: what it says, what is known, and in which language it has to be."""

    parts: Parts
    brief: Brief
    tongue: Tongue
    known: Sources
    sentences: tuple[str, ...]
    masked: str

    @property
    def language(self) -> str:
        return self.tongue.name


def judged(text: str, brief: Brief) -> tuple[Breach, ...]:
    """Every rule that this letter breaks."""
    parts = taken_apart(text)
    if parts is None:
        return (Breach("form", "no salutation, paragraphs, closing line and name with blank lines between them"),)
    known = sources(brief)
    case = Case(parts, brief, tongue(brief.language), known, _sentences(parts), known.masked(plain(parts.body)))
    return tuple(breach for rule in RULES for breach in rule(case))


def taken_apart(text: str) -> Parts | None:
    """The blocks of a letter; None where it does not have those of a business letter."""
    blocks = re.split(r"\n[ \t]*\n", text.strip("\n"))
    if len(blocks) < 4 or any("\n" in block for block in blocks[:-1]):
        return None
    return Parts(text, blocks[0], tuple(blocks[1:-2]), blocks[-2], tuple(blocks[-1].split("\n")))


def contents(text: str, brief: Brief, wants: tuple[str, ...], spurns: tuple[str, ...]) -> tuple[Breach, ...]:
    """What a clear note gives must be in the letter, what only a hostile one says must not."""
    parts = taken_apart(text)
    body = parts.body if parts else text
    heard, said = plain(body), sources(brief).masked(body)
    missing = [Breach("missing", word) for word in wants if plain(word) not in heard]
    given = [Breach("repeated", word) for word in spurns if _says(said, word)]
    return (*missing, *given)


def direct(brief: Brief) -> bool:
    """Whether the reader sat in the interview: by the part played, or as one of the panel."""
    return brief.recipient.part in MEETS_THE_CANDIDATE or any(p.is_the_same_as(brief.recipient) for p in brief.panel)


def screening(brief: Brief) -> bool:
    """Whether it was a first talk by telephone with one person."""
    return brief.format is Format.PHONE and brief.round in {None, 1} and len(brief.panel) < 2


def form(case: Case) -> Iterator[Breach]:
    """Rule 8: salutation, three or four paragraphs (two or three for a short letter), closing line, full name, phone."""
    count, brief = len(case.parts.paragraphs), case.brief
    few, many = (3, 4) if brief.purpose is Purpose.THANK_YOU else (2, 3)
    if not few <= count <= many:
        yield Breach("paragraphs", f"{count}")
    if case.parts.closing not in case.tongue.lists["closings"]:
        yield Breach("closing", case.parts.closing)
    wanted = tuple(row for row in (brief.persona.name, brief.persona.phone) if row)
    if case.parts.signature != wanted:
        yield Breach("signature", " / ".join(case.parts.signature))


def bounds(brief: Brief) -> tuple[int, int]:
    """Rule 7: the fewest and the most words of a letter, salutation and signature with them."""
    if brief.purpose is Purpose.THANK_YOU:
        return (90, 120) if screening(brief) and not _relayed(brief) else (90, 250)
    if brief.purpose is Purpose.INQUIRY:
        return (0, 90) if brief.ordinal == 2 else (0, 110)
    return (0, 120)


def words(text: str) -> int:
    """Words as a person counts them: a number is one, a dash by itself is none."""
    return sum(any(c.isalnum() for c in part) for part in text.split())


def length(case: Case) -> Iterator[Breach]:
    """Rule 7, by the whole letter."""
    least, most = bounds(case.brief)
    count = words(case.parts.whole)
    if not least <= count <= most:
        yield Breach("length", f"{count} words, {least} to {most} allowed")


def salutation(case: Case) -> Iterator[Breach]:
    """Rule 9: a name as its owner spells it, no guessed gender, no first name unless they use theirs."""
    line, brief, known = case.parts.salutation, case.brief, case.tongue.lists
    company = case.known.company
    if line in {way.format(company=company) for way in known["nobody"]}:
        if spoken_name(brief.recipient.name):
            yield Breach("salutation", f"the name is known: {brief.recipient.name}")
        return
    inner = [found.group(1) for way in known["greetings"] if (found := _around(way).fullmatch(line))]
    if not inner:
        yield Breach("salutation", line)
        return
    named = [_untitled(each, known["titles"]) for each in inner]
    polite = any(word in line for word in known["gendered"])
    if not any(_addresses(name, titled or polite, brief) for name, titled in named):
        yield Breach("salutation", line)
    guessed = [word for word in known["gendered"] if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line)]
    if guessed and not brief.honorific and not _says_title(brief.recipient.name):
        yield Breach("guessed_gender", line)


def gratitude(case: Case) -> Iterator[Breach]:
    """The coach: always thank them, in an inquiry too."""
    if not case.tongue.thanks.found(case.parts.body):
        yield Breach("gratitude")


def interest(case: Case) -> Iterator[Breach]:
    """Still interested, in so many words, wherever the user still is."""
    if case.brief.purpose in {Purpose.CLOSING, Purpose.WITHDRAWAL}:
        return
    said = [each for each in case.sentences if case.tongue.interest.found(each)]
    if not any(case.tongue.lasting.found(each) for each in said):
        yield Breach("interest")


def occasion(case: Case) -> Iterator[Breach]:
    """A thank-you names the day of the interview and the role; an inquiry the day; both the company if it is known."""
    brief, body = case.brief, case.parts.body
    if brief.purpose is Purpose.THANK_YOU or brief.purpose is Purpose.INQUIRY:
        day = case.known.day
        if not re.search(rf"(?<!\d){day.day}(?!\d)", body) and not (day.day == 1 and re.search(r"\b1(?:er|º)", body)):
            yield Breach("day", f"{day} is not named")
        if case.known.role and case.known.role not in body:
            yield Breach("role", f"{case.known.role} is not named")


def never(case: Case) -> Iterator[Breach]:
    """Rules 16 and 17, and nothing casual: the phrases that no letter may hold, apart from names."""
    for kind, pattern in case.tongue.never.items():
        if found := pattern.found(case.masked):
            yield Breach(kind, found)


def signs(case: Case) -> Iterator[Breach]:
    """No exclamation mark, emoji, bracket, address, markup or shouting, apart from names as they are spelled."""
    text = case.known.masked(case.parts.salutation + "\n" + case.parts.body)
    if "!" in text or "¡" in text:
        yield Breach("exclamation", "!")
    if found := re.search(r"[\[\]{}<>|\\^~*=_#@$€£]|//|\(|\)|www\.|--|\.\.|…|->|^>|\"|“|”|[\x00-\x09\x0b-\x1f]", text):
        yield Breach("signs", found.group())
    if found := re.search("[^\\w\\s.,;:?'’¿/&+%–«»ºª-]", text):
        yield Breach("signs", ascii(found.group()))
    if found := re.search(r"[^\W\d_A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]", text):
        yield Breach("alphabet", ascii(found.group()))
    if found := re.search(r"\b[^\W\d_a-zà-öø-ÿ]{4,}\b", text):
        yield Breach("shouting", found.group())


def questions(case: Case) -> Iterator[Breach]:
    """An inquiry asks exactly one thing; no other letter asks anything."""
    asked = case.known.masked(case.parts.body).count("?")
    wanted = 1 if case.brief.purpose is Purpose.INQUIRY else 0
    if asked != wanted:
        yield Breach("questions", f"{asked}")


def facts(case: Case) -> Iterator[Breach]:
    """No name, number or date that the brief does not give; nobody named who need not be."""
    yield from (Breach("unknown_name", name) for name in case.known.strange_names(case.sentences, case.tongue))
    yield from (Breach("unknown_number", number) for number in case.known.strange_numbers(case.parts.body, case.tongue))
    wrong = [day for day in dates(case.parts.body, case.tongue) if day not in case.known.days]
    yield from (Breach("unknown_date", day) for day in wrong)
    yield from (
        Breach("weekday", f"{name}")
        for name in weekdays(case.parts.body, case.tongue)
        if name not in case.known.weekdays
    )
    for name in case.known.unnamed(asked_to_pass_on=_relayed(case.brief)):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", case.parts.body):
            yield Breach("named", name)


def spelling(case: Case) -> Iterator[Breach]:
    """Names as their owners spell them, wherever they stand."""
    text = case.parts.salutation + "\n" + case.parts.body
    for name in case.known.spelled:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            if found.group() != name:
                yield Breach("spelling", found.group())


def prose(case: Case) -> Iterator[Breach]:
    """Sentences: begun, ended, no word twice, no note's shorthand, in one language."""
    for at, row in enumerate(case.parts.paragraphs):
        small = case.language == "de" and at == 0
        first = row.lstrip("¿")[:1]
        if first.islower() != small and not (small and _german_capital(row, case)):
            yield Breach("sentence", f"begins: {row[:30]}")
        if not re.search(r"[.?]$", row):
            yield Breach("sentence", f"ends: {row[-30:]}")
    yield from (Breach("sentence", each) for each in _broken(case))
    yield from (Breach("tongue", each) for each in case.sentences if _foreign(each, case))


def notes_as_written(case: Case) -> Iterator[Breach]:
    """No raw note: none is a sentence of its own unless it speaks of the user; what went badly is never said."""
    notes = case.brief.notes
    if notes is None:
        return
    said = [plain(each).strip(" .?") for each in case.sentences]
    for note in (notes.well, notes.needs, notes.improve, *(c.text for c in notes.connections)):
        for piece in re.split(r"[\n.!?;]+", note):
            own = any(piece.strip().casefold().startswith(f"{word.casefold()} ") for word in case.tongue.lists["own"])
            if len(piece.split()) > 2 and not own and plain(piece).strip() in said:
                yield Breach("raw_note", piece.strip())
    other = plain(" ".join((notes.well, notes.needs, notes.improve, *(c.text for c in notes.connections))))
    bad = plain(notes.badly).split()
    for at in range(len(bad) - 4):
        run = " ".join(bad[at : at + 5])
        if run in case.masked and run not in other:
            yield Breach("went_badly", run)


def _relayed(brief: Brief) -> bool:
    agency = brief.agency or brief.recipient.part is Part.AGENCY
    return not direct(brief) and (agency or (brief.recipient.part in _RELAYS and not screening(brief)))


def passing_on(case: Case) -> Iterator[Breach]:
    """Rule 19: who was not in the interview is asked to pass the thanks on."""
    ways = r"pass on|weiter|ausrichten|übermitteln|transm|transmitir|llegar mi|trasla|over te brengen|overbreng|brengt|doorge|geven"
    if (
        case.brief.purpose is Purpose.THANK_YOU
        and _relayed(case.brief)
        and not re.search(ways, case.parts.body.casefold())
    ):
        yield Breach("pass_on")


def _around(way: str) -> re.Pattern[str]:
    before, after = way.split("{}")
    return re.compile(re.escape(before) + "(.+)" + re.escape(after))


def _untitled(name: str, titles: tuple[str, ...]) -> tuple[str, bool]:
    titled = False
    for _ in range(_TITLE):
        for title in titles:
            if name.casefold().startswith(title.casefold() + " "):
                name, titled = name[len(title) + 1 :], True
    return name, titled


def _says_title(name: str | None) -> bool:
    return bool(
        re.match(
            r"(?:ms|mrs|mr|miss|frau|herr|mme|m\.|sra|sr|señora|señor|mevrouw|dhr|dr|prof)\b", (name or "").casefold()
        )
    )


def _addresses(name: str, titled: bool, brief: Brief) -> bool:
    """Whether this is how the recipient may be called: in full, by the last name after a title, or by the first."""
    full = spoken_name(brief.recipient.name)
    if not full:
        given = re.sub(r"\([^()]*\)|<[^<>]*@[^<>]*>|\[[^\[\]]*\]", "", brief.recipient.name or "").strip()
        return _looks_like_one(name) and name in {given, given.split(" ")[0], given.rsplit(" ", 1)[-1]}
    bare, _ = _untitled(full, tuple(t for language in LANGUAGES for t in tongue(language).lists["titles"]))
    if name in {full, bare}:
        return True
    if brief.first_names and name == bare.split()[0] and not name.endswith("."):
        return True
    return titled and bare.endswith(f" {name}")


def _looks_like_one(name: str) -> bool:
    """A name that is short or odd, but made of letters and as it was given: "X", "Tom"."""
    return bool(re.fullmatch(r"[^\W\d_][^\W\d_ .'’-]*(?: [^\W\d_][^\W\d_.'’-]*){0,3}", name))


def _german_capital(row: str, case: Case) -> bool:
    first = row.split(maxsplit=1)[0].strip(",.;:")
    return first in case.tongue.lists["capitals"] or first in case.known.words


def _says(text: str, word: str) -> bool:
    """Whether a text holds a word; one in capitals counts only as such; "*" stands for any ending."""
    loud = word.isupper()
    bare = re.escape((word if loud else plain(word)).rstrip("*"))
    return bool(re.search(rf"(?<!\w){bare}" + ("" if word.endswith("*") else r"(?!\w)"), text if loud else plain(text)))


def _sentences(parts: Parts) -> tuple[str, ...]:
    """Sentences as a reader tells them apart; a stop after "Dr" or an initial ends none."""
    return tuple(each for row in parts.paragraphs for each in _ENDED.split(row) if each)


_ENDED = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bProf\.)(?<!\b[A-ZÀ-Þ]\.)(?<=[.?])\s+(?=[^\Wa-zà-ÿ\d_]|¿|\d)"
)
_MARKS: dict[str, str] = {
    "all": r" [,.;]|[,;:]{2}|\.\.|,\.|:\.|\?\.|  |(?:^|\s)[-–•·]\s(?!\w+ ?\w*[.,])|\s&\s|\bw/|, ?$|^\W*$",
    "en": r"\ba [aeio](?!ne\b|nce\b)\w+|\ban [bcdfgjklmnpqrstvwxyz]\w+|\w'(?:t|re|ve|ll|d|m)\b|\b(?:it|that|there|let|what|who|he|she|here)'s\b"
    r"|\b(?:a|an|the|of|and|or|your|my) ?[.,;:]|\b(?:a|an) (?:the|a|an|your|my)\b|\bthe (?:a|an|your|my|the)\b|\bcan can\b",
    "de": r"\b(?:und|oder|dem|den)[.;:]|\bzu das\b|\bbei der der\b",
    "fr": r"\b(?:de|le|la|que|ne|je|se|me|jusque|lorsque) [aeéèêiouyîô](?!ui\b|nz|n\b|ne\b|h\b)\w+|\bde les?\b|\bà les?\b|\b(?:de|le|et|ou|un) ?[.,;:]",
    "es": r"\bde el\b|\ba el\b|\by i(?!e)\w+|\bo o\w+|\b(?:de|el|la|los|las|y|o|un|una|para) ?[.,;:]",
    "nl": r"\b(?:de|het|een|en|of|te)[.,;:]",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _MARKS.items()}


def _broken(case: Case) -> Iterator[str]:
    body = case.known.masked(case.parts.body.replace("’", "'").replace("\u00a0", " "))
    if case.language == "fr":
        body = re.sub(r" (?=[:;?!»])", "", body)
    for name in ("all", case.language):
        small = body if name == "all" else re.sub(r"^[^\W\d_]|(?<=[.?] )[^\W\d_]", lambda f: f.group().lower(), body)
        if found := _COMPILED[name].search(small):
            yield body[max(0, found.start() - 12) : found.end() + 12]
    if case.language == "en" and re.search(r"\bi\b", body):
        yield "i"
    found_words = re.findall(r"\w+|[^\w\s]", plain(body))
    allowed = set(case.tongue.lists["twice"])
    yield from (f"{a} {b}" for a, b in pairwise(found_words) if a == b and a.isalpha() and f"{a} {b}" not in allowed)
    if told := case.tongue.they.found(case.masked):
        yield told
    if ".." in case.parts.body:
        yield ".."


def _foreign(sentence: str, case: Case) -> bool:
    """Whether a stretch of a sentence is in another language than the letter: three small words of it close together."""
    found = re.findall(r"[^\W\d_]+", case.known.masked(plain(sentence)))
    for other in LANGUAGES:
        if other == case.language:
            continue
        alien = tongue(other).stop - case.tongue.stop - _shared(case.language)
        marks = [word in alien for word in found]
        if any(sum(marks[at : at + 6]) >= 3 for at in range(len(marks))):
            return True
    return False


def _shared(language: str) -> frozenset[str]:
    """Small words that another language's list has and this language uses too."""
    return {
        "en": frozenset({"die", "me", "on", "plus", "son", "an", "en", "ten"}),
        "de": frozenset({"die", "des", "was", "will", "bei", "an", "so", "be", "plus", "que"}),
        "fr": frozenset({"des", "en", "me", "se", "de", "que", "y", "on", "lo", "la", "les", "es", "une", "dans"}),
        "es": frozenset({"de", "en", "me", "se", "la", "que", "y", "lo", "son", "es", "te", "el"}),
        "nl": frozenset({"die", "was", "is", "we", "van", "de", "en", "des", "met", "over", "den", "be", "om"}),
    }[language]


RULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    form, length, salutation, gratitude, interest, occasion, never, signs, questions, facts, spelling, prose,
    notes_as_written, passing_on,
)  # fmt: skip
