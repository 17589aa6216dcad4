"""`bibdb published`: where preprints were published, and who says so."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Annotated

import typer

from bibdb.cli.opening import database_of
from bibdb.cli.options import Database, Json
from bibdb.identifiers import Identifier


def published(
    keys: Annotated[list[str] | None, typer.Argument(help="Works; all preprints without.", metavar="[KEY]...")] = None,
    cited_in: Annotated[
        list[Path] | None, typer.Option("--cited-in", metavar="FILE", help="Works cited there.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Say what is known; ask nobody.")] = False,
    database: Database = None,
    mailto: Annotated[str | None, typer.Option("--mailto", help="Contact address that services are told.")] = None,
    json: Json = False,
) -> None:
    """Ask where preprints were published, and list venue, evidence and address of each."""
    from bibdb.cli.output import emit, json_array
    from bibdb.cli.publications import listed, named
    from bibdb.cli.running import Wishes, at_desk, progress
    from bibdb.library import Library, Selection
    from bibdb.published import State, ask_publications, publications
    from bibdb.sync import Report, update
    from bibdb.wanted import Freshness

    place = database_of(database)
    with Library(place) as library:
        chosen = Selection(keys=named(library, keys or [], cited_in or []))
        works = [] if cited_in and not chosen.keys else list(library.works(chosen))
    answers: dict[Identifier, State] = {}
    silent: dict[str, str] = {}
    if not offline:
        with at_desk(Wishes(database=place, mailto=mailto), os.environ) as desk, progress() as told:
            answers, silent = ask_publications(desk.sessions, desk.sources, works, progress=told)
            world = (desk.sessions, desk.sources, desk.keys, desk.corrections)
            update(*world, Report(), freshness=Freshness(), progress=told)
    with Library(place) as library:
        told_of = list(publications(library.works(chosen), answers, silent))
    emit(json_array(map(dataclasses.asdict, told_of)) if json else listed(told_of))
