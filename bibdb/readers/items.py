"""What every text format is lowered to: the items of a document in order, each a run of lines with its visible text.

A format's scanner knows syntax and nothing of papers; `assembly` knows what an entry is and nothing of syntax. Between
them stand these values: an `Item` is a heading, paragraph, list item, table row … and covers whole lines; its text is a
sequence of `Run`s, each a link, an emphasised stretch or plain text, with the line where it begins. The items of a
document cover all its lines, in order, each line once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bibdb.dates import PartialDate
from bibdb.values import WorkType

__all__ = ["BREAK", "Given", "Item", "Run", "Shape", "Source", "Style", "split_lines", "visible"]


BREAK = "\v"
"""In the text of runs: where a line ends on purpose (a line feed is a blank)."""


class Style(StrEnum):
    """How a stretch of text is set off."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


class Shape(StrEnum):
    """What an item is by its syntax."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    ROW = "table row"
    QUOTE = "quote"
    FOOTNOTE = "footnote"  # text set apart that is a reference by its place: a footnote, \bibitem, citation
    IMAGE = "image"
    CODE = "code"
    META = "meta"  # comments, directives, drawers: syntax that is no text
    BLANK = "blank"
    FRONT_MATTER = "front matter"
    END = "end"  # the sections of the item's level and of deeper ones end here; it has no text


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of visible text; `url` is its target when it is a link, as written.

    `referred` is set where the address itself is written elsewhere in the document, and found there.
    """

    text: str
    line: int
    url: str = ""
    style: Style = Style.PLAIN
    referred: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the syntax itself says of an item's work: a drawer's properties, a folder's date, a field of a .bbl file."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    venue: str | None = None
    tags: tuple[str, ...] = ()
    key: str | None = None
    type: WorkType | None = None
    untitled: bool = False  # the syntax says that there is no title
    wanted: bool = False  # the syntax alone says that this item is an entry


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a document: lines `line` to `end`, both included.

    `level` is a heading's depth from 1, and otherwise how far the item is set in: what is set in deeper than an entry
    belongs to it. `cells` are a row's runs cell by cell, `header` its table's column titles (empty when it has none).
    """

    shape: Shape
    line: int
    end: int
    level: int = 0
    runs: tuple[Run, ...] = ()
    given: Given | None = None
    cells: tuple[tuple[Run, ...], ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a document's text that begins at `line`, for a scanner that needs the line of an offset."""

    text: str
    line: int
    feeds: tuple[int, ...]

    @classmethod
    def at(cls, text: str, line: int) -> Source:
        """Prepare a text; linear in its length."""
        feeds, position = [], text.find("\n")
        while position >= 0:
            feeds.append(position)
            position = text.find("\n", position + 1)
        return cls(text, line, tuple(feeds))

    def line_at(self, offset: int) -> int:
        """Give the line on which an offset of the text lies."""
        return self.line + bisect_right(self.feeds, offset - 1) if offset else self.line


def visible(runs: Iterable[Run]) -> str:
    """Join the visible text of runs with single blanks."""
    return " ".join("".join(run.text for run in runs).split())


def split_lines(text: str) -> list[str]:
    """Split after line feeds only (other line ends stay in the line), so that line numbers are every editor's."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines
