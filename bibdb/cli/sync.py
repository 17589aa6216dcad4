"""`bibdb sync`: bring the collection up to date with the lists."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bibdb.cli.options import Database, Json
from bibdb.errors import UsageError

if TYPE_CHECKING:
    from bibdb.cli.running import Wishes
    from bibdb.sync import Report
    from bibdb.wanted import Freshness

Lists = Annotated[
    list[Path] | None, typer.Argument(help="Lists and folders; by default those of bibdb.toml, else seeds/.")
]


_LONGEST = 36_500
_UNREADABLE = 3


def sync(
    lists: Lists = None,
    database: Database = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no service; snapshots and addresses only.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for what is older than --max-age.")] = False,
    max_age: Annotated[float, typer.Option("--max-age", metavar="DAYS", help="With --refresh.")] = 30,
    search: Annotated[bool, typer.Option("--search", help="Search by title for entries without identifier.")] = False,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="Ask only this source.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="Read every list as this.")] = None,
    mailto: Annotated[str | None, typer.Option("--mailto", help="Contact address that services are told.")] = None,
    fetch_pages: Annotated[bool, typer.Option("--fetch-pages", help="Read the metadata of web pages too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write and ask nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when something is unresolved.")] = False,
    json: Json = False,
) -> None:
    """Read the lists, resolve what they name, store it, and say what changed."""
    from bibdb.cli.running import Wishes
    from bibdb.cli.summary import show
    from bibdb.cli.talk import say
    from bibdb.wanted import Freshness

    wishes = Wishes(
        lists=tuple(lists or ()),
        database=database,
        offline=offline or dry_run,
        sources=tuple(source or ()),
        mailto=mailto,
        fetch_pages=fetch_pages,
        dry_run=dry_run,
        reads=True,
    )
    if not 0 <= max_age <= _LONGEST:
        raise UsageError(f"--max-age {max_age:g}: give a number of days from 0 to {_LONGEST}")
    report = _run(wishes, Freshness(refresh=refresh, max_age=timedelta(days=max_age)), from_, search=search)
    show(report, as_json=json, dry_run=dry_run)
    if refresh and report.changes.updated and not (json or dry_run):
        say("`bibdb news` says what changed.")
    if any(problem.path in wishes.lists for problem in report.problems):
        raise typer.Exit(_UNREADABLE)
    if strict and (report.unresolved or report.unavailable):
        raise typer.Exit(1)


def _run(wishes: Wishes, freshness: Freshness, form: str | None, *, search: bool) -> Report:
    """Sync at a desk of its own, with a search by title if it is wished for."""
    from bibdb.cli.running import at_desk, progress
    from bibdb.seek import Memory, Sought, seek
    from bibdb.sync import sync as run

    with at_desk(wishes, os.environ) as desk, progress() as told:
        sought = Sought()

        def look() -> None:
            seek(desk.sessions, desk.sources, desk.corrections, Memory(desk.http.settings.cache), sought, progress=told)

        world = (desk.sessions, desk.sources, desk.keys, desk.corrections)
        looking = look if search else None
        report = run(desk.lists, *world, freshness=freshness, format=form, search=looking, progress=told)
        report.requests, report.unsearched = dict(desk.http.requests), sought.silent
        report.remarks += desk.remarks()
    return report
