"""HTML as people and programs write it, taken apart into a tree with lines; tolerant, linear in time, never raising.

Not a browser's parser: it knows which elements are empty, which close one another (the "optional tags" of
https://html.spec.whatwg.org/multipage/syntax.html), and which hold no markup; the rest is taken as it is nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from bibdb.readers.items import Source

__all__ = ["BLOCKS", "NESTED", "Element", "Text", "parse"]

# No part of a tag runs over the next "<", so that no input makes the scan start over.
_TAG = re.compile(
    r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][^\s/<>\"'=]*)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>|!|\?)"
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")

_VOID = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    """.split()  # noqa: SIM905  the words read best as text
)
_RAW = frozenset({"script", "style", "svg", "noscript", "textarea", "template", "math"})
_CLOSES: dict[str, frozenset[str]] = {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tbody": frozenset({"tr", "td", "th", "thead", "tbody"}),
    "option": frozenset({"option"}),
}  # fmt: skip
# What an opening tag does not close beyond: an item of an inner list does not end that of the outer one.
_SCOPES = frozenset(
    {"ul", "ol", "dl", "table", "body", "html", "menu", "select", "div", "section", "article", "blockquote"}
)
_NOT_IN_P = frozenset(
    """
    address article aside blockquote center div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main menu nav ol
    p pre section table ul
    """.split()  # noqa: SIM905  the words read best as text
)
BLOCKS = _NOT_IN_P | frozenset(
    """
    li dt dd tr td th tbody thead tfoot caption figure figcaption details summary body html head title
    """.split()  # noqa: SIM905  the words read best as text
)
NESTED = frozenset({"ul", "ol", "dl", "table", "menu", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
# Deeper nesting than any page has is taken as flat, so that walking the tree may recurse.
_DEEPEST = 120


@dataclass(frozen=True, slots=True)
class Text:
    """Visible text with its entities resolved."""

    text: str
    line: int


@dataclass(slots=True)
class Element:
    """An element; `lines` gives the line of each attribute, `end` the last line of its content."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    children: list[Element | Text] = field(default_factory=list)
    end: int = 0
    blocky: bool = False  # whether a block stands somewhere in it
    holds: bool = False  # whether a list, table, heading or quotation stands somewhere in it
    blocks: int = 0  # how many blocks stand in it


def parse(text: str) -> Element:
    """Build the tree of a document; its root has no name. Comments are elements named `!`."""
    source = Source.at(text, 1)
    root = Element("", 1, end=source.line_at(len(text)))
    stack = [root]
    counts: dict[str, int] = {}
    for token in _tokens(source):
        if isinstance(token, Text):
            stack[-1].children.append(token)
        elif isinstance(token, Element):
            _open(stack, counts, token)
        else:
            _close(stack, counts, *token)
    while len(stack) > 1:
        _pop(stack, counts, root.end)
    return root


def _tokens(source: Source) -> Iterator[Text | Element | tuple[str, int]]:
    """Give texts, opening tags, and closing tags as name and line."""
    text, position, start = source.text, 0, 0
    endless: set[str] = set()
    while (start := text.find("<", start)) >= 0:
        match = _TAG.match(text, start)
        if match is None:
            start += 1
            continue
        if start > position:
            yield Text(unescape(text[position:start]), source.line_at(position))
        line = source.line_at(start)
        if match["name"] is None:
            start = position = _comment(text, match.start())
            yield _raw("!", source, match.end(), position)
            continue
        name = match["name"].lower()
        start = position = match.end()
        if match["close"]:
            yield name, line
            continue
        element = _element(name, match, source)
        yield element
        if name in _RAW and name not in endless and not match["attributes"].endswith("/"):
            end = _raw_end(text, name, position)
            if end < 0:  # never closed: what follows is read as markup, and not searched again
                endless.add(name)
                continue
            element.children += _raw(name, source, position, end).children
            start = position = end
    if position < len(text):
        yield Text(unescape(text[position:]), source.line_at(position))


def _comment(text: str, start: int) -> int:
    """Give where a comment or declaration ends: at its mark, or else at the first `>`."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else len(text)
    end = text.find(">", start)
    return end + 1 if end >= 0 else len(text)


def _raw(name: str, source: Source, start: int, end: int) -> Element:
    """Hold text that is no markup in an element of its own."""
    element = Element(name, source.line_at(start), end=source.line_at(end))
    element.children.append(Text(source.text[start:end], source.line_at(start)))
    return element


def _raw_end(text: str, name: str, start: int) -> int:
    """Give where the closing tag of a raw element begins, or -1."""
    match = re.compile(rf"</{name}", re.IGNORECASE).search(text, start)
    return match.start() if match else -1


def _element(name: str, match: re.Match[str], source: Source) -> Element:
    element = Element(name, source.line_at(match.start()))
    offset = match.start("attributes")
    for attribute in _ATTRIBUTE.finditer(match["attributes"]):
        key = attribute[1].lower()
        if key in element.attributes:
            continue
        group = next((number for number in (2, 3, 4) if attribute[number] is not None), 1)
        element.attributes[key] = unescape(attribute[group]) if group > 1 else ""
        element.lines[key] = source.line_at(offset + attribute.start(group))
    return element


def _open(stack: list[Element], counts: dict[str, int], element: Element) -> None:
    """Put an element into the tree, closing what it closes."""
    if element.name == "!":
        stack[-1].children.append(element)
        return
    closing = _CLOSES.get(element.name, frozenset())
    while len(stack) > 1 and stack[-1].name not in _SCOPES:
        # Inline elements left open end with the item that they stand in.
        if stack[-1].name in closing or (closing and _any_open(stack, closing)):
            _pop(stack, counts, element.line)
        else:
            break
    if element.name in _NOT_IN_P and stack[-1].name == "p":
        _pop(stack, counts, element.line)
    stack[-1].children.append(element)
    element.end = element.line
    if element.name in BLOCKS:
        _mark(stack, holds=element.name in NESTED)
    if element.name not in _VOID and element.name not in _RAW and len(stack) < _DEEPEST:
        stack.append(element)
        counts[element.name] = counts.get(element.name, 0) + 1
    elif element.name in BLOCKS:
        stack[-1].blocks += 1


def _mark(stack: list[Element], *, holds: bool) -> None:
    """Tell the open elements that a block stands in them; each is told once."""
    for element in reversed(stack):
        if element.blocky and (element.holds or not holds):
            return
        element.blocky = True
        element.holds |= holds


def _any_open(stack: list[Element], names: frozenset[str]) -> bool:
    """Whether one of the elements stands open within the nearest list, table or division, a few levels up."""
    for element in stack[:-12:-1]:
        if element.name in _SCOPES:
            return False
        if element.name in names:
            return True
    return False


def _close(stack: list[Element], counts: dict[str, int], name: str, line: int) -> None:
    """End the nearest open element of that name with all that is open in it; a stray closing tag ends nothing."""
    if not counts.get(name):
        return
    while len(stack) > 1:
        last = stack[-1].name
        _pop(stack, counts, line)
        if last == name:
            return


def _pop(stack: list[Element], counts: dict[str, int], line: int) -> None:
    element = stack.pop()
    counts[element.name] -= 1
    element.end = line
    stack[-1].blocks += element.blocks + (element.name in BLOCKS)
