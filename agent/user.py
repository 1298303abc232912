"""Settings → who the user is: for whoever reads their mail, writes their letters, or counts their business days."""

from __future__ import annotations

from agent.core.etiquette import Rules
from agent.core.people import Me, Person
from agent.settings import Settings
from agent.world.holidays import workdays
from agent.writing.persona import Persona


def me_of(settings: Settings) -> Me:
    """Who the user is, for a reader."""
    me = settings.me
    days = workdays(me.holidays)
    return Me(addresses=me.addresses, zone=me.zone, workdays=days, authserv_ids=me.authserv_ids)


def rules_of(settings: Settings) -> Rules:
    """The coach's rules with the user's numbers."""
    return Rules(etiquette=settings.etiquette.etiquette(), workdays=workdays(settings.me.holidays), home=settings.home)


def persona_of(settings: Settings) -> Persona:
    """Who the user is on paper."""
    me = settings.me
    return Persona(
        name=me.name,
        address=me.addresses[0],
        phone=me.phone,
        headline=me.headline,
        strengths=me.strengths,
        facts=me.facts,
        languages=me.languages,
        city=me.city,
        postal_address=me.postal_address,
        short_letters=me.short_letters,
    )


def user_of(settings: Settings) -> Person:
    """The user, as somebody to whom reminders and notes are addressed."""
    to = settings.outbox.to if settings.outbox else None
    return Person(name=settings.me.name, address=to or settings.me.addresses[0])
