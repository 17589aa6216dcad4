"""`bibdb sql`: ask the collection in SQL."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bibdb.cli.options import Database, Json, Output
from bibdb.cli.tables import Format


def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One statement that reads; - takes it from stdin.")],
    database: Database = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How the rows are written.")] = Format.TABLE,
    json: Json = False,
    output: Output = None,
) -> None:
    """Run a query against the views papers, reading_list, authors, links and claims; nothing can be changed."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, room
    from bibdb.cli.tables import render

    with open_library(database) as library:
        answer = library.sql(sys.stdin.read() if query == "-" else query)
        chosen = Format.JSON if json else form
        emit(render(chosen, answer.columns, answer.rows, None if output else room()), output)
