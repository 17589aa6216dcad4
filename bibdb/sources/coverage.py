"""Which fields a source can give, and which of them a record of it does not know yet."""

from __future__ import annotations

from collections.abc import Mapping

from bibdb.values import Record

__all__ = ["COVERAGE", "missing"]

COVERAGE: Mapping[str, tuple[str, ...]] = {
    "arxiv": (
        "authors", "abstract", "submitted", "updated", "primary_category", "categories", "comment",
        "journal_ref", "doi",
    ),
    "oai": (
        "title", "authors", "abstract", "submitted", "version", "updated", "categories", "comment", "journal_ref",
        "doi", "license",
    ),
    "acl": ("title", "authors", "issued", "container_title"),
    "github": ("title", "authors", "issued"),
}  # fmt: skip
"""The fields that a source gives of everything it knows: what it does not have of a work, it calls empty.

arXiv's title is not among them: it can be missing from a whole answer, and asking again would not bring it.
"""


def missing(record: Record) -> tuple[str, ...]:
    """Name the fields that the record's source could give and that are unknown (None): the record is partial."""
    return tuple(name for name in COVERAGE.get(record.source, ()) if getattr(record.fields, name) is None)
