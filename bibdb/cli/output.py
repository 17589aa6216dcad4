"""What commands answer, on stdout or in a file."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from bibdb.text import escape_invisible

__all__ = ["emit", "json_array", "json_text", "room", "to_terminal"]


def to_terminal() -> bool:
    """Whether a person reads the answer as it comes."""
    return sys.stdout.isatty()


def room() -> int | None:
    """Give the width of the terminal, or None where the answer goes elsewhere and nothing is cut."""
    return shutil.get_terminal_size().columns if to_terminal() else None


def json_text(value: object, *, indent: int | None = None) -> str:
    """Write JSON in Unicode, with invisible characters escaped."""
    return escape_invisible(json.dumps(value, ensure_ascii=False, indent=indent))


def json_array(values: Iterable[object]) -> Iterator[str]:
    """Write a JSON array as its values come, a line each."""
    separator = "["
    for value in values:
        yield f"{separator}{json_text(value)}"
        separator = ",\n "
    yield "[]\n" if separator == "[" else "]\n"


def emit(lines: Iterable[str], output: Path | None = None) -> None:
    """Write lines (with their ends) as they come to stdout, or to a file that appears when all are there."""
    if output is not None:
        from bibdb.writers.files import write_atomically

        write_atomically(output, lines)
        return
    for line in lines:
        typer.echo(line, nl=False)
