"""HTML pages: headings, lists, tables, paragraphs and cards (a title, authors and links in divisions of their own)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from bibdb.readers import html_bookmarks
from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.html_runs import flat, web
from bibdb.readers.html_tree import BLOCKS, NESTED, Element, Text, parse
from bibdb.readers.items import BREAK, Item, Run, Shape, visible
from bibdb.readers.links import is_generic
from bibdb.readers.pieces import pieces_of
from bibdb.values import Document, LinkKind

__all__ = ["read"]

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ASIDE = frozenset(
    {"nav", "footer", "form", "head", "!", "script", "style", "svg", "noscript", "template", "select", "math"}
)
_RECORD = re.compile(
    r"(?:^|[\s_-])(?:paper|publication|pub|entry|card|bib\w*|citation|reference|ref|item|article)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_BLOCKS = 14
_SCHOLARLY = re.compile(r"arxiv|10\.\d{4}|openreview\.net|aclanthology", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|arxiv|10\.\d{4}", re.IGNORECASE)


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read an HTML page, or a browser's bookmark export; never raises."""
    decoded = decode(data)
    if html_bookmarks.is_bookmarks(decoded.text):
        yield from html_bookmarks.read(data, path)
        return
    root = parse(decoded.text)
    items = _block(root, 0)
    yield from restored([assemble(decoded, path, "html", items, title=_title(root))], data)


def _title(root: Element) -> str | None:
    """Give the text of the title element."""
    stack: list[Element] = [root]
    while stack:
        element = stack.pop()
        if element.name == "title":
            return visible(flat(element)) or None
        stack += [
            child
            for child in element.children
            if isinstance(child, Element) and child.name in {"html", "head", "title"}
        ]
    return None


def _block(element: Element, level: int) -> Iterator[Item]:
    """Give the items of an element's content; runs of inline content between blocks are paragraphs."""
    inline: list[Element | Text] = []
    for child in element.children:
        if isinstance(child, Element) and (child.name in BLOCKS or child.name in _ASIDE or child.blocky):
            yield from _paragraph(inline, Shape.PARAGRAPH, level)
            inline = []
            yield from _child(child, element, level)
        else:
            inline.append(child)
    yield from _paragraph(inline, Shape.PARAGRAPH, level)


def _paragraph(children: list[Element | Text], shape: Shape, level: int) -> Iterator[Item]:
    """Give inline content as one item, if there is any."""
    holder = Element("", 0, children=children)
    runs = tuple(flat(holder))
    shown = [run for run in runs if run.text.strip() or run.url]
    lines = _separate(runs) if shape is Shape.PARAGRAPH else []
    for line in lines:
        yield Item(Shape.LIST_ITEM, line[0].line, line[-1].line, level, tuple(line))
    if shown and not lines:
        yield Item(shape, shown[0].line, max(run.line for run in shown), level, runs)


def _separate(runs: tuple[Run, ...]) -> list[list[Run]]:
    """Part a paragraph at its breaks when it is a list without markup: each line has words and a paper of its own."""
    if sum(run.text == BREAK for run in runs) < 1:
        return []
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    lines = [line for line in lines if visible(line)]
    own = [line for line in lines if _is_work(line)]
    return lines if len(own) > 1 and 2 * len(own) >= len(lines) else []


def _is_work(line: list[Run]) -> bool:
    """Whether a line has words beside the link to a paper."""
    pieces = pieces_of(line)
    words = visible(run for run in line if not (run.url and is_generic(run.text)))
    return len(words.split()) > 2 and any(piece.url and piece.kind is LinkKind.PAPER for piece in pieces)


def _child(child: Element, parent: Element, level: int) -> Iterator[Item]:
    """Give the items of a block."""
    if child.name == "head":
        yield from _head(child)
    elif child.name in _ASIDE:
        yield from _aside(child)
    elif child.name == "a" and web(child):
        yield from _paragraph([child], Shape.LIST_ITEM, level)
    elif child.name in _HEADINGS:
        yield from _paragraph([child], Shape.HEADING, _HEADINGS[child.name])
    elif child.name in {"li", "dd", "dt"}:
        yield from _item(child, level)
    elif child.name == "dl":
        yield from _definitions(child, level)
    elif child.name == "table":
        yield from _table(child, level)
    elif child.name == "pre":
        yield Item(Shape.CODE, child.line, child.end, level, tuple(flat(child)))
    elif child.name == "blockquote":
        yield from _block(child, level + 1)
    elif _is_card(child, parent):
        yield Item(Shape.LIST_ITEM, child.line, child.end, level, tuple(flat(child)))
    else:
        yield from _block(child, level)


def _aside(child: Element) -> Iterator[Item]:
    """Give what is no part of the text; addresses in it are still found."""
    runs: tuple[Run, ...] = ()
    if child.name in {"nav", "footer", "form", "noscript"}:
        runs = tuple(flat(child))
    elif child.name not in {"svg", "style"}:
        texts = (text for text in child.children if isinstance(text, Text) and _ADDRESS.search(text.text))
        runs = tuple(
            Run(line, text.line + number) for text in texts for number, line in enumerate(text.text.split("\n"))
        )
    yield Item(Shape.META, child.line, child.end, runs=runs)


