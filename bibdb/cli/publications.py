"""Publications as a person reads them, and the keys that `bibdb published` is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bibdb.cli.talk import say
from bibdb.errors import NotFoundError
from bibdb.library import Library
from bibdb.published import Publication

__all__ = ["listed", "named"]


def named(library: Library, names: Sequence[str], manuscripts: Sequence[Path]) -> tuple[str, ...]:
    """Give the keys of the works that are named or cited; an unknown name stops, an unknown citation is told."""
    keys = [library.work(name).key for name in names]
    if manuscripts:
        from bibdb.writers.cited import ALL, cited_in

        for citation in cited_in(manuscripts):
            try:
                keys += [] if citation.key == ALL else [library.work(citation.key).key]
            except NotFoundError as error:
                say(f"{citation}: {error}")
    return tuple(dict.fromkeys(keys))


def listed(publications: Iterable[Publication]) -> Iterator[str]:
    """Tell publications in a table: key, what is known, venue, who says so, where."""
    from bibdb.cli.output import room
    from bibdb.cli.tables import as_table

    rows = [
        (each.key, str(each.state), each.venue, each.evidence and str(each.evidence), each.url or each.reason)
        for each in publications
    ]
    return as_table(("key", "state", "venue", "evidence", "where"), rows, room())
