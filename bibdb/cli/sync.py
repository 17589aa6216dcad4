"""`bibdb sync`: bring the collection up to date with the lists."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bibdb.cli.options import Database, Json

Lists = Annotated[
    list[Path] | None, typer.Argument(help="Lists and folders; by default those of bibdb.toml, else seeds/.")
]


def sync(
    lists: Lists = None,
    database: Database = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no service; snapshots and addresses only.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for what is older than --max-age.")] = False,
    max_age: Annotated[float, typer.Option("--max-age", metavar="DAYS", help="With --refresh.")] = 30,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="Ask only this source.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="Read every list as this.")] = None,
    mailto: Annotated[str | None, typer.Option("--mailto", help="Contact address that services are told.")] = None,
    fetch_pages: Annotated[bool, typer.Option("--fetch-pages", help="Read the metadata of web pages too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write and ask nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when something is unresolved.")] = False,
    json: Json = False,
) -> None:
    """Read the lists, resolve what they name, store it, and say what changed."""
    from bibdb.cli.running import Run, run
    from bibdb.cli.summary import show

    wishes = Run(
        lists=tuple(lists or ()),
        database=database,
        offline=offline or dry_run,
        refresh=refresh,
        max_age=max_age,
        sources=tuple(source or ()),
        format=from_,
        mailto=mailto,
        fetch_pages=fetch_pages,
        dry_run=dry_run,
    )
    report = run(wishes, os.environ)
    show(report, as_json=json, dry_run=dry_run)
    if strict and (report.unresolved or report.unavailable):
        raise typer.Exit(1)
