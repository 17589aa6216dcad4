"""`bibdb export markdown`, `notes` and `template`: what is written for people to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bibdb.cli.options import Database, Output
from bibdb.values import Work

__all__ = ["Folder", "markdown", "notes", "template"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Write into this folder.", show_default=False)]
TemplateFile = Annotated[
    Path | None, typer.Option("--template", metavar="FILE", help="A template in Jinja2's language, for your own form.")
]


def markdown(
    documents: Annotated[list[str] | None, typer.Argument(metavar="[LIST]...", help="Lists; all without.")] = None,
    database: Database = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE|DIR", help="Write here: a folder for several lists.")
    ] = None,
    no_facts: Annotated[bool, typer.Option("--no-facts", help="The lists alone, byte for byte.")] = False,
    facts: Annotated[
        str | None,
        typer.Option("--facts", metavar="NAMES", help="Of authors,venue,date,arxiv,code,key: these, in this order."),
    ] = None,
    template: TemplateFile = None,
) -> None:
    """Give the lists back, byte for byte, with the facts beside each entry."""
    from bibdb.cli.giving_back import chosen, facts_named, give, given_back
    from bibdb.cli.opening import open_library

    names = facts_named(facts)
    with open_library(database) as library:
        found = chosen(library, documents or [])
        tell = None if no_facts else _telling(list(library.works()), names, template)
        give([given_back(library, document, tell) for document in found], output)


def notes(
    folder: Folder,
    database: Database = None,
    template: TemplateFile = None,
) -> None:
    """Write one Markdown note a work, for Obsidian and others; what you add below the marked line stays."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.talk import say
    from bibdb.library import Selection
    from bibdb.writers.notes import write

    with open_library(database) as library:
        done = write(library.works(Selection(listed=True)), folder, template)
    say(f"{len(done.written)} notes written, {len(done.unchanged)} as they were")
    for names, sentence in (
        (done.others, "without the marked line, so yours; left alone"),
        (done.broken, "with front matter that is not YAML; left alone"),
        (done.gone, "of a work that is gone; left alone"),
    ):
        for name in names:
            say(f"{folder / name}: {sentence}", always=True)


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The template, in Jinja2's language.")],
    database: Database = None,
    output: Output = None,
) -> None:
    """Write any text by a template of your own."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit
    from bibdb.library import Order, Selection
    from bibdb.writers.templated import write

    with open_library(database) as library:
        emit([write(library.works(Selection(listed=True, order=Order.LIST)), file)], output)


def _telling(works: list[Work], names: tuple[str, ...], path: Path | None) -> Callable[[Work], str]:
    """Give what writes the line of facts: the usual one, or a template."""
    from functools import partial

    from bibdb.writers.glance import code_addresses, glance
    from bibdb.writers.markdown import facts_line

    codes = code_addresses(works)
    if path is None:
        return partial(facts_line, codes=codes, shown=names)
    from bibdb.writers.templated import Template

    line = Template.load(path)
    return lambda work: line.render(work=work, glance=glance(work, codes))
