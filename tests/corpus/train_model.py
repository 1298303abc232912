"""Trains the reader's second opinion: `agent/reading/model.json` from labelled mail and sayings in `tests/corpus`.

Plain Python and deterministic: the same texts give the same weights, byte for byte. The set that was held back is never
opened. With `--check`, each message of the labelled sets is judged by a model that has not seen it (five folds).

    python -m tests.corpus.train_model            writes the weights
    python -m tests.corpus.train_model --check    prints how well it does on what it has not seen
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.findings import OWN, Kind
from agent.core.people import Me
from agent.reading.about import is_reply
from agent.reading.clauses import clauses
from agent.reading.machine import machine_of
from agent.reading.mail import Mail, read_mail
from agent.reading.model import OWN_MAIL, THEIRS, features
from agent.reading.vendors import vendor_of
from tests.corpus.phrasebook import LANGUAGES, composed
from tests.corpus.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
MODEL = ROOT / "agent" / "reading" / "model.json"
SETS = ("dev1", "dev2", "dev3")
EPOCHS = 8
RATE = 0.4
DECAY = 1e-4
SMALLEST, TELLING = 50, 100
"""Hundredths below which a weight is left out, and that the greatest weight of a feature must reach."""
NEGLIGIBLE = 0.004
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One text with its kind; `held` names the folds' group, empty for what is always trained on."""

    kind: str
    features: tuple[str, ...]
    held: str = ""

    @property
    def whose(self) -> str:
        """Whether the user wrote it."""
        return OWN_MAIL if Kind(self.kind) in OWN else THEIRS


def examples() -> Iterator[Example]:
    """Every labelled message that words decide, every saying and sentence, and what the phrasebooks compose."""
    yield from of_mail()
    yield from of_sayings()
    yield from of_sentences()
    yield from of_phrasebooks()


def of_mail() -> Iterator[Example]:
    """The labelled messages of the sets that may be learnt from."""
    for name in SETS:
        if not (CORPUS / name / "labels.jsonl").exists():
            continue
        for line in (CORPUS / name / "labels.jsonl").read_text("utf-8").splitlines():
            label = json.loads(line)
            me = Me(addresses=tuple(label["me"]))
            mail = read_mail((CORPUS / name / label["file"]).read_bytes(), me)
            machine = machine_of(mail)
            kind = label["expect"]["kind"]
            if kind != "notes_reply" and not (machine and machine.settled):
                yield Example(kind, tuple(_features(mail)), held=name)


