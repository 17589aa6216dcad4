"""Records → editions of one work, by declared trust.

A claim is what one source said of one edition. An edition is won bundle by bundle: the most trusted claim that says
anything of a bundle gives all of it, so that a volume never comes from one source and its pages from another. The
person's corrections alone are laid over that field by field: who mends a volume keeps the journal. Who names another
place of publication names all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from bibdb.values import Edition, EditionKind, Evidence, Fields, Record, WorkType

__all__ = [
    "BUNDLES",
    "PLACE",
    "TRUST",
    "Claim",
    "cited",
    "claim_of",
    "harmless",
    "merge",
    "rank",
    "trusted_first",
    "work_type",
]

# Highest first. A claim's source is its name up to a colon: `file:refs.bib` is ranked as `file`.
TRUST: Mapping[EditionKind, tuple[str, ...]] = {
    EditionKind.PUBLICATION: (
        "corrections", "crossref", "acl", "openreview", "datacite", "dblp", "openalex", "semanticscholar",
        "github", "huggingface", "youtube", "page", "file", "comment", "arxiv", "local", "identifier", "label",
    ),
    EditionKind.PREPRINT: (
        "corrections", "arxiv", "oai", "datacite", "openalex", "semanticscholar", "openreview", "dblp", "crossref",
        "file", "local", "identifier", "label",
    ),
}  # fmt: skip

PLACE = (
    "container_title", "container_title_short", "event_title", "collection_title", "volume", "issue", "page", "number",
    "genre", "edition", "chapter_number", "publisher", "publisher_place", "organization", "isbn", "issn", "doi",
)  # fmt: skip
"""The bundle that says where something was published."""

BUNDLES: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("authors",),
    ("editors",),
    ("abstract",),
    PLACE,
    ("entry_type", "howpublished"),
    ("issued",),
    ("submitted",),
    ("arxiv_id", "version", "updated"),
    ("primary_category", "categories"),
    ("comment",),
    ("journal_ref",),
    ("withdrawn",),
)  # fmt: skip
_BUNDLED = {name for bundle in BUNDLES for name in bundle}
_ALONE = tuple((field.name,) for field in fields(Fields) if field.name not in _BUNDLED)
_ALL = tuple(field.name for field in fields(Fields))
_PERSON = "corrections"

_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source said of one edition of a work."""

    source: str
    kind: EditionKind
    fields: Fields
    type: WorkType | None = None
    evidence: Evidence | None = None
    version: int | None = None
    said_at: datetime = LONG_AGO


def claim_of(record: Record) -> Claim:
    """Make the claim that a record is."""
    return Claim(
        source=record.source,
        kind=record.kind,
        fields=harmless(record.fields),
        type=record.type,
        evidence=record.evidence,
        version=record.version,
        said_at=record.retrieved_at,
    )


def harmless(fields: Fields) -> Fields:
    """Leave out an address that is none of the web: what a browser would run or open on the reader's own machine."""
    if fields.url and not _WEB.match(fields.url):
        return replace(fields, url=None)
    return fields


def rank(source: str, kind: EditionKind) -> int:
    """Place a source in the order of trust for an edition of that kind; 0 is trusted most."""
    order = TRUST[kind]
    name = source.partition(":")[0]
    return order.index(name) if name in order else order.index("file")


def trusted_first(claims: Iterable[Claim]) -> list[Claim]:
    """Put claims in the order of trust; those that are trusted alike in the order of their sources' names, of versions
    (the latest first), and then as they stand. Which answer came first or last makes no difference.
    """
    return sorted(claims, key=_trust)


def _trust(claim: Claim) -> tuple[int, str, int]:
    known = claim.source.partition(":")[0] in TRUST[claim.kind]
    return rank(claim.source, claim.kind), "" if known else claim.source, -(claim.version or 0)


