"""Letters on the person's word only: a closing note, a withdrawal, a reply to "we need more time"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from agent.core.candidacy import Candidacy
from agent.core.contacts import host
from agent.core.etiquette import Rules
from agent.core.steps import AnyStep, Why, WriteDraft

A_WISH_STANDS = timedelta(days=7)
"""How long after the person's word such a letter is still written."""


def letters_on_request(candidacy: Candidacy, _rules: Rules) -> Iterator[AnyStep]:
    """Each letter that the person asked for and that has not been drafted."""
    person = host(candidacy)
    for wish in candidacy.wanted:
        key = f"{candidacy.id}/{wish.purpose.value}/{int(wish.at.timestamp())}"
        if person and candidacy.letter(key) is None:
            yield WriteDraft(
                key=key,
                due=wish.at,
                expires=wish.at + A_WISH_STANDS,
                why=Why(text="You asked for it."),
                purpose=wish.purpose,
                to=(person,),
            )
