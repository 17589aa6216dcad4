"""`bibdb published`: where preprints were published, and who says so."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from bibdb.cli.opening import database_of
from bibdb.cli.options import Database, Json
from bibdb.cli.running import Wishes


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
    """Ask where preprints were published, and list venue, evidence and address of each, beside what the list says."""
    from bibdb.cli.output import emit, json_array
    from bibdb.cli.publications import asked, listed, named, summed
    from bibdb.cli.talk import say
    from bibdb.library import Library, Selection
    from bibdb.published import publications, recall

    place = database_of(database)
    with Library(place) as library:
        chosen, unknown = named(library, keys or [], cited_in or [])
        wanted = Selection(keys=chosen or ())
        works = [] if chosen == () else list(library.works(wanted))
        inquiry = recall(library)
    if works and not offline:
        asked(works, inquiry, Wishes(database=place, mailto=mailto))
    with Library(place) as library:
        known = recall(library)
        inquiry.answered = known.answered
        again = library.works(wanted) if works else ()
        told_of = list(publications(again, inquiry.state_of, known.told))
    emit(json_array(map(dataclasses.asdict, told_of)) if json else listed(told_of))
    say(summed(told_of, len(works)))
    if unknown:
        raise typer.Exit(1)