def merge(claims: Iterable[Claim]) -> tuple[Edition, ...]:
    """Make the editions that the claims speak of, the preprint first."""
    by_kind: dict[EditionKind, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim)
    editions = [_edition(kind, by_kind[kind]) for kind in EditionKind if kind in by_kind]
    if len(editions) == 2:
        return _complete(editions[0], editions[1]), _complete(editions[1], editions[0])
    return tuple(editions)


def cited(editions: Sequence[Edition]) -> int:
    """Give the index of the edition to cite: the publication where there is one that can be cited.

    A publication without a date (a comment that names a venue and no year) is kept, and the preprint is cited.
    """
    for index, edition in enumerate(editions):
        if edition.kind is EditionKind.PUBLICATION and (edition.issued is not None or len(editions) == 1):
            return index
    return 0


def work_type(claims: Sequence[Claim]) -> WorkType | None:
    """Give the type that the most trusted claim names, the publication's before the preprint's."""
    typed = [claim for claim in claims if claim.type is not None]
    if not typed:
        return None
    best = min(typed, key=lambda claim: (rank(claim.source, claim.kind), claim.kind is EditionKind.PREPRINT))
    return best.type


def _edition(kind: EditionKind, claims: Sequence[Claim]) -> Edition:
    ordered = trusted_first(claims)
    values: dict[str, object] = {}
    origin: dict[str, str] = {}
    place: Claim | None = None
    for bundle in (*BUNDLES, *_ALONE):
        winner = _winner(bundle, ordered, place)
        if winner is not None:
            place = winner if bundle is PLACE else place
            _take(winner, bundle, values, origin)
    for claim in reversed(ordered):
        if claim.source == _PERSON:
            _take(claim, _ALL, values, origin)
    evidence = place.evidence if place is not None else None
    edition = Edition(kind=kind, evidence=evidence, origin=origin, **values)  # type: ignore[arg-type]
    return _dated(edition)


def _winner(bundle: tuple[str, ...], ordered: Sequence[Claim], place: Claim | None) -> Claim | None:
    """Give the claim that fills a bundle; `place` is the one that named the place of publication."""
    asked = [claim for claim in ordered if bundle is not PLACE or _names_a_place(claim)]
    if place is not None and bundle == ("issued",):
        asked = [place, *asked]  # whoever names the place of publication names its date too, where it has one
    if place is not None and "entry_type" in bundle:
        asked = [place]  # what a file calls its entry fits its own place alone
    return next((claim for claim in asked if _says(claim, bundle)), None)


def _names_a_place(claim: Claim) -> bool:
    """Whether a claim may give the whole place: a correction that names no container only mends what others say."""
    return claim.source != _PERSON or bool(claim.fields.container_title)


def _take(claim: Claim, bundle: Iterable[str], values: dict[str, object], origin: dict[str, str]) -> None:
    for name in bundle:
        value = getattr(claim.fields, name)
        if value is not None:
            values[name] = value
            origin[name] = claim.source


def _says(claim: Claim, bundle: tuple[str, ...]) -> bool:
    """Whether a claim fills a bundle: an empty value (known to be none) is only a word where it stands alone."""
    values = [getattr(claim.fields, name) for name in bundle]
    if len(bundle) == 1:
        return values[0] is not None
    return any(value not in (None, "", ()) for value in values)


def _dated(edition: Edition) -> Edition:
    """Cite a preprint by its first version's date (arXiv's own practice is the latest's, which moves)."""
    told = edition.kind is EditionKind.PREPRINT and edition.submitted is not None
    if not told or edition.origin.get("issued") == _PERSON:
        return edition
    origin = {**edition.origin, "issued": edition.origin["submitted"]}
    return replace(edition, issued=edition.submitted, origin=origin)


def _complete(edition: Edition, other: Edition) -> Edition:
    """Take title and authors from the work's other edition where this one's sources gave none."""
    values: dict[str, object] = {}
    origin = dict(edition.origin)
    for name in ("title", "authors"):
        if not getattr(edition, name) and getattr(other, name):
            values[name] = getattr(other, name)
            origin[name] = other.origin[name]
    return replace(edition, origin=origin, **values) if values else edition  # type: ignore[arg-type]
