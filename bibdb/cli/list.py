"""`bibdb list`: the works of the collection, a line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from bibdb.cli import filters as asked
from bibdb.cli.options import Database, Json
from bibdb.db.selection import Order
from bibdb.values import Resolution, Work, WorkType


def list_works(
    text: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Words, as for `search`.")] = None,
    database: Database = None,
    section: asked.Section = None,
    tag: asked.Tag = None,
    year: asked.Year = None,
    author: asked.Author = None,
    category: Annotated[str | None, typer.Option("--category", "-c", help="arXiv category or archive.")] = None,
    type_: Annotated[WorkType | None, typer.Option("--type", help="Of this type.")] = None,
    resolution: Annotated[Resolution | None, typer.Option("--resolution", help="Known so far.")] = None,
    sort: Annotated[Order, typer.Option("--sort", help="As listed, by key, or the latest first.")] = Order.LIST,
    unlisted: Annotated[bool, typer.Option("--unlisted", help="Those that no list names any more.")] = False,
    json: Json = False,
) -> None:
    """List works with key, year, authors and title, in the order of the lists."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit, json_array
    from bibdb.library import Selection

    chosen = Selection(
        section=section,
        tag=tag,
        year=asked.years(year),
        author=author,
        category=category,
        type=type_,
        resolution=resolution,
        query=" ".join(text) if text else None,
        listed=not unlisted,
        order=sort,
        bare=not json,
    )
    with open_library(database) as library:
        asked.check(library, section=section, tag=tag, author=author)
        works = library.works(chosen)
        if json:
            from bibdb.writers.jsonl import work_to_json

            emit(json_array(work_to_json(work) for work in works))
        else:
            _print(works)


def _print(works: Iterable[Work]) -> None:
    from bibdb.cli.output import emit, room
    from bibdb.cli.tables import as_table
    from bibdb.cli.talk import say

    rows = [_row(work) for work in works]
    if rows:
        emit(as_table(("key", "year", "authors", "title"), rows, room()))
    say(f"{len(rows):,} work{'' if len(rows) == 1 else 's'}")


def _row(work: Work) -> tuple[object, ...]:
    cited = work.cited
    return work.key, cited.issued.year if cited.issued else None, _authors(work), cited.title


def _authors(work: Work) -> str:
    """Name one or two authors by their family names, of more only the first."""
    from bibdb.names import family_name

    names = [family_name(name) for name in work.cited.authors or ()]
    return " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
