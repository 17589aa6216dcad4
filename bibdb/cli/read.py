"""`bibdb read`: show what a reader understands of a list, without touching the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object a document, a line each.")]


def read(
    files: Annotated[list[Path], typer.Argument(help="Lists, dumps, bibliographies, or folders of them.")],
    from_: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="Read every file as this.")] = None,
    json: Json = False,
) -> None:
    """Show the sections, entries and links that are read from lists."""
    from json import dumps

    from bibdb.readers.files import read_lists
    from bibdb.readers.report import as_data, as_lines
    from bibdb.text import strip_controls
    from bibdb.values import Document

    unread = 0
    for found in read_lists(files, from_):
        if not isinstance(found, Document):
            unread += 1
            typer.echo(strip_controls(f"bibdb: {found}"), err=True)
            continue
        for line in [dumps(as_data(found), ensure_ascii=False)] if json else as_lines(found):
            typer.echo(line)
        for finding in found.findings:
            typer.echo(strip_controls(f"{found.locus(finding.line)}: {finding.message}"), err=True)
    if unread:
        raise typer.Exit(3)
