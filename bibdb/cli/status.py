"""`bibdb status`: what the collection holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bibdb.cli.options import Database, Json

if TYPE_CHECKING:
    from bibdb.library import Status

# What each resolution means to the person, in the order in which it matters.
_MEANINGS = {
    "resolved": "known with all that its source gives",
    "partial": "known; a sync that reaches the source adds the rest (such as the abstract)",
    "pending": "not asked for yet, or the source did not answer",
    "label": "known by the words of the list alone",
    "not-found": "the sources answered that there is none",
}


def status(database: Database = None, json: Json = False) -> None:
    """Count what the collection holds, and say what is still open."""
    from bibdb.cli.opening import database_of, open_library
    from bibdb.cli.output import emit, json_text

    with open_library(database) as library:
        found = library.status()
    emit([f"{json_text(as_data(found), indent=2)}\n"] if json else lines(found, database_of(database)))


def as_data(found: Status) -> dict[str, object]:
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
    }


def lines(found: Status, database: str) -> Iterator[str]:
    """Tell the counts in lines."""
    when = f"{found.last_run:%Y-%m-%d %H:%M} UTC" if found.last_run else "never"
    yield f"{database}: last changed by a sync {when}\n\n"
    yield f"Lists      {found.documents:>6,}  with {found.entries:,} entries and {found.links:,} links\n"
    kinds = ", ".join(f"{name} {number:,}" for name, number in found.works.items())
    yield f"Works      {sum(found.works.values()):>6,}  {kinds}\n"
    for name, meaning in _MEANINGS.items():
        number = next((count for resolution, count in found.resolutions.items() if resolution == name), 0)
        if number:
            yield f"  {name:<9}{number:>6,}  {meaning}\n"
    if found.unlisted:
        yield f"Unlisted   {found.unlisted:>6,}  no list names them any more; `bibdb prune` removes them\n"
    if found.records:
        sources = ", ".join(f"{number:,} from {name}" for name, number in found.records.items())
        yield f"Records    {sum(found.records.values()):>6,}  {sources}\n"
