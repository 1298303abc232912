"""What has happened. A fact is never edited; the same fact twice changes nothing; no order of facts is wrong.

Every fact names its candidacy, the moment it happened (`at`, aware UTC), the moment the service learned of it
(`noted`) and its source. Facts are stored for years: a field may be added with a default, never renamed or removed;
when the meaning of a kind changes, SCHEMA rises and `agent/world/codec.py` lifts the older form.
"""

from __future__ import annotations

from agent.core.facts.base import (
    EVERYWHERE,
    SCHEMA,
    Ending,
    Errand,
    Fact,
    Purpose,
    Source,
)
from agent.core.facts.deeds import (
    Asked,
    Doubted,
    DraftBegun,
    DraftDiscarded,
    DraftMissed,
    DraftTouched,
    DraftWithdrawn,
    DraftWritten,
    NotesAsked,
    ReminderDismissed,
    ReminderKept,
    ReminderPlaced,
    ReminderRemoved,
    StepExpired,
    StepRefused,
    Told,
)
from agent.core.facts.persons import (
    Bounced,
    Closed,
    LetterSent,
    LetterWanted,
    NotesTaken,
    Paused,
    QuestionAnswered,
    Reopened,
    Replied,
    Resumed,
    Superseded,
    Undone,
)
from agent.core.facts.theirs import (
    Answered,
    Cancelled,
    DecisionPromised,
    Declined,
    Heard,
    Invited,
    Moved,
)

__all__ = [
    "EVERYWHERE",
    "SCHEMA",
    "Answered",
    "Asked",
    "Bounced",
    "Cancelled",
    "Closed",
    "DecisionPromised",
    "Declined",
    "Doubted",
    "DraftBegun",
    "DraftDiscarded",
    "DraftMissed",
    "DraftTouched",
    "DraftWithdrawn",
    "DraftWritten",
    "Ending",
    "Errand",
    "Fact",
    "Heard",
    "Invited",
    "LetterSent",
    "LetterWanted",
    "Moved",
    "NotesAsked",
    "NotesTaken",
    "Paused",
    "Purpose",
    "QuestionAnswered",
    "ReminderDismissed",
    "ReminderKept",
    "ReminderPlaced",
    "ReminderRemoved",
    "Reopened",
    "Replied",
    "Resumed",
    "Source",
    "StepExpired",
    "StepRefused",
    "Superseded",
    "Told",
    "Undone",
]
