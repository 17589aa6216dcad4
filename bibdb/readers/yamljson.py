"""YAML and JSON lists of records, JSON lines, and exports in JSON such as Zotero's: by the names of their keys.

A mapping with a title, or with an identifier, is a record; one that holds a list of records is a section; keys over
lists of records are sections too, but where they only say `papers`. Everything else is searched for links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from bibdb.identifiers import identify
from bibdb.readers.facts import shown
from bibdb.readers.jsontree import parse_json
from bibdb.readers.meanings import meaning_of
from bibdb.readers.record_fields import bare_record, record, row_record
from bibdb.readers.records import Draft, Value, document, is_measure
from bibdb.readers.shapes import (
    holds_records,
    is_keyed,
    is_record,
    names_paper,
    record_lists,
    says_something,
    title_of,
)
from bibdb.readers.trees import Mapping, Node, Scalar, Sequence
from bibdb.readers.yamltree import parse_yaml
from bibdb.values import BlockRole, Document, Finding, Section

__all__ = ["read_json", "read_lines", "read_yaml"]


@dataclass(slots=True)
class _Gathering:
    """The records of a document as they are found."""

    drafts: list[Draft] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def section(self, title: str, line: int, parent: int | None) -> int:
        """Open a section and give its index."""
        path = (*(self.sections[parent].path if parent is not None else ()), title)
        self.sections.append(Section(title, len(path), line, parent, path))
        return len(self.sections) - 1


def read_json(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a JSON document."""
    yield _document(data, path, "json", parse_json)


def read_yaml(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a YAML document, or several in one stream."""
    yield _document(data, path, "yaml", parse_yaml)


def read_lines(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read JSON lines: a value a line, so that a malformed one costs no other."""

    def parse(text: str) -> tuple[list[Node], list[Finding]]:
        roots: list[Node] = []
        findings: list[Finding] = []
        for number, line in enumerate(text.split("\n"), 1):
            values, faults = parse_json(line, number) if line.strip() else ([], [])
            roots += values
            findings += faults
        return roots, findings

    yield _document(data, path, "jsonl", parse)


def _document(
    data: bytes,
    path: PurePath,
    format: str,  # noqa: A002
    parse: Callable[[str], tuple[list[Node], list[Finding]]],
) -> Document:
    text = data.decode("utf-8", "replace")
    roots, findings = parse(text)
    found = _Gathering()
    _gather(roots[0] if len(roots) == 1 else Sequence(1, items=roots), None, found)
    drafts = sorted(found.drafts, key=lambda draft: (draft.line, draft.end_line))
    return document(path, format, text, drafts, sections=found.sections, findings=findings)


def _gather(node: Node, section: int | None, found: _Gathering) -> None:
    """Find the records in and below a node; its depth is bounded by the parsers."""
    if isinstance(node, Scalar):
        _rest("", node, section, found)
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Mapping) and not record_lists(item) and is_record(item, listed=True):
                found.drafts.append(record(item, None, section))
            elif isinstance(item, Scalar) and not item.null and identify(item.text) is not None:
                found.drafts.append(bare_record(item, section))
            else:
                _gather(item, section, found)
    elif lists := record_lists(node):
        _open(node, {id(below) for _, below in lists}, section, found)
    elif is_record(node):
        found.drafts.append(record(node, None, section))
    else:
        keyed = is_keyed(node)
        for key, below in node.pairs:
            _gather_pair(key, below, section, found, keyed=keyed)


def _gather_pair(key: Scalar, below: Node, section: int | None, found: _Gathering, *, keyed: bool) -> None:
    """Find the records under a key; `keyed` says that it is a record's own key where a record stands under it."""
    if isinstance(below, Mapping) and is_record(below, listed=keyed) and not record_lists(below):
        found.drafts.append(record(below, key, section))
    elif isinstance(below, Scalar):
        if names_paper(key.text) and not below.null:
            found.drafts.append(row_record(key, below, section))
        else:
            _rest(key.text, below, section, found)
    else:
        if says_something(key.text) and holds_records(below, 2):
            section = found.section(shown(key.text), key.line, section)
        _gather(below, section, found)


def _open(node: Mapping, lists: set[int], section: int | None, found: _Gathering) -> None:
    """Open the section that a mapping with lists of records is, when it has a title; `lists` are their identities."""
    title = title_of(node)
    if title is not None:
        section = found.section(shown(title[1].text), title[1].line, section)
    # The key over the only list of a titled section (`papers`, `items`) says nothing that the title does not.
    alone = title is not None and len(lists) == 1
    for key, below in node.pairs:
        if isinstance(below, Scalar):
            _rest(key.text, below, section, found)
        elif alone and id(below) in lists:
            _gather(below, section, found)
        else:
            _gather_pair(key, below, section, found, keyed=False)


def _rest(name: str, node: Scalar, section: int | None, found: _Gathering) -> None:
    """Keep what belongs to no record as something to be searched for links."""
    if node.null or not node.source.strip() or is_measure(node.text, meaning_of(name)):
        return
    values = (Value(name.lower(), node.source, node.line),)
    end = node.line + node.source.count("\n")
    found.drafts.append(Draft(node.line, end, values, section=section, role=BlockRole.PROSE))
