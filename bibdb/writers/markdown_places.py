"""Where in a Markdown document a line can be put in below another: inside its paragraph, or under its heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Place", "places_of"]

_NOT_QUOTE = re.compile(r"[^>\t]")
_PARAGRAPHS = frozenset({"Paragraph", "Item", "BlockQuote", "FootnoteDefinition"})
_SPANS = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})


@dataclass(frozen=True, slots=True)
class Place:
    """Below line `last`, behind `prefix`; `goes_on` where the paragraph has further lines."""

    last: int
    prefix: str
    heading: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """A paragraph (or a list item's bare text) or a heading, as offsets into the text's bytes."""

    start: int
    end: int
    heading: bool


def places_of(text: str) -> dict[int, Place]:
    """Give for each line of a paragraph or heading, counted from 1, where a line can be put in below it.

    CommonMark lets a paragraph's further lines stand behind the blanks and `>` of the list items and quotes that it
    is in. Rows of tables, code and blocks of HTML have no such place.
    """
    data = text.encode("utf-8", "surrogateescape").replace(b"\x00", b"?")
    clean = data.decode("utf-8", "replace")
    if len(clean.encode()) != len(data):  # a replaced byte would move what stands behind it
        clean = "".join(char if char < "\ud800" or char > "\udfff" else "?" for char in text)
        data = clean.encode()
    feeds = [place for place, byte in enumerate(data) if byte == 10]
    found: dict[int, Place] = {}
    for run in _runs(clean):
        first, last = bisect_right(feeds, run.start - 1) + 1, bisect_right(feeds, run.end - 1) + 1
        start = feeds[first - 2] + 1 if first > 1 else 0
        prefix = _NOT_QUOTE.sub(" ", data[start : run.start].decode("utf-8", "replace"))
        for line in range(first, last + 1):
            end = last if run.heading else line
            found[line] = Place(end, prefix, run.heading, line < last)
    return found


def _runs(text: str) -> Iterator[_Run]:
    """Walk the events of a document; text directly in an item or quote is a paragraph without marks."""
    import pyromark

    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_FOOTNOTES
    events: Any = pyromark.events_with_range(text, options=options)
    blocks: list[str] = []
    run: _Run | None = None
    for event, span in events:
        kind, name = _named(event)
        if name not in _SPANS and kind in {"Start", "End", "Rule"}:
            if run is not None:
                yield run
            run = None
            if kind == "Start":
                blocks.append(name)
                # A heading begins with its marks and ends with its underline, without the line end.
                run = _Run(span["start"], span["end"] - 1, heading=True) if name == "Heading" else None
            elif kind == "End":
                blocks.pop()
        elif kind != "TaskListMarker" and blocks and blocks[-1] in _PARAGRAPHS:
            run = _Run(run.start if run else span["start"], max(run.end if run else 0, span["end"]), heading=False)


def _named(event: Any) -> tuple[str, str]:  # noqa: ANN401 - as pyromark has it
    if isinstance(event, str):
        return event, ""
    kind, value = next(iter(event.items()))
    return kind, value if isinstance(value, str) else next(iter(value)) if isinstance(value, dict) and value else ""
