"""How well mail is understood: `make eval` prints it, `RESULTS.md` keeps it, `test_results.py` holds it.

Judged is what a label says, field by field: a field that is absent from a label is not judged. Of the set that was held
back, nothing but sums is ever shown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from statistics import median
from typing import Any

from agent.core.findings import InterviewFound, Kind, Reading
from agent.core.people import MEETS_THE_CANDIDATE, Me
from agent.errors import Unreadable
from agent.reading.read import read
from agent.world.holidays import workdays

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
FIGURES = HERE / "figures.json"
SETS = ("dev1", "dev2", "dev3", "heldback")
STOPS = frozenset(
    {"rejection", "offer", "position_closed", "on_hold", "own_withdrawal", "own_acceptance", "next_round"}
)
"""Kinds that end the waiting: wrong ones are wrong stops, missed ones wrong continues."""
SILENT = frozenset({"other", "recruiter_outreach", "application_received", "assessment", "calendar_reply", "own_other"})
DAYS = workdays("US")

_ORDINARY, _FULL = "ordinary mail", "full readings"
Expected = dict[str, Any]


@dataclass(frozen=True)
class Labelled:
    """One labelled message."""

    name: str
    raw: bytes
    me: Me
    expect: Expected


@dataclass
class Tally:
    """What was counted over one set."""

    name: str
    messages: int = 0
    micros: dict[str, list[float]] = field(default_factory=lambda: {_ORDINARY: [], _FULL: []})
    expected: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    wrong_stops: int = 0
    wrong_continues: int = 0
    acted: int = 0
    acted_on_other: int = 0
    unreadable: int = 0
    misses: list[str] = field(default_factory=list)

    def judge(self, field_name: str, right: bool) -> None:
        """Count one judged field."""
        self.fields[field_name][0] += right
        self.fields[field_name][1] += 1

    def f1(self, kind: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a kind."""
        precision = self.right[kind] / self.said[kind] if self.said[kind] else 0.0
        recall = self.right[kind] / self.expected[kind] if self.expected[kind] else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the kinds that the set holds."""
        kinds = [kind for kind in self.expected if self.expected[kind]]
        return sum(self.f1(kind)[2] for kind in kinds) / len(kinds) if kinds else 0.0

    @property
    def accuracy(self) -> float:
        """The share of messages whose kind was read rightly."""
        return sum(self.right.values()) / self.messages if self.messages else 0.0


# ── reading one message ──────────────────────────────────────────────────────────────────────────────────────────────


def labelled(folder: Path) -> Iterator[Labelled]:
    """The labelled messages of one set."""
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        me = Me(addresses=tuple(label["me"]), zone=label["zone"], workdays=DAYS)
        yield Labelled(label["file"], (folder / label["file"]).read_bytes(), me, label["expect"])


def tally(name: str, messages: Iterator[Labelled]) -> Tally:
    """Read and judge a set."""
    counted = Tally(name)
    for message in messages:
        start = time.process_time()
        try:
            reading = read(message.raw, message.me)
        except Unreadable:
            counted.unreadable += 1
            continue
        spent = (time.process_time() - start) * 1e6
        counted.micros[_ORDINARY if reading.kind is Kind.OTHER else _FULL].append(spent)
        _judge(counted, message, reading)
    return counted


def _judge(counted: Tally, message: Labelled, reading: Reading) -> None:
    expect, kind = message.expect, reading.kind.value
    kind = expect["kind"] if kind in expect.get("or", ()) else kind
    counted.messages += 1
    counted.expected[expect["kind"]] += 1
    counted.said[kind] += 1
    wrong: list[str] = []
    if kind == expect["kind"]:
        counted.right[kind] += 1
    else:
        wrong.append(f"kind {expect['kind']} → {kind}/{reading.verdict}")
    _judge_consequence(counted, expect, reading)
    for name, judge in _FIELDS.items():
        if name in expect:
            right = judge(expect[name], reading)
            counted.judge(name, right)
            if not right:
                wrong.append(f"{name} {expect[name]!r} → {_shown(name, reading)!r}")
    wrong += _judge_interviews(counted, expect, reading)
    if wrong:
        counted.misses.append(f"{message.name}: " + " | ".join(wrong))


def _judge_consequence(counted: Tally, expect: Expected, reading: Reading) -> None:
    """Among `act` verdicts: what stops though it should not, and what lets go on though it should stop."""
    kinds = {expect["kind"], *expect.get("also", ())}
    said = {reading.kind.value, *(kind.value for kind in reading.also)}
    if reading.verdict.value == "act":
        counted.acted += 1
        counted.wrong_stops += bool(said & STOPS) and not kinds & STOPS
        counted.wrong_continues += bool(kinds & STOPS) and not said & STOPS
        counted.acted_on_other += expect["kind"] == "other"
    elif reading.verdict.value == "ignore":
        counted.wrong_continues += bool(kinds & STOPS) and expect.get("verdict") != "ignore"


# ── judging fields ───────────────────────────────────────────────────────────────────────────────────────────────────

_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "herr",
        "frau",
        "mme",
        "m",
        "mlle",
        "sr",
        "sra",
        "dhr",
        "mevr",
        "cllr",
        "dean",
        "sir",
        "captain",
        "rev",
    ]
)
_FORMS = frozenset(["inc", "llc", "ltd", "gmbh", "ag", "se", "sa", "bv", "nv", "plc", "llp", "corp", "co"])


def _folded(text: str | None) -> str | None:
    return " ".join(text.replace("’", "'").casefold().split()) if text else None


def _named(name: str | None) -> str:
    words = (_folded(name) or "").replace(".", " ").split()
    while words and words[0] in _HONORIFICS:
        words = words[1:]
    return " ".join(words)


def _company(name: str | None) -> str | None:
    words = (_folded(name) or "").replace(",", " ").replace(".", " ").split()
    return " ".join(word for word in words if word not in _FORMS) or None


def _interviewers(found: InterviewFound) -> set[str]:
    return {_named(person.name or person.address) for person in found.people if person.part in MEETS_THE_CANDIDATE}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _same_moment(expected: str | None, said: datetime | None) -> bool:
    wanted = _moment(expected)
    if wanted is None or said is None:
        return wanted is None and said is None
    if wanted.tzinfo is None or said.tzinfo is None:
        return wanted.replace(tzinfo=None) == said.replace(tzinfo=None) and (wanted.tzinfo is None) == (
            said.tzinfo is None
        )
    return wanted == said


_FIELDS: dict[str, Callable[[Any, Reading], bool]] = {
    "verdict": lambda want, said: want == said.verdict.value,
    "also": lambda want, said: set(want) == {kind.value for kind in said.also},
    "company": lambda want, said: _company(want) == _company(said.company),
    "role": lambda want, said: _folded(want) == _folded(said.role),
    "decision_by": lambda want, said: want == (said.decision_by.isoformat() if said.decision_by else None),
    "back_on": lambda want, said: want == (said.back_on.isoformat() if said.back_on else None),
    "reply_wanted_by": lambda want, said: want == (said.reply_wanted_by.isoformat() if said.reply_wanted_by else None),
    "warnings": lambda want, said: set(want) == {warning.sign for warning in said.warnings},
}


def _shown(name: str, reading: Reading) -> Any:
    value = getattr(reading, name)
    if name == "warnings":
        return [warning.sign for warning in value]
    if name == "also":
        return [kind.value for kind in value]
    return str(value) if value is not None else None


def _judge_interviews(counted: Tally, expect: Expected, reading: Reading) -> list[str]:
    if "interviews" not in expect:
        return []
    wanted = expect["interviews"]
    found = sorted(reading.interviews, key=lambda one: (one.start is None, str(one.start)))
    if expect["kind"] == "interview_cancelled" and not wanted:
        found = []
    wrong: list[str] = []
    counted.judge("interviews (number)", len(wanted) == len(found))
    if len(wanted) != len(found):
        wrong.append(f"{len(wanted)} interviews → {len(found)} {[str(one.start) for one in found][:5]}")
    for index, want in enumerate(sorted(wanted, key=lambda one: one["start"])):
        said = found[index] if index < len(found) else None
        for name, right in _interview_fields(want, said):
            counted.judge(name, right)
            if not right:
                key = "people" if name == "interviewers" else name
                wrong.append(f"{name} {want.get(key)!r} → {_told(said, name)}")
    return wrong


def _told(said: InterviewFound | None, name: str) -> str:
    if said is None:
        return "nothing"
    return str(_interviewers(said) if name == "interviewers" else getattr(said, name))


def _interview_fields(want: Expected, said: InterviewFound | None) -> Iterator[tuple[str, bool]]:
    if "start" in want:
        yield "start", said is not None and _same_moment(want["start"], said.start)
    if "end" in want:
        yield "end", said is not None and _same_moment(want["end"], said.end)
    if "zone" in want:
        yield "zone", said is not None and want["zone"] == said.zone
    if "format" in want:
        yield "format", said is not None and want["format"] == (said.format.value if said.format else None)
    if "proposed" in want:
        yield "proposed", said is not None and want["proposed"] == said.proposed
    if "round" in want:
        yield "round", said is not None and want["round"] == said.round
    if "people" in want:
        names = {_named(person["name"]) for person in want["people"]}
        yield "interviewers", said is not None and names == _interviewers(said)


# ── the shared corpora ───────────────────────────────────────────────────────────────────────────────────────────────


def shared() -> Path | None:
    """Where the shared corpora are unpacked, or None: AFTERWORD_SHARED, or `shared` beside the checkout."""
    root = Path(os.environ.get("AFTERWORD_SHARED") or HERE.parents[2] / "shared")
    for candidate in (root, root / "corpora"):
        if (candidate / "ordinary_mail").is_dir():
            return candidate
    return None


_JOB_KINDS = {
    "rejection": "rejection", "REJECTION": "rejection", "interview_invite": "interview_invite",
    "interview invitation": "interview_invite", "application_received": "application_received",
    "application confirmation": "application_received", "assessment sent": "assessment",
    "availability request": "availability_request", "offer made": "offer", "information request": "info_request",
    "information_request": "info_request", "INFO_REQUEST": "info_request", "hiring freeze notification": "on_hold",
    "did not apply - inbound request": "recruiter_outreach", "out_of_office": "out_of_office",
}  # fmt: skip


_NOES = ("position_closed", "on_hold")
"""Kinds of a no that other projects do not tell from a rejection."""


def job_mail(root: Path) -> Iterator[Labelled]:
    """The labelled job mail of other projects, as far as their labels are kinds of ours; near misses of a no besides."""
    me = Me(addresses=("candidate@example.net",), zone="America/New_York", workdays=DAYS)
    for line in (root / "job_mail" / "labelled.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        kind = _JOB_KINDS.get(row["label"] or "")
        if kind is None:
            continue
        yield Labelled(row["id"], _message(row), me, {"kind": kind, "or": _NOES if kind == "rejection" else ()})


def near_misses(root: Path) -> Iterator[tuple[str, bytes, Me]]:
    """Job mail that only sounds like a no."""
    me = Me(addresses=("candidate@example.net",), zone="America/New_York", workdays=DAYS)
    for line in (root / "job_mail" / "labelled.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["label"] == "near_miss_not_final":
            yield row["id"], _message(row), me


def _message(row: dict[str, str]) -> bytes:
    mail = EmailMessage()
    mail["From"] = row["from"] or "hr@example.com"
    mail["To"] = "candidate@example.net"
    mail["Subject"] = " ".join((row["subject"] or "").split())
    mail["Date"] = "Wed, 04 Mar 2026 10:00:00 -0500"
    mail["Message-ID"] = f"<{row['id']}@example.com>"
    mail.set_content(row["body"] or "")
    return mail.as_bytes()


def ordinary(root: Path) -> Iterator[tuple[str, bytes]]:
    """Real mail that is about no interview of the reader's."""
    for path in sorted((root / "ordinary_mail").rglob("*")):
        if path.is_file() and path.suffix not in {".json", ".md"}:
            yield str(path.relative_to(root)), path.read_bytes()


# ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def report(counted: Tally) -> Iterator[str]:
    """One set as a table."""
    yield f"## {counted.name}: {counted.messages} messages"
    yield ""
    yield "| kind | n | precision | recall | F1 |"
    yield "|---|--:|--:|--:|--:|"
    for kind in sorted(set(counted.expected) | set(counted.said)):
        precision, recall, f1 = counted.f1(kind)
        yield f"| {kind} | {counted.expected[kind]} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"
    yield f"| **macro / all** | {counted.messages} | | {counted.accuracy:.3f} | {counted.macro_f1:.3f} |"
    yield ""
    yield "| field | right | judged | exact |"
    yield "|---|--:|--:|--:|"
    for name, (right, judged) in sorted(counted.fields.items()):
        yield f"| {name} | {right} | {judged} | {right / judged:.3f} |"
    yield ""
    yield (
        f"Acted on {counted.acted}; wrong stops {counted.wrong_stops}, wrong continues {counted.wrong_continues}, "
        f"acted on though `other` {counted.acted_on_other} of {counted.expected['other']}; unreadable {counted.unreadable}."
    )
    yield from _cost(counted.micros)
    yield ""


def _cost(micros: dict[str, list[float]]) -> Iterator[str]:
    for name, spent in micros.items():
        if spent:
            ordered = sorted(spent)
            worst = ordered[int(len(ordered) * 0.99)]
            yield f"Cost of {name} ({len(spent)}): {median(ordered):.0f} µs at the median, {worst:.0f} µs at p99."


