"""Fabricated works for the writers, one of each kind."""

from __future__ import annotations

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Edition, EditionKind, Evidence, Fields, Listing, Name, Resolution, Work, WorkType

__all__ = ["ARTICLE", "ATLAS", "BOTH", "PREPRINT", "edition", "listing", "preprint", "publication", "work"]


def preprint(arxiv_id: str = "2401.00001", **fields: object) -> Edition:
    given: dict[str, object] = {
        "title": "Trees of Glass: A Study",
        "authors": (Name("Ada Example"), Name("Łukasz van der Test")),
        "submitted": PartialDate(2024, 1, 1),
        "primary_category": "cs.CL",
        **fields,
    }
    return edition(EditionKind.PREPRINT, arxiv_id=arxiv_id, **given)


def publication(**fields: object) -> Edition:
    given: dict[str, object] = {
        "title": "Glass Trees: A Study",
        "authors": (Name("Ada Example"), Name("Łukasz van der Test")),
        "issued": PartialDate(2025, 7),
        "evidence": Evidence.PUBLISHER,
        **fields,
    }
    return edition(EditionKind.PUBLICATION, **given)


def edition(kind: EditionKind, **fields: object) -> Edition:
    return Edition(kind=kind, **fields)  # type: ignore[arg-type]


def work(key: str, *editions: Edition, **more: object) -> Work:
    """A work that cites the last of its editions."""
    identifiers = tuple(
        [Identifier(Scheme.ARXIV, each.arxiv_id) for each in editions if each.arxiv_id]
        + [Identifier(Scheme.DOI, each.doi.lower()) for each in editions if each.doi]
    )
    given: dict[str, object] = {
        "type": WorkType.PAPER,
        "resolution": Resolution.RESOLVED,
        "identifiers": identifiers,
        "cited": editions[-1],
        **more,
    }
    return Work(key=key, editions=editions, **given)  # type: ignore[arg-type]


def listing(**fields: object) -> Listing:
    given: dict[str, object] = {
        "document": "list.md", "container": None, "line": 3, "section": "Trees", "label": "Trees of Glass", "date": None,
        "venue": None, "title": "Trees of Glass", "authors": (), "tags": ("glass",), "note": "Read twice: 100%.", **fields,
    }  # fmt: skip
    return Listing(**given)  # type: ignore[arg-type]


PREPRINT = work("example2024trees", preprint(), aliases=("old2024",), listings=(listing(),))
BOTH = work(
    "example2025glass",
    preprint("2402.00002"),
    publication(container_title="ICLR", evidence=Evidence.AUTHOR, url="https://openreview.net/forum?id=a_b%20c"),
)
ARTICLE = work(
    "example2025article",
    publication(
        container_title="J. Mach. Learn. Res.", volume="12", issue="3", page="5998–6008", doi="10.5555/Ex_ample.1",
        publisher="Example Press", issn="2049-3630",
    ),
)  # fmt: skip
ATLAS = work(
    "atlas2020",
    publication(
        container_title="Physical Review Letters", volume="125", number="031801", doi="10.5555/prl.1",
        authors=(Name("Jane Doe"), Name("ATLAS Collaboration", literal=True)), issued=PartialDate(2020, 3, 9),
    ),
)  # fmt: skip

assert isinstance(PREPRINT.cited, Fields)
