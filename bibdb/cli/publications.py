"""Publications as a person reads them, and the keys that `bibdb published` is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bibdb.cli.running import Wishes
from bibdb.cli.talk import say
from bibdb.errors import NotFoundError
from bibdb.library import Library
from bibdb.published import Inquiry, Publication
from bibdb.values import Work

__all__ = ["asked", "listed", "named"]


def named(library: Library, names: Sequence[str], manuscripts: Sequence[Path]) -> tuple[tuple[str, ...], int]:
    """Give the keys of the works that are named or cited, and how many citations are of unknown works.

    An unknown name stops; an unknown citation is told, with its place and the keys that are near.
    """
    keys = [library.work(name).key for name in names]
    unknown = 0
    if manuscripts:
        from bibdb.writers.cited import ALL, cited_in

        for citation in cited_in(manuscripts):
            try:
                keys += [] if citation.key == ALL else [library.work(citation.key).key]
            except NotFoundError as error:
                say(f"{citation}: {error}", always=True)
                unknown += 1
    return tuple(dict.fromkeys(keys)), unknown


def asked(works: Sequence[Work], inquiry: Inquiry, wishes: Wishes) -> None:
    """Ask for the works' publications, and then for what was named: a DOI's own record."""
    from bibdb.cli.running import at_desk, progress
    from bibdb.published import ask_publications
    from bibdb.sync import Report, update
    from bibdb.wanted import Freshness

    with at_desk(wishes, os.environ) as desk, progress() as told:
        ask_publications(desk.sessions, desk.sources, works, inquiry, progress=told)
        update(
            desk.sessions,
            desk.sources,
            desk.keys,
            desk.corrections,
            Report(),
            freshness=Freshness(),
            progress=told,
        )


def listed(publications: Iterable[Publication]) -> Iterator[str]:
    """Tell publications in a table: key, what is known, venue, who says so, where."""
    from bibdb.cli.output import room
    from bibdb.cli.tables import as_table

    rows = [
        (each.key, each.state, each.venue, each.evidence, _claim(each), each.url or each.reason)
        for each in publications
    ]
    return as_table(("key", "state", "venue", "evidence", "list says", "where"), rows, room())


def _claim(publication: Publication) -> str | None:
    """Give what the list claims, and how that stands to what is known."""
    return f"{publication.claimed} ({publication.agreement})" if publication.claimed else None