def of_sayings() -> Iterator[Example]:
    """The sayings: kind, subject and text in a line."""
    for path in sorted((CORPUS / "sayings").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            kind, subject, body = line.split("|", 2) if line.count("|") > 1 else ("#", "", "")
            if not kind.startswith("#"):
                yield Example(kind, tuple(features(clauses(subject), clauses(body.replace("\\n", "\n")))))


def of_sentences() -> Iterator[Example]:
    """The labelled sentences."""
    for path in sorted(CORPUS.glob("dev*/sentences.jsonl")):
        for one in sentences(path):
            if one.kind != "notes_reply":
                yield Example(one.kind, tuple(_features(read_mail(one.raw, Me()))), held=path.parent.name)


def of_phrasebooks() -> Iterator[Example]:
    """What the phrasebooks compose; every other text as a reply, so that being one tells nothing by itself."""
    for language in LANGUAGES:
        for number, one in enumerate(composed(language)):
            replies = ("reply",) if number % 2 else ()
            yield Example(one.kind, tuple(features((), clauses(one.text), replies, language)))


def _features(mail: Mail) -> Iterator[str]:
    subject, body = clauses(mail.envelope.subject), clauses(mail.text)
    return features(subject, body, circumstances(mail), mail.envelope.language)


def circumstances(mail: Mail) -> Iterator[str]:
    """What is known of a mail beside its words."""
    vendor = vendor_of(mail.envelope.sender.address)
    if vendor:
        yield vendor.trade.value
    if is_reply(mail):
        yield "reply"
    if mail.calendars:
        yield "calendar"


Weights = dict[str, list[float]]


def trained(data: Sequence[Example], kinds: Sequence[str]) -> Weights:
    """Multinomial logistic regression by AdaGrad, the examples in a fixed order."""
    place = {kind: index for index, kind in enumerate(kinds)}
    counts = Counter(feature for example in data for feature in example.features)
    known = {feature for feature, count in counts.items() if count > 2}
    weights: Weights = defaultdict(lambda: [0.0] * len(kinds))
    squares: Weights = defaultdict(lambda: [1e-6] * len(kinds))
    rows = [(place[e.kind], [f for f in e.features if f in known]) for e in data]
    for epoch in range(EPOCHS):
        for index in sorted(range(len(rows)), key=lambda at: (at * 7919 + epoch * 104729) % 1_000_003):
            _step(weights, squares, *rows[index], len(kinds))
    return weights


def _step(weights: Weights, squares: Weights, kind: int, row: list[str], count: int) -> None:
    if not row:
        return
    value = 1 / math.sqrt(len(row))
    shares = _shares(weights, row, value, count)
    for index, share in enumerate(shares):
        slope = (share - (index == kind)) * value
        if abs(slope) < NEGLIGIBLE * value:
            continue
        for feature in row:
            each = weights[feature]
            change = slope + DECAY * each[index]
            squares[feature][index] += change * change
            each[index] -= RATE * change / math.sqrt(squares[feature][index])


def _shares(weights: Weights, row: list[str], value: float, count: int) -> list[float]:
    sums = [sum(column) * value for column in zip(*(weights[feature] for feature in row), strict=True)] or [0.0] * count
    top = max(sums)
    shares = [math.exp(each - top) for each in sums]
    total = sum(shares)
    return [share / total for share in shares]


def stored(weights: Weights, kinds: Sequence[str]) -> dict[str, object]:
    """Kinds, and for each feature the kinds it speaks for or against, in hundredths."""
    kept: dict[str, list[int]] = {}
    for feature in sorted(weights):
        row = [(index, round(weight * 100)) for index, weight in enumerate(weights[feature])]
        flat = [part for index, weight in row if abs(weight) >= SMALLEST for part in (index, weight)]
        if flat and max(abs(weight) for _, weight in row) >= TELLING:
            kept[feature] = flat
    return {"kinds": list(kinds), "weights": kept}


def check(data: Sequence[Example], kinds: Sequence[str]) -> None:
    """Print how often the likeliest kind is right on what was not trained on, by set and by how sure the model is."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    whole = [index for index, example in enumerate(data) if example.held]
    for fold in range(FOLDS):
        held = {index for position, index in enumerate(whole) if position % FOLDS == fold}
        weights = trained([example for index, example in enumerate(data) if index not in held], kinds)
        for index in sorted(held):
            row = [feature for feature in data[index].features if feature in weights]
            shares = _shares(weights, row, 1 / math.sqrt(max(1, len(row))), len(kinds))
            best = max(range(len(kinds)), key=shares.__getitem__)
            for key in ("all", data[index].held, f"{int(shares[best] * 5) / 5:.1f}"):
                total[key] += 1
                right[key] += kinds[best] == data[index].kind
    for key in sorted(total):
        print(f"{key}: {right[key]} of {total[key]} right ({right[key] / total[key]:.3f})")


def main() -> None:
    """Train, and write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    every = list(examples())
    told = {}
    for whose in (THEIRS, OWN_MAIL):
        data = [example for example in every if example.whose == whose]
        kinds = sorted({example.kind for example in data})
        print(f"{whose}: {len(data)} texts, {len(kinds)} kinds")
        if options.check:
            check(data, kinds)
        else:
            told[whose] = stored(trained(data, kinds), kinds)
    if not options.check:
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
        MODEL.write_text(text, "utf-8")
        print(f"{len(text.encode())} octets")


if __name__ == "__main__":
    main()
