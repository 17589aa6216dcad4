"""`bibdb export csl-json`, `ris`, `csv`, `jsonl`, `hayagriva`: formats with the same options; and `text`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated

import typer

from bibdb.cli import export_options as asked
from bibdb.cli.options import Database, Output
from bibdb.writers.citeproc import Markup

__all__ = ["csl_json", "csv", "hayagriva", "jsonl", "ris", "text"]


def _command(name: str, doc: str) -> Callable[..., None]:
    """Make the command of a format whose writer takes the same options as all others."""

    def command(
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
        keywords: asked.Keywords = False,
        abstract: asked.Abstract = False,
        note: asked.Note = False,
    ) -> None:
        from bibdb.cli.exporting import Choice, export
        from bibdb.writers import WRITERS
        from bibdb.writers.reference import Options

        choice = Choice(
            database=database, section=section, tag=tag, years=asked.years(year), author=author, query=query,
            keys=tuple(key or ()), cited_in=tuple(cited_in or ()), everything=everything,
        )  # fmt: skip
        options = Options(
            edition=edition, short_venues=venue is asked.Names.SHORT, keywords=keywords, abstract=abstract, note=note
        )
        write: Callable[..., Iterator[str]] = WRITERS[name]
        export(choice, partial(write, options=options), output)

    command.__doc__ = doc
    return command


csl_json = _command("csl-json", "Write CSL JSON: for pandoc, Zotero and other citation processors.")
ris = _command("ris", "Write RIS: for EndNote, Zotero, Mendeley and other reference managers.")
csv = _command("csv", "Write CSV: for spreadsheets, a row a work.")
hayagriva = _command("hayagriva", "Write Hayagriva YAML: for Typst.")


def jsonl(
    database: Database = None,
    output: Output = None,
    section: asked.Section = None,
    tag: asked.Tag = None,
    year: asked.Year = None,
    author: asked.Author = None,
    query: asked.Query = None,
    key: asked.Key = None,
    cited_in: asked.CitedIn = None,
    everything: asked.All = False,
) -> None:
    """Write JSON lines: a work a line with all that is known of it, for programs."""
    from bibdb.cli.exporting import Choice, export
    from bibdb.writers import jsonl as writer

    choice = Choice(
        database=database, section=section, tag=tag, years=asked.years(year), author=author, query=query,
        keys=tuple(key or ()), cited_in=tuple(cited_in or ()), everything=everything,
    )  # fmt: skip
    export(choice, writer.write, output)


def text(
    database: Database = None,
    output: Output = None,
    csl: Annotated[str, typer.Option("--csl", metavar="STYLE", help="A CSL style's name, or its file.")] = "apa",
    markup: Annotated[Markup, typer.Option("--markup", help="Plain text, HTML or Markdown.")] = Markup.TEXT,
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
) -> None:
    """Write formatted references in a CSL style (APA, IEEE, Nature and thousands more)."""
    from bibdb.cli.exporting import Choice, export
    from bibdb.writers import citeproc
    from bibdb.writers.reference import Options

    choice = Choice(
        database=database, section=section, tag=tag, years=asked.years(year), author=author, query=query,
        keys=tuple(key or ()), cited_in=tuple(cited_in or ()), everything=everything,
    )  # fmt: skip
    options = Options(edition=edition, short_venues=venue is asked.Names.SHORT)
    export(choice, partial(citeproc.write, options=options, csl=csl, markup=markup), output)
