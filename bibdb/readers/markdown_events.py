"""CommonMark as pyromark parses it, lowered to leaves: each event comes with its range of bytes in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import pyromark

from bibdb.readers.asides import Flaw
from bibdb.readers.inline import Inline, linked
from bibdb.readers.leaves import Leaf, Shape
from bibdb.readers.markdown_html import HtmlRun, html_leaves

__all__ = ["Walker"]

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
_NOWHERE = Flaw("broken-link", "this link leads nowhere: its address is empty")
_LEVELS = {"H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}


class Walker:
    """Walks the events of a document and gathers its leaves, in order."""

    def __init__(self, feeds: list[int], base: int = 0) -> None:
        """Begin; `feeds` are the places of the line feeds in the document, `base` that of the text's first byte."""
        self.leaves: list[Leaf] = []
        self.used: set[str] = set()  # reference definitions that a link uses
        self._feeds = feeds
        self._base = base
        self._inline: Inline | None = None
        self._parts: list[str] = []
        self._length = 0
        self._start = 0
        self._last = 0
        self._shape = Shape.PARAGRAPH
        self._level = 0
        self._items: list[int | None] = []  # the open list items: the index of each one's first leaf, once it has one
        self._groups: list[int] = []
        self._count = 0
        self._quotes = 0
        self._code = False
        self._opened: list[
            tuple[str, int, Any, int]
        ] = []  # open links and styles: kind, place in the text, value, place
        self._images = 0
        self._alt: list[str] = []
        self._shown_images: list[tuple[int, int]] = []
        self._cells: list[Inline] | None = None
        self._head = False
        self._html: HtmlRun | None = None
        self._starts: dict[str, Callable[[Any, int, int], None]] = {
            "Paragraph": self._start_paragraph, "Heading": self._start_heading, "List": self._start_list,
            "Item": self._start_item, "BlockQuote": self._start_quote, "CodeBlock": self._start_code,
            "HtmlBlock": self._start_html, "Link": self._open_link, "Image": self._open_image,
            "Strong": self._open_style, "Emphasis": self._open_style, "Table": self._start_table,
            "TableHead": self._start_head, "TableRow": self._start_row, "TableCell": self._start_cell,
            "FootnoteDefinition": self._start_footnote,
        }  # fmt: skip
        self._ends: dict[str, Callable[[int], None]] = {
            "Paragraph": self._end_block, "Heading": self._end_block, "List": self._end_list, "Item": self._end_item,
            "BlockQuote": self._end_quote, "CodeBlock": self._end_code, "HtmlBlock": self._end_html,
            "Link": self._close, "Image": self._close_image, "Strong": self._close, "Emphasis": self._close,
            "TableCell": self._end_cell, "TableHead": self._end_row, "TableRow": self._end_row, "Table": self._end_table,
            "FootnoteDefinition": self._end_item,
        }  # fmt: skip

    def walk(self, text: str) -> list[Leaf]:
        """Parse a text and gather its leaves."""
        base, push = self._base, self._text
        for event, span in pyromark.events_with_range(text, options=_OPTIONS):
            start, end = span["start"] + base, span["end"] + base
            if type(event) is str:
                self._bare_event(event, start, end)
                continue
            kind, value = event.popitem()
            if kind == "Text":
                push(value, start, end)
            elif kind == "Start":
                if type(value) is str:
                    name = value
                else:
                    name, value = value.popitem()
                if name in self._starts:
                    self._starts[name](name if value is name else value, start, end)
            elif kind == "End":
                name = value if type(value) is str else next(iter(value))
                if name in self._ends:
                    self._ends[name](end)
            else:
                self._other(kind, value, start, end)
        self._flush()
        return self.leaves

    # ------------------------------------------------------------ text

    def _text(self, value: str, start: int, end: int) -> None:
        if self._images:
            self._alt.append(value)
            return
        if self._code:
            self._parts.append(value)
            return
        if self._inline is None:
            self._open(self._implied(), start)
        assert self._inline is not None
        self._inline.marks.append((self._length, start))
        self._parts.append(value)
        self._length += len(value)
        self._last = end

    def _bare_event(self, event: str, start: int, end: int) -> None:
        if event in {"SoftBreak", "HardBreak"}:
            if self._images:
                self._alt.append(" ")
            elif self._inline is not None:
                self._text("\n", start, end)
        elif event == "Rule":
            self._flush()
            self._leaf(Shape.META, start, end, Inline(""))

    def _other(self, kind: str, value: Any, start: int, end: int) -> None:
        if kind == "Code":
            self._text(value, start, end)
            if self._inline is not None and not self._images:
                # the text begins behind the back-ticks
                self._inline.marks[-1] = (self._inline.marks[-1][0], start + 1)
        elif kind == "Html":
            if self._html is not None:
                self._html.add(value, start)
        elif kind == "InlineHtml":
            self._inline_html(value, start, end)
        elif kind == "FootnoteReference":
            pass
        elif kind == "TaskListMarker":
            self._open(Shape.ITEM, start)

    def _inline_html(self, value: str, start: int, end: int) -> None:
        if self._images:
            return
        if self._inline is None:
            self._open(self._implied(), start)
        assert self._inline is not None
        self._last = end
        run = HtmlRun()
        run.add(value, start)
        for name, closing, attribute in run.tags():
            self._tag(name, closing, attribute, start, end)
        if value.startswith("<!--"):
            self._inline.hidden.append((value, start))

    def _tag(self, name: str, closing: bool, attribute: str, start: int, end: int) -> None:
        assert self._inline is not None
        if name == "br":
            self._text("\n", start, end)
        elif name == "img":
            self._inline.hidden.append((attribute, start))
        elif name in {"a", "b", "strong", "i", "em"}:
            kind = "Link" if name == "a" else "Strong" if name in {"b", "strong"} else "Emphasis"
            if not closing:
                self._opened.append((f"<{kind}", self._length, attribute if name == "a" else None, start))
            elif any(each[0] == f"<{kind}" for each in self._opened):
                while self._opened:
                    found = self._opened.pop()
                    if found[0] == f"<{kind}":
                        self._finish(kind, *found[1:])
                        break

    # ------------------------------------------------------------ links and styles

    def _open_link(self, value: Any, start: int, _end: int) -> None:
        if self._inline is None:
            self._open(self._implied(), start)
        if value["id"]:
            self.used.add(value["id"].casefold())
        self._opened.append(("Link", self._length, value["dest_url"], start))

    def _open_style(self, value: Any, start: int, _end: int) -> None:
        if self._inline is None:
            self._open(self._implied(), start)
        self._opened.append((value, self._length, None, start))

    def _open_image(self, value: Any, start: int, _end: int) -> None:
        if self._inline is None:
            self._open(self._implied(), start)
        if self._inline is not None and not self._images:
            self._inline.hidden.append((value["dest_url"], start))
            self._alt = []
        self._images += 1

    def _close_image(self, end: int) -> None:
        self._images -= 1
        self._last = end
        if not self._images and any(kind.endswith("Link") for kind, *_ in self._opened):
            self._shown_images.append((self._length, self._length + sum(map(len, self._alt))))
            self._text("".join(self._alt), end, end)

    def _close(self, end: int) -> None:
        while self._opened:
            kind, start, value, place = self._opened.pop()
            if not kind.startswith("<"):
                self._last = end
                self._finish(kind, start, value, place)
                return

    def _finish(self, kind: str, start: int, value: str | None, place: int) -> None:
        """Keep a link or style that has been closed."""
        if self._inline is None:
            return
        if kind == "Strong":
            self._inline.strong.append((start, self._length))
        elif kind == "Emphasis":
            self._inline.emphasis.append((start, self._length))
        elif kind == "Link":
            anchor = linked(value or "", start, self._length, place)
            anchor.badge = any(first == start and last == self._length for first, last in self._shown_images)
            self._shown_images.clear()
            self._inline.anchors.append(anchor)
            if not value:
                self._inline.flaws.append((_NOWHERE, place))

    # ------------------------------------------------------------ blocks

    def _implied(self) -> Shape:
        """Say what text without a paragraph around it is: that of a tight list's item."""
        return Shape.ITEM if self._items else Shape.PARAGRAPH

    def _open(self, shape: Shape, start: int, level: int = 0) -> None:
        if self._inline is not None:
            self._flush()
        self._inline = Inline("")
        self._shape, self._level, self._start, self._last = shape, level, start, start + 1

    def _flush(self) -> None:
        """End the inline that is open, and make a leaf of it."""
        inline = self._inline
        if inline is None:
            return
        inline.text = "".join(self._parts)
        self._inline, self._parts, self._length, self._opened = None, [], 0, []
        if self._cells is not None:
            self._cells.append(inline)
            inline.complete()
            return
        self._leaf(self._shape, self._start, self._last, inline)

    def _leaf(self, shape: Shape, start: int, last: int, inline: Inline) -> Leaf:
        if inline.text or inline.anchors:
            inline.complete()
        if shape is Shape.PARAGRAPH and not inline.text.strip() and not inline.anchors:
            shape = Shape.IMAGE if inline.hidden and not inline.hidden[0][0].startswith("<!--") else Shape.META
        index = len(self.leaves)
        leaf = Leaf(shape, self._line(start), self._line(max(start, last - 1)), inline, self._level)
        leaf.quoted = self._quotes > 0
        if self._items:
            first = self._items[-1] is None
            if first:
                self._items[-1] = index
                leaf.group = self._groups[-1] if self._groups else None
                leaf.shape = Shape.ITEM if shape in {Shape.PARAGRAPH, Shape.ITEM} else shape
            elif shape is Shape.ITEM:
                leaf.shape = Shape.PARAGRAPH
            leaf.item = self._items[-1]
            leaf.parent = next((item for item in reversed(self._items[:-1]) if item is not None), None)
        self.leaves.append(leaf)
        self._level = 0
        return leaf

    def _line(self, place: int) -> int:
        return bisect_right(self._feeds, place - 1) + 1 if place else 1

    def _start_paragraph(self, _value: Any, start: int, _end: int) -> None:
        self._open(Shape.PARAGRAPH, start)

    def _start_heading(self, value: Any, start: int, end: int) -> None:
        self._open(Shape.HEADING, start, _LEVELS.get(value["level"], 6))

    def _end_block(self, end: int) -> None:
        self._last = max(self._last, end)
        self._flush()

    def _start_list(self, _value: Any, _start: int, _end: int) -> None:
        self._flush()
        self._count += 1
        self._groups.append(self._count)

    def _end_list(self, _end: int) -> None:
        self._flush()
        self._groups.pop()

    def _start_item(self, _value: Any, _start: int, _end: int) -> None:
        self._flush()
        self._items.append(None)

    def _start_footnote(self, _value: Any, _start: int, _end: int) -> None:
        self._flush()
        self._items.append(None)

    def _end_item(self, _end: int) -> None:
        self._flush()
        if self._items:
            self._items.pop()

    def _start_quote(self, _value: Any, _start: int, _end: int) -> None:
        self._flush()
        self._quotes += 1

    def _end_quote(self, _end: int) -> None:
        self._flush()
        self._quotes -= 1

    def _start_code(self, _value: Any, start: int, _end: int) -> None:
        self._flush()
        self._code, self._start = True, start

    def _end_code(self, end: int) -> None:
        text, self._parts, self._code = "".join(self._parts), [], False
        inline = Inline("", hidden=[(text, self._start)])
        self._leaf(Shape.CODE, self._start, end, inline)

    def _start_html(self, _value: Any, _start: int, _end: int) -> None:
        self._flush()
        self._html = HtmlRun()

    def _end_html(self, end: int) -> None:
        assert self._html is not None
        run, self._html = self._html, None
        for shape, inline, start, last, level, cells in html_leaves(run, end):
            self._level = level
            leaf = self._leaf(shape, start, last, inline)
            leaf.cells = cells
            if cells:
                leaf.group = -self._count - 1

    # ------------------------------------------------------------ tables

    def _start_table(self, _value: Any, _start: int, _end: int) -> None:
        self._flush()
        self._count += 1

    def _start_head(self, _value: Any, start: int, _end: int) -> None:
        self._cells, self._head, self._row = [], True, start

    def _start_row(self, _value: Any, start: int, _end: int) -> None:
        self._cells, self._head, self._row = [], False, start

    def _start_cell(self, _value: Any, start: int, _end: int) -> None:
        self._open(Shape.ROW, start)

    def _end_cell(self, _end: int) -> None:
        self._flush()

    def _end_row(self, end: int) -> None:
        cells, self._cells = self._cells or [], None
        leaf = self._leaf(Shape.ROW, self._row, end, Inline(""))
        leaf.cells, leaf.head, leaf.group = cells, self._head, self._count

    def _end_table(self, _end: int) -> None:
        self._flush()
