"""A record of a YAML or JSON document: its entry and values from the keys of a mapping."""

from __future__ import annotations

from bibdb.readers.facts import Facts, entry_of, shown
from bibdb.readers.meanings import ABOUT, NAMING, meaning_of
from bibdb.readers.names import from_parts
from bibdb.readers.records import Draft, Value, is_measure
from bibdb.readers.shapes import names_paper
from bibdb.readers.trees import Mapping, Node, Scalar, Sequence, scalars
from bibdb.values import Name

__all__ = ["bare_record", "record", "row_record"]

_TEXTS = frozenset({"tags", "note", "venue", "affiliation"})
# What may hold a URL and still means what it is called.
_OWN_KIND = frozenset({"doi", "arxiv", "code", "project"})


def record(node: Mapping, key: Scalar | None, section: int | None) -> Draft:
    """Make a record of a mapping; the key that it stands under is its citation key, or its identifier."""
    facts = Facts()
    values: list[Value] = []
    line = node.line
    if key is not None:
        line = min(line, key.line)
        _take_text("", "key", key, facts, values)
    for name, value in node.pairs:
        _take(name.text, value, facts, values)
    if node.tag:
        facts.add("type", node.tag)
    return Draft(line, node.end_line, values, entry_of(facts, line, node.end_line, section), section)


def bare_record(node: Scalar, section: int | None) -> Draft:
    """Make a record of an item that is nothing but an identifier or address."""
    facts = Facts()
    facts.add("publicationlink", node.text)
    end = node.line + node.source.count("\n")
    values = (Value("", node.source, node.line, about=True),)
    return Draft(node.line, end, values, entry_of(facts, node.line, end, section), section)


def row_record(key: Scalar, node: Scalar, section: int | None) -> Draft:
    """Make a record of `"2301.00001": "|date|**title**|authors|[link](…)|"`: a table's row kept under an identifier."""
    facts = Facts()
    facts.add("arxiv", key.text)
    values = [Value("", key.source, key.line, about=True), Value("", node.source, node.line)]
    cells = [shown(cell) for cell in node.text.strip().strip("|").split("|")]
    texts = [cell for cell in cells if cell and "://" not in cell and not names_paper(cell)]
    for meaning, text in zip(("date", "title", "author") if len(texts) > 1 else ("title",), texts, strict=False):
        facts.add(meaning, text)
    end = max(key.line, node.line) + node.source.count("\n")
    return Draft(key.line, end, values, entry_of(facts, key.line, end, section), section)


def _take(name: str, node: Node, facts: Facts, values: list[Value]) -> None:
    """Take one field of a record: a text, a list of texts, persons, or named links."""
    meaning = meaning_of(name)
    if isinstance(node, Scalar):
        _take_text(name, meaning, node, facts, values)
        return
    if meaning in {"author", "editor"}:
        people = [_person(item) for item in (node.items if isinstance(node, Sequence) else [node])]
        if all(people):
            facts.names.setdefault(meaning, []).extend(person for person in people if person)
    if isinstance(node, Sequence):
        facts.listed.add(meaning)
    parts = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs]
    keys = [name] * len(parts) if isinstance(node, Sequence) else [key.text for key, _ in node.pairs]
    for key, part in zip(keys, parts, strict=True):
        if isinstance(part, Scalar):
            _take_text(key, meaning if isinstance(node, Sequence) else meaning_of(key), part, facts, values)
        elif isinstance(part, Mapping) and not facts.names.get(meaning):
            _take_named(part, meaning, facts, values)
        else:
            values.extend(Value(key.lower(), each.source, each.line) for each in scalars(part))


def _take_text(name: str, meaning: str, node: Scalar, facts: Facts, values: list[Value]) -> None:
    if node.null:
        return
    text = node.text.strip()
    if text.startswith(("http://", "https://")) and " " not in text and meaning in ABOUT - _OWN_KIND:
        meaning = "publicationlink"
    elif meaning == "key" and names_paper(text):
        meaning = "arxiv"
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
    for _, below in node.pairs:
        if not isinstance(below, Scalar):
            values.extend(Value("", each.source, each.line) for each in scalars(below))


def _person(node: Node) -> Name | None:
    """Read a person whose name is in parts: `[Given, Family]`, or the keys of CSL, Zotero, OpenAlex and others."""
    if isinstance(node, Sequence):
        return _paired(node)
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
    if display := parts.get("name") or parts.get("displayname") or parts.get("fullname"):
        return Name(display)
    inner = next((value for key, value in node.pairs if meaning_of(key.text) == "author"), None)
    return _person(inner) if inner is not None else None


def _paired(node: Sequence) -> Name | None:
    """Read `[Given, Family]`."""
    parts = [shown(part.text) for part in node.items if isinstance(part, Scalar) and not part.null]
    if len(parts) != 2 or len(node.items) != 2 or not all(parts) or any("," in part for part in parts):
        return None
    return from_parts(parts[1], parts[0])
