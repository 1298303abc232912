"""Facts as lines: what `simulate`, `demo` and `why` print. One line a fact that a person would call news.

The form of a line is a contract (docs/reference.md): programs read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.correspondence import Letter
from agent.core.findings import Kind
from agent.core.fold import ends
from agent.core.interview import Interview
from agent.world.codec import fact_id

Line = dict[str, Any]


@dataclass
class Story:
    """Tells each fact as it is noted. Remembers only what it has told: an interview is news once."""

    home: ZoneInfo
    told: set[str] = field(default_factory=set)

    def lines(self, fact: f.Fact, candidacy: Candidacy) -> Iterator[Line]:
        """The lines of one fact, in a candidacy that already knows it. Mostly one; none for what is no news."""
        tell = _TELL.get(type(fact))
        for told in tell(self, fact, candidacy) if tell else ():
            yield self._line(fact, candidacy, told)

    def warning(self, at: datetime, text: str) -> Line:
        """A line about something that is no fact."""
        line: Line = dict.fromkeys(_ORDER) | {"at": self._moment(at), "what": "warning", "id": text, "to": []}
        nobody = {"id": None, "company": None, "role": None}
        return line | {"candidacy": nobody, "why": {"text": text, "message_id": None, "quote": None}}

    def first(self, key: str) -> bool:
        """Whether this has not been told before; from now on it has."""
        new = key not in self.told
        self.told.add(key)
        return new

    def _line(self, fact: f.Fact, candidacy: Candidacy, told: Line) -> Line:
        interview = candidacy.interview(told.pop("interview", None))
        why = {"text": told.pop("text", ""), "message_id": None, "quote": fact.source.quote or None}
        if fact.source.account not in ("afterword", "person"):
            why["message_id"] = fact.source.id or None
        blank = dict.fromkeys(("ordinal", "subject", "due", "expires", "until", "reason", "ref"))
        line = {
            "at": self._moment(fact.noted),
            "what": told.pop("what"),
            "id": told.pop("id", None) or fact_id(fact),
            "candidacy": {"id": candidacy.id, "company": candidacy.company, "role": candidacy.role},
            "interview": _interview(interview) if interview else None,
            "ordinal": None,
            "to": [],
            **blank,
            **{key: self._value(value) for key, value in told.items()},
            "why": why,
        }
        return {key: line[key] for key in _ORDER}

    def _value(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, datetime):
            return self._moment(value)
        return value.isoformat() if isinstance(value, date) else value

    def _moment(self, moment: datetime) -> str:
        return moment.astimezone(self.home).isoformat(timespec="seconds")


_ORDER = [
    "at",
    "what",
    "id",
    "candidacy",
    "interview",
    "ordinal",
    "to",
    "subject",
    "due",
    "expires",
    "until",
    "reason",
    "ref",
    "why",
]  # the order of the contract


def _interview(interview: Interview) -> Line:
    zone = ZoneInfo(interview.zone)
    end = interview.ends.astimezone(zone).isoformat() if interview.ends else None
    start = interview.start.astimezone(zone).isoformat()
    return {"id": interview.id, "start": start, "end": end, "zone": interview.zone}


def draft_id(key: str, revision: int) -> str:
    """The id of one copy of a draft, by which later lines refer to it."""
    return key if revision == 1 else f"{key}/{revision}"


# ── one function a fact ──────────────────────────────────────────────────────────────────────────────────────────


def _invited(story: Story, fact: f.Invited, c: Candidacy) -> Iterator[Line]:
    interview = c.interview(fact.interview)
    if interview and not interview.proposed and story.first(fact.interview):
        yield {"what": "interview", "id": fact.interview, "interview": fact.interview, "text": "An interview was set."}


def _moved(_story: Story, fact: f.Moved, _c: Candidacy) -> Iterator[Line]:
    text = "The interview has another time."
    yield {"what": "interview_moved", "interview": fact.interview, "ref": fact.interview, "text": text}


def _cancelled(_story: Story, fact: f.Cancelled, c: Candidacy) -> Iterator[Line]:
    if c.interview(fact.interview) is None:
        return
    text = "The interview was called off."
    yield {"what": "interview_cancelled", "interview": fact.interview, "ref": fact.interview, "text": text}
    if not c.standing and c.ending is None:
        yield {"what": "stopped", "interview": fact.interview, "reason": f.Ending.CANCELLED.value, "text": text}


def _asked(_story: Story, fact: f.Asked, c: Candidacy) -> Iterator[Line]:
    doubt = next(q.doubt for q in c.questions if q.doubt.question == fact.question)
    yield {"what": "ask", "id": fact.question, "text": doubt.text, "until": doubt.until}


def _notes_asked(_story: Story, fact: f.NotesAsked, c: Candidacy) -> Iterator[Line]:
    interview = c.interview(fact.interview)
    since = [at for _, at in interview.notes_asked if at > interview.start] if interview else []
    text = "Notes, while they are fresh." if len(since) <= 1 else "Notes, asked once more and then no more."
    yield {"what": "notes_prompt", "id": fact.key, "interview": fact.interview, "text": text}


def _notes_taken(_story: Story, fact: f.NotesTaken, _c: Candidacy) -> Iterator[Line]:
    yield {"what": "notes_taken", "interview": fact.interview, "text": "You wrote down how it went."}


def _written(_story: Story, fact: f.DraftWritten, c: Candidacy) -> Iterator[Line]:
    letter = c.letter(fact.key)
    if letter is None:
        return
    earlier = [copy.revision for copy in letter.ours if copy.revision < fact.revision]
    told = _letter(letter) | {"id": draft_id(fact.key, fact.revision)}
    told["what"] = "draft_replaced" if earlier else f"draft_{letter.purpose.value}"
    yield told | {
        "ref": draft_id(fact.key, earlier[-1]) if earlier else None,
        "due": letter.due,
        "expires": letter.expires,
        "text": "A draft lies in your Drafts folder.",
    }


def _letter(letter: Letter) -> Line:
    return {
        "interview": letter.interview,
        "ordinal": letter.ordinal,
        "to": list(letter.to),
        "subject": letter.subject,
    }


def _withdrawn(_story: Story, fact: f.DraftWithdrawn, c: Candidacy) -> Iterator[Line]:
    letter = c.letter(fact.key)
    if letter and letter.latest and letter.latest.revision == fact.revision:
        text = "The draft no longer held, and nobody had touched it."
        yield {"what": "draft_withdrawn", "ref": draft_id(fact.key, fact.revision), **_letter(letter), "text": text}


def _sent(_story: Story, fact: f.LetterSent, c: Candidacy) -> Iterator[Line]:
    letter = c.letter(fact.key) if fact.key else None
    latest = letter.latest if letter else None
    ordinal = None
    if fact.purpose is f.Purpose.INQUIRY:
        ordinal = sum(1 for inquiry in c.inquiries if inquiry.sent_at and inquiry.sent_at <= fact.at) or 1
    yield {
        "what": "sent_seen",
        "interview": fact.interview,
        "ordinal": ordinal,
        "to": list(fact.to),
        "subject": fact.subject or None,
        "ref": draft_id(fact.key, latest.revision) if fact.key and latest else None,
        "text": "You sent it." if fact.source.account != "person" else "You said that you sent it.",
    }


def _bounced(_story: Story, _fact: f.Bounced, _c: Candidacy) -> Iterator[Line]:
    yield {"what": "bounced", "text": "A letter did not arrive; it does not count."}


def _promised(_story: Story, fact: f.DecisionPromised, _c: Candidacy) -> Iterator[Line]:
    text = "They said when they decide." if fact.by else "They are deciding and gave no date."
    yield {"what": "date_moved", "until": fact.by, "text": text}


def _answered(_story: Story, fact: f.Answered, _c: Candidacy) -> Iterator[Line]:
    ending = ends(fact.kind)
    if ending:
        yield {"what": "stopped", "reason": ending.value, "text": "They answered." if ending in _THEIRS else "You did."}
    elif fact.kind in (Kind.NEXT_ROUND, Kind.AVAILABILITY_REQUEST):
        yield {"what": "stopped", "reason": f.Ending.NEXT_ROUND.value, "text": "It goes on: a next round."}
    elif fact.kind in (Kind.ON_HOLD, Kind.OUT_OF_OFFICE):
        text = "They put it on hold." if fact.kind is Kind.ON_HOLD else "They are away."
        yield {"what": "parked", "until": fact.back_on, "text": text}


_THEIRS = (f.Ending.REJECTION, f.Ending.OFFER, f.Ending.POSITION_CLOSED)


def _closed(_story: Story, fact: f.Closed, _c: Candidacy) -> Iterator[Line]:
    if fact.ending is f.Ending.ASSUMED_NO:
        yield {"what": "closed", "text": "No answer came. Time to let go."}
    else:
        reason = f.Ending.BY_USER if fact.ending is f.Ending.NOT_AN_INTERVIEW else fact.ending
        yield {"what": "stopped", "reason": reason.value, "text": "You said so."}


def _placed(story: Story, fact: f.ReminderPlaced, _c: Candidacy) -> Iterator[Line]:
    new = story.first(fact.key)
    yield {
        "what": "reminder_placed" if new else "reminder_moved",
        "id": fact.key,
        "interview": fact.interview,
        "due": fact.start,
        "expires": fact.end,
        "ref": None if new else fact.key,
        "text": _errand(fact.key, fact.errand),
    }


def _errand(key: str, errand: f.Errand) -> str:
    return _LAST_CALL if key.endswith("/last_call") else _ERRANDS[errand]


_LAST_CALL = "Last call: after 48 hours a thank-you is too late."


_ERRANDS = {
    f.Errand.ASK_WHEN: "Before it ends, ask when you will hear.",
    f.Errand.NOTES: "Take notes.",
    f.Errand.THANK: "A thank-you is due.",
    f.Errand.INQUIRE: "If they have not answered by then, ask.",
    f.Errand.MOVE_ON: "If they have not answered by then, let it go.",
}


def _removed(story: Story, fact: f.ReminderRemoved, c: Candidacy) -> Iterator[Line]:
    story.told.discard(fact.key)
    reminder = c.reminder(fact.key)
    of = f"“{_errand(reminder.key, reminder.errand)}” " if reminder else ""
    yield {"what": "reminder_removed", "ref": fact.key, "text": f"{of}It is over, or nothing is left to do."}


def _expired(_story: Story, fact: f.StepExpired, _c: Candidacy) -> Iterator[Line]:
    notes = "The notes form was not sent in time. Notes can still be given."
    text = notes if fact.step == "AskForNotes" else "A letter was not written in time, and is not written late."
    yield {"what": "step_expired", "id": fact.key, "due": fact.due, "expires": fact.expires, "text": text}


def _told(_story: Story, fact: f.Told, _c: Candidacy) -> Iterator[Line]:
    yield {"what": "told", "id": fact.key, "text": fact.text}


def _reopened(_story: Story, _fact: f.Reopened, _c: Candidacy) -> Iterator[Line]:
    yield {"what": "reopened", "text": "You said that it is not over."}


_TELL: Mapping[type[f.Fact], Callable[[Story, Any, Candidacy], Iterator[Line]]] = {
    f.Invited: _invited,
    f.Moved: _moved,
    f.Cancelled: _cancelled,
    f.Asked: _asked,
    f.NotesAsked: _notes_asked,
    f.NotesTaken: _notes_taken,
    f.DraftWritten: _written,
    f.DraftWithdrawn: _withdrawn,
    f.LetterSent: _sent,
    f.Bounced: _bounced,
    f.DecisionPromised: _promised,
    f.Answered: _answered,
    f.Closed: _closed,
    f.Reopened: _reopened,
    f.ReminderPlaced: _placed,
    f.ReminderRemoved: _removed,
    f.StepExpired: _expired,
    f.Told: _told,
}
