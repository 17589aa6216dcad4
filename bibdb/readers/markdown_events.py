"""CommonMark as pyromark parses it, lowered to leaves: each event comes with its range of bytes in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import pyromark

from bibdb.readers.inline import Inline
from bibdb.readers.leaves import Leaf, Shape
from bibdb.readers.markdown_html import HtmlRun, html_leaves
from bibdb.readers.markdown_spans import Spans

__all__ = ["Walker"]

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
_LEVELS = {"H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}

Begin = Callable[[Any, int, int], None]
End = Callable[[int], None]


class Walker:
    """Walks the events of a document and gathers its leaves, in order."""

    def __init__(self, feeds: list[int]) -> None:
        """Begin; `feeds` are the places of the line feeds in the text, in bytes."""
        self.leaves: list[Leaf] = []
        self.spans = Spans()
        self._feeds = feeds
        self._opened = False  # whether an item's text is being gathered
        self._start = 0
        self._shape = Shape.PARAGRAPH
        self._level = 0
        self._items: list[int | None] = []  # the open list items: the index of each one's first leaf, once it has one
        self._groups: list[int] = []
        self._count = 0
        self._quotes = 0
        self._code = False
        self._cells: list[Inline] | None = None
        self._html: HtmlRun | None = None
        self._row = 0
        self._begins: dict[str, Begin] = {
            "Paragraph": self._begin_paragraph, "Heading": self._begin_heading, "List": self._begin_list,
            "Item": self._begin_item, "BlockQuote": self._begin_quote, "CodeBlock": self._begin_code,
            "HtmlBlock": self._begin_html, "Link": self._begin_link, "Image": self._begin_image,
            "Strong": self._begin_style, "Emphasis": self._begin_style, "Table": self._begin_table,
            "TableHead": self._begin_row, "TableRow": self._begin_row, "TableCell": self._begin_cell,
            "FootnoteDefinition": self._begin_item,
        }  # fmt: skip
        self._ends: dict[str, End] = {
            "Paragraph": self._end_block, "Heading": self._end_block, "List": self._end_list, "Item": self._end_item,
            "BlockQuote": self._end_quote, "CodeBlock": self._end_code, "HtmlBlock": self._end_html,
            "Link": self._end_span, "Image": self._end_image, "Strong": self._end_span, "Emphasis": self._end_span,
            "TableCell": self._end_cell, "TableHead": self._end_head, "TableRow": self._end_row,
            "FootnoteDefinition": self._end_item,
        }  # fmt: skip

    def walk(self, text: str) -> list[Leaf]:
        """Parse a text and gather its leaves."""
        spans, begins, ends = self.spans, self._begins, self._ends
        parts, places = spans.parts, spans.places
        events: Any = pyromark.events_with_range(text, options=_OPTIONS)
        for event, span in events:
            if type(event) is str:
                self._break(event, span["start"], span["end"])
                continue
            kind, value = event.popitem()
            if kind == "Text":
                if not self._opened and not self._code:
                    self._open(self._implied(), span["start"])
                if spans.images:
                    spans.add(value, 0)
                else:
                    parts.append(value)
                    places.append(span["start"])
                    spans.last = span["end"]
            elif kind == "Start":
                name, value = (value, value) if type(value) is str else value.popitem()
                if (begin := begins.get(name)) is not None:
                    begin(value, span["start"], span["end"])
            elif kind == "End":
                name = value if type(value) is str else next(iter(value))
                if (close := ends.get(name)) is not None:
                    close(span["end"])
            else:
                self._other(kind, value, span["start"], span["end"])
        self._flush()
        return self.leaves

    # ------------------------------------------------------------ text

    def _break(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self._flush()
            self._leaf(Shape.META, start, end, Inline(""))
        elif self._opened:
            self.spans.add("\n" if event == "SoftBreak" else "\u2028\n", start)

    def _other(self, kind: str, value: Any, start: int, end: int) -> None:  # noqa: ANN401 - as the event has it
        if kind == "Html":
            if self._html is not None:
                self._html.add(value, start)
            return
        if not self._opened:
            self._open(self._implied(), start)
        self.spans.last = end
        if kind == "Code":
            self.spans.add(value, start + 1)  # behind the back-ticks
        elif kind == "InlineHtml" and not self.spans.images:
            self.spans.html(value, start)

    def _begin_link(self, value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        if not self._opened:
            self._open(self._implied(), start)
        self.spans.open_link(value, start)

    def _begin_style(self, value: str, start: int, _end: int) -> None:
        if not self._opened:
            self._open(self._implied(), start)
        self.spans.open_style(value, start)

    def _begin_image(self, value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        if not self._opened:
            self._open(self._implied(), start)
        self.spans.open_image(value, start)

    def _end_span(self, end: int) -> None:
        self.spans.last = end
        self.spans.close()

    def _end_image(self, end: int) -> None:
        self.spans.last = end
        self.spans.close_image(end)

    # ------------------------------------------------------------ leaves

    def _implied(self) -> Shape:
        """Say what text without a paragraph around it is: that of a tight list's item."""
        return Shape.ITEM if self._items else Shape.PARAGRAPH

    def _open(self, shape: Shape, start: int, level: int = 0) -> None:
        self._flush()
        self._opened = True
        self._shape, self._level, self._start, self.spans.last = shape, level, start, start + 1

    def _flush(self) -> None:
        """End the text that is being gathered, and make a leaf of it."""
        if not self._opened:
            return
        self._opened = False
        inline = self.spans.built()
        if self._cells is None:
            self._leaf(self._shape, self._start, self.spans.last, inline)
        else:
            inline.complete()
            self._cells.append(inline)

    def _leaf(self, shape: Shape, start: int, last: int, inline: Inline) -> Leaf:
        if inline.text or inline.anchors:
            inline.complete()
        if shape is Shape.PARAGRAPH and not inline.anchors and not inline.text.strip():
            shape = Shape.IMAGE if inline.hidden and not inline.hidden[0][0].startswith("<!--") else Shape.META
        leaf = Leaf(shape, self._line(start), self._line(max(start, last - 1)), inline, self._level)
        leaf.quoted = self._quotes > 0
        if self._items:
            self._place_in_item(leaf, len(self.leaves))
        self.leaves.append(leaf)
        self._level = 0
        return leaf

    def _place_in_item(self, leaf: Leaf, index: int) -> None:
        items = self._items
        if items[-1] is None:
            items[-1] = index
            leaf.group = self._groups[-1] if self._groups else None
            leaf.shape = Shape.ITEM if leaf.shape is Shape.PARAGRAPH else leaf.shape
        elif leaf.shape is Shape.ITEM:
            leaf.shape = Shape.PARAGRAPH
        leaf.item = items[-1]
        above = len(items) - 2
        while above >= 0 and items[above] is None:
            above -= 1
        leaf.parent = items[above] if above >= 0 else None

    def _line(self, place: int) -> int:
        return bisect_right(self._feeds, place - 1) + 1 if place else 1

    # ------------------------------------------------------------ blocks

    def _begin_paragraph(self, _value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        self._open(Shape.PARAGRAPH, start)

    def _begin_heading(self, value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        self._open(Shape.HEADING, start, _LEVELS.get(value["level"], 6))

    def _end_block(self, end: int) -> None:
        self.spans.last = max(self.spans.last, end)
        self._flush()

    def _begin_list(self, _value: Any, _start: int, _end: int) -> None:  # noqa: ANN401
        self._flush()
        self._count += 1
        self._groups.append(self._count)

    def _end_list(self, _end: int) -> None:
        self._flush()
        self._groups.pop()

    def _begin_item(self, _value: Any, _start: int, _end: int) -> None:  # noqa: ANN401
        self._flush()
        self._items.append(None)

    def _end_item(self, _end: int) -> None:
        self._flush()
        self._items.pop()

    def _begin_quote(self, _value: Any, _start: int, _end: int) -> None:  # noqa: ANN401
        self._flush()
        self._quotes += 1

    def _end_quote(self, _end: int) -> None:
        self._flush()
        self._quotes -= 1

    def _begin_code(self, _value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        self._flush()
        self._code, self._start = True, start

    def _end_code(self, end: int) -> None:
        self._code = False
        place = self.spans.places[0] if self.spans.places else self._start
        text = self.spans.built().text
        self._leaf(Shape.CODE, self._start, end, Inline("", hidden=[(text, place)]))

    def _begin_html(self, _value: Any, _start: int, _end: int) -> None:  # noqa: ANN401
        self._flush()
        self._html = HtmlRun()

    def _end_html(self, _end: int) -> None:
        assert self._html is not None, "a block of HTML ends that has not begun"
        run, self._html = self._html, None
        self._count += 1
        for shape, inline, start, last, level, cells in html_leaves(run):
            self._level = level
            leaf = self._leaf(shape, start, last, inline)
            if cells:
                leaf.cells, leaf.group = cells, -self._count - 1
            elif shape is Shape.ITEM and leaf.item is None:
                leaf.item, leaf.group = len(self.leaves) - 1, -self._count - 1

    # ------------------------------------------------------------ tables

    def _begin_table(self, _value: Any, _start: int, _end: int) -> None:  # noqa: ANN401
        self._flush()
        self._count += 1

    def _begin_row(self, _value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        self._cells, self._row = [], start

    def _begin_cell(self, _value: Any, start: int, _end: int) -> None:  # noqa: ANN401
        self._open(Shape.ROW, start)

    def _end_cell(self, _end: int) -> None:
        self._flush()

    def _end_row(self, end: int) -> None:
        cells, self._cells = self._cells or [], None
        leaf = self._leaf(Shape.ROW, self._row, end, Inline(""))
        leaf.cells, leaf.group = cells, self._count

    def _end_head(self, end: int) -> None:
        self._end_row(end)
        self.leaves[-1].head = True
