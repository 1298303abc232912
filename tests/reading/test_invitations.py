"""Small whole messages in five languages: the employer, the role, the time and the people that they name."""

from __future__ import annotations

import pytest

from tests.reading.fields import Told, bare, moment, read_fields, tables

TABLES = list(tables())


def _with(field: str) -> list[Told]:
    return [told for told in TABLES if field in told.fields]


@pytest.mark.parametrize("told", _with("company"), ids=lambda told: told.name)
def test_the_employer_is_named_as_the_mail_names_it(told: Told) -> None:
    """Whatever place it stands in, legal forms aside."""
    assert (read_fields(told).company or "").casefold() == told.fields["company"].casefold()


@pytest.mark.parametrize("told", _with("role"), ids=lambda told: told.name)
def test_the_role_is_named_as_the_mail_names_it(told: Told) -> None:
    """Without numbers, genders in brackets and words around it."""
    assert (read_fields(told).role or "").casefold() == told.fields["role"].casefold()


@pytest.mark.parametrize("told", _with("start"), ids=lambda told: told.name)
def test_the_interview_begins_when_the_mail_says(told: Told) -> None:
    """In the zone that it names; without one, the hour stays without zone."""
    starts = [one.start for one in read_fields(told).interviews]
    want = moment(told.fields["start"])
    assert starts
    assert starts[0] is not None
    assert (starts[0].tzinfo is None) == (want.tzinfo is None)
    assert starts[0] == want


@pytest.mark.parametrize("told", _with("people"), ids=lambda told: told.name)
def test_those_are_met_of_whom_the_mail_says_so(told: Told) -> None:
    """And nobody who merely writes, arranges or is named."""
    want = {bare(name) for name in told.fields["people"].split(", ")}
    assert read_fields(told).people == want
