"""`bibdb news`: what changed in the world."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bibdb.cli.options import Database, Json
from bibdb.errors import UsageError


def news(
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="By default the last 30 days.")] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Say what was learned: works added, new versions, withdrawals, retractions, publications."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_array, room
    from bibdb.cli.tables import as_table
    from bibdb.news import news as learned

    with open_library(database) as library:
        found = learned(library, _moment(since))
    if json:
        emit(json_array(map(dataclasses.asdict, found)))
    else:
        rows = [(each.at[:10], each.key, str(each.event), each.detail) for each in found]
        emit(as_table(("learned", "key", "what", "detail"), rows, room()) if rows else ["Nothing new.\n"])


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC) - timedelta(days=30)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--since {text}: give a date such as 2026-01-31.") from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