def figures(counted: Tally) -> dict[str, float]:
    """What is held in the repository, and may not get worse: shares may not fall, counts of mistakes may not rise."""
    held = {"macro_f1": round(counted.macro_f1, 3), "accuracy": round(counted.accuracy, 3)}
    held |= {f"{kind} f1": round(counted.f1(kind)[2], 3) for kind in counted.expected if kind in STOPS}
    held |= {name: round(right / judged, 3) for name, (right, judged) in counted.fields.items()}
    held |= {"wrong_stops": counted.wrong_stops, "wrong_continues": counted.wrong_continues}
    return held | {"acted_on_other": counted.acted_on_other}


MISTAKES = frozenset({"wrong_stops", "wrong_continues", "acted_on_other", "acted_on", "called_a_rejection"})
"""Figures of which less is better."""


def measured(name: str) -> tuple[dict[str, float], list[str], list[str]]:
    """One set judged: the figures that are held, the lines that are told, and what was misread."""
    if name == JOB_MAIL:
        return _of_job_mail()
    if name == ORDINARY_MAIL:
        return _of_ordinary_mail()
    counted = tally(name, labelled(HERE / name))
    return figures(counted), list(report(counted)), counted.misses if name != HELD_BACK else []


JOB_MAIL, ORDINARY_MAIL, HELD_BACK = "job_mail (shared)", "ordinary_mail (shared)", "heldback"


