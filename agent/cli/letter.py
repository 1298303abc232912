"""Letters on the person's word: one that is written only then, and one on paper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import WRONG_USE, Company, Config
from agent.cli.person import say
from agent.settings import load

if TYPE_CHECKING:
    from agent.books import Books
    from agent.core.candidacy import Candidacy
    from agent.core.facts import DraftBegun
    from agent.settings import Settings

_ON_REQUEST = ("closing", "withdrawal", "reply")
_NEXT_PAGE = "\f"


def register(app: typer.Typer) -> None:
    """Add the command of this room."""
    app.command("letter")(letter)


def letter(
    company: Company,
    purpose: Annotated[str, typer.Option("--write", help="Have it drafted: closing, withdrawal or reply")] = "",
    config: Config = None,
    *,
    on_paper: Annotated[bool, typer.Option("--print", help="The last letter as a business letter on one page")] = False,
    to: Annotated[str, typer.Option(help="With --print: only the letter to this person")] = "",
) -> None:
    """Have a letter drafted that is written only on your word, or print the last one for the post."""
    if on_paper == bool(purpose) or (purpose and purpose not in _ON_REQUEST):
        typer.echo("Say --write closing, --write withdrawal or --write reply; or --print.", err=True)
        raise typer.Exit(WRONG_USE)
    settings = load(config)
    if purpose:
        say("letter", settings, company, purpose=purpose)
    else:
        typer.echo(_NEXT_PAGE.join(_pages(settings, company, to)), nl=False)


def _pages(settings: Settings, company: str, to: str) -> list[str]:
    """The newest letter; where a panel was written to, a page for each of them."""
    from agent.books import NotFound, opened

    with opened(settings) as books:
        candidacy = books.find(company)
        newest = _newest(books, candidacy)
        wanted = [begun for begun in newest if _is_to(candidacy, begun, to)]
        if not wanted:
            raise NotFound(f"No letter to {to or candidacy.company or 'them'} has been drafted yet.")
        return [_page(settings, candidacy, begun) for begun in wanted]


def _newest(books: Books, candidacy: Candidacy) -> list[DraftBegun]:
    """The latest copy of each letter that is for what the newest one is for."""
    from agent.core.facts import DraftBegun

    latest = {fact.key: fact for _, fact in books.facts(candidacy.id) if isinstance(fact, DraftBegun)}
    last = max(latest.values(), key=lambda begun: begun.at, default=None)
    same = [b for b in latest.values() if last and (b.purpose, b.interview) == (last.purpose, last.interview)]
    return same if last and last.interview else [last] if last else []


def _is_to(candidacy: Candidacy, begun: DraftBegun, to: str) -> bool:
    names = (p.name or "" for p in candidacy.everyone if p.address in begun.to)
    return not to or any(to.casefold() in known.casefold() for known in (*begun.to, *names))


def _page(settings: Settings, candidacy: Candidacy, begun: DraftBegun) -> str:
    from agent.briefing import language_of
    from agent.core.people import Person
    from agent.user import persona_of
    from agent.writing.paper import Sheet, drafted, printed

    address = begun.to[0] if begun.to else None
    known = Person(address=address)
    recipient = next((p for p in candidacy.everyone if p.is_the_same_as(known)), known)
    sheet = Sheet(
        sender=persona_of(settings),
        recipient=recipient,
        company=candidacy.company,
        on=datetime.now(settings.home).date(),
        america=settings.home.key.startswith("America/"),
    )
    return printed(drafted(begun.content, language_of(candidacy)), sheet)
