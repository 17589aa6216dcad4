"""`bibdb export bibtex` and `bibdb export biblatex`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bibdb.cli import export_options as asked
from bibdb.cli.options import Database, Output
from bibdb.errors import UsageError
from bibdb.writers.latex import Dialect
from bibdb.writers.profiles import Style
from bibdb.writers.reference import Options

StyleOption = Annotated[Style | None, typer.Option("--style", help="For this bibliography style.")]


def bibtex(
    database: Database = None,
    output: Output = None,
    style: StyleOption = None,
    edition: asked.Edition = None,
    venue: asked.Venue = asked.Names.FULL,
    section: asked.Section = None,
    tag: asked.Tag = None,
    year: asked.Year = None,
    author: asked.Author = None,
    query: asked.Query = None,
    key: asked.Key = None,
    cited_in: asked.CitedIn = None,
    everything: asked.All = False,
    into: asked.Into = None,
    diff: asked.Diff = False,
    keywords: asked.Keywords = False,
    abstract: asked.Abstract = False,
    note: asked.Note = False,
) -> None:
    """Write BibTeX, in ASCII: for bibtex with any style."""
    from bibdb.cli.exporting import Choice

    choice = Choice(
        database=database, section=section, tag=tag, years=asked.years(year), author=author, query=query,
        keys=tuple(key or ()), cited_in=tuple(cited_in or ()), everything=everything, bare=not (keywords or note),
    )  # fmt: skip
    options = Options(Dialect.BIBTEX, style, edition, venue is asked.Names.SHORT, keywords, abstract, note)
    _export(choice, options, output, into, diff=diff)


def biblatex(
    database: Database = None,
    output: Output = None,
    edition: asked.Edition = None,
    venue: asked.Venue = asked.Names.FULL,
    section: asked.Section = None,
    tag: asked.Tag = None,
    year: asked.Year = None,
    author: asked.Author = None,
    query: asked.Query = None,
    key: asked.Key = None,
    cited_in: asked.CitedIn = None,
    everything: asked.All = False,
    into: asked.Into = None,
    diff: asked.Diff = False,
    keywords: asked.Keywords = False,
    abstract: asked.Abstract = False,
    note: asked.Note = False,
) -> None:
    """Write biblatex, in UTF-8: for biber."""
    from bibdb.cli.exporting import Choice

    choice = Choice(
        database=database, section=section, tag=tag, years=asked.years(year), author=author, query=query,
        keys=tuple(key or ()), cited_in=tuple(cited_in or ()), everything=everything, aliased=True,
        bare=not (keywords or note),
    )  # fmt: skip
    options = Options(Dialect.BIBLATEX, None, edition, venue is asked.Names.SHORT, keywords, abstract, note)
    _export(choice, options, output, into, diff=diff)


def _export(choice: object, options: Options, output: Path | None, into: Path | None, *, diff: bool) -> None:
    from bibdb.cli.exporting import Choice, export, refresh
    from bibdb.writers import bibtex as writer

    assert isinstance(choice, Choice)
    if diff and into is None:
        raise UsageError("--diff shows what --into would change: name the file with --into")
    if into is None:
        beyond = writer.beyond_pdflatex if options.dialect is Dialect.BIBTEX else None
        export(choice, partial(writer.write, options=options), output, beyond)
        return
    if output is not None or choice.cited_in:
        raise UsageError("--into refreshes a file as it is: it goes with neither --output nor --cited-in")
    refresh(choice, into, options, only_show=diff)
