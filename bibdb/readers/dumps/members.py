"""The files in a dump: their lines with those of the dump, read each by its own format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath, PurePosixPath

from bibdb.identifiers import Scheme, find
from bibdb.readers import read_member
from bibdb.readers.kinds import Kind, kind_of
from bibdb.readers.records import Draft, Value, document
from bibdb.text import strip_controls
from bibdb.values import BlockRole, Document, Finding, Severity

__all__ = ["Member", "followers", "is_path", "sliced", "unnumbered", "unpacked", "without_blank_ends"]

_GAP = 500
"""How many lines a numbered dump may leave out in one place before its numbers are not believed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a dump: its name there, its lines, and for each the dump's line (from 1); `closed` if its end is."""

    name: str
    lines: tuple[str, ...]
    numbers: Sequence[int]
    closed: bool = True


Split = Callable[[Sequence[str]], Iterable[Member]]
"""Finds the members in the lines of a dump."""


def unpacked(
    data: bytes, path: PurePath, split: Split, *, whole: Callable[[Sequence[str]], bool]
) -> Iterator[Document]:
    """Read every member of a dump that may be a list, or that is code and names papers.

    A dump that is not `whole`, or whose last member is not closed, was cut: its last document says so.
    """
    lines = [line.removesuffix("\r") for line in data.decode("utf-8", "replace").split("\n")]
    last: Document | None = None
    closed, count = True, 0
    for member in split(lines):
        closed, count = member.closed, count + 1
        for each in _documents(member, path):
            if last is not None:
                yield last
            last = each
    if last is None:
        yield _empty(data, path, count)
    else:
        yield last if closed and whole(lines) else _cut(last)


def _empty(data: bytes, path: PurePath, count: int) -> Document:
    """Give a dump of `count` files without a list as a document that says so."""
    message = "the dump holds no list" if count else "the dump holds no file"
    fault = Finding("dump-empty", message, 1, Severity.WARNING)
    return document(path, "plain", data.decode("utf-8", "replace"), (), findings=(fault,))


def _cut(last: Document) -> Document:
    """Say at its last document that a dump was cut."""
    end = max(1, last.content.count(b"\n") + (not last.content.endswith(b"\n")))
    fault = Finding("dump-cut", "the dump ends in the middle: what follows is missing", end, Severity.WARNING)
    return replace(last, findings=(*last.findings, fault))


def _documents(member: Member, path: PurePath) -> Iterator[Document]:
    """Read one member by its own format."""
    name = strip_controls(member.name.strip().replace("\\", "/")).removeprefix("./").lstrip("/") or "?"
    label = PurePosixPath(name)
    content = "\n".join(member.lines) + ("\n" if member.lines else "")
    kind = kind_of(label)
    documents: Iterable[Document]
    if kind is Kind.CODE:
        documents = _code(content, label)
    elif kind is None:
        documents = read_member(content.encode(), label)
    else:
        return
    for each in documents:
        yield replace(each, path=name, container=str(path), lines=member.numbers)


def _code(content: str, label: PurePosixPath) -> Iterator[Document]:
    """Read a program only for the papers that it names: its other links are not for readers."""
    if not any(span.identifier.scheme in {Scheme.ARXIV, Scheme.DOI} for span in find(content)):
        return
    count = content.count("\n")
    whole = document(label, "code", content, (Draft(1, count, (Value("", content, 1),), role=BlockRole.CODE),))
    kept = tuple(
        link for link in whole.links if link.identifier and link.identifier.scheme in {Scheme.ARXIV, Scheme.DOI}
    )
    yield replace(whole, links=kept)


def followers(starts: Sequence[int], end: int) -> list[int]:
    """Give for each of some places the next one, for the last the end."""
    return [*starts[1:], end] if starts else []


def sliced(name: str, lines: Sequence[str], start: int, end: int, *, closed: bool = True) -> Member:
    """Make a member of the dump's lines from `start` up to `end` (from 0)."""
    end = max(start, end)
    return Member(name, tuple(lines[start:end]), range(start + 1, end + 1), closed)


def without_blank_ends(member: Member) -> Member:
    """Leave out the blank lines that a tool puts behind a member."""
    end = len(member.lines)
    while end and not member.lines[end - 1].strip():
        end -= 1
    return replace(member, lines=member.lines[:end], numbers=member.numbers[:end])


def unnumbered(member: Member, column: re.Pattern[str]) -> Member:
    """Take the column of line numbers off a member that has one; `column` matches it with the number as its group.

    A member's line is the one that the column says. A line without a number belongs to the one before (the file has a
    line end there that is none to the tool); blank ones are the tool's own.
    """
    matches = [column.match(line) for line in member.lines]
    written = [match for match, line in zip(matches, member.lines, strict=True) if line.strip()]
    numbered = [int(match[1]) for match in written if match and len(match[1]) < 9]
    steps = sum(two - one == 1 for one, two in pairwise(numbered))
    believed = numbered and written[0] and numbered[0] <= _GAP and steps * 2 >= len(numbered) - 1
    if not believed or len(numbered) * 2 < len(written):
        return member
    lines: list[str] = []
    numbers: list[int] = []
    for line, match, physical in zip(member.lines, matches, member.numbers, strict=True):
        said = int(match[1]) if match and len(match[1]) < 9 else 0
        if match and len(lines) < said <= len(lines) + _GAP:
            numbers += [physical] * (said - len(lines))
            lines += [""] * (said - len(lines) - 1)
            lines.append(line[match.end() :])
        elif line.strip() and lines:
            lines[-1] = f"{lines[-1]} {line}"
    return replace(member, lines=tuple(lines), numbers=tuple(numbers))


def is_path(text: str) -> bool:
    """Whether a line looks like the path of a file: no prose, no heading, and a slash or suffix."""
    text = text.strip()
    if not 0 < len(text) < 300 or text.startswith(("#", "- ", "* ", ">", "|", "<", "[", "=")) or "://" in text:
        return False
    name = text.rsplit("/", 1)[-1]
    if re.fullmatch(r"[^\s/][^/]*\.[A-Za-z0-9]{1,12}", name):
        return text.count(" ") <= 6
    return "/" in text and " " not in text
