"""Publications as a person reads them, and the keys that `bibdb published` is asked for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bibdb.cli.running import Wishes
from bibdb.cli.talk import say
from bibdb.errors import NotFoundError
from bibdb.library import Library
from bibdb.published import Agreement, Inquiry, Publication, State
from bibdb.values import Work
from bibdb.venues import Track, parse_venue

__all__ = ["asked", "listed", "named", "summed"]

_COLUMNS = ("key", "published", "evidence", "list says", "where")
_INDENT = " " * 4
_TWO_LINES = 60
"""Columns that a table of all but the addresses needs."""


def named(library: Library, names: Sequence[str], manuscripts: Sequence[Path]) -> tuple[tuple[str, ...] | None, int]:
    """Give the keys of the works that are named or cited, None for all, and how many citations are of unknown works.

    An unknown name stops; an unknown citation is told, with its place and the keys that are near.
    """
    keys = [library.work(name).key for name in names]
    unknown, everything = 0, not names and not manuscripts
    if manuscripts:
        from bibdb.writers.cited import ALL, cited_in

        for citation in cited_in(manuscripts):
            try:
                everything = everything or citation.key == ALL
                keys += [] if citation.key == ALL else [library.work(citation.key).key]
            except NotFoundError as error:
                say(f"{citation}: {error}", always=True)
                unknown += 1
    return None if everything else tuple(dict.fromkeys(keys)), unknown


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
    """Tell publications in a table, what is to be replaced first; where there is no room, addresses stand below."""
    from bibdb.cli.cells import width, wrapped
    from bibdb.cli.output import room
    from bibdb.cli.tables import as_list, as_table

    order = list(State)
    rows = [
        (each.key, _place(each) or each.state, each.evidence, _claim(each), each.url or each.reason)
        for each in sorted(publications, key=lambda each: order.index(each.state))
    ]
    columns = room()
    whole = list(as_list(_COLUMNS, rows)) if rows else []
    if columns is None or all(width(line) <= columns + 1 for line in whole):
        yield from whole
    elif columns < _TWO_LINES:
        yield from as_list(_COLUMNS, rows, columns)
    else:
        head, rule, *lines = as_table(_COLUMNS[:-1], [row[:-1] for row in rows], columns)
        yield from (head, rule)
        for line, (*_, where) in zip(lines, rows, strict=True):
            yield line
            yield from (f"{_INDENT}{part}\n" for part in wrapped(where or "", columns - len(_INDENT)) if part)


def summed(publications: Sequence[Publication], works: int) -> str:
    """Count the states, the labels that say otherwise, and the works that are no preprints."""
    states = Counter(each.state for each in publications)
    parts = [f"{state} {states[state]}" for state in State if states[state]]
    if differing := sum(each.agreement is Agreement.DIFFERS for each in publications):
        parts.append(f"not where the list says {differing}")
    if others := works - len(publications):
        parts.append(f"no preprint {others}")
    return f"Works: {works} ({', '.join(parts)})." if parts else "No works."


def _place(publication: Publication) -> str | None:
    """Name venue, track and year in short: `EMNLP 2025 findings`."""
    if publication.venue is None:
        return None
    claim = parse_venue(publication.venue)
    year = claim.year or (publication.issued or "")[:4]
    if claim.venue is None:
        return publication.venue if str(year) in publication.venue else f"{publication.venue}, {year}"
    return " ".join(filter(None, (claim.venue.short, str(year), "" if claim.track is Track.MAIN else claim.track)))


def _claim(publication: Publication) -> str | None:
    """Give what the list claims, and how that stands to what is known."""
    return f"{publication.claimed} ({publication.agreement})" if publication.claimed else None
