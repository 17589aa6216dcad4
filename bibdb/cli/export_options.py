"""The options that the formats of `bibdb export` share."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bibdb.errors import UsageError
from bibdb.values import EditionKind

__all__ = [
    "Abstract",
    "All",
    "Author",
    "CitedIn",
    "Diff",
    "Edition",
    "Into",
    "Key",
    "Keywords",
    "Names",
    "Note",
    "Query",
    "Section",
    "Tag",
    "Venue",
    "Year",
    "years",
]


class Names(StrEnum):
    """Which name of a venue is written."""

    FULL = "full"
    SHORT = "short"


Section = Annotated[str | None, typer.Option("--section", "-s", help="In sections named so, or in part so.")]
Tag = Annotated[str | None, typer.Option("--tag", "-t", help="With this tag.")]
Year = Annotated[str | None, typer.Option("--year", "-y", metavar="YEAR[-YEAR]", help="Issued then.")]
Author = Annotated[str | None, typer.Option("--author", "-a", help="By somebody named so, or in part so.")]
Query = Annotated[str | None, typer.Option("--query", "-q", metavar="WORDS", help="Found by these, as by `search`.")]
Key = Annotated[list[str] | None, typer.Option("--key", "-k", help="With this citation key; may be repeated.")]
All = Annotated[bool, typer.Option("--all", help="Posts, pages, videos and courses too.")]
CitedIn = Annotated[
    list[Path] | None,
    typer.Option("--cited-in", metavar="FILE", help="Cited in this .tex, .aux, .bcf, .md or .typ; may be repeated."),
]
Edition = Annotated[EditionKind | None, typer.Option("--edition", help="This one, where a work has both.")]
Venue = Annotated[Names, typer.Option("--venue", help="Names of journals and proceedings.")]
Keywords = Annotated[bool, typer.Option("--keywords", help="With keywords and tags.")]
Abstract = Annotated[bool, typer.Option("--abstract", help="With abstracts.")]
Note = Annotated[bool, typer.Option("--note", help="With the notes of your lists.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="FILE", help="Refresh this .bib in place: what bibdb knows, and nothing else."),
]
Diff = Annotated[bool, typer.Option("--diff", help="With --into: show what would change, and change nothing.")]

_YEARS = re.compile(r"(\d{4})(?:(?:-|\.\.)(\d{4}))?", re.ASCII)


def years(text: str | None) -> int | tuple[int, int] | None:
    """Read `2024` or `2020-2024`."""
    if text is None:
        return None
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"--year {text}: give a year or two, such as 2024 or 2020-2024.")
    return (int(match[1]), int(match[2])) if match[2] else int(match[1])
