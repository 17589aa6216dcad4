"""`bibdb news`: what changed in the world."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bibdb.cli.options import Database, Json
from bibdb.dates import PartialDate
from bibdb.errors import UsageError

_AGO = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?)", re.IGNORECASE)
_DEFAULT = timedelta(days=30)


def news(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="2026-01-31, 7d, 2w; by default 30d.")
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Say what was learned: works added, new versions, withdrawals, retractions, publications, titles, authors."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_array, room
    from bibdb.cli.tables import as_list
    from bibdb.news import news as learned

    moment = _moment(since)
    with open_library(database) as library:
        found = learned(library, moment)
    if json:
        emit(json_array(map(dataclasses.asdict, found)))
    elif found:
        rows = [(each.at[:10], each.key, str(each.event), each.detail) for each in found]
        emit(as_list(("learned", "key", "what", "detail"), rows, room()))
    else:
        emit([f"Nothing new since {moment:%Y-%m-%d}; `bibdb sync --refresh` asks again for what may have changed.\n"])


def _moment(text: str | None) -> datetime:
    """Read a date or time (of UTC, where it names no zone), a year or month, or how long ago: `7d`, `2w`."""
    ago = _AGO.fullmatch((text or "").strip())
    if ago is not None or text is None:
        unit = _DEFAULT if ago is None else timedelta(weeks=1) if ago[2].lower().startswith("w") else timedelta(days=1)
        return datetime.now(UTC) - (unit if ago is None else int(ago[1]) * unit)
    begun = PartialDate.parse(text) if re.fullmatch(r"\s*\d{4}(-\d\d)?\s*", text) else None
    if begun is not None:
        return datetime(begun.year, begun.month or 1, 1, tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--since {text}: give a date such as 2026-01-31, or how long ago: 7d, 2w") from error
