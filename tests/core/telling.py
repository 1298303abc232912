"""Lives told in a few facts, for tables of cases: short makers with plain defaults, and ways to ask what is to be done.

Unless a test says otherwise the user lives in New York, the interview is on Wednesday, 4 March 2026, from 10:00 to
11:00 there, with Rita (recruiter) and Ivan (interviewer), and was known two days before.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core import steps as s
from agent.core.agenda import agenda
from agent.core.candidacy import Candidacy
from agent.core.etiquette import BETWEEN_THE_YEARS, Etiquette, Rules
from agent.core.findings import Envelope, Kind
from agent.core.fold import fold
from agent.core.notes import Notes
from agent.core.people import Part, Person
from agent.core.workdays import Workdays

NEW_YORK = "America/New_York"
RITA = Person(name="Rita Okafor", address="rita@acme.example", part=Part.RECRUITER)
CORA = Person(name="Cora Lindt", address="cora@acme.example", part=Part.COORDINATOR)
IVAN = Person(name="Ivan Petrov", address="ivan@acme.example", part=Part.INTERVIEWER)
PRIYA = Person(name="Priya Nair", address="priya@acme.example", part=Part.INTERVIEWER)
HAL = Person(name="Hal Brandt", address="hal@acme.example", part=Part.HIRING_MANAGER)
SAM = Person(name="Sam Reyes", part=Part.INTERVIEWER)
ADA = Person(name="Ada Weiss", address="ada@agency.example", part=Part.AGENCY)

HOLIDAYS_2026 = frozenset(
    date(2026, month, day)
    for month, day in (
        (1, 1),
        (1, 19),
        (2, 16),
        (5, 25),
        (6, 19),
        (7, 3),
        (9, 7),
        (10, 12),
        (11, 11),
        (11, 26),
        (12, 25),
    )
)
WORKDAYS = Workdays(holidays=HOLIDAYS_2026, quiet=BETWEEN_THE_YEARS)
RULES = Rules(workdays=WORKDAYS)

AnyStep = TypeVar("AnyStep", bound=s.Step)


def rules(home: str = NEW_YORK, **numbers: Any) -> Rules:
    """The rules with some numbers changed."""
    return Rules(etiquette=Etiquette(**numbers), workdays=WORKDAYS, home=ZoneInfo(home))


def t(text: str, zone: str = NEW_YORK) -> datetime:
    """A moment as people write it: "03-04 10:00" of 2026, or with a year, in a zone."""
    text = text if text[4:5] == "-" else f"2026-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


KNOWN = t("03-02 09:00")
START = t("03-04 10:00")
END = t("03-04 11:00")
_numbers = itertools.count()


def head(
    at: datetime = KNOWN, *, noted: datetime | None = None, by: str = "mail", id_: str | None = None
) -> dict[str, Any]:
    """What every fact begins with."""
    source = f.Source(account=by, id=id_ or f"<{next(_numbers)}@x.example>", reader="1" if by == "mail" else "")
    return {"candidacy": "c", "at": at, "noted": noted or at, "source": source}


def invited(
    interview: str = "i", start: datetime = START, minutes: int | None = 60, at: datetime = KNOWN, **more: Any
) -> f.Invited:
    """An invitation."""
    fields = {"zone": NEW_YORK, "people": (RITA, IVAN), "stamp": at, "uid": interview, **more}
    noted = fields.pop("noted", None)
    end = start + timedelta(minutes=minutes) if minutes else None
    return f.Invited(**head(at, noted=noted), interview=interview, start=start, end=end, **fields)


def moved(
    start: datetime,
    at: datetime,
    interview: str = "i",
    minutes: int | None = 60,
    *,
    noted: datetime | None = None,
    **more: Any,
) -> f.Moved:
    """Another time for an interview."""
    fields = {"zone": NEW_YORK, "stamp": at, **more}
    end = start + timedelta(minutes=minutes) if minutes else None
    return f.Moved(**head(at, noted=noted), interview=interview, start=start, end=end, **fields)


def cancelled(at: datetime, interview: str = "i", **more: Any) -> f.Cancelled:
    """An interview called off."""
    return f.Cancelled(**head(at), interview=interview, **{"stamp": at, **more})


def answered(kind: Kind, at: datetime, **more: Any) -> f.Answered:
    """An answer of theirs."""
    return f.Answered(**head(at), kind=kind, **more)


def promised(by: str | None, at: datetime, *, said_by: str = "mail", zone: str | None = None) -> f.DecisionPromised:
    """When they say they decide: "03-10" of 2026, or with a year, or None for "we are deciding"."""
    day = date.fromisoformat(by if by[4:5] == "-" else f"2026-{by}") if by else None
    return f.DecisionPromised(**head(at, by=said_by), by=day, zone=zone)


def heard(sender: Person, at: datetime = KNOWN, *, people: tuple[Person, ...] = (), reachable: bool = True) -> f.Heard:
    """A mail of theirs came in."""
    facts = head(at)
    envelope = Envelope(message_id=facts["source"].id, subject="Interview", sender=sender, date=at, reachable=reachable)
    return f.Heard(**facts, envelope=envelope, people=people)


def noted(at: datetime, interview: str = "i", **answers: Any) -> f.NotesTaken:
    """The notes of an interview."""
    return f.NotesTaken(**head(at, by="person"), interview=interview, notes=Notes(**answers))


def notes_asked(at: datetime, interview: str = "i", ordinal: int = 1) -> f.NotesAsked:
    """The notes form went out."""
    deed = head(at, by="afterword")
    return f.NotesAsked(**deed, interview=interview, key=f"{interview}/notes/{ordinal}", message_id=deed["source"].id)


def drafted(step: s.WriteDraft, at: datetime | None = None) -> list[f.Fact]:
    """A draft was written for a step."""
    deed = head(at or step.due, by="afterword", id_=step.key)
    begun = f.DraftBegun(
        **deed,
        key=step.key,
        revision=step.revision,
        purpose=step.purpose,
        ordinal=step.ordinal,
        interview=step.interview,
        to=tuple(p.address for p in step.to if p.address),
        subject="Interview",
        message_id=f"<{step.key}.{step.revision}@me.example>",
        content=b"",
        due=step.due,
        expires=step.expires,
    )
    written = f.DraftWritten(**deed, key=step.key, revision=step.revision, uidvalidity=1, uid=1, digest="1")
    return [begun, written]


def sent(step: s.WriteDraft, at: datetime) -> f.LetterSent:
    """The user sent a draft of ours."""
    return f.LetterSent(
        **head(at, id_=f"<{step.key}.{step.revision}@me.example>"),
        purpose=step.purpose,
        message_id=f"<{step.key}.{step.revision}@me.example>",
        key=step.key,
        interview=step.interview,
        to=tuple(p.address for p in step.to if p.address),
    )


def wrote(purpose: f.Purpose, to: Person, at: datetime, interview: str | None = None) -> f.LetterSent:
    """The user wrote a letter alone."""
    facts = head(at)
    address = (to.address,) if to.address else ()
    return f.LetterSent(**facts, purpose=purpose, message_id=facts["source"].id, to=address, interview=interview)


def said(kind: type[f.Fact], at: datetime, **more: Any) -> f.Fact:
    """A word of the user's."""
    return kind(**head(at, by="person"), **more)


