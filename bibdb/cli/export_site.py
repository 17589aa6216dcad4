"""`bibdb export site`: a page to look at."""

from __future__ import annotations

from typing import Annotated

import typer

from bibdb.cli.export_lists import Folder
from bibdb.cli.options import Database

__all__ = ["site"]


def site(
    folder: Folder,
    database: Database = None,
    title: Annotated[str, typer.Option("--title", help="What stands above the page.")] = "Reading list",
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where the page will stand: for the feed's links.")
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages", help="A small page for each work too, with citation_* data.")
    ] = False,
) -> None:
    """Write a page to look at, that works from disk and from any host; with a feed and a .bib beside it."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.talk import say
    from bibdb.library import Order, Selection
    from bibdb.writers.site import write

    with open_library(database) as library:
        works = list(library.works(Selection(listed=True, order=Order.LIST)))
    changed = write(works, folder, title=title, url=url, pages=pages)
    say(f"{len(works)} works in {folder / 'index.html'}" + ("" if changed else "; nothing changed"))
