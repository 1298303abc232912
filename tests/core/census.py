"""What happened in all the lives together: lives in which nothing happens prove nothing."""

from __future__ import annotations

import re
from collections import Counter

from agent.core import facts as f
from agent.core import steps as s
from agent.core.findings import Kind
from tests.core.life import Life

Census = Counter[str]

_VARIES = re.compile(r"\d{4}-\d\d-\d\d|\b\d+\b|“[^”]*”")
"""What differs from one step to the next in the reason that an agenda gives."""


_ANSWERS = frozenset(Kind) - {
    *(Kind.INTERVIEW_INVITE, Kind.INTERVIEW_MOVED, Kind.INTERVIEW_CANCELLED),  # are facts of their own
    *(Kind.ASSESSMENT, Kind.APPLICATION_RECEIVED, Kind.RECRUITER_OUTREACH, Kind.CALENDAR_REPLY, Kind.OTHER),  # are none
    *(Kind.BOUNCE, Kind.BOUNCE_DELAYED, Kind.UNCLEAR),  # come back, or are asked about
    *(Kind.OWN_THANK_YOU, Kind.OWN_INQUIRY, Kind.OWN_OTHER, Kind.NOTES_REPLY),  # are letters, replies and notes
}


def counted(life: Life) -> Census:
    """The facts of one life by kind, and its deeds by the rule that asked for them."""
    census: Census = Counter({"lives": 1})
    for _, fact in life.journal:
        census[_name(fact)] += 1
    for step in life.deeds:
        census[_rule(step)] += 1
    return census


def _name(fact: f.Fact) -> str:
    kind = type(fact).__name__
    match fact:
        case f.Answered():
            return f"{kind} {fact.kind}"
        case f.Closed():
            return f"{kind} {fact.ending}"
        case _:
            return kind


def _rule(step: s.AnyStep) -> str:
    """The kind of a step and its reason: one line for each rule of the agenda."""
    if isinstance(step, s.Ask):
        return "Ask"
    if isinstance(step, s.WriteDraft) and step.purpose in (f.Purpose.CLOSING, f.Purpose.WITHDRAWAL, f.Purpose.REPLY):
        return f"{type(step).__name__} {step.purpose}"
    ordinal = f" {step.ordinal}" if isinstance(step, s.WriteDraft) and step.ordinal else ""
    return f"{type(step).__name__}{ordinal}: {_VARIES.sub('…', step.why.text)}"


def printed(census: Census) -> str:
    """The census as a table."""
    return "\n".join(f"{number:7} {name}" for name, number in sorted(census.items()))


KINDS = frozenset(
    {
        *(f"Answered {kind}" for kind in Kind if kind in _ANSWERS),
        *(f"Closed {ending}" for ending in ("accepted", "assumed_no", "by_user", "not_an_interview")),
        *("Asked", "Bounced", "Cancelled", "DecisionPromised", "Declined", "Doubted", "DraftBegun", "DraftDiscarded"),
        *("DraftMissed", "DraftTouched", "DraftWithdrawn", "DraftWritten", "Heard", "Invited", "LetterSent"),
        *("LetterWanted", "Moved", "NotesAsked", "NotesTaken", "Paused", "QuestionAnswered", "ReminderDismissed"),
        *("ReminderKept", "ReminderPlaced", "ReminderRemoved", "Reopened", "Replied", "Resumed", "StepExpired"),
        *("StepRefused", "Told", "Undone"),
    }
)
"""Every kind of fact that a life can hold."""

EVERYTHING = KINDS | {
    "Ask",
    "AskForNotes: Take notes right after the interview.",
    "AskForNotes: The notes form has not come back; asked once more, and then no more.",
    "Assume: No answer came; … is the safe choice.",
    "Close: No date was agreed: two weeks after the interview.",
    "Close: They decide by …; asked on the business day after.",
    "Close: … business days after your last inquiry was sent.",
    "MoveReminder: A thank-you is due within … to … hours.",
    "MoveReminder: They decide by …; asked on the business day after.",
    "PlaceReminder: A thank-you is due within … to … hours.",
    "PlaceReminder: Before it ends, find out when you will hear.",
    "PlaceReminder: Last call: after … hours a thank-you is too late.",
    "PlaceReminder: No date was agreed: two weeks after the interview.",
    "PlaceReminder: Take notes while you still remember.",
    "PlaceReminder: They are still deciding and gave no date: two weeks after they said so.",
    "PlaceReminder: They decide by …; asked on the business day after.",
    "PlaceReminder: … business days after your last inquiry was sent.",
    "RemoveReminder: Its time is over.",
    "RemoveReminder: There is nothing left to do about it.",
    "ReplaceDraft: Your notes came after the draft, and nobody has touched it: a better one takes its place.",
    "Tell: A letter of yours did not arrive, so it does not count. Please check the address.",
    "Tell: Its time passed before it could be written; it was not written late.",
    "Tell: No answer came, and enough was asked. Let this one go, and move on to other openings.",
    "Tell: The interview was called off, and no new time is known. Nothing more is written about it.",
    "Tell: The position is closed. Everything here has stopped; it was not about you.",
    "Tell: They decided against it. Everything here has stopped; other openings are waiting for you.",
    "Tell: They would like to hear from you by ….",
    "Tell: You accepted. Congratulations; everything here has stopped.",
    "Tell: You withdrew. Everything here has stopped.",
    "Tell: Your inquiry still lies in Drafts. This is the only reminder; unsent, it does not count.",
    "Tell: no",
    "WithdrawDraft: A better draft of it lies beside it.",
    "WithdrawDraft: What it was written for no longer holds.",
    "WriteDraft 1: No date was agreed: two weeks after the interview.",
    "WriteDraft 1: On hold until then; asked a week after.",
    "WriteDraft 1: They are away; asked two business days after their return.",
    "WriteDraft 1: They decide by …; asked on the business day after.",
    "WriteDraft 2: They decide by …; asked on the business day after.",
    "WriteDraft 2: … business days after your last inquiry was sent.",
    "WriteDraft closing",
    "WriteDraft reply",
    "WriteDraft withdrawal",
    "WriteDraft: A thank-you is written within … to … hours of the interview.",
}
"""What has to happen in a share of a thousand lives, by and large: each kind of fact, and each rule of the agenda."""

RARE = frozenset(
    {
        "MoveReminder: They are still deciding and gave no date: two weeks after they said so.",
        "Close: They are still deciding and gave no date: two weeks after they said so.",
        "RemoveReminder: What it reminds of begins anew, later.",
        "Tell: This reads like an offer. Everything here has stopped; it is good manners to answer within a day.",
        "WriteDraft 1: They are still deciding and gave no date: two weeks after they said so.",
        "WriteDraft 1: You answered their request: ten business days after that.",
        "WriteDraft 2: They are away; asked two business days after their return.",
    }
)
"""What a share of ten thousand lives has to hold as well."""
