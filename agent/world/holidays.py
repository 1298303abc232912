"""Public holidays, as data for the core. The library holds them all; nothing is looked up anywhere."""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING

from agent.core.etiquette import BETWEEN_THE_YEARS
from agent.core.workdays import Workdays
from agent.errors import NeedsUser

if TYPE_CHECKING:
    from collections.abc import Iterable

YEARS = range(2000, 2051)
"""Years whose holidays are handed to the core: mail older or newer than that has no plan."""


@functools.cache
def workdays(*countries: str) -> Workdays:
    """Business days of one or more countries together (ISO 3166 codes, with a subdivision like US-NY or DE-BE).

    Raises `NeedsUser` for a country that is not known.
    """
    days: set[date] = set()
    for country in countries:
        days.update(_holidays(country))
    return Workdays(frozenset(days), BETWEEN_THE_YEARS)


def _holidays(country: str) -> Iterable[date]:
    import holidays  # noqa: PLC0415 - 0.2 s that `afterword status` need not pay

    code, _, subdivision = country.upper().partition("-")
    try:
        return holidays.country_holidays(code, subdiv=subdivision or None, years=YEARS).keys()
    except NotImplementedError as error:
        problem = f"me.holidays: no holidays are known for “{country}”; write a country like US or DE-BE"
        raise NeedsUser(problem) from error
