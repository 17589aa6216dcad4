"""RIS, as reference managers and publishers export it (the tags of Research Information Systems' specification)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from bibdb.names import split_name
from bibdb.readers.facts import Facts, entry_of
from bibdb.readers.records import Draft, Value, arxiv_of, document, doi_of
from bibdb.values import Document, Finding, Severity

__all__ = ["read"]

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9]) {0,2}-(?: |$)(.*)$")
_TAGS = {
    "type": "TY",
    "title": "TI T1",
    "author": "AU A1",
    "editor": "ED A2",
    "date": "DA",
    "year": "PY Y1",
    "venue": "T2 JO JF BT",
    "container-short": "J2 JA",
    "event": "C3",
    "series": "T3",
    "volume": "VL",
    "issue": "IS",
    "number": "M1",
    "first-page": "SP",
    "last-page": "EP",
    "doi": "DO",
    "publicationlink": "UR L1",
    "abstract": "AB N2",
    "note": "N1 RN",
    "tags": "KW",
    "publisher": "PB",
    "place": "CY PP",
    "key": "ID LB",
    "language": "LA",
    "edition": "ET",
    "genre": "M3",
}
_MEANINGS = {tag: meaning for meaning, tags in _TAGS.items() for tag in tags.split()}
_ABOUT = frozenset({"DO", "UR", "L1", "L2", "M1", "T2", "JO", "AN", "C1", "C7", "VL", "PB"})


@dataclass(slots=True)
class _Lines:
    """A record as its tags with their texts and lines; a text keeps its line breaks."""

    line: int
    end_line: int
    tags: list[tuple[str, str, int]] = field(default_factory=list)
    closed: bool = False


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a file of records; one that another begins in, or that the file ends in, is read and reported."""
    text = data.decode("utf-8", "replace")
    findings: list[Finding] = []
    drafts = []
    for record in _records(text):
        if not record.closed:
            message = "the RIS record has no end (`ER  - `)"
            findings.append(Finding("ris", message, record.line, Severity.WARNING))
        drafts.append(_draft(record))
    yield document(path, "ris", text, drafts, findings=findings)


def _records(text: str) -> Iterator[_Lines]:
    """Split the text into records."""
    record: _Lines | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line.rstrip("\r"))
        if match and match[1] == "TY":
            if record is not None:
                yield record
            record = _Lines(number, number)
        if record is None:
            continue
        if match and match[1] == "ER":
            record.end_line, record.closed = number, True
            yield record
            record = None
        elif match:
            record.tags.append((match[1], match[2], number))
            record.end_line = number
        elif line.strip() and record.tags:
            tag, before, start = record.tags[-1]
            gap = "\n" * (number - start - before.count("\n"))
            record.tags[-1] = (tag, before + gap + line, start)
            record.end_line = number
    if record is not None:
        yield record


def _draft(record: _Lines) -> Draft:
    facts = Facts(listed={"author", "editor", "tags"})
    values = []
    for tag, text, line in record.tags:
        meaning = _MEANINGS.get(tag, tag)
        facts.add(meaning, text)
        identifier = doi_of(text) if tag == "DO" else None
        if tag in {"AN", "C1", "M1"} and text.strip().lower().startswith("arxiv"):
            identifier = arxiv_of(text)
            facts.add("arxiv", text)
        values.append(Value(tag, text, line, about=tag in _ABOUT, identifier=identifier))
    pages = [page for name in ("first-page", "last-page") if (page := facts.first(name))]
    if pages:
        facts.add("pages", "-".join(pages))
    if facts.texts.get("type") == ["RPRT"] and not facts.first("number"):
        facts.texts["number"] = facts.texts.pop("issue", [])
    serial = next((text.strip() for tag, text, _ in record.tags if tag == "SN"), "")
    facts.add("issn" if re.fullmatch(r"\d{4}-?\d{3}[\dXx].*", serial) else "isbn", serial)
    for meaning in ("author", "editor"):
        facts.names[meaning] = [split_name(text) for text in facts.texts.get(meaning, ()) if text.strip()]
    return Draft(record.line, record.end_line, values, entry_of(facts, record.line, record.end_line))
