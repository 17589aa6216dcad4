"""The items of a document in order: what a reader of text hands to `outline`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bibdb.readers.inline import Inline

__all__ = ["Leaf", "Shape"]


class Shape(StrEnum):
    """What an item is by its syntax."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"  # its first paragraph; what follows in it are paragraphs inside the item
    ROW = "table row"
    CODE = "code"
    IMAGE = "image"
    META = "meta"  # comments and rules: syntax that shows nothing


@dataclass(slots=True, eq=False)
class Leaf:
    """One item: lines `line` to `end`, both included, and what they show.

    `level` is a heading's depth, from 1. `item` is the list item that it stands in (an index into the leaves: the
    leaf that begins that item; itself for that leaf), `parent` the item around that one, `group` the list or table.
    """

    shape: Shape
    line: int
    end: int
    inline: Inline
    level: int = 0
    item: int | None = None
    parent: int | None = None
    group: int | None = None
    quoted: bool = False
    cells: list[Inline] = field(default_factory=list)
    head: bool = False  # a table's header row
