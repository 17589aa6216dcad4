"""`bibdb search`: find works by words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bibdb.cli.options import Database, Json

if TYPE_CHECKING:
    from bibdb.library import Hit

# Two characters that no text has (of the private use area), and what becomes of them at the very end.
_ON, _OFF = "\uf8f0", "\uf8f1"
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words that must all be there.")],
    database: Database = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many works.")] = 20,
    json: Json = False,
) -> None:
    """Find works by words in titles, authors, abstracts, notes and labels, the best first.

    "two words" stand together, begin* may go on, -word (after --) must not be there; author:, title:, abstract:,
    note: say where, year:2024 or year:2020-2024 when. Case and accents do not count.
    """
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_text, room
    from bibdb.cli.talk import say

    with open_library(database) as library:
        hits = library.search(" ".join(words), limit)
    if json:
        emit([f"{json_text([_object(hit) for hit in hits], indent=2)}\n"])
        return
    emit(lines(hits, room() or 100))
    if not hits:
        say(f"Nothing holds all of: {' '.join(words)}")


def _object(hit: Hit) -> dict[str, object]:
    return {
        "key": hit.key,
        "title": hit.title,
        "authors": hit.authors,
        "year": hit.year,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "rank": hit.rank,
    }


def lines(hits: Sequence[Hit], columns: int) -> Iterator[str]:
    """Write for each work its key, year and authors, its title, and the passage in which words were found, bold."""
    from bibdb.cli.cells import cell, cut, wrapped

    for hit in hits:
        about = ", ".join(cell(part) for part in (hit.year, hit.authors) if part)
        yield f"{cut(f'{hit.key}  {about}', columns)}\n"
        for line in wrapped(cell(hit.title), columns - 2):
            yield f"  {line}\n"
        if hit.snippet.strip("… ") not in (hit.title or ""):
            for line in wrapped(cell(_marked(hit)), columns - 4):
                yield f"    {line.replace(_ON, _BOLD).replace(_OFF, _PLAIN)}\n"


def _marked(hit: Hit) -> str:
    """Put a mark before and behind each found word; a terminal gets its own for them, everything else nothing."""
    text, end = "", 0
    for start, stop in hit.marks:
        text += f"{hit.snippet[end:start]}{_ON}{hit.snippet[start:stop]}{_OFF}"
        end = stop
    return text + hit.snippet[end:]
