"""How well mail is understood may not get worse: every figure that was written is measured again."""

from __future__ import annotations

import json

import pytest

from tests.corpus.evaluate import FIGURES, MISTAKES, measurable, measured

WRITTEN: dict[str, dict[str, float]] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}


@pytest.mark.parametrize("name", WRITTEN or ["nothing"])
def test_no_figure_of_a_set_is_worse_than_the_one_that_was_written(name: str) -> None:
    """Shares may not fall and mistakes may not become more, set by set; what costs time is told, not compared."""
    if name not in measurable():
        pytest.skip(f"NOT COMPARED: {name} is not here, or no figures were written")
    now, _, _ = measured(name)
    worse = {
        figure: (was, now.get(figure))
        for figure, was in WRITTEN[name].items()
        if (now.get(figure, 1e9) > was if figure in MISTAKES else now.get(figure, -1.0) < was)
    }
    assert not worse, f"{name}: {worse}"
