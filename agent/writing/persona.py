"""Who the user is on paper: what a letter may say of the one who signs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """The user as the settings describe them; nothing else is ever claimed in a letter.

    `strengths` are noun phrases ("ten years of running payment systems") or whole sentences ("I led the move to
    Postgres at a bank."), each in the language it is written in: a letter uses those of its own language. `facts` are
    further sentences of the same kind. `headline` and `postal_address` (lines, street first) appear on paper only.
    `short_letters` says that the shortest letter that is still polite is preferred.
    """

    name: str
    address: str
    phone: str | None = None
    headline: str | None = None
    strengths: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    city: str | None = None
    postal_address: str | None = None
    short_letters: bool = False


ROBIN = Persona(
    name="Robin Ashdown",
    address="robin.ashdown@example.org",
    phone="+1 202 555 0143",
    headline="Backend engineer",
    strengths=(
        "eight years of building and running payment systems",
        "five years of on-call work and the written procedures that came out of it",
        "two database migrations that finished on the planned day",
        "long practice in explaining technical choices to people outside engineering",
    ),
    languages=("en",),
    city="Washington, DC",
    postal_address="12 Example Street\nWashington, DC 20001",
)
"""The invented job seeker of `afterword demo`, and of `afterword simulate` where no configuration says otherwise."""
