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

# What YAML does not allow (YAML 1.2.2, section 5.1), and what libyaml counts as a line's end and a list does not,
# replaced by as many blanks.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff|\r(?!\n)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL", "none", "None"})
_TOP = re.compile(r"^(?:- |-$|[^\s#\]})-])", re.MULTILINE)
_RESUMES = 50
"""How often reading goes on behind what is malformed; each time costs a copy of what is left."""


class _MalformedError(Exception):
    """The text cannot be read on: why, and where that begins (a line of the part that was read, from 0)."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def parse_yaml(text: str) -> tuple[list[Node], list[Finding]]:
    """Read the YAML documents of a text; where it is malformed, say so and go on at the next item or key."""
    clean = _FORBIDDEN.sub(" ", text)
    builder = Builder()
    faults: dict[int, Finding] = {}
    start, line, resumes = 0, 1, 0
    while start < len(clean):
        part = clean[start:]
        try:
            _read(part, line, builder)
        except _MalformedError as fault:
            at = line + fault.line
            faults.setdefault(at, Finding("yaml", f"malformed YAML: {fault}", at, Severity.WARNING))
            following = _after(part, max(0, _begun(builder) - line))
            builder.close_all(at)
            resumes += 1
            if following is None or resumes > _RESUMES:
                break
            line += part.count("\n", 0, following)
            start += following
        else:
            break
    return builder.roots, list(faults.values())


def _begun(builder: Builder) -> int:
    """Give the line on which the innermost item at the left edge began."""
    if len(builder.stack) > 1:
        return builder.stack[1].line
    last = builder.stack[0] if builder.stack else None
    if isinstance(last, Sequence) and last.items:
        return last.items[-1].line
    if isinstance(last, Mapping) and last.pairs:
        return last.pairs[-1][0].line
    return last.line if last else 0


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
        # Where a quote or bracket was opened says more than where the text ended without its partner.
        begun, broken = _place(error.context_mark)[0], _place(error.problem_mark)[0]
        opened = "quoted" in str(error.context) or "flow" in str(error.context)
        line = min(begun if opened else broken, part.count("\n"))
        raise _MalformedError(str(error.problem or error.context or "it cannot be parsed"), line) from error
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
