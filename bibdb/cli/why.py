"""`bibdb why`: who says so."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from bibdb.cli.options import Database, Json


def why(
    work: Annotated[str, typer.Argument(help="Key, identifier or URL.")],
    field: Annotated[str | None, typer.Argument(metavar="[FIELD]", help="One field, such as title or issued.")] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Show each claim about a work, who made it and when, and which rule chose the winner."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_array, room
    from bibdb.cli.tables import as_table
    from bibdb.why import why as ask

    with open_library(database) as library:
        reasons = ask(library, work, field)
    if json:
        emit(json_array(dataclasses.asdict(reason) for reason in reasons))
        return
    rows = [
        (
            "→" if each.wins else "",
            f"{each.edition}.{each.field}",
            _told(each.value),
            each.source,
            each.said_at,
            each.rule,
        )
        for each in reasons
    ]
    emit(as_table(("", "field", "value", "source", "said at", "rule"), rows, room()))


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
