"""YAML and JSON lists of records, JSON lines, and exports in JSON such as Zotero's: by the names of their keys.

A mapping with a title, or with an identifier, is a record; one that holds a list of records is a section; keys over
lists of records are sections too, but where they only say `papers`. Everything else is searched for links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from bibdb.identifiers import identify
from bibdb.readers.facts import Facts, entry_of, shown
from bibdb.readers.jsontree import parse_json
from bibdb.readers.meanings import ABOUT, NAMING, meaning_of
from bibdb.readers.names import from_parts
from bibdb.readers.records import Draft, Value, document, is_measure
from bibdb.readers.trees import Mapping, Node, Scalar, scalars
from bibdb.readers.trees import Sequence as Items
from bibdb.readers.yamltree import parse_yaml
from bibdb.values import BlockRole, Document, Finding, Name, Section

__all__ = ["read_json", "read_lines", "read_yaml"]

# Keys over a list that say no more than that it is one.
_PLAIN_LISTS = """
    papers items entries publications references list data results pubs articles records works bibliography library
    reading readings content children nodes documents all root
"""
_SAYS_NOTHING = frozenset(_PLAIN_LISTS.split())
# Lists of mappings that belong to one record.
_PARTS = frozenset(
    {"author", "editor", "affiliation", "publicationlink", "tags", "code", "project", "note", "abstract"}
)
# What pages and settings have beside a title or name, too.
_OF_PAGES = frozenset({"publicationlink", "abstract", "code", "project", "date", "author"})
# What only a record has: lists in it are its parts.
_BIBLIOGRAPHIC = frozenset({"author", "year", "venue", "doi", "arxiv", "abstract"})
_TEXTS = frozenset({"tags", "note", "venue", "affiliation"})
_EVIDENCE = frozenset(
    {"author", "date", "year", "venue", "doi", "arxiv", "publicationlink", "abstract", "code", "project"}
)


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
    _gather(roots[0] if len(roots) == 1 else Items(1, items=roots), "", None, found)
    drafts = sorted(found.drafts, key=lambda draft: (draft.line, draft.end_line))
    return document(path, format, text, drafts, sections=found.sections, findings=findings)


def _gather(node: Node, name: str, section: int | None, found: _Gathering) -> None:
    """Find the records in and below a node; `name` is the key that it stands under. Depth is bounded by the parsers."""
    if isinstance(node, Items):
        for item in node.items:
            if isinstance(item, Mapping) and not _record_lists(item) and _is_record(item, listed=True):
                found.drafts.append(_record(item, "", section))
            elif isinstance(item, Scalar) and not item.null and identify(item.text) is not None:
                found.drafts.append(_bare(item, section))
            else:
                _gather(item, "", section, found)
    elif isinstance(node, Scalar):
        _rest([("", node)], node.line, section, found)
    elif lists := _record_lists(node):
        _open(node, lists, section, found)
    elif _is_record(node):
        found.drafts.append(_record(node, name, section))
    else:
        for key, value in node.pairs:
            if isinstance(value, Scalar):
                _rest([(key.text, value)], key.line, section, found)
                continue
            inner = section
            if _says_something(key.text) and _holds_records(value, 2):
                inner = found.section(shown(key.text), key.line, section)
            _gather(value, key.text, inner, found)


def _open(node: Mapping, lists: Sequence[tuple[Scalar, Node]], section: int | None, found: _Gathering) -> None:
    """Open the section that a mapping with lists of records is, when it has a title."""
    named = [(key, value) for key, value in node.pairs if isinstance(value, Scalar) and not value.null]
    title = next((pair for pair in named if meaning_of(pair[0].text) in {"section", *NAMING, "tags"}), None)
    if title is not None:
        section = found.section(shown(title[1].text), title[1].line, section)
    for key, value in named:
        _rest([(key.text, value)], value.line, section, found)
    # The key over the only list of a titled section (`papers`, `items`) says nothing that the title does not.
    titled = {id(below) for _, below in lists} if title is not None and len(lists) == 1 else set()
    for key, below in node.pairs:
        if isinstance(below, Scalar):
            continue
        inner = section
        if _says_something(key.text) and id(below) not in titled and _holds_records(below, 2):
            inner = found.section(shown(key.text), key.line, section)
        _gather(below, key.text, inner, found)


def _rest(pairs: Sequence[tuple[str, Scalar]], line: int, section: int | None, found: _Gathering) -> None:
    """Keep what belongs to no record as something to be searched for links."""
    values = [
        Value(name.lower(), each.source, each.line)
        for name, each in pairs
        if not each.null and not is_measure(each.text, meaning_of(name))
    ]
    if any(value.source.strip() for value in values):
        end = max(each.line + each.source.count("\n") for _, each in pairs)
        found.drafts.append(Draft(line, end, values, section=section, role=BlockRole.PROSE))


def _says_something(key: str) -> bool:
    return bool(key) and key.lower().strip("_") not in _SAYS_NOTHING and not key.isdigit()


def _is_record(node: Node, *, listed: bool = False) -> bool:
    """Whether a mapping is a record: it has an identifier, or a title or name beside something bibliographic.

    In a list a title is enough; elsewhere it may be a page's.
    """
    if not isinstance(node, Mapping):
        return False
    meanings = {meaning_of(key.text) for key, value in node.pairs if not (isinstance(value, Scalar) and value.null)}
    if "arxiv" in meanings or "doi" in meanings or (listed and "title" in meanings):
        return True
    return bool(meanings.intersection(NAMING)) and bool((_EVIDENCE if listed else _EVIDENCE - _OF_PAGES) & meanings)


def _holds_records(node: Node, depth: int = 0) -> bool:
    """Whether a node holds records, or holds below it, so many levels deep, what does; the first few tell."""
    if isinstance(node, Scalar):
        return False
    listed = isinstance(node, Items)
    below = node.items[:5] if isinstance(node, Items) else [value for _, value in node.pairs[:5]]
    if any(_is_record(each, listed=listed) for each in below):
        return True
    return depth > 0 and any(_holds_records(each, depth - 1) for each in below)


def _record_lists(node: Mapping) -> list[tuple[Scalar, Node]]:
    """Give the lists of records in a mapping that is therefore a section, and no record itself."""
    if any(meaning_of(key.text) in _BIBLIOGRAPHIC for key, _ in node.pairs):
        return []
    return [
        (key, value)
        for key, value in node.pairs
        if isinstance(value, Items) and meaning_of(key.text) not in _PARTS and _holds_records(value)
    ]


def _record(node: Mapping, name: str, section: int | None) -> Draft:
    """Make a record of a mapping; the key that it stands under is its citation key when it has none of its own."""
    facts = Facts()
    values: list[Value] = []
    for key, value in node.pairs:
        _take(key.text, value, facts, values)
    if name:
        facts.add("key", name)
    if node.tag:
        facts.add("type", node.tag)
    return Draft(node.line, node.end_line, values, entry_of(facts, node.line, node.end_line, section), section)


def _bare(node: Scalar, section: int | None) -> Draft:
    """Make a record of an item that is nothing but an identifier or address."""
    facts = Facts()
    facts.add("publicationlink", node.text)
    end = node.line + node.source.count("\n")
    values = (Value("", node.source, node.line, about=True),)
    return Draft(node.line, end, values, entry_of(facts, node.line, end, section), section)


def _take(name: str, node: Node, facts: Facts, values: list[Value]) -> None:
    """Take one field of a record: a text, a list of texts, persons, or named links."""
    meaning = meaning_of(name)
    if isinstance(node, Scalar):
        _take_text(name, meaning, node, facts, values)
        return
    if meaning in {"author", "editor"}:
        people = [_person(item) for item in (node.items if isinstance(node, Items) else [node])]
        if all(people):
            facts.names.setdefault(meaning, []).extend(person for person in people if person)
    if isinstance(node, Items):
        facts.listed.add(meaning)
    parts = node.items if isinstance(node, Items) else [value for _, value in node.pairs]
    keys = [name] * len(parts) if isinstance(node, Items) else [key.text for key, _ in node.pairs]
    for key, part in zip(keys, parts, strict=True):
        if isinstance(part, Scalar):
            _take_text(key, meaning if isinstance(node, Items) else meaning_of(key), part, facts, values)
        elif isinstance(part, Mapping) and not facts.names.get(meaning):
            _take_named(part, meaning, facts, values)
        else:
            values.extend(Value(key.lower(), each.source, each.line) for each in scalars(part))


def _take_text(name: str, meaning: str, node: Scalar, facts: Facts, values: list[Value]) -> None:
    if node.null:
        return
    text = node.text.strip()
    if (
        text.startswith(("http://", "https://"))
        and " " not in text
        and meaning not in {"doi", "arxiv", "code", "project"}
    ):
        meaning = "publicationlink" if meaning in ABOUT else meaning
    facts.add(meaning, node.text)
    if is_measure(text, meaning):
        return
    label = name if name[:1].isupper() else ""
    values.append(Value(name.lower(), node.source, node.line, about=meaning in ABOUT, text=label))


def _take_named(node: Mapping, meaning: str, facts: Facts, values: list[Value]) -> None:
    """Take a part such as `{name: Code, url: …}` or `{tag: …}`: its name is the text of its link."""
    texts = [(key.text, value) for key, value in node.pairs if isinstance(value, Scalar) and not value.null]
    label = next((shown(each.text) for key, each in texts if meaning_of(key) in {*NAMING, "type", "tags"}), "")
    for key, each in texts:
        is_url = "://" in each.text
        values.append(Value(key.lower(), each.source, each.line, about=is_url and meaning in ABOUT, text=label))
        kept = meaning == "publicationlink" if is_url else meaning in _TEXTS and meaning_of(key) != "type"
        if kept:
            facts.add(meaning, each.text)


def _person(node: Node) -> Name | None:
    """Read a person whose name is in parts: CSL's, Zotero's, OpenAlex's or Semantic Scholar's keys."""
    if not isinstance(node, Mapping):
        return None
    parts = {
        key.text.lower().replace("_", "").replace("-", ""): shown(value.text)
        for key, value in node.pairs
        if isinstance(value, Scalar) and not value.null
    }
    family = parts.get("family") or parts.get("lastname") or parts.get("last") or parts.get("surname") or ""
    given = parts.get("given") or parts.get("firstname") or parts.get("first") or parts.get("givenname") or ""
    particle = parts.get("nondroppingparticle") or parts.get("droppingparticle") or parts.get("prefix") or ""
    if family:
        return from_parts(family, given, particle, parts.get("suffix", ""))
    if literal := parts.get("literal"):
        return Name(literal, literal=True)
    display = parts.get("name") or parts.get("displayname") or parts.get("fullname") or ""
    return Name(display) if display else None
