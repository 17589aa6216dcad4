"""The command line: one file a command, each named by one line of `COMMANDS`."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import Annotated

import typer

from bibdb import __version__
from bibdb.cli.commands import Command, Group
from bibdb.cli.logs import listen
from bibdb.cli.talk import Level, say, talk
from bibdb.errors import BibdbError

__all__ = ["COMMANDS", "app", "main"]

_INTERRUPTED = 130  # the status that a shell gives a program ended by Ctrl-C
# Our values hold no circles: sought as often as Python does by itself, they cost a fifth of a long sync.
_COLLECT_AFTER = (5_000, 10, 10)

EVERYDAY = "Every day"
KEEPING = "Keeping it right"
CLOSER = "Looking closer"

COMMANDS = (
    Command("sync", "bibdb.cli.sync:sync", EVERYDAY),
    Command("list", "bibdb.cli.list:list_works", EVERYDAY),
    Command("show", "bibdb.cli.show:show", EVERYDAY),
    Command("search", "bibdb.cli.search:search", EVERYDAY),
    Command("sql", "bibdb.cli.sql:sql", EVERYDAY),
    Command("export", "bibdb.cli.export:app", EVERYDAY),
    Command("status", "bibdb.cli.status:status", EVERYDAY),
    Command("why", "bibdb.cli.why:why", EVERYDAY),
    Command("published", "bibdb.cli.published:published", KEEPING),
    Command("review", "bibdb.cli.review:review", KEEPING),
    Command("news", "bibdb.cli.news:news", KEEPING),
    Command("prune", "bibdb.cli.prune:prune", KEEPING),
    Command("id", "bibdb.cli.id:identify_texts", CLOSER),
    Command("read", "bibdb.cli.read:read", CLOSER),
    Command("formats", "bibdb.cli.formats:formats", CLOSER),
)
"""The commands in the order of `--help`; `module:name` is a function, or a `typer.Typer` with commands of its own."""


class _Bibdb(Group):
    registry = COMMANDS


app = typer.Typer(
    name="bibdb",
    cls=_Bibdb,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog="`bibdb COMMAND --help` says what a command takes.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bibdb {__version__}")
        raise typer.Exit


@app.callback()
def bibdb(
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but results and errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say on stderr what is being done.")] = False,
) -> None:
    """Turn annotated reading lists into a bibliography you can cite, query and trust."""
    talk.level = Level.QUIET if quiet else Level.VERBOSE if verbose else Level.NORMAL
    listen(talk.level)


def main() -> None:
    """Run the command line; a foreseeable failure is one sentence on stderr and an exit code for its kind."""
    gc.set_threshold(*_COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BibdbError as error:
        fail(str(error), error.exit_code)
    except OSError as error:
        place = f"{os.fspath(error.filename)!s}: " if isinstance(error.filename, str | os.PathLike) else ""
        fail(f"{place}{error.strerror or error}", BibdbError.exit_code)


def fail(sentence: str, code: int) -> None:
    """Say why nothing more can be done, and leave."""
    say(f"bibdb: {sentence}", always=True)
    sys.exit(code)
