"""The person's word: each command leaves a word in the spool; without a running service it is heard at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import WRONG_USE, Company, Config
from agent.errors import Running
from agent.settings import default_state, load

if TYPE_CHECKING:
    from agent.settings import Settings

_SIMPLE = {
    "close": "No more follow-up with this employer.",
    "reopen": "It is not over after all.",
    "sent": "The draft was sent, from wherever.",
    "called": "You asked by telephone: it counts as an inquiry.",
    "accepted": "You accepted an offer here.",
    "undo": "Take back the last thing you said about it.",
    "forget": "Remove a candidacy and everything that was stored about it.",
}


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    for name, text in _SIMPLE.items():
        app.command(name, help=text)(_about_one(name))
    for command in (pause, resume, promise, notes, answer, add):
        app.command()(command)
    app.command("not-an-interview")(not_an_interview)


def _about_one(name: str) -> Callable[..., None]:
    def command(company: Company, config: Config = None) -> None:
        say(name, load(config), company)

    return command


def pause(company: Annotated[str | None, typer.Argument()] = None, config: Config = None) -> None:
    """Write nothing until `resume`: for one employer, or for all."""
    say("pause", load(config), company)


def resume(company: Annotated[str | None, typer.Argument()] = None, config: Config = None) -> None:
    """Go on after `pause`."""
    say("resume", load(config), company)


Day = Annotated[datetime, typer.Argument(metavar="DATE", formats=["%Y-%m-%d"])]


def promise(company: Company, day: Day, config: Config = None) -> None:
    """They told you when they decide."""
    say("promise", load(config), company, date=date(day.year, day.month, day.day).isoformat())


def not_an_interview(company: Annotated[str, typer.Argument(metavar="ID")], config: Config = None) -> None:
    """What was taken for an interview is none."""
    say("not-an-interview", load(config), company)


def answer(question: Annotated[str, typer.Argument(metavar="ID")], text: str, config: Config = None) -> None:
    """Answer a question that “afterword status” shows."""
    say("answer", load(config), None, question=question, text=text)


def notes(
    company: Company,
    config: Config = None,
    *,
    well: Annotated[str, typer.Option(help="What went well?")] = "",
    badly: Annotated[str, typer.Option(help="What did not?")] = "",
    needs: Annotated[str, typer.Option(help="What do they need?")] = "",
    connected: Annotated[str, typer.Option(help="What did you connect on? “Priya: climbing; Tom: Postgres”")] = "",
    improve: Annotated[str, typer.Option(help="An answer to improve, and how.")] = "",
    decision: Annotated[str, typer.Option(help="When do they decide?")] = "",
    people: Annotated[str, typer.Option(help="Names and roles of those you met.")] = "",
    took_place: Annotated[str, typer.Option(help="Did it take place? yes or no")] = "",
) -> None:
    """Write the notes of the last interview; without options, read them."""
    given = {
        "well": well,
        "badly": badly,
        "needs": needs,
        "connected": connected,
        "improve": improve,
        "decision": decision,
        "people": people,
        "took_place": took_place,
    }
    said = {key: value for key, value in given.items() if value}
    if said:
        say("notes", load(config), company, **said)
    else:
        _print_notes(load(config), company)


def add(
    company: Annotated[str, typer.Argument(help="The employer's name.")],
    start: Annotated[str, typer.Option(help="When it begins: 2026-03-10T14:00")],
    config: Config = None,
    *,
    role: Annotated[str, typer.Option(help="The role.")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone; default: yours.")] = "",
    minutes: Annotated[int, typer.Option(help="How long it takes.")] = 60,
    people: Annotated[str, typer.Option(help="With whom: “Priya Nair <priya@acme.example>, Tom Ode”")] = "",
) -> None:
    """An interview that no mail tells of."""
    from agent.core.interview import short

    try:
        datetime.fromisoformat(start)
    except ValueError:
        typer.echo(f"“{start}” is no time; write it like 2026-03-10T14:00", err=True)
        raise typer.Exit(WRONG_USE) from None
    settings = load(config)
    said = {"company": company, "role": role, "start": start, "zone": zone or settings.me.zone, "people": people}
    said = {key: value for key, value in said.items() if value} | {"minutes": str(minutes)}
    leave("add", settings, {"candidacy": f"c{short(f'{company}|{role}|{start}')}", **said})


def say(command: str, settings: Settings, company: str | None, **arguments: str) -> None:
    """Leave a word about an employer, or about all of them."""
    if company is not None:
        from agent.books import opened

        with opened(settings) as books:
            arguments["candidacy"] = books.find(company).id
    leave(command, settings, arguments)


def leave(command: str, settings: Settings, arguments: dict[str, str]) -> None:
    """Leave the word for the service; take the lock and hear it here when no service runs."""
    from agent.world.ports import Word
    from agent.world.words import WordsFolder

    now = datetime.now(UTC)
    word = Word(id=f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}", at=now, command=command, arguments=arguments)
    WordsFolder((settings.state_folder or default_state()) / "words").say(word)
    try:
        _hear(settings)
    except Running:
        typer.echo("The running service has been told.")
        return
    typer.echo("Noted.")


def _hear(settings: Settings) -> None:
    from agent.assembly import spooled
    from agent.look.words import hear_words

    with spooled(settings) as ready:
        hear_words(ready.desk, ready.casebook)


def _print_notes(settings: Settings, company: str) -> None:
    from agent.books import opened

    with opened(settings) as books:
        interviews = [i for i in books.find(company).interviews if i.notes]
    if not interviews:
        typer.echo("There are no notes yet.")
        return
    taken = max(interviews, key=lambda i: i.start).notes
    for field in ("well", "badly", "needs", "improve", "decision"):
        typer.echo(f"{field:>9}: {getattr(taken, field) or '–'}")
