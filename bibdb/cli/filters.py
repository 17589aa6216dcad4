"""The options that choose works, the same in `list` and `export`, and what is near a name that nothing has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bibdb.errors import UsageError

if TYPE_CHECKING:
    from bibdb.library import Library

__all__ = ["Author", "Section", "Tag", "Year", "check", "nearest", "years"]

Section = Annotated[str | None, typer.Option("--section", "-s", help="In sections named so, or in part so.")]
Tag = Annotated[str | None, typer.Option("--tag", "-t", help="With this tag.")]
Year = Annotated[str | None, typer.Option("--year", "-y", metavar="YEAR[-YEAR]", help="Issued then.")]
Author = Annotated[str | None, typer.Option("--author", "-a", help="By somebody named so, or in part so.")]

_YEARS = re.compile(r"(\d{4})(?:(?:-|\.\.)(\d{4}))?", re.ASCII)


def years(text: str | None) -> int | tuple[int, int] | None:
    """Read `2024` or `2020-2024`."""
    if text is None:
        return None
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"--year {text}: give a year or two, such as 2024 or 2020-2024.")
    return (int(match[1]), int(match[2])) if match[2] else int(match[1])


def check(library: Library, *, section: str | None, tag: str | None, author: str | None) -> None:
    """Refuse a filter that fits nothing in the whole collection, and say what is near it."""
    from bibdb.library import Selection

    for name, chosen, known in (
        ("section", Selection(section=section, bare=True), _sections),
        ("tag", Selection(tag=tag, bare=True), _tags),
        ("author", Selection(author=author, bare=True), _authors),
    ):
        wanted = getattr(chosen, name)
        if wanted is not None and next(library.works(chosen), None) is None:
            raise UsageError(f"--{name}: nothing is called {wanted}{nearest(wanted, known(library))}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Name what is spelled most like a name, to stand behind a sentence; nothing where nothing is."""
    from difflib import get_close_matches

    by_folded = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.5)
    return f"; the nearest are {', '.join(by_folded[each] for each in near)}" if near else ""


def _sections(library: Library) -> Iterator[str]:
    for (path,) in library.sql("SELECT DISTINCT section FROM reading_list WHERE section IS NOT NULL"):
        yield from path.split(" > ")


def _tags(library: Library) -> Iterator[str]:
    return (tag for work in library.works() for listing in work.listings for tag in listing.tags)


def _authors(library: Library) -> Iterator[str]:
    for name, family in library.sql("SELECT DISTINCT name, family FROM authors"):
        yield from filter(None, (name, family))
