"""`bibdb status`: what the collection holds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bibdb.cli.cells import counted, fitted
from bibdb.cli.options import Database, Json

if TYPE_CHECKING:
    from bibdb.library import Status
    from bibdb.sources.cooldowns import CoolDown

_INDENT = 19
# What each resolution means to the person, in the order in which it matters.
_MEANINGS = {
    "resolved": "known with all that its source gives",
    "partial": "known; a sync that reaches the source adds the rest (such as the abstract)",
    "pending": "not asked for yet, or nobody answered; `bibdb sync` asks",
    "label": "known by the words of the list alone; `bibdb sync --search` looks for titles",
    "not-found": "the sources answered that there is none: look at the link",
}


def status(database: Database = None, json: Json = False) -> None:
    """Count what the collection holds, and say what is still open."""
    from bibdb.cli.opening import database_of, open_library
    from bibdb.cli.output import emit, json_text, room

    with open_library(database) as library:
        found = library.status()
    cooling = cool_downs()
    if json:
        emit([f"{json_text(as_data(found, cooling), indent=2)}\n"])
    else:
        told, columns = lines(found, cooling, database_of(database)), room()
        emit(told if columns is None else (fitted(line, columns, _INDENT) for line in told))


def cool_downs() -> list[CoolDown]:
    """Give the services that are left in peace just now, as the environment names and moves them."""
    from bibdb.sources.cooldowns import CoolDowns
    from bibdb.sources.settings import SERVICES, Settings

    settings = Settings.from_environment(os.environ)
    known, now = CoolDowns(settings.cache), datetime.now(UTC)
    found = (known.get(settings.place(name), now) for name in SERVICES)
    return [each for each in found if each is not None]


def as_data(found: Status, cooling: Sequence[CoolDown]) -> dict[str, object]:
    """Give the counts as JSON."""
    return {
        "documents": found.documents,
        "entries": found.entries,
        "links": found.links,
        "works": sum(found.works.values()),
        "types": {str(name): number for name, number in found.works.items()},
        "resolutions": {str(name): number for name, number in found.resolutions.items()},
        "unlisted": found.unlisted,
        "records": found.records,
        "last_run": found.last_run.isoformat() if found.last_run else None,
        "left_in_peace": [{"reason": each.reason, "until": each.until.isoformat()} for each in cooling],
    }


def lines(found: Status, cooling: Sequence[CoolDown], database: str) -> Iterator[str]:
    """Tell the counts in lines."""
    when = f"{found.last_run:%Y-%m-%d %H:%M} UTC" if found.last_run else "never"
    yield f"{database}: last changed by a sync {when}\n\n"
    held = f"{counted(found.entries, 'entry')} and {counted(found.links, 'link')}"
    yield f"Lists      {found.documents:>6,}  with {held}\n"
    kinds = ", ".join(f"{name} {number:,}" for name, number in found.works.items())
    yield f"Works      {sum(found.works.values()):>6,}  {kinds or 'none yet'}\n"
    for name, meaning in _MEANINGS.items():
        number = next((count for resolution, count in found.resolutions.items() if resolution == name), 0)
        if number:
            yield f"  {name:<9}{number:>6,}  {meaning}\n"
    if found.unlisted:
        yield f"Unlisted   {found.unlisted:>6,}  no list names them any more; `bibdb prune` removes them\n"
    if found.records:
        sources = ", ".join(f"{number:,} from {name}" for name, number in found.records.items())
        yield f"Records    {sum(found.records.values()):>6,}  {sources}\n"
    for each in cooling:
        yield f"Silent     {each}\n"
    if cooling:
        yield "           `BIBDB_COOL_DOWN=0 bibdb sync` asks them all the same\n"