def measurable() -> tuple[str, ...]:
    """The sets that are there: those of the repository, and the shared corpora where they are unpacked."""
    own = tuple(name for name in SETS if (HERE / name / "labels.jsonl").exists())
    return (*own, JOB_MAIL, ORDINARY_MAIL) if shared() else own


def _of_job_mail() -> tuple[dict[str, float], list[str], list[str]]:
    root = shared()
    assert root is not None
    counted = tally(JOB_MAIL, job_mail(root))
    near = [read(raw, me).kind.value for _, raw, me in near_misses(root)]
    wrong = near.count("rejection")
    precision, recall, f1 = counted.f1("rejection")
    held = {"rejection precision": precision, "rejection recall": recall, "rejection f1": f1}
    told = [*report(counted), f"Near misses of a no: {wrong} of {len(near)} called a rejection.", ""]
    return {name: round(each, 3) for name, each in held.items()} | {"called_a_rejection": wrong}, told, []


def _of_ordinary_mail() -> tuple[dict[str, float], list[str], list[str]]:
    """What would be done with ordinary mail: nothing. A bounce of the user's own letter is no ordinary mail."""
    root = shared()
    assert root is not None
    me = Me(addresses=("robin.ashdown@example.org",), zone="America/New_York", workdays=DAYS)
    verdicts: Counter[str] = Counter()
    micros: dict[str, list[float]] = {_ORDINARY: [], _FULL: []}
    for _, raw in ordinary(root):
        start = time.process_time()
        try:
            reading = read(raw, me)
        except Unreadable:
            verdicts["unreadable"] += 1
            continue
        verdicts[reading.verdict.value] += 1
        spent = (time.process_time() - start) * 1e6
        micros[_ORDINARY if reading.kind is Kind.OTHER else _FULL].append(spent)
    seen = f"Acted on {verdicts['act']} of {sum(verdicts.values())}, asked {verdicts['ask']}"
    title = f"## {ORDINARY_MAIL}: real mail about no interview"
    told = [title, "", f"{seen}, unreadable {verdicts['unreadable']}.", *_cost(micros), ""]
    return {"acted_on": verdicts["act"]}, told, []


_HEAD = """# How well mail is understood

Written by `make eval ARGS=--write`. `dev1`, `dev2` and `dev3` were read while the rules were written and the second
opinion was trained on them: their figures are those of mail the reader knows. `heldback` was written and labelled
apart, and only sums of it were ever looked at: its figures are the honest ones. The shared corpora are other projects'
mail. A kind with no message in a set does not count towards its macro F1. Wrong stops and wrong continues are counted
among what would be acted on. Costs are processor time, in one process and without the hop to the reading child.
"""


def main(arguments: list[str] | None = None) -> None:
    """Print the tables; with `--write`, keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=SETS, help="only these sets")
    parser.add_argument("--misses", action="store_true", help="name what was misread (never of the set held back)")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md and figures.json")
    options = parser.parse_args(arguments)
    lines = [_HEAD, f"Machine: Python {platform.python_version()}, {platform.machine()}.", ""]
    held: dict[str, dict[str, float]] = {}
    for name in options.set or measurable():
        held[name], told, misses = measured(name)
        lines += told
        lines += [*misses, ""] if options.misses else []
    print("\n".join(lines))
    if options.write:
        RESULTS.write_text("\n".join(lines), "utf-8")
        FIGURES.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
