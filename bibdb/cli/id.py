"""`bibdb id`: the canonical identifier of a text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bibdb.cli.options import Json
from bibdb.errors import UsageError

if TYPE_CHECKING:
    from bibdb.identifiers import Identifier

STDIN = "-"


def identify_texts(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Links, ids or text; - reads stdin.")],
    json: Json = False,
) -> None:
    """Print the first identifier that each text holds, `-` where there is none.

    From stdin every line is a text; with --json every line is a JSON string, and the answer to it an object with
    scheme, value and version, or null.
    """
    from bibdb.cli.output import emit, json_text
    from bibdb.identifiers import first

    for text in _texts(texts, json):
        found = first(text)
        emit([f"{json_text(_object(found)) if json else found or '-'}\n"])


def _object(found: Identifier | None) -> dict[str, str | int | None] | None:
    return {"scheme": str(found.scheme), "value": found.value, "version": found.version} if found else None


def _texts(texts: list[str], as_json: bool) -> Iterator[str]:
    for text in texts:
        if text != STDIN:
            yield text
            continue
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        for number, line in enumerate(sys.stdin, 1):
            yield _read_string(line, number) if as_json else line.rstrip("\n")


def _read_string(line: str, number: int) -> str:
    from json import JSONDecodeError, loads

    try:
        value = loads(line)
    except (JSONDecodeError, RecursionError):
        value = None
    if not isinstance(value, str):
        raise UsageError(f'stdin:{number}: each line must be one JSON string, such as "https://arxiv.org/abs/…"')
    return value
