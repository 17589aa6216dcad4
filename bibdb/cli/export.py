"""`bibdb export`: the collection in the forms that other programs read, one command a format."""

from __future__ import annotations

import typer

from bibdb.cli.commands import Command, Group

__all__ = ["FORMATS", "app"]

BIBLIOGRAPHIES = "Bibliographies"
DATA = "References and data"
READING = "To read"

FORMATS = (
    Command("bibtex", "bibdb.cli.export_bib:bibtex", BIBLIOGRAPHIES),
    Command("biblatex", "bibdb.cli.export_bib:biblatex", BIBLIOGRAPHIES),
    Command("csl-json", "bibdb.cli.export_formats:csl_json", BIBLIOGRAPHIES),
    Command("ris", "bibdb.cli.export_formats:ris", BIBLIOGRAPHIES),
    Command("hayagriva", "bibdb.cli.export_formats:hayagriva", BIBLIOGRAPHIES),
    Command("text", "bibdb.cli.export_formats:text", DATA),
    Command("csv", "bibdb.cli.export_formats:csv", DATA),
    Command("jsonl", "bibdb.cli.export_formats:jsonl", DATA),
    Command("records", "bibdb.cli.export_records:records", DATA),
    Command("markdown", "bibdb.cli.export_lists:markdown", READING),
    Command("notes", "bibdb.cli.export_lists:notes", READING),
    Command("site", "bibdb.cli.export_site:site", READING),
    Command("template", "bibdb.cli.export_lists:template", READING),
)
"""The formats in the order of `--help`."""


class _Export(Group):
    registry = FORMATS


app = typer.Typer(
    cls=_Export,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Write the collection for other programs: `bibdb export bibtex -o refs.bib`.",
)


@app.callback()
def _export() -> None:
    """Write the collection for other programs: `bibdb export bibtex -o refs.bib`."""
