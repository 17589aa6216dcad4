"""`bibdb why`: who says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from bibdb.cli.cells import cell, wrapped
from bibdb.cli.options import Database, Json

if TYPE_CHECKING:
    from bibdb.why import Reason

_WIDTH = 100
_NARROWEST = 20


def why(
    work: Annotated[str, typer.Argument(help="Key, identifier or URL.")],
    field: Annotated[str | None, typer.Argument(metavar="[FIELD]", help="One field, such as title or issued.")] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Show each claim about a work, who made it and when, and which rule chose the winner."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_array, room
    from bibdb.why import why as ask

    with open_library(database) as library:
        reasons = ask(library, work, field)
    if json:
        emit(json_array(dataclasses.asdict(reason) for reason in reasons))
    elif reasons:
        emit(_lines(reasons, room() or _WIDTH))
    else:
        emit([f"Nobody says anything of {field}.\n"])


def _lines(reasons: Sequence[Reason], columns: int) -> Iterator[str]:
    """Tell each field under its edition: the claims, the winner marked, and below each who made it and how it fared."""
    edition = ""
    for (kind, field), claims in groupby(reasons, key=lambda each: (each.edition, each.field)):
        if kind != edition:
            yield f"{chr(10) if edition else ''}{str(kind).capitalize()}\n"
            edition = kind
        yield f"\n  {field}\n"
        for each in claims:
            yield from _indented(cell(_told(each.value)), columns, "  → " if each.wins else "    ")
            when = f", {each.said_at[:10]} {each.said_at[11:16]} UTC" if each.said_at else ""
            what = f" ({each.meaning})" if each.meaning else ""
            yield from _indented(cell(f"{each.source}{what}{when}: {each.rule}"), columns, " " * 8)


def _indented(text: str, columns: int, head: str) -> Iterator[str]:
    """Break a text between words; its further lines stand below its first."""
    for place, line in enumerate(wrapped(text, max(_NARROWEST, columns - len(head)))):
        yield f"{' ' * len(head) if place else head}{line}\n"


def _told(value: object) -> object:
    """Tell a value to a person: names by their display forms, truth as a word, what is known to be none as such."""
    match value:
        case bool():
            return "yes" if value else "no"
        case "" | []:
            return "(none)"
        case list():
            return ", ".join(str(each["display"] if isinstance(each, dict) else each) for each in value)
        case _:
            return value
