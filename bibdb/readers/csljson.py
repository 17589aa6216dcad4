"""CSL JSON, as Zotero, Pandoc and citeproc write it (the CSL data schema, version 1.0.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from bibdb.dates import PartialDate
from bibdb.readers.facts import Facts, entry_of
from bibdb.readers.jsontree import parse_json
from bibdb.readers.names import from_parts
from bibdb.readers.records import Draft, Value, arxiv_of, document
from bibdb.readers.trees import Mapping, Node, Scalar, Sequence, scalars
from bibdb.values import Document, Name

__all__ = ["read"]

# CSL's variables by their meaning; what is not named here is only searched for links.
_MEANINGS = {
    "title": "title", "container-title": "venue", "container-title-short": "container-short", "journalAbbreviation":
    "container-short", "event-title": "event", "event": "event", "collection-title": "series", "publisher": "publisher",
    "publisher-place": "place", "volume": "volume", "issue": "issue", "number": "number", "page": "pages", "DOI": "doi",
    "URL": "publicationlink", "ISBN": "isbn", "ISSN": "issn", "abstract": "abstract", "note": "note", "annote": "note",
    "keyword": "tags", "categories": "tags", "id": "key", "citation-key": "key", "type": "type", "language": "language",
    "genre": "genre", "edition": "edition", "chapter-number": "chapter-number",
}  # fmt: skip
_ABOUT = frozenset({"DOI", "URL", "number", "archive_location", "note", "container-title"})
# Zotero keeps fields that CSL has not as lines of the note: `arXiv: 2301.00001 [cs]`.
_EXTRA = re.compile(r"^\s*(arxiv|doi|citation key)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a list of CSL items, also as `{"items": […]}` or `{"references": […]}`, or keyed by citation key."""
    text = data.decode("utf-8", "replace")
    roots, findings = parse_json(text)
    drafts = [_draft(item) for root in roots for item in _items(root)]
    yield document(path, "csl-json", text, drafts, findings=findings)


def _items(node: Node) -> Iterator[Mapping]:
    """Give the items in and below a node, in order."""
    pending = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, Sequence):
            pending.extend(reversed(here.items))
        elif isinstance(here, Mapping):
            if any(key.text in {"title", "type", "DOI"} for key, _ in here.pairs):
                yield here
            else:
                pending.extend(value for _, value in reversed(here.pairs))


def _draft(item: Mapping) -> Draft:
    """Make a record of an item."""
    facts = Facts()
    values: list[Value] = []
    for key, node in item.pairs:
        name = key.text
        if name in {"author", "editor"} and isinstance(node, Sequence):
            facts.names[name] = [person for each in node.items if (person := _person(each))]
        elif name in {"issued", "submitted"} and isinstance(node, Mapping):
            facts.issued = facts.issued or _date(node)
        elif isinstance(node, Scalar):
            if not node.null:
                facts.add(_MEANINGS.get(name, name), node.text)
                values.append(_value(name, node))
        else:
            values.extend(Value(name.lower(), each.source, each.line) for each in scalars(node))
            if name == "keyword" and isinstance(node, Sequence):
                for each in scalars(node):
                    facts.add("tags", each.text)
    _take_extra(facts)
    entry = entry_of(facts, item.line, item.end_line)
    own = next((text for text in facts.texts.get("key", [])[-1:] if not re.search(r"[\s/]", text)), None)
    return Draft(item.line, item.end_line, values, replace(entry, key=own))


def _value(name: str, node: Scalar) -> Value:
    archived = name in {"archive_location", "number"} and node.text.lower().startswith("arxiv")
    identifier = arxiv_of(node.text) if archived else None
    return Value(name.lower(), node.source, node.line, about=name in _ABOUT, identifier=identifier)


def _take_extra(facts: Facts) -> None:
    """Take the fields that Zotero keeps in the note."""
    for note in facts.texts.get("note", ()):
        for name, text in _EXTRA.findall(note):
            facts.add({"citation key": "key"}.get(name.lower(), name.lower()), text)


def _person(node: Node) -> Name | None:
    if not isinstance(node, Mapping):
        return None
    parts = {key.text: value.text.strip() for key, value in node.pairs if isinstance(value, Scalar)}
    if literal := parts.get("literal"):
        return Name(literal, literal=True)
    particle = parts.get("non-dropping-particle") or parts.get("dropping-particle") or ""
    family = parts.get("family") or parts.get("given") or ""
    given = parts.get("given", "") if parts.get("family") else ""
    return from_parts(family, given, particle, parts.get("suffix", "")) if family else None


def _date(node: Mapping) -> PartialDate | None:
    """Read `date-parts` (of a range its beginning), or the text of `raw` or `literal`."""
    for key, value in node.pairs:
        if key.text == "date-parts" and isinstance(value, Sequence) and value.items:
            numbers = [int(part.text) for part in scalars(value.items[0]) if re.fullmatch(r"\d{1,4}", part.text)]
            try:
                return PartialDate(*numbers[:3]) if numbers else None
            except ValueError:
                return PartialDate(numbers[0]) if 1000 <= numbers[0] <= 9999 else None
        if key.text in {"raw", "literal"} and isinstance(value, Scalar):
            if date := PartialDate.parse(value.text):
                return date
    return None
