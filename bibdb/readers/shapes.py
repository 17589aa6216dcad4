"""Which mappings of a YAML or JSON document are records, which are sections, and which are only settings."""

from __future__ import annotations

from bibdb.identifiers import Scheme, identify
from bibdb.readers.facts import shown
from bibdb.readers.links import is_generic
from bibdb.readers.meanings import NAMING, meaning_of
from bibdb.readers.trees import Mapping, Node, Scalar, Sequence

__all__ = ["holds_records", "is_keyed", "is_record", "names_paper", "record_lists", "says_something", "title_of"]

# Keys over a list that say no more than that it is one.
_PLAIN_LISTS = """
    papers items entries publications references list lists data results pubs articles records works bibliography
    library reading readings content children nodes documents all root categories subcategories sections subsections
    topics subtopics groups chapters parts areas collections tables
"""
_SAYS_NOTHING = frozenset(_PLAIN_LISTS.split())
# Lists of mappings that belong to one record.
_PARTS = frozenset(
    {"author", "editor", "affiliation", "publicationlink", "tags", "code", "project", "note", "abstract"}
)
_EVIDENCE = frozenset(
    {"author", "date", "year", "venue", "doi", "arxiv", "publicationlink", "abstract", "code", "project"}
)
# What pages and settings have beside a title or name, too.
_OF_PAGES = frozenset({"publicationlink", "abstract", "code", "project", "date", "author"})
# What only a record has: lists in it are its parts.
_BIBLIOGRAPHIC = frozenset({"author", "year", "venue", "doi", "arxiv"})


def says_something(key: str) -> bool:
    """Whether a key over a list names its section: `Diffusion`, not `papers`."""
    return bool(key) and key.lower().strip("_") not in _SAYS_NOTHING and not key.isdigit()


def names_paper(text: str) -> bool:
    """Whether a text is one identifier of a paper."""
    found = identify(text) if len(text) < 200 else None
    return found is not None and found.scheme in {Scheme.ARXIV, Scheme.DOI}


def title_of(node: Mapping) -> tuple[Scalar, Scalar] | None:
    """Give the key and value that title a section."""
    texts = [(key, value) for key, value in node.pairs if isinstance(value, Scalar) and not value.null]
    return next((pair for pair in texts if meaning_of(pair[0].text) in {"section", *NAMING, "tags"}), None)


def is_record(node: Node, *, listed: bool = False) -> bool:
    """Whether a mapping is a record: it has an identifier, or a title or name beside something bibliographic.

    In a list a title is enough; elsewhere it may be a page's. `{name: Code, url: …}` is a part of a record.
    """
    if not isinstance(node, Mapping):
        return False
    meanings = {meaning_of(key.text): value for key, value in node.pairs if not _is_null(value)}
    if "arxiv" in meanings or "doi" in meanings:
        return True
    naming = next((meanings[each] for each in NAMING if each in meanings), None)
    if naming is None or (isinstance(naming, Scalar) and is_generic(shown(naming.text)) and "title" not in meanings):
        return False
    if listed and "title" in meanings:
        return True
    return not (_EVIDENCE if listed else _EVIDENCE - _OF_PAGES).isdisjoint(meanings)


def is_keyed(node: Mapping) -> bool:
    """Whether a mapping holds records under their citation keys or identifiers."""
    values = [(key, value) for key, value in node.pairs[:20] if isinstance(value, Mapping) and not record_lists(value)]
    records = sum(is_record(value, listed=True) for _, value in values)
    if records == 1 and len(node.pairs) == 1:
        return names_paper(values[0][0].text)
    return records > 1 and records * 5 >= len(node.pairs[:20]) * 4


def holds_records(node: Node, depth: int = 0) -> bool:
    """Whether a node holds records, or holds below it, so many levels deep, what does; the first few tell."""
    if isinstance(node, Scalar):
        return False
    listed = isinstance(node, Sequence)
    below = node.items[:5] if isinstance(node, Sequence) else [value for _, value in node.pairs[:5]]
    if any(is_record(each, listed=listed) for each in below) or (isinstance(node, Mapping) and is_keyed(node)):
        return True
    return depth > 0 and any(holds_records(each, depth - 1) for each in below)


def record_lists(node: Mapping) -> list[tuple[Scalar, Node]]:
    """Give the lists of records in a mapping that is therefore a section, and no record itself."""
    if any(meaning_of(key.text) in _BIBLIOGRAPHIC for key, _ in node.pairs):
        return []
    return [
        (key, value)
        for key, value in node.pairs
        if isinstance(value, Sequence)
        and (meaning_of(key.text) not in _PARTS or key.text.lower() in _SAYS_NOTHING)
        and holds_records(value, 2)
    ]


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.null
