"""YAML as a tree with lines, from libyaml's events: no tag makes an object, and an alias is never expanded twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bibdb.readers.trees import MAX_DEPTH, Builder, Mapping, Node, Scalar, Sequence
from bibdb.values import Finding, Severity

if TYPE_CHECKING:
    from yaml import Event, ScalarEvent

__all__ = ["parse_yaml"]

# What YAML does not allow (YAML 1.2.2, section 5.1), replaced by as many blanks.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_NULLS = frozenset({"", "~", "null", "Null", "NULL", "none", "None"})
_TOP = re.compile(r"^(?:- |-$|[^\s#\]})-])", re.MULTILINE)
_RESUMES = 50
"""How often reading goes on behind what is malformed; each time costs a copy of what is left."""


class _MalformedError(Exception):
    """The text cannot be read on: why, and at which line of the part that was read (from 0)."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def parse_yaml(text: str) -> tuple[list[Node], list[Finding]]:
    """Read the YAML documents of a text; where it is malformed, say so and go on at the next item or key."""
    clean = _FORBIDDEN.sub(" ", text)
    builder = Builder()
    faults: list[Finding] = []
    start, line = 0, 1
    while start < len(clean):
        part = clean[start:]
        try:
            _read(part, line, builder)
        except _MalformedError as fault:
            faults.append(Finding("yaml", f"malformed YAML: {fault}", line + fault.line, Severity.WARNING))
            builder.close_all(line + fault.line)
            following = _after(part, fault.line)
            if following is None or len(faults) > _RESUMES:
                break
            line += part.count("\n", 0, following)
            start += following
        else:
            break
    return builder.roots, faults


def _after(part: str, line: int) -> int | None:
    """Find where the next item or key at the left edge begins, below a line (from 0)."""
    offset = -1
    for _ in range(line + 1):
        offset = part.find("\n", offset + 1)
        if offset < 0:
            return None
    match = _TOP.search(part, offset + 1)
    return match.start() if match else None


def _read(part: str, first: int, builder: Builder) -> None:
    """Feed the events of a text that begins at line `first` to a builder."""
    import yaml

    anchors: dict[str, str] = {}
    try:
        for event in _events(part):
            _take(event, part, first, builder, anchors)
            if len(builder.stack) >= MAX_DEPTH:
                raise _MalformedError("it is nested too deeply", _place(event.start_mark)[0])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = str(error.problem or error.context or "it cannot be parsed")
        raise _MalformedError(reason, min(_place(mark)[0], part.count("\n"))) from error
    except yaml.YAMLError as error:
        raise _MalformedError("it cannot be parsed", 0) from error


def _events(part: str) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(part, Loader=loader)


def _take(event: Event, part: str, first: int, builder: Builder, anchors: dict[str, str]) -> None:
    """Take one event."""
    import yaml

    line = first + _place(event.start_mark)[0]
    match event:
        case yaml.ScalarEvent():
            scalar = _scalar(event, part, line)
            if event.anchor:
                anchors[event.anchor] = scalar.text
            builder.add(scalar)
        case yaml.AliasEvent():
            text = anchors.get(event.anchor or "", "")
            builder.add(Scalar(text, line, null=not text))
        case yaml.MappingStartEvent():
            builder.open(Mapping(line, tag=(event.tag or "").lstrip("!")))
        case yaml.SequenceStartEvent():
            builder.open(Sequence(line))
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            builder.close(_last(event, part, first))
        case yaml.DocumentEndEvent():
            builder.close_all(_last(event, part, first))
        case _:
            pass


def _last(event: Event, part: str, first: int) -> int:
    """Give the last line of what an end event closes: block collections end where the next thing begins."""
    line, end = _place(event.end_mark)
    if end and part[end - 1] in "]}":
        return first + line
    return first + line - part.count("\n", end - _blank_tail(part, end), end)


def _place(mark: object) -> tuple[int, int]:
    """Give a mark's line (from 0) and offset in characters."""
    return getattr(mark, "line", 0), getattr(mark, "index", 0)


def _blank_tail(part: str, end: int) -> int:
    """Count the white space before a place."""
    start = end
    while start and part[start - 1].isspace():
        start -= 1
    return end - start


def _scalar(event: ScalarEvent, part: str, line: int) -> Scalar:
    """Make a scalar; one that spans lines keeps its source, so that what it holds is found at its line."""
    text = str(event.value)
    (start_line, start), (end_line, end) = _place(event.start_mark), _place(event.end_mark)
    plain = bool(event.implicit[0])
    return Scalar(text, line, part[start:end] if end_line > start_line else text, null=plain and text in _NULLS)
