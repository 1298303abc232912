"""The user's answers to the notes form, read back: from a mail, from the edited reminder, or from the command.

The form's questions are known by their numbers, and its other lines by the middle dot they begin with, so one reading
serves every language and every client's way of quoting. What stands above the quoted form, in the user's own order, is
read sentence by sentence. Nothing here decides what is fit for a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from agent.core.notes import Connection, Notes
from agent.core.people import Me, Part, Person
from agent.reading.language import language_of
from agent.reading.promise import named_limit

_FIELDS = {1: "took_place", 2: "well", 3: "badly", 4: "needs", 5: "connected", 6: "improve", 7: "decision", 8: "people"}
_LONGEST_TEXT = 20_000
_MOST_LINES = 400
_LONGEST_ANSWER = 2_000
_MOST_PEOPLE = 12
_LONGEST_NAME = 5
"""Words of a name."""

_QUOTED = re.compile(r"[>|\s]{0,40}")
_QUESTION = re.compile(r"([1-8])[.)]\s{1,4}([^?]{1,120}\?)(.{0,300})")
_NUMBERED = re.compile(r"([1-8])[.):]\s{0,4}([^?]{1,300})")
_NAMED = re.compile(r"(.{1,60}?)\s(?:–|—|-{1,2})\s")
_ATTRIBUTION = re.compile(
    r"(?:.{0,200}(?:wrote|schrieb|écrit|escribió|schreef|@.{0,80})\s{0,3}:|-{3,}.{0,60}|_{10,})", re.IGNORECASE
)
_HEADER = re.compile(
    r"\*?(?:from|sent|date|to|subject|von|gesendet|datum|an|betreff|de|envoyé|à|objet|enviado|fecha|para|asunto|van|verzonden|aan|"
    r"onderwerp)\s?:\*?\s.{0,200}",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:--|sent from my\b.*|sent from .{0,30} mobile.*|get outlook for\b.*|von meinem .{0,40} gesendet.*|"
    r"gesendet mit\b.*|envoyé de(?:puis)? mon\b.*|enviado desde mi\b.*|verzonden vanaf mijn\b.*)",
    re.IGNORECASE,
)
_HINT = re.compile(r"^.{0,60}?(?:\.\.\.|…)\s{0,3}")
_EMPTY = re.compile(r"[\s._\-–—…*·]{0,80}")

_LABELLED = re.compile(r"([^:]{2,40}):\s{0,3}(.{1,400})")
_ABOUT = re.compile(r"([^\W\d_][^:]{1,40}?)\s?:\s{0,3}(.{1,400})")
_LABELS = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "took_place": "took place|happened|stattgefunden|a eu lieu|tuvo lugar|doorgegaan",
        "well": "well|went well|good|pro|gut|lief gut|bien|s'est bien passé|fue bien|goed|ging goed",
        "badly": "badly|bad|not so well|went badly|schlecht|weniger gut|lief schlecht|moins bien|menos bien|"
        "slecht|minder goed",
        "needs": "needs?|they need|bedarf|brauchen|sie brauchen|besoins?|ils ont besoin|necesitan|necesidades?|"
        "nodig|behoefte",
        "connected": "connected|connection|we connected on|in common|verbunden|gemeinsam|en commun|en común|"
        "gemeen|verbonden",
        "improve": "improve|better answer|answer to improve|verbessern|améliorer|mejorar|verbeteren",
        "decision": "decision|they decide|decide|hear by|entscheidung|décision|decisión|beslissing",
        "people": "people|names|who|interviewers?|personen|namen|wer|personnes|noms|qui|personas|nombres|quién|wie",
    }.items()
}
_OFF = (
    r"cancell?ed|called off|postponed|rescheduled|no.?show|did(?:n't| not) (?:take place|happen)|abgesagt|verschoben|"
    r"ausgefallen|nicht stattgefunden|annulé|reporté|n'a pas eu lieu|cancelad[ao]|aplazad[ao]|no tuvo lugar|afgezegd|"
    r"verzet|niet doorgegaan"
)
_YES = re.compile(r"(?:yes|yep|yeah|y|ja|jo|oui|si|sí|it did|it took place|happened)\b", re.IGNORECASE)
_NO = re.compile(rf"(?:no|nope|n|nein|non|nee|not yet)\b|.{{0,60}}\b(?:{_OFF})", re.IGNORECASE)
_CALLED_OFF = re.compile(
    rf"\b(?:interview|it|meeting|call|gespräch|termin|entretien|entrevista|gesprek)\b.{{0,30}}\b(?:{_OFF})",
    re.IGNORECASE,
)
_TOLD = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "decision": r"\b(?:decid|decision|hear (?:back|by|from)|let me know|get back|entscheid|bescheid|décision|décid|"
        r"réponse|deciden|decisión|respuesta|beslis|horen)",
        "improve": r"\b(?:should(?:'ve| have)|could have|forgot|wish i|better answer|hätte .{0,40}sollen|vergessen|"
        r"aurais dû|oublié|debería haber|olvidé|had .{0,40}moeten|vergeten)",
        "needs": r"\b(?:needs?|looking for|brauch\w*|such(?:en|t)|besoin|cherch\w*|necesit\w*|buscan|nodig|zoek\w*)\b",
        "connected": r"\b(?:connect|bonded|clicked|talked about|chatted|both|in common|verbund|gesprochen über|"
        r"über .{0,60}gesprochen|gemeinsam|beide|parlé d|en commun|hablamos|ambos|en común|gehad over|"
        r"allebei|gemeen)",
        "badly": r"\b(?:badly|did(?:n't| not) go|not so well|struggled|stumbled|schlecht|nicht gut|mal passé|"
        r"moins bien|fue mal|slecht|minder goed)",
        "well": r"\b(?:well|good|great|gut|bien|goed)\b",
    }.items()
}
"""What a sentence of its own speaks of, the telling words first."""
_ROLE = re.compile(
    r"\b(?:manager|engineer|lead|head|director|chief|officer|c[etfop]o|vp|president|developer|designer|recruiter|hr|people|talent|partner|founder|"
    r"owner|analyst|scientist|architect|coordinator|assistant|consultant|leiter|leiterin|entwickler\w*|personal\w*|chef\w*|directeur|"
    r"directrice|responsable|ingénieur\w*|ingenier\w*|jefe|jefa|director\w*|hoofd|ontwikkelaar|leidinggevende)\b",
    re.IGNORECASE,
)
_HIRING = re.compile(r"\b(?:hiring manager|my (?:future )?(?:boss|manager))\b", re.IGNORECASE)
_RECRUITING = re.compile(r"\b(?:recruit\w*|talent|hr|human resources|personal\w*|recrut\w*|reclut\w*)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


@dataclass(slots=True)
class _Sheet:
    """What was found so far: answers by field, those about one person by name, and the free text above the form."""

    answers: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)

    def add(self, name: str, person: str | None, text: str) -> None:
        if not _EMPTY.fullmatch(text):
            self.answers.setdefault((name, person), []).append(text.strip())

    def get(self, name: str) -> str:
        return "\n".join(line for (known, _), lines in self.answers.items() if known == name for line in lines)[
            :_LONGEST_ANSWER
        ]


def answers(told: str | Mapping[str, object], base: date, me: Me | None = None) -> Notes:
    """The user's notes. `base` is the day on which they were written, from which "by Friday" and "the 14th" count.

    A text is a mail reply or an edited reminder, whole, with what the client quoted. A mapping is a command's answers:
    `well`, `badly`, `needs`, `connected`, `improve`, `decision`, `people`, `took_place`; `connected` is a text or an
    object with a text for each name, `took_place` a text, true or false.
    """
    sheet = _read(told[:_LONGEST_TEXT]) if isinstance(told, str) else _given(told)
    decision = sheet.get("decision")
    return Notes(
        took_place=_took_place(sheet),
        well=sheet.get("well"),
        badly=sheet.get("badly"),
        needs=sheet.get("needs"),
        connections=tuple(_connections(sheet)),
        improve=sheet.get("improve"),
        decision=decision,
        decision_by=_day(decision, base, me or Me()),
        people=tuple(_people(sheet.get("people")))[:_MOST_PEOPLE],
    )


def _given(told: Mapping[str, object]) -> _Sheet:
    sheet = _Sheet()
    for name in _FIELDS.values():
        for person, words in _said(told.get(name)):
            for line in words.splitlines():
                sheet.add(name, person, line)
    return sheet


def _said(value: object) -> Iterator[tuple[str | None, str]]:
    """The texts of one answer, each with the person it is about."""
    if isinstance(value, Mapping):
        yield from ((str(person), str(words)) for person, words in value.items() if words)
    elif isinstance(value, list | tuple):
        yield from (each for part in value for each in _said(part))
    elif isinstance(value, bool):
        yield None, "yes" if value else "no"
    elif value is not None:
        yield None, str(value)


def _read(text: str) -> _Sheet:
    """One pass over the lines: above the form, below a question, or in a signature."""
    sheet, signed, top = _Sheet(), False, True
    place: tuple[str, str | None] | None = None
    for row in text.splitlines()[:_MOST_LINES]:
        line, depth = _unquoted(row)
        if not line or line.startswith("·"):
            continue
        if question := _QUESTION.fullmatch(line):
            place, signed, top = _asked(question, sheet), False, False
        elif _ATTRIBUTION.fullmatch(line) or (place is None and _HEADER.fullmatch(line)):
            top, signed = False, False
        elif _SIGNATURE.fullmatch(line):
            signed = True
        elif place and (depth or not signed):
            sheet.add(*place, line)
        elif top and not depth and not signed:
            sheet.free.append(line)
    _place_free(sheet)
    return sheet


def _unquoted(row: str) -> tuple[str, int]:
    """A line without its quotation marks, and how deeply it was quoted."""
    marks = _QUOTED.match(row)
    start = marks.end() if marks else 0
    return row[start:].strip(), row[:start].count(">")


def _asked(question: re.Match[str], sheet: _Sheet) -> tuple[str, str | None]:
    """The place that a question opens; what stands behind the question mark is an answer already."""
    name = _FIELDS[int(question.group(1))]
    named = _NAMED.match(question.group(2)) if name == "connected" else None
    place = (name, named.group(1).strip() if named else None)
    sheet.add(*place, _HINT.sub("", question.group(3)).strip())
    return place


def _place_free(sheet: _Sheet) -> None:
    """What was written above the form: numbered, labelled, or in sentences that speak for themselves."""
    place: tuple[str, str | None] | None = None
    for line in sheet.free:
        if numbered := _NUMBERED.fullmatch(line):
            place = (_FIELDS[int(numbered.group(1))], None)
            sheet.add(*place, numbered.group(2))
        elif (labelled := _LABELLED.fullmatch(line)) and (name := _label(labelled.group(1))):
            place = (name, None)
            sheet.add(*place, labelled.group(2))
        elif place:
            sheet.add(*place, line)
        else:
            for sentence in re.split(r"(?<=[.!?;])\s+", line):
                sheet.add(_told_about(sentence), None, sentence)


def _label(words: str) -> str | None:
    return next((name for name, pattern in _LABELS.items() if pattern.fullmatch(words.strip())), None)


def _told_about(sentence: str) -> str:
    """The question that a free sentence answers. What answers none is kept as the user's own remark, out of letters."""
    if _CALLED_OFF.search(sentence):
        return "took_place"
    return next((name for name, pattern in _TOLD.items() if pattern.search(sentence)), "badly")


