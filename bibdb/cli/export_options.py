"""The options that the formats of `bibdb export` share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bibdb.cli.filters import Author, Section, Tag, Year, years
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