def did(kind: type[f.Fact], at: datetime, **more: Any) -> f.Fact:
    """Something the service did or saw done."""
    return kind(**head(at, by="afterword"), **more)


def known(*facts: f.Fact) -> Candidacy:
    """The candidacy that these facts add up to."""
    return fold("c", [(f"fact-{number}", fact) for number, fact in enumerate(facts)])


def left(*facts: f.Fact, rules: Rules = RULES) -> tuple[s.AnyStep, ...]:
    """What is left to do after these facts."""
    return agenda(known(*facts), rules)


def of(kind: type[AnyStep], steps: tuple[s.AnyStep, ...]) -> list[AnyStep]:
    """The steps of exactly one kind."""
    return [step for step in steps if type(step) is kind]


def drafts(*facts: f.Fact, purpose: f.Purpose, rules: Rules = RULES) -> list[s.WriteDraft]:
    """The letters that are left to write, replacements among them."""
    return [step for step in left(*facts, rules=rules) if isinstance(step, s.WriteDraft) and step.purpose is purpose]


def thanks(*facts: f.Fact, rules: Rules = RULES) -> list[s.WriteDraft]:
    """The thank-yous that are left to write."""
    return drafts(*facts, purpose=f.Purpose.THANK_YOU, rules=rules)


def inquiries(*facts: f.Fact, rules: Rules = RULES) -> list[s.WriteDraft]:
    """The inquiries that are left to write."""
    return drafts(*facts, purpose=f.Purpose.INQUIRY, rules=rules)


def inquiry(*facts: f.Fact, rules: Rules = RULES) -> s.WriteDraft:
    """The one inquiry that is left to write."""
    (step,) = inquiries(*facts, rules=rules)
    return step


def local(moment: datetime, zone: str = NEW_YORK) -> str:
    """A moment as the tables write it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
