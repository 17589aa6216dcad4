"""`bibdb formats`: the formats that lists are read from."""

from __future__ import annotations

from typing import Annotated

import typer


def formats(
    json: Annotated[bool, typer.Option("--json", help="One JSON list of objects.")] = False,
) -> None:
    """List the formats that can be read, with their suffixes."""
    from json import dumps

    from bibdb.readers import formats as known

    each = [
        {"name": one.name, "title": one.title, "suffixes": list(one.suffixes), "by_content": one.sniff is not None}
        for one in known().values()
    ]
    if json:
        typer.echo(dumps(each, ensure_ascii=False))
        return
    for one in known().values():
        suffixes = " ".join(one.suffixes) or "by content"
        typer.echo(f"{one.name:<16} {one.title} ({suffixes})")
