"""The page that is drawn from the rules says what the rules do."""

from __future__ import annotations

import re

from tests.core.life_page import PAGE, page
from tests.core.stations import STATIONS, explored


def test_the_life_of_a_candidacy_is_drawn_from_the_rules() -> None:
    """`python -m tests.core.life_page` writes docs/life.md anew."""
    assert PAGE.read_text() == page()


def test_every_station_is_reached() -> None:
    """And every one that is reached has a name."""
    assert sorted(explored().reached) == sorted(STATIONS)


def test_every_state_of_the_diagram_is_named_in_it() -> None:
    """A slip of the pen in the diagram would be a state of its own."""
    diagram = PAGE.read_text().partition("```mermaid")[2].partition("```")[0]
    named = set(re.findall(r'state "[^"]+" as (\w+)', diagram))
    used = set(re.findall(r"(\w+) -->", diagram)) | set(re.findall(r"--> (\w+)", diagram))
    assert used <= named
    assert set(STATIONS) == named - {"Open", "Asking"}
