"""`bibdb show`: all that is known of one work."""

from __future__ import annotations

from typing import Annotated

import typer

from bibdb.cli.options import Database, Json


def show(
    names: Annotated[list[str], typer.Argument(metavar="KEY|ID|URL...", help="Citation key, identifier or link.")],
    database: Database = None,
    json: Json = False,
) -> None:
    """Show everything that is known of a work: facts, identifiers, links, notes, and where it is listed."""
    from bibdb.cli.details import details
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_array, room

    with open_library(database) as library:
        works = [library.work(name) for name in names]
    if json:
        from bibdb.writers.jsonl import work_to_json

        emit(json_array(work_to_json(work) for work in works))
        return
    for number, work in enumerate(works):
        emit(["\n"] if number else [])
        emit(details(work, room() or 100))
