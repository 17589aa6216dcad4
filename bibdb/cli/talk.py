"""What commands say to the person, on stderr; what they answer goes to stdout (see `output`)."""

from __future__ import annotations

import shutil
import sys
from enum import IntEnum

import typer

from bibdb.cli.cells import fitted
from bibdb.text import strip_controls

__all__ = ["Level", "say", "talk"]


class Level(IntEnum):
    """How much is said."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


class Talk:
    """The level that the person asked for, set once before a command runs."""

    level = Level.NORMAL


talk = Talk()


def say(text: str, level: Level = Level.NORMAL, *, always: bool = False) -> None:
    """Say a sentence on stderr, if the person wants to hear so much; control characters do not get through."""
    if always or talk.level >= level:
        text = strip_controls(text)
        if sys.stderr.isatty():
            columns = shutil.get_terminal_size().columns
            text = "\n".join(fitted(line, columns) for line in text.split("\n"))
        typer.echo(text, err=True)
