"""Raw HTML inside Markdown: its rows, list items, headings and paragraphs, read tag by tag."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibdb.readers.inline import Inline, linked
from bibdb.readers.leaves import Shape

__all__ = ["HtmlRun", "html_leaves", "tags"]

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>|<!--.*?(?:-->|\Z)",
    re.DOTALL,
)
_HREF = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,400}?)\]\((?P<url>[^\s()]{1,2000}(?:\([^\s()]{0,20"
    r"0}\)[^\s()]{0,500}){0,3})\)"
)
_ITEM_MARK = re.compile(r"(?m)^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?=\S|\Z)")
_PARAGRAPHS = """
    p div ul ol table tbody thead details summary center blockquote section dd hr article header footer figure pre
"""
_BLOCKS = {
    **dict.fromkeys(_PARAGRAPHS.split(), Shape.PARAGRAPH),
    **dict.fromkeys(("td", "th", "tr"), Shape.ROW),
    **dict.fromkeys(("li", "dt"), Shape.ITEM),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Shape.HEADING),
}

HtmlLeaf = tuple[Shape, Inline, int, int, int, list[Inline]]


@dataclass(slots=True)
class HtmlRun:
    """The lines of a raw HTML block, with the place of each in the source."""

    parts: list[str] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, place: int) -> None:
        """Add the next line."""
        self.marks.append((self.length, place))
        self.parts.append(text)
        self.length += len(text)


def tags(source: str) -> Iterator[tuple[str, bool, str]]:
    """Give the tags of some HTML: name, whether it closes, and its address (`href` or `src`)."""
    for match in _TAG.finditer(source):
        if match["name"]:
            yield match["name"].lower(), bool(match["close"]), address(match["rest"])


def address(attributes: str) -> str:
    """Give the `href` or `src` of a tag."""
    match = _HREF.search(attributes)
    return html.unescape(next(group for group in match.groups() if group is not None)) if match else ""


def html_leaves(run: HtmlRun) -> Iterator[HtmlLeaf]:
    """Give the leaves of a block of raw HTML: shape, text, first and last place, heading level, cells."""
    yield from _Reader(Inline("".join(run.parts), marks=run.marks)).read()


def _items(text: str) -> list[tuple[int, int]]:
    """Part a text at the marks of Markdown's list items: (start, end), without the marks."""
    marks = [(match.start(), match.end()) for match in _ITEM_MARK.finditer(text)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return list(zip(starts, ends, strict=True))


class _Reader:
    """Reads raw HTML tag by tag."""

    def __init__(self, raw: Inline) -> None:
        self._raw = raw
        self._leaves: list[HtmlLeaf] = []
        self._inline = Inline("")
        self._parts: list[str] = []
        self._length = 0
        self._first: int | None = None
        self._last = 0
        self._shape = Shape.PARAGRAPH
        self._level = 0
        self._opened: list[tuple[str, int, str, int]] = []
        self._alt_from = -1
        self._cells: list[Inline] | None = None
        self._row = 0

    def read(self) -> list[HtmlLeaf]:
        """Read the whole block."""
        position = 0
        text = self._raw.text
        for match in _TAG.finditer(text):
            self._push(text[position : match.start()], position)
            position = match.end()
            if match["name"]:
                self._tag(match["name"].lower(), bool(match["close"]), match["rest"], match.start(), match.end())
            else:
                self._inline.hidden.append((match[0], self._raw.source(match.start())))
                self._seen(match.start(), match.end())
        self._push(text[position:], position)
        self._flush()
        return self._leaves

    def _seen(self, start: int, end: int) -> None:
        if self._first is None:
            self._first = self._raw.source(start)
        self._last = self._raw.source(end - 1) + 1 if end > start else self._raw.source(start) + 1

    def _push(self, text: str, at: int) -> None:
        """Add text between tags, with the Markdown links in it."""
        if not text.strip():
            if text and self._length:
                self._add("\n" if "\n" in text else " ", at)
            return
        for start, end in _items(text):
            if start:  # a list that no blank line parts from the HTML
                self._flush()
                self._shape = Shape.ITEM
            if text[start:end].strip():
                self._push_item(text[start:end], at + start)

    def _push_item(self, text: str, at: int) -> None:
        if self._first is None:
            self._first = self._raw.source(at + len(text) - len(text.lstrip()))
        position = 0
        for match in _MARKDOWN_LINK.finditer(text):
            self._add(text[position : match.start()], at + position)
            start = self._length
            self._add(match["text"], at + match.start("text"))
            url = html.unescape(match["url"])
            self._inline.anchors.append(linked(url, start, self._length, self._raw.source(at + match.start())))
            position = match.end()
        self._add(text[position:], at + position)
        self._last = self._raw.source(at + len(text.rstrip()) - 1) + 1

    def _add(self, text: str, at: int) -> None:
        if not text:
            return
        shown = html.unescape(text) if "&" in text else text
        self._inline.marks.append((self._length, self._raw.source(at)))
        self._parts.append(shown)
        self._length += len(shown)

    def _tag(self, name: str, closing: bool, rest: str, start: int, end: int) -> None:
        if name in _BLOCKS:
            self._block(name, closing, start)
        elif name == "br":
            self._add("\u2028", start)
        elif name == "img":
            self._inline.hidden.append((address(rest), self._raw.source(start)))
            self._alt_from = self._length
            if self._opened and self._opened[-1][0] == "a" and (alt := re.search(r"alt\s*=\s*[\"']([^\"']*)", rest)):
                self._add(alt[1], start)
            self._seen(start, end)
        elif name in {"a", "b", "strong", "i", "em"}:
            self._style(name, closing, rest, start, end)

    def _style(self, name: str, closing: bool, rest: str, start: int, end: int) -> None:
        place = self._raw.source(start)  # asked in the order of the text, which is quick
        self._seen(start, end)
        kind = "a" if name == "a" else "strong" if name in {"b", "strong"} else "em"
        if not closing:
            self._opened.append((kind, self._length, address(rest), place))
            return
        for index in range(len(self._opened) - 1, max(-1, len(self._opened) - 8), -1):
            if self._opened[index][0] == kind:
                _, begin, url, place = self._opened.pop(index)
                self._finish(kind, begin, url, place)
                return

    def _finish(self, kind: str, begin: int, url: str, place: int) -> None:
        if kind == "strong":
            self._inline.strong.append((begin, self._length))
        elif kind == "em":
            self._inline.emphasis.append((begin, self._length))
        elif url:
            anchor = linked(url, begin, self._length, place)
            anchor.badge = self._alt_from == begin
            self._inline.anchors.append(anchor)

    def _block(self, name: str, closing: bool, start: int) -> None:
        if name in {"td", "th"}:
            self._cell(closing)
            return
        if name == "summary" and closing and self._length:
            self._inline.strong.append((0, self._length))
        self._flush()
        if name in {"tr", "table"}:
            self._end_row()
            if name == "tr" and not closing:
                self._cells, self._row = [], self._raw.source(start)
        elif not closing:
            self._shape = _BLOCKS[name]
            self._level = int(name[1]) if self._shape is Shape.HEADING else 0
            self._first = self._raw.source(start) if self._shape is not Shape.PARAGRAPH else None
            self._last = (self._first or 0) + 1

    def _cell(self, closing: bool) -> None:
        """Begin or end a cell; HTML lets the end tags out."""
        if self._cells is not None and (self._length or self._inline.anchors):
            self._cells.append(self._completed())
        elif closing and self._cells is not None:
            self._cells.append(Inline(""))

    def _end_row(self) -> None:
        if self._cells is not None and self._length:
            self._cells.append(self._completed())
        if self._cells:
            if any(cell.text.strip() or cell.anchors for cell in self._cells):
                last = max((cell.marks[-1][1] for cell in self._cells if cell.marks), default=self._row)
                self._leaves.append((Shape.ROW, Inline(""), self._row, max(self._row, last) + 1, 0, self._cells))
        self._cells = None

    def _taken(self) -> Inline:
        """Give the text gathered so far, and begin anew."""
        inline = self._inline
        inline.text = "".join(self._parts)
        self._inline, self._parts, self._length, self._opened = Inline(""), [], 0, []
        return inline

    def _completed(self) -> Inline:
        inline = self._taken()
        inline.complete()
        return inline

    def _flush(self) -> None:
        """End a leaf."""
        if self._cells is not None:
            if self._length:
                self._add("\n", 0)
            return
        first, last, shape, level = self._first, self._last, self._shape, self._level
        self._first, self._shape, self._level = None, Shape.PARAGRAPH, 0
        if first is None:
            return
        inline = self._taken()
        self._leaves.append((shape, inline, first, last, level, []))