def _head(child: Element) -> Iterator[Item]:
    """Give what a page's head says of identifiers, as in its `citation_doi`; its other addresses are trimmings."""
    runs: list[Run] = []
    stack: list[Element | Text] = [child]
    while stack:
        part = stack.pop()
        if isinstance(part, Element):
            stack += part.children
            content, line = part.attributes.get("content", ""), part.lines.get("content", part.line)
            texts = [(content, line)]
        else:
            texts = [(text, part.line + number) for number, text in enumerate(part.text.split("\n"))]
        runs += (Run(f"{text} ", line) for text, line in texts if _SCHOLARLY.search(text))
    yield Item(Shape.META, child.line, child.end, runs=tuple(sorted(runs, key=lambda run: run.line)))


def _item(child: Element, level: int) -> Iterator[Item]:
    """Give a list item: its own text, then the lists and tables in it, set in deeper."""
    nested = [part for part in child.children if isinstance(part, Element) and (part.name in NESTED or part.holds)]
    names = NESTED
    runs = tuple(flat(child, names))
    shown = [run.line for run in runs if run.text.strip() or run.url]
    if shown:
        end = min(nested[0].line, child.end) if nested else child.end
        yield Item(Shape.LIST_ITEM, child.line, max(end - bool(nested), *shown), level, runs)
    for part in nested:
        yield from _nested(part, child, level + 1)


def _nested(part: Element, parent: Element, level: int) -> Iterator[Item]:
    """Give only the lists, tables and headings of a part whose other text was taken with its item."""
    if part.name in NESTED:
        yield from _child(part, parent, level)
        return
    for child in part.children:
        if isinstance(child, Element) and child.blocky | (child.name in NESTED):
            yield from _nested(child, part, level)


def _definitions(element: Element, level: int) -> Iterator[Item]:
    """Give each term with its definition as one item."""
    term: Element | None = None
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.name == "dt":
            if term is not None:
                yield from _item(term, level)
            term = child
        elif child.name == "dd" and term is not None:
            joined = Element(
                "li", term.line, children=[*term.children, Element("br", child.line), *child.children], end=child.end
            )
            yield from _item(joined, level)
            term = None
        else:
            yield from _child(child, element, level + 1)
    if term is not None:
        yield from _item(term, level)


def _table(element: Element, level: int) -> Iterator[Item]:
    """Give a table row by row; a table that only lays out a page is read as what it holds."""
    header: tuple[str, ...] = ()
    for number, row in enumerate(_rows(element)):
        cells = [child for child in row.children if isinstance(child, Element) and child.name in {"td", "th"}]
        if any(_lays_out(cell) for cell in cells) or not cells:
            yield from _block(row, level)
            continue
        texts = tuple(tuple(flat(cell)) for cell in cells)
        if (
            number == 0
            and all(cell.name == "th" for cell in cells)
            and not any(run.url for cell in texts for run in cell)
        ):
            header = tuple(visible(cell).lower() for cell in texts)
            yield Item(Shape.META, row.line, row.end, runs=tuple(run for cell in texts for run in cell))
            continue
        yield Item(Shape.ROW, row.line, row.end, level, cells=texts, header=header if len(header) == len(texts) else ())


def _rows(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            if child.name in {"tbody", "thead", "tfoot"}:
                yield from _rows(child)
            else:
                yield child


def _lays_out(cell: Element) -> bool:
    """Whether a cell holds more than one work's text: a list, a table, headings, or many paragraphs."""
    paragraphs = sum(1 for child in cell.children if isinstance(child, Element) and child.name in {"p", "div"})
    return (
        any(
            (isinstance(child, Element) and child.blocky and child.holds)
            or (isinstance(child, Element) and child.name in NESTED - {"blockquote"})
            for child in cell.children
        )
        or paragraphs > 4
    )


def _is_card(element: Element, parent: Element) -> bool:
    """Whether a division holds one work: a title first, and links that do not name further ones."""
    if element.holds or not 1 <= element.blocks <= _MOST_BLOCKS:
        return False
    leaves = list(_leaves(element))
    if not 2 <= len(leaves) <= 9:
        return False
    named = [number for number, leaf in enumerate(leaves) if any(run.url and not is_generic(run.text) for run in leaf)]
    linked = [number for number, leaf in enumerate(leaves) if any(run.url for run in leaf)]
    if not linked or len(visible(leaves[0])) > 300 or named not in ([], [0]):
        return False
    alike = [child for child in parent.children if isinstance(child, Element) and child.name == element.name]
    return len(alike) > 1 or bool(_RECORD.search(element.attributes.get("class", ""))) or named == [0]


def _leaves(element: Element) -> Iterator[list[Run]]:
    """Give the runs of each block of an element that has text."""
    leaf: list[Run] = []
    for run in flat(element):
        if run.text == BREAK:
            if visible(leaf):
                yield leaf
            leaf = []
        else:
            leaf.append(run)
    if visible(leaf):
        yield leaf
