"""`corrections.toml`: what a person knows better than list and sources.

Each block names its subject, an identifier or a label, in double brackets; blocks of one subject add up, and the later
one has the last word:

    [["arxiv:2501.00001"]]
    title = "The title as printed"
    venue = "ICLR 2025"
    same-as = ["openreview:abc"]

Fields are those of `Fields` (with `-` or `_`), and `type`, `edition` (preprint or publication), `venue`, `year`,
`same-as`, `not-same-as`, and the relations (`code-of`, `supersedes`, …). Never keyed by citation key: keys can change.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bibdb.dates import PartialDate
from bibdb.errors import WriteError
from bibdb.ledger.files import load_toml, quote, read_text, unquoted, write_text
from bibdb.ledger.subjects import Subject, subject_of
from bibdb.names import split_name
from bibdb.serial import FIELD_NAMES, fields_from_json, name_to_json
from bibdb.values import EditionKind, Fields, Finding, RelationKind, WorkType
from bibdb.venues import parse_venue

__all__ = ["Correction", "Corrections", "add_decision"]

_HEADER = re.compile(r"\s*\[{1,2}\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\w-]+)\s*\]{1,2}([ \t]*(?:#.*)?)")
_SPECIAL = ("type", "edition", "venue", "year", "same-as", "not-same-as")
_RELATIONS = tuple(str(kind) for kind in RelationKind)
Choice = TypeVar("Choice", WorkType, EditionKind)
_HEAD = "# What is known better than list and sources say. Written by hand and by `bibdb review`.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What one block says of its subject. `kind` is the edition that `fields` speak of, None where it was not said."""

    subject: Subject
    line: int
    fields: Fields = field(default_factory=Fields)
    kind: EditionKind | None = None
    type: WorkType | None = None
    same_as: tuple[Subject, ...] = ()
    not_same_as: tuple[Subject, ...] = ()
    relations: tuple[tuple[RelationKind, Subject], ...] = ()


@dataclass(frozen=True, slots=True)
class Corrections:
    """All blocks in the order of the file; what is wrong with one field is a finding, and the rest still counts."""

    path: Path
    blocks: tuple[Correction, ...] = ()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Corrections:
        """Read the file; empty where there is none. ReadError names file and line where it is no TOML."""
        text = read_text(path)
        data = load_toml(path, text)
        lines = text.split("\n")
        findings: list[Finding] = []
        blocks = [
            _block(name, content, lines, line, findings) for name, content, line in _contents(data, lines, findings)
        ]
        return cls(path, tuple(sorted(blocks, key=lambda block: block.line)), tuple(findings))

    def of(self, *subjects: Subject) -> Iterator[Correction]:
        """Give the blocks that speak of any of these subjects, in the order of the file."""
        named = set(subjects)
        return (block for block in self.blocks if block.subject in named)

    def ties(self) -> list[tuple[Subject, Subject]]:
        """Give the pairs that the person says are the same work."""
        return [(block.subject, other) for block in self.blocks for other in block.same_as]

    def cuts(self) -> list[tuple[Subject, Subject]]:
        """Give the pairs that the person says are not the same work."""
        return [(block.subject, other) for block in self.blocks for other in block.not_same_as]


def add_decision(path: Path, subject: str, decision: Mapping[str, object]) -> bool:
    """Write a person's decision as a block of its own at the end of the file; False when one says just that already.

    `subject` is an identifier or a label as written; `decision` holds fields of a block. What stood in the file stays,
    comments too; a block of the same subject in single brackets gets double ones, so that there can be another.
    """
    text = read_text(path)
    data = load_toml(path, text)
    old = data.get(subject, [])
    if any(decision.items() <= block.items() for block in (old if isinstance(old, list) else [old])):
        return False
    if isinstance(old, dict):
        text = "\n".join(_doubled(line, subject) for line in text.split("\n"))
    block = [f"[[{quote(subject)}]]", *(f"{name} = {quote(value)}" for name, value in decision.items())]
    added = "\n\n".join(part for part in (text.rstrip("\n") or _HEAD.rstrip("\n"), "\n".join(block))) + "\n"
    try:
        tomllib.loads(added)
    except tomllib.TOMLDecodeError as error:
        raise WriteError(f"{path} is laid out in a way that bibdb cannot add {subject!r} to") from error
    write_text(path, added)
    return True


def _doubled(line: str, subject: str) -> str:
    header = _HEADER.fullmatch(line)
    return f"[[{header[1]}]]{header[2]}" if header and unquoted(header[1]) == subject else line


