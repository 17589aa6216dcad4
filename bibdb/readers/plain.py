"""Plain text: a reference, identifier or address a line, titles with their addresses on the next line, or free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from bibdb.readers.assembly import assemble
from bibdb.readers.encoding import decode, restored
from bibdb.readers.items import BREAK, Item, Run, Shape, split_lines
from bibdb.values import Document

__all__ = ["read"]

_BULLET = re.compile(r"([ \t]*)(?:[-*+•·▪◦‣–]|\d{1,4}[.)]|\(\d{1,4}\))[ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\[[\w+.:-]{1,20}\][ \t]+(?=\S)")
_UNDERLINE = re.compile(r"[ \t]*([=~*#^-])\1{2,}[ \t\r]*$")
_HEADING = re.compile(r"(#{1,6}|={1,6})[ \t]+(\S.*?)[ \t]*[#=]*[ \t\r]*$")
_LINKED = re.compile(
    r"https?://|www\.|\barxiv\b.{0,3}\d|\d{4}\.\d{4,5}\b|\b10\.\d{4,9}/|\b[a-z-]+(?:\.[A-Z]{2})?/\d{7}\b", re.IGNORECASE
)
_ALONE = re.compile(
    r"\s*(?:(?:pdf|url|link|paper|code|arxiv|doi|web|html|abs|github|project|page)\s*[:=-]\s*)?"
    r"<?(?:https?://\S+|www\.\S+|(?:arxiv[: ]\s*)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
    r"|(?:doi:\s*)?10\.\d{4,9}/\S+)>?[.,;]?\s*$",
    re.IGNORECASE,
)
_SENTENCE_GOES_ON = re.compile(r"[a-z(&,;]")
_MOST_BEFORE = 4


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read text of no known format; never raises."""
    decoded = decode(data)
    yield from restored([assemble(decoded, path, "plain", _scan(split_lines(decoded.text)))], data)


def _scan(lines: list[str]) -> Iterator[Item]:
    """Give the items of all lines: blocks of lines between blank ones, taken apart."""
    index = 0
    while index < len(lines):
        if not lines[index].strip():
            yield Item(Shape.BLANK, index + 1, index + 1)
            index += 1
            continue
        end = index
        while end < len(lines) and lines[end].strip():
            end += 1
        yield from _block(lines, index, end)
        index = end


def _block(lines: list[str], start: int, end: int) -> Iterator[Item]:
    """Give the items of consecutive lines."""
    index = start
    while index < end:
        if heading := _heading(lines, index, end):
            yield heading
            index = heading.end
        elif bullet := (_BULLET.match(lines[index]) or _NUMBERED.match(lines[index])):
            stop = _item_end(lines, index, end)
            level = len(bullet[0]) - len(bullet[0].lstrip())
            text = [lines[index][bullet.end() :], *lines[index + 1 : stop]]
            numbered = _BULLET.match(lines[index]) is None
            yield Item(Shape.FOOTNOTE if numbered else Shape.LIST_ITEM, index + 1, stop, level, _runs(text, index + 1))
            index = stop
        else:
            stop = index + 1
            while stop < end and not (_BULLET.match(lines[stop]) or _NUMBERED.match(lines[stop])):
                stop += 1
            yield from _paragraphs(lines, index, stop)
            index = stop


def _heading(lines: list[str], index: int, end: int) -> Item | None:
    """Give an underlined line or one marked as in Markdown, or a short line that ends in a colon."""
    line = lines[index]
    if match := _HEADING.match(line):
        return Item(Shape.HEADING, index + 1, index + 1, len(match[1]), (Run(match[2], index + 1),))
    under = _UNDERLINE.match(lines[index + 1]) if index + 1 < end else None
    if under and re.search(r"\w", line):
        return Item(Shape.HEADING, index + 1, index + 2, 1 + (under[1] not in "=*#"), (Run(line.strip(), index + 1),))
    text = line.strip()
    if (
        text.endswith(":")
        and len(text) < 60
        and not _LINKED.search(text)
        and not _BULLET.match(line)
        and text[0].isupper()
    ):
        if index + 1 >= end or not _ALONE.match(lines[index + 1]) or index + 2 < end:
            return Item(Shape.HEADING, index + 1, index + 1, 3, (Run(text[:-1], index + 1),))
    return None


def _item_end(lines: list[str], index: int, end: int) -> int:
    """Give the end of a list item or numbered reference: it goes on up to the next."""
    stop = index + 1
    while stop < end and not (_BULLET.match(lines[stop]) or _NUMBERED.match(lines[stop])):
        stop += 1
    return stop


def _runs(lines: list[str], line: int, glue: str = "\n") -> tuple[Run, ...]:
    """Give a run a line; `glue` says whether the lines' ends mean something."""
    return tuple(Run(part + glue, line + number) for number, part in enumerate(lines))


def _paragraphs(lines: list[str], start: int, end: int) -> Iterator[Item]:
    """Part lines without marks into items: each line with an address or identifier ends one, when there are several."""
    linked = [number for number in range(start, end) if _LINKED.search(lines[number])]
    if len(linked) <= 1 or _is_wrapped(lines, start, end, linked):
        yield _paragraph(lines, start, end)
        return
    first, places = start, set(linked)
    for number in linked:
        if number < first:
            continue
        alone = _ALONE.match(lines[number]) is not None
        if number > first and not (alone and number - first <= _MOST_BEFORE) and not _goes_on(lines, number):
            yield _paragraph(lines, first, number)
            first = number
        stop = number + 1
        while (
            stop < end
            and stop not in places
            and alone
            and linked[0] == start
            and _ALONE.match(lines[linked[0]])
            and not _before_alone(lines, stop, end)
        ):
            stop += 1
        # Further addresses on their own belong to the title above them.
        while alone and stop < end and number > first and _ALONE.match(lines[stop]):
            stop += 1
        yield _paragraph(lines, first, stop)
        first = stop
    if first < end:
        yield _paragraph(lines, first, end)


def _before_alone(lines: list[str], number: int, end: int) -> bool:
    """Whether the address of a text line stands under it."""
    return number + 1 < end and _ALONE.match(lines[number + 1]) is not None


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    line = lines[number].lstrip()
    if _LINKED.match(line):
        return False
    return bool(_SENTENCE_GOES_ON.match(line)) or lines[number - 1].rstrip().endswith((",", ";", " and", "-"))


def _is_wrapped(lines: list[str], start: int, end: int, linked: list[int]) -> bool:
    """Whether lines are one paragraph of running text, broken where they were full."""
    inner = lines[start : end - 1]
    full = sum(len(line) >= 55 for line in inner)
    going = sum(_goes_on(lines, number) for number in range(start + 1, end))
    return full >= 0.8 * len(inner) and going >= 0.4 * len(inner) and len(linked) <= 0.7 * (end - start)


def _paragraph(lines: list[str], start: int, end: int) -> Item:
    """Give lines as one item; short lines that begin anew are fields of it, others running text."""
    text = lines[start:end]
    level = len(text[0]) - len(text[0].lstrip())
    fields = (
        len(text) > 1
        and all(len(line) < 160 for line in text)
        and not any(_goes_on(lines, number) for number in range(start + 1, end))
    )
    shape = Shape.LIST_ITEM if len(text) == 1 or fields else Shape.PARAGRAPH
    return Item(shape, start + 1, end, level, _runs(text, start + 1, BREAK if fields else "\n"))
