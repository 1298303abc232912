"""Whether a calendar object is an interview of the user's, and whether it is new, moved or called off.

The object alone is never enough (field guide, section 1.5): something else has to speak of hiring, too, its words, the
mail's, or the sender's trade. Whoever invites the user to sit on the other side of the table, a webinar, a series, an event
of the user's own, is no employer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from agent.core.findings import Evidence, InterviewFound, Kind, Method, Where
from agent.core.people import Me, Person
from agent.reading.about import About, Topic
from agent.reading.clauses import clauses
from agent.reading.event import Event, Source
from agent.reading.intent import Votes
from agent.reading.lexicon import Of, lexicon
from agent.reading.mail import Mail
from agent.reading.vendors import is_free, same_house

LONGEST_MINUTES = 10 * 60
_CROWD = 15
"""More guests than this are an audience."""
_STALE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What the calendar objects of a mail come to. `kind` is None when they are no interview of the user's."""

    kind: Kind | None = None
    interviews: tuple[InterviewFound, ...] = ()
    doubt: str = ""
    evidence: tuple[Evidence, ...] = ()


def words_of(events: Iterable[Event]) -> str:
    """What the objects say in words: titles, then descriptions."""
    return "\n".join(f"{event.summary}\n{event.description[:6000]}" for event in once(events)).strip()


def once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once: Google attaches the same object twice, systems send one interview as several files."""
    found: dict[tuple[str | None, str | None, datetime | None], Event] = {}
    for event in events:
        one = event.interview
        found.setdefault((one.uid, one.recurrence_id, one.start), event)
    return tuple(found.values())


def scheduled(events: tuple[Event, ...], me: Me, topic: Topic, told: Votes, *, mail: Mail, hiring: bool) -> Scheduled:
    """What the events of one mail mean. `hiring` says that the sender's trade is hiring."""
    subject, text, sent = mail.envelope.subject, mail.text, mail.envelope.date
    kept = tuple(event for event in once(events) if not is_another_thing(event, me))
    words = words_of(kept)
    if not kept or topic.about is About.ELSEWHERE or not speaks_of_interviews(words, f"{subject}\n{text[:2_000]}"):
        return Scheduled()
    if not (hiring or topic.about is About.CANDIDACY or speaks_of_interviews(words, subject)):
        return Scheduled()
    cancelled = all(event.interview.method is Method.CANCEL for event in kept)
    if sent and not cancelled:
        kept = tuple(event for event in kept if not _is_stale(event, sent))
    if not kept:
        return Scheduled()
    return Scheduled(
        kind=Kind.INTERVIEW_CANCELLED if cancelled else _kind(kept, told, subject, text),
        interviews=tuple(sorted((event.interview for event in kept), key=lambda one: str(one.start))),
        doubt=next((why for event in kept if (why := doubt_about(event, cancelled=cancelled))), ""),
        evidence=tuple(evidence_of(event) for event in kept[:3]),
    )


def evidence_of(event: Event) -> Evidence:
    """The words of an event that tell of it."""
    where = Where.MARKUP if event.source is Source.MARKUP else Where.CALENDAR
    quote = event.summary or (f"METHOD:{event.method}" if event.method else event.interview.uid or "")
    return Evidence(
        of="start", where=where, quote=quote[:300], rule=f"calendar object {event.method or 'without method'}"
    )


# ── whose, and what ──────────────────────────────────────────────────────────────────────────────────────────────────


def is_another_thing(event: Event, me: Me) -> bool:
    """An audience, a series, the user's own event with others, or a meeting within the user's own house."""
    others = [person for person in event.attendees if not me.has(person.address)]
    if len(event.attendees) > _CROWD or (event.rrule and not event.interview.recurrence_id):
        return True
    if event.organizer_is_user and others:
        return True
    return _is_in_the_users_house(event.organizer, me)


def _is_in_the_users_house(organizer: Person | None, me: Me) -> bool:
    """Whether colleagues invite: then it is the user who interviews, or leaves (field guide 1.5, vetoes)."""
    if organizer is None or me.has(organizer.address):
        return False
    own = [address for address in me.addresses if not is_free(address)]
    return any(same_house(organizer.address, address) for address in own)