def _contents(
    data: Mapping[str, Any], lines: list[str], findings: list[Finding]
) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    """Pair each block with the line of its header."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        if header := _HEADER.fullmatch(line):
            places.setdefault(unquoted(header[1]), []).append(number)
    for name, content in data.items():
        blocks = content if isinstance(content, list) else [content]
        for index, block in enumerate(blocks):
            known = places.get(name, [])
            number = known[index] if index < len(known) else _line_of(name, lines, 0)
            if isinstance(block, dict):
                yield name, block, number
            else:
                message = f'{name!r} stands outside of a block; begin one with [["identifier or label"]]'
                findings.append(Finding("correction", message, number))


def _line_of(name: str, lines: list[str], start: int) -> int:
    pattern = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
    return next((n for n, line in enumerate(lines[start:], start + 1) if pattern.match(line)), max(start, 1))


def _block(name: str, content: Mapping[str, Any], lines: list[str], line: int, findings: list[Finding]) -> Correction:
    correction = Correction(subject=subject_of(name), line=line)
    for written, value in content.items():
        try:
            correction = _corrected(correction, written, value)
        except (ValueError, TypeError) as error:
            findings.append(Finding("correction", str(error), _line_of(written, lines, line)))
    return correction


def _corrected(correction: Correction, written: str, value: object) -> Correction:
    """Add one field to a correction; ValueError with a sentence when it is unknown or has a wrong value."""
    name = written.replace("_", "-").lower()
    if name in _RELATIONS:
        others = tuple((RelationKind(name), other) for other in _subjects(name, value))
        return replace(correction, relations=(*correction.relations, *others))
    match name:
        case "same-as":
            return replace(correction, same_as=_subjects(name, value))
        case "not-same-as":
            return replace(correction, not_same_as=_subjects(name, value))
        case "type":
            return replace(correction, type=_choice(WorkType, name, value))
        case "edition":
            return replace(correction, kind=_choice(EditionKind, name, value))
        case "venue":
            return _with_venue(correction, value)
        case "year":
            return _with_field(correction, "issued", value)
        case _:
            return _with_field(correction, _field_name(written), value)


def _field_name(written: str) -> str:
    name = written.replace("-", "_").lower()
    if name in FIELD_NAMES:
        return name
    known = [each.replace("_", "-") for each in FIELD_NAMES] + [*_SPECIAL, *_RELATIONS]
    nearest = difflib.get_close_matches(written.replace("_", "-").lower(), known, n=1)
    raise ValueError(f"unknown field {written!r}" + (f"; did you mean {nearest[0]!r}?" if nearest else ""))


def _with_field(correction: Correction, name: str, value: object) -> Correction:
    """Set a field from TOML's value; a number or date may stand for its text, a text for a name."""
    match value:
        case list() if name in {"authors", "editors"}:
            value = [name_to_json(split_name(each)) if isinstance(each, str) else each for each in value]
        case date():  # of which `datetime` is one
            value = value.isoformat()
        case int() if not isinstance(value, bool) and name != "version":
            value = str(value)
    try:
        said = getattr(fields_from_json({name: value}), name)
    except ValueError as error:
        raise ValueError(f"{name.replace('_', '-')}: {error}") from error
    return replace(correction, fields=replace(correction.fields, **{name: said}))


def _with_venue(correction: Correction, value: object) -> Correction:
    """Read `ICLR 2025` or any other name of a venue; it speaks of the publication."""
    if not isinstance(value, str):
        raise TypeError(f"venue must be a text, not {value!r}")
    claim = parse_venue(value)
    fields = replace(correction.fields, container_title=value)
    if claim.venue is not None:
        title = claim.venue.container_title(claim.track)
        fields = replace(fields, container_title=title, container_title_short=claim.venue.short)
    if claim.year is not None and fields.issued is None:
        fields = replace(fields, issued=PartialDate(claim.year))
    return replace(correction, fields=fields, kind=correction.kind or EditionKind.PUBLICATION)


def _subjects(name: str, value: object) -> tuple[Subject, ...]:
    written = value if isinstance(value, list) else [value]
    names = [each for each in written if isinstance(each, str) and each.strip()]
    if len(names) < len(written):
        raise ValueError(f'{name} must be an identifier in quotes, or a list of them: ["arxiv:2501.00001"]')
    return tuple(map(subject_of, names))


def _choice(kind: type[Choice], name: str, value: object) -> Choice:
    try:
        return kind(str(value))
    except ValueError:
        raise ValueError(f"{name} must be one of {', '.join(kind)}, not {value!r}") from None
