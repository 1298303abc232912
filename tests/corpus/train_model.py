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
from agent.reading.model import features
from agent.reading.vendors import vendor_of

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
MODEL = ROOT / "agent" / "reading" / "model.json"
SETS = ("dev1", "dev2")
EPOCHS = 24
RATE = 0.5
DECAY = 2e-4
SMALLEST = 8
"""Hundredths below which a weight is left out."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One text with its kind; `whole` says that it is a message of a labelled set, not a saying."""

    kind: str
    features: tuple[str, ...]
    whole: bool


def examples() -> Iterator[Example]:
    """Every labelled message that words decide, and every saying."""
    for name in SETS:
        for line in (CORPUS / name / "labels.jsonl").read_text("utf-8").splitlines():
            label = json.loads(line)
            mail = read_mail((CORPUS / name / label["file"]).read_bytes(), Me(addresses=tuple(label["me"])))
            machine = machine_of(mail)
            kind = label["expect"]["kind"]
            if Kind(kind) not in OWN and not (machine and machine.settled):
                yield Example(kind, tuple(_features(mail)), whole=True)
    for path in sorted((CORPUS / "sayings").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            kind, subject, body = line.split("|", 2) if line.count("|") > 1 else ("#", "", "")
            if not kind.startswith(("#", "own_")):
                told = features(clauses(subject), clauses(body.replace("\\n", "\n")))
                yield Example(kind, tuple(told), whole=False)


def _features(mail: Mail) -> Iterator[str]:
    return features(clauses(mail.envelope.subject), clauses(mail.text), circumstances(mail))


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
    known = {feature for feature, count in counts.items() if count > 1}
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
        if abs(slope) < 1e-4:
            continue
        for feature in row:
            each = weights[feature]
            change = slope + DECAY * each[index]
            squares[feature][index] += change * change
            each[index] -= RATE * change / math.sqrt(squares[feature][index])


def _shares(weights: Weights, row: list[str], value: float, count: int) -> list[float]:
    sums = [0.0] * count
    for feature in row:
        for index, weight in enumerate(weights[feature]):
            sums[index] += weight
    sums = [each * value for each in sums]
    top = max(sums)
    shares = [math.exp(each - top) for each in sums]
    total = sum(shares)
    return [share / total for share in shares]


def stored(weights: Weights, kinds: Sequence[str]) -> str:
    """The weights as JSON: kinds, and for each word the kinds it speaks for or against, in hundredths."""
    kept: dict[str, list[int]] = {}
    for feature in sorted(weights):
        row = [(index, round(weight * 100)) for index, weight in enumerate(weights[feature])]
        flat = [part for index, weight in row if abs(weight) >= SMALLEST for part in (index, weight)]
        if flat:
            kept[feature] = flat
    return json.dumps({"kinds": list(kinds), "weights": kept}, ensure_ascii=False, separators=(",", ":")) + "\n"


def check(data: Sequence[Example], kinds: Sequence[str]) -> None:
    """Print how often the likeliest kind is right on messages that were not trained on, by how sure the model is."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    whole = [index for index, example in enumerate(data) if example.whole]
    for fold in range(FOLDS):
        held = {index for position, index in enumerate(whole) if position % FOLDS == fold}
        weights = trained([example for index, example in enumerate(data) if index not in held], kinds)
        for index in sorted(held):
            row = [feature for feature in data[index].features if feature in weights]
            shares = _shares(weights, row, 1 / math.sqrt(max(1, len(row))), len(kinds))
            best = max(range(len(kinds)), key=shares.__getitem__)
            band = f"{int(shares[best] * 5) / 5:.1f}"
            for key in ("all", band):
                total[key] += 1
                right[key] += kinds[best] == data[index].kind
    for key in sorted(total):
        print(f"{key}: {right[key]} of {total[key]} right ({right[key] / total[key]:.3f})")


def main() -> None:
    """Train, and write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    data = list(examples())
    kinds = sorted({example.kind for example in data})
    if options.check:
        check(data, kinds)
        return
    text = stored(trained(data, kinds), kinds)
    MODEL.write_text(text, "utf-8")
    print(f"{len(data)} texts, {len(kinds)} kinds, {len(text.encode())} octets")


if __name__ == "__main__":
    main()
