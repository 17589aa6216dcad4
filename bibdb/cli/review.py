"""`bibdb review`: which paper an entry without identifier is about, decided by the person."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import Annotated

import typer

from bibdb.cli.options import Database, Json


def review(
    offline: Annotated[bool, typer.Option("--offline", help="Judge what is known; search nowhere.")] = False,
    database: Database = None,
    mailto: Annotated[str | None, typer.Option("--mailto", help="Contact address that services are told.")] = None,
    json: Json = False,
) -> None:
    """Search by title for entries without identifier, show what could be meant, and keep your decision."""
    from bibdb.cli.deciding import as_data, ask, cases, count_open
    from bibdb.cli.opening import database_of
    from bibdb.cli.output import emit, json_array
    from bibdb.cli.running import Wishes, at_desk, progress
    from bibdb.cli.summary import changed
    from bibdb.cli.talk import say
    from bibdb.db.location import path_of
    from bibdb.db.schema import require_current
    from bibdb.seek import Memory, Sought, seek
    from bibdb.silences import together
    from bibdb.sync import Report, update
    from bibdb.wanted import Freshness

    place = database_of(database)
    require_current(path_of(place))
    with at_desk(Wishes(database=place, offline=offline, mailto=mailto), os.environ) as desk:
        with progress() as told:
            memory, sought = Memory(desk.http.settings.cache), Sought()
            seek(desk.sessions, desk.sources, desk.corrections, memory, sought, progress=told)
        for finding in desk.corrections.findings:
            say(f"{desk.corrections.path}:{finding.line}: {finding.message}")
        for reason in together(Counter(sought.silent.values())):
            say(f"Not searched: {reason}.")
        open_cases = cases(desk)
        if json or not sys.stdin.isatty():
            emit(json_array(map(as_data, open_cases)) if json else (f"{case}\n\n" for case in open_cases))
        else:
            ask(open_cases, desk)
        report = Report()
        update(desk.sessions, desk.sources, desk.keys, desk.decided(), report, freshness=Freshness())
        for line in changed(report):
            say(line)
        say(count_open(desk))