def _took_place(sheet: _Sheet) -> bool | None:
    said = sheet.get("took_place").strip()
    if not said:
        return None
    if _NO.match(said) or _CALLED_OFF.search(said):
        return False
    return True if _YES.match(said) else None


def _connections(sheet: _Sheet) -> Iterator[Connection]:
    """What connects, for each person that is named: by the question, or as in "Priya: climbing; Tom: chess"."""
    for (name, person), lines in sheet.answers.items():
        if name != "connected":
            continue
        for part in (part for line in lines for part in line.split(";")):
            found = _ABOUT.fullmatch(part.strip())
            who = person or (found.group(1).strip() if found else None)
            text = found.group(2) if found and not person else part
            if text.strip():
                yield Connection(person=who, text=text.strip())


def _people(text: str) -> Iterator[Person]:
    """Everyone the user met, so everyone who may be thanked: "Priya Nair, Engineering Manager; Tom Berg (CTO)"."""
    for line in re.split(r"[;\n]|\s&\s", text):
        address = _ADDRESS.search(line)
        parts = [part.strip(' .-–<>"') for part in re.split(r"[,()\[\]–:]|\s-\s", _ADDRESS.sub("", line))]
        parts = [part for part in parts if part]
        if parts and not any(_ROLE.search(part) for part in parts):
            names = [name for part in parts for name in re.split(r"\s(?:and|und|et|y|en)\s", part)]
            yield from (
                Person(name=name, address=_lone(address, names), part=Part.INTERVIEWER)
                for name in names
                if _is_name(name)
            )
        elif parts and _is_name(parts[0]):
            title = ", ".join(parts[1:]) or None
            yield Person(name=parts[0], address=address.group() if address else None, title=title, part=_part(line))


def _lone(address: re.Match[str] | None, names: list[str]) -> str | None:
    return address.group() if address and len(names) == 1 else None


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _LONGEST_NAME and words[0][0].isupper() and not any(c.isdigit() for c in text)


def _part(line: str) -> Part:
    if _HIRING.search(line):
        return Part.HIRING_MANAGER
    return Part.RECRUITER if _RECRUITING.search(line) else Part.INTERVIEWER


def _day(decision: str, base: date, me: Me) -> date | None:
    """The last day that fits what was said about when they decide."""
    if not decision:
        return None
    return named_limit(decision, base, me.workdays, language_of(decision) or "en", zone=me.zone)