def speaks_of_interviews(words: str, more: str) -> bool:
    """Whether a title, a description or what stands around them speaks of an interview, in any language."""
    told = clauses(f"{words[:3_000]}\n\n{more}")
    found = {"en"} | {
        language for language in ("de", "fr", "es", "nl") if _SPOKEN[language].search(f"{words} {more}".casefold())
    }
    return any(
        hit.topic == "interview_word" for language in sorted(found) for hit in lexicon(language).said(told, Of.ABOUT)
    )


_SPOKEN = {
    "de": re.compile(r"gespräch|interview|kennenlern|probe|hospit|bewerbung|termin"),
    "fr": re.compile(r"entretien|entrevue|rencontre|échange"),
    "es": re.compile(r"entrevista|selección|llamada|charla"),
    "nl": re.compile(r"gesprek|kennismaking|interview|meeloop"),
}
"""Words that tell in which languages it is worth looking for the others: titles are too short to know their language."""


def _is_stale(event: Event, sent: datetime) -> bool:
    start = event.interview.start
    if start is None:
        return False
    return (start if start.tzinfo else start.replace(tzinfo=UTC)) < sent - _STALE


# ── new, moved, called off ───────────────────────────────────────────────────────────────────────────────────────────

_INVITED = re.compile(
    r"^(?:re: )?(?:invitation|einladung|invitación|uitnodiging|invito|convite|confirmed|confirmation)\b", re.IGNORECASE
)
_CHANGED = re.compile(
    r"^\s{0,4}(?:changed|geändert|modifié|modifications?|cambios?|gewijzigd)\s?: ?(?P<what>.{1,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_TIME = re.compile(
    r"\b(?:time|date|when|zeit|datum|uhrzeit|termin|heure|date|horaire|hora|fecha|tijd|datum)\b", re.IGNORECASE
)
_UPDATED = re.compile(
    r"\b(?:updated|aktualisiert|geändert|mis à jour|modifi|actualizad|bijgewerkt|gewijzigd|rescheduled|new time|moved)\b",
    re.IGNORECASE,
)


def _kind(events: tuple[Event, ...], told: Votes, subject: str, text: str) -> Kind:
    changed = _CHANGED.search(text)
    if changed:
        return Kind.INTERVIEW_MOVED if _TIME.search(changed["what"]) else Kind.INTERVIEW_INVITE
    if told.has("interview_moved") or any(hit.sure for hit in told.subject.get("interview_moved", ())):
        return Kind.INTERVIEW_MOVED
    if _INVITED.search(subject):
        return Kind.INTERVIEW_INVITE
    if _UPDATED.search(subject) or any(
        (event.interview.sequence or 0) > 0 and event.method == "REQUEST" for event in events
    ):
        return Kind.INTERVIEW_MOVED
    return Kind.INTERVIEW_INVITE


def doubt_about(event: Event, *, cancelled: bool) -> str:
    """What makes an event one to ask about; an empty string where nothing does."""
    one = event.interview
    if event.distrusted:
        return "the mail and the calendar object name different methods"
    if cancelled:
        return ""
    if one.start is None:
        return "the calendar object has no start"
    if one.all_day:
        return "only the day is known"
    if one.zone is None:
        return "the time zone is not known"
    if (event.minutes or 0) > LONGEST_MINUTES:
        return "it is longer than an interview"
    return ""


def contradiction(interviews: tuple[InterviewFound, ...], said: Iterable[InterviewFound]) -> str:
    """Whether the words name a time that no event has; what lies within an event is its agenda."""
    known = [one for one in interviews if one.start and one.start.tzinfo]
    told = [one for one in said if one.start and one.start.tzinfo and not one.proposed]
    if not known or not told:
        return ""
    for one in told:
        if any(_agrees(one, had) for had in known):
            return ""
    start = told[0].start
    return f"the words say {start:%Y-%m-%d %H:%M} UTC, the calendar object does not" if start else ""


def _agrees(said: InterviewFound, known: InterviewFound) -> bool:
    if said.start is None or known.start is None:
        return False
    end = known.end or known.start + timedelta(hours=1)
    return known.start <= said.start < end


def zoned(interviews: tuple[InterviewFound, ...], said: Iterable[InterviewFound]) -> tuple[InterviewFound, ...]:
    """Interviews whose object knows only UTC, with the zone in which the words tell the same moment."""
    return tuple(next(_with_zone(one, said), one) if one.zone == "UTC" else one for one in interviews)


def _with_zone(one: InterviewFound, said: Iterable[InterviewFound]) -> Iterator[InterviewFound]:
    for other in said:
        if other.start == one.start and other.zone:
            yield replace(one, zone=other.zone)
