"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path | None, typer.Option("--config", help="The configuration, where it is not in its usual place.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
MyAddresses = Annotated[list[str] | None, typer.Option("--me", help="An address of yours; again for each.")]
Zone = Annotated[str | None, typer.Option("--zone", help="Your time zone, like Europe/Berlin.")]
Country = Annotated[str | None, typer.Option("--holidays", help="The country whose holidays count, like US or DE.")]
Company = Annotated[str, typer.Argument(help="A company's name, a candidacy's id, or the beginning of one.")]

WRONG_USE = 2
"""The exit code for a command that was typed wrongly."""
