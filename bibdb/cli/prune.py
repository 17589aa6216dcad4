"""`bibdb prune`: remove the works that no list names any more."""

from __future__ import annotations

from typing import Annotated

import typer

from bibdb.cli.opening import database_of
from bibdb.cli.options import Database, Json
from bibdb.cli.output import emit, json_text


def prune(
    database: Database = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which works would go.")] = False,
    json: Json = False,
) -> None:
    """Remove the works that no list names any more, and what was said of them; their keys stay in the ledger."""
    from bibdb.library import Library, Selection

    with Library(database_of(database)) as library:
        keys = [work.key for work in library.works(Selection(listed=False))]
    if keys and not dry_run:
        from bibdb.db.engine import writing
        from bibdb.db.store import prune as remove

        with writing(database_of(database)) as sessions, sessions.begin() as session:
            keys = list(remove(session))
    emit([f"{json_text(keys)}\n"] if json else (f"{key}\n" for key in keys))
