"""Repomix (once Repopack): XML plain or parsable (escaped), Markdown, plain text, JSON; numbered or not (`12: …`).

Format: the tool's own templates, https://github.com/yamadashy/repomix.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bibdb.readers.dumps.fences import fenced
from bibdb.readers.dumps.members import Member, followers, sliced, unnumbered, unpacked, without_blank_ends
from bibdb.readers.jsontree import parse_json
from bibdb.readers.trees import Mapping, Scalar
from bibdb.values import Document

__all__ = ["read"]

_COLUMN = re.compile(r" *(\d+): ?")
_RULE = "=" * 16
_LONG_RULE = "=" * 64
_FILE = re.compile(r'<file path="([^"]*)">')
_ESCAPED = re.compile(r'<file path="([^"\n]*)">([^<]*)(</file>)?')
_HEADING = re.compile(r"## File: (.+)")
_NAME = re.compile(r"File: (.+)")
_SECTIONS = frozenset({"Git Diffs", "Git Logs", "Instruction", "End of Codebase"})


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read the files of a dump."""
    return unpacked(data, path, _split, whole=_is_whole)


def _split(lines: Sequence[str]) -> Iterator[Member]:
    if _is_json(lines):
        members = _from_json(lines)
    elif any(_FILE.match(line.lstrip()) for line in lines) or _is_parsable(lines):
        members = _from_parsable(lines) if _is_parsable(lines) else _from_xml(lines)
    elif any(_is_head(lines, number) for number in range(len(lines))):
        members = _plain(lines)
    else:
        members = fenced(lines, _name_at)
    for member in members:
        yield unnumbered(without_blank_ends(member), _COLUMN)


def _is_json(lines: Sequence[str]) -> bool:
    return next((line.lstrip().startswith("{") for line in lines if line.strip()), False)


def _is_parsable(lines: Sequence[str]) -> bool:
    """Whether the XML is escaped, as `--parsable-style` makes it: everything lies in one root."""
    return any(line.lstrip().startswith("<repomix>") for line in lines[:5])


def _is_whole(lines: Sequence[str]) -> bool:
    """Whether the dump has its end: each style closes in its own way, older Markdown in none."""
    tail = "\n".join(lines[-400:])
    if _is_json(lines):
        return tail.rstrip().endswith("}") and not parse_json("\n".join(lines))[1]
    if _is_parsable(lines):
        return "</repomix>" in tail
    if any(_FILE.match(line.lstrip()) for line in lines):
        return any(line.strip() in {"</files>", "</repository_files>"} for line in lines)
    if any(_is_head(lines, number) for number in range(len(lines))):
        return "End of Codebase" in tail
    return True


def _name_at(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    match = _HEADING.fullmatch(lines[number].rstrip())
    return (match[1], number + 1) if match else None


def _from_xml(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of the plain XML: tags stand alone on their lines, and nothing is escaped."""
    heads = [(number, match[1]) for number, line in enumerate(lines) if (match := _FILE.fullmatch(line.strip()))]
    for (number, name), follower in zip(heads, followers([head[0] for head in heads], len(lines)), strict=True):
        end = follower
        if follower == len(lines):
            end = next(
                (
                    each
                    for each in range(number, follower)
                    if lines[each].strip() in {"</files>", "</repository_files>"}
                ),
                end,
            )
        while end > number + 1 and lines[end - 1].strip() != "</file>":
            end -= 1
        closed = end > number + 1
        yield sliced(name, lines, number + 1, end - 1 if closed else follower, closed=closed)


def _from_parsable(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of the escaped XML: the first line stands behind its tag, the last before the closing one."""
    text = "\n".join(lines)
    line, position = 1, 0
    for match in _ESCAPED.finditer(text):
        line += text.count("\n", position, match.start(2))
        position = match.start(2)
        texts = tuple(html.unescape(match[2]).split("\n"))
        yield Member(html.unescape(match[1]), texts, range(line, line + len(texts)), closed=bool(match[3]))


def _is_head(lines: Sequence[str], number: int) -> bool:
    return (
        lines[number].rstrip() == _RULE
        and number + 2 < len(lines)
        and lines[number + 2].rstrip() == _RULE
        and _NAME.fullmatch(lines[number + 1]) is not None
    )


def _plain(lines: Sequence[str]) -> Iterator[Member]:
    heads = [number for number in range(len(lines)) if _is_head(lines, number)]
    if not heads:
        return
    last = next((number for number in range(heads[-1], len(lines)) if _ends(lines, number)), len(lines))
    for number, follower in zip(heads, followers(heads, last), strict=True):
        yield sliced(
            lines[number + 1].removeprefix("File: "), lines, number + 3, follower, closed=follower < len(lines)
        )


def _ends(lines: Sequence[str], number: int) -> bool:
    """Whether the files end here: a section of the dump's own begins."""
    return lines[number].rstrip() == _LONG_RULE and number + 1 < len(lines) and lines[number + 1].strip() in _SECTIONS


def _from_json(lines: Sequence[str]) -> Iterator[Member]:
    """Give the files of `{"files": {"path": "content", …}}`: all lines of one stand in one line of the dump."""
    roots, faults = parse_json("\n".join(lines))
    for root in roots:
        files = (
            next((node for key, node in root.pairs if key.text == "files"), None) if isinstance(root, Mapping) else None
        )
        pairs = (
            [(key, node) for key, node in files.pairs if isinstance(node, Scalar)] if isinstance(files, Mapping) else []
        )
        for number, (key, node) in enumerate(pairs, 1):
            texts = tuple(node.text.split("\n"))
            yield Member(key.text, texts, (node.line,) * len(texts), closed=not faults or number < len(pairs))
