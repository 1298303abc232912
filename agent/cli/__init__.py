"""The commands; prints, exit codes; nothing else."""

from __future__ import annotations

import sys

import typer

from agent.cli import init, letter, mailbox, person, reading, service, show, signin, standing
from agent.errors import AfterwordError, NeedsUser

app = typer.Typer(
    name="afterword",
    help="The follow-up after a job interview, beside your own mailbox and calendar. Nothing is ever sent for you.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (init, service, standing, show, person, letter, reading, mailbox, signin):
    room.register(app)


def main() -> None:
    """Run one command. An error that Afterword knows is printed in words; its exit code says who has to act."""
    try:
        app()
    except NeedsUser as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem}\n")
        raise SystemExit(error.exit_code) from None
    except AfterwordError as error:
        sys.stderr.write(f"{error}\n{error.next}\n")
        raise SystemExit(error.exit_code) from None
