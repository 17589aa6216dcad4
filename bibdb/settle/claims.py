"""The claims that need no source: a list's label, an identifier's own text, a paper's own comment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bibdb.comments import Acceptance, acceptance, journal_reference
from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.ledger import Correction
from bibdb.merge import Claim, harmless
from bibdb.names import split_name
from bibdb.text import collapse
from bibdb.values import EditionKind, Evidence, Fields, Name, WorkType
from bibdb.venues import VenueKind

__all__ = [
    "PREPRINT_SCHEMES",
    "SCHOLARLY",
    "Described",
    "acceptance_claim",
    "correction_claim",
    "file_claim",
    "identifier_claim",
    "kind_of",
    "label_claim",
    "preprint_claim",
]

SCHOLARLY = frozenset(
    {Scheme.ARXIV, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ACL, Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS, Scheme.DBLP}
)
"""Schemes whose identifiers name scholarly works."""

PREPRINT_SCHEMES = frozenset({Scheme.ARXIV})

_TYPES = {
    Scheme.GITHUB: WorkType.SOFTWARE,
    Scheme.HUGGINGFACE: WorkType.MODEL,
    Scheme.YOUTUBE: WorkType.VIDEO,
    Scheme.ISBN: WorkType.BOOK,
    Scheme.URL: WorkType.WEBPAGE,
}


@dataclass(frozen=True, slots=True)
class Described:
    """What an entry says of its subject."""

    label: str
    title: str | None
    date: PartialDate | None
    authors: tuple[str, ...]
    url: str | None


def kind_of(identifiers: frozenset[Identifier]) -> EditionKind:
    """Tell which edition a label speaks of: the preprint's where there is a preprint."""
    preprint = any(identifier.scheme in PREPRINT_SCHEMES for identifier in identifiers)
    return EditionKind.PREPRINT if preprint else EditionKind.PUBLICATION


def label_claim(described: Described, kind: EditionKind) -> Claim:
    """Make the claim that a label is: the least trusted, and the only one for what no source knows."""
    fields = Fields(
        title=collapse(described.title or described.label) or None,
        authors=tuple(map(_written_name, described.authors)) or None,
        issued=described.date,
        url=described.url,
    )
    return Claim(source="label", kind=kind, fields=fields)


def file_claim(fields: Fields, type_: WorkType | None, path: str, kind: EditionKind) -> Claim:
    """Make the claim of a person's bibliographic file; of a preprint where it names no place of publication."""
    published = any((fields.container_title, fields.event_title, fields.publisher))
    return Claim(
        source=f"file:{path}",
        kind=EditionKind.PUBLICATION if published else kind,
        fields=harmless(fields),
        type=type_,
    )


def preprint_claim(claim: Claim) -> Claim:
    """Leave a preprint its own fields: a publisher's DOI, which arXiv repeats, belongs to the publication."""
    if claim.kind is EditionKind.PREPRINT and claim.fields.doi:
        return replace(claim, fields=replace(claim.fields, doi=None))
    return claim


def acceptance_claim(claim: Claim) -> Claim | None:
    """Make the claim of publication that a preprint's own comment, journal reference or DOI is; None without one."""
    if claim.kind is not EditionKind.PREPRINT:
        return None
    published = _published(claim.fields)
    if published is None:
        return None
    return Claim(
        source="comment",
        kind=EditionKind.PUBLICATION,
        fields=published,
        type=WorkType.PAPER,
        evidence=Evidence.AUTHOR,
        version=claim.version,
        said_at=claim.said_at,
    )


def _published(fields: Fields) -> Fields | None:
    """Read where a paper was published out of its own metadata; a workshop's acceptance is not the venue's."""
    reference = journal_reference(fields.journal_ref or "")
    found = acceptance(fields.comment or "", fields.journal_ref or "", fields.doi or "")
    printed = Fields(doi=fields.doi or None)
    if reference is not None:
        printed = replace(
            printed,
            container_title=reference.journal,
            volume=reference.volume,
            issue=reference.issue,
            page=reference.page,
            issued=PartialDate(reference.year) if reference.year else None,
        )
    if found is not None and not found.at_venue:
        return None
    if found is not None:
        printed = replace(
            printed,
            title=found.title,
            container_title=found.venue.container_title(found.track),
            container_title_short=found.venue.short,
            event_title=_event(found),
            issued=PartialDate(found.year) if found.year else printed.issued,
        )
    return printed if printed.container_title else None


def _event(found: Acceptance) -> str | None:
    """Name the meeting, where the venue is one."""
    if found.venue.kind is VenueKind.JOURNAL:
        return None
    return f"{found.venue.short} {found.year}" if found.year else found.venue.short


def correction_claim(correction: Correction, kind: EditionKind) -> Claim:
    """Make the claim of a person's correction; of the edition that a label speaks of where it names none."""
    return Claim(source="corrections", kind=correction.kind or kind, fields=correction.fields, type=correction.type)


def identifier_claim(identifier: Identifier) -> Claim:
    """Make the claim that an identifier is by itself: its address, and for arXiv the month of submission."""
    address = web_address(identifier)
    match identifier.scheme:
        case Scheme.ARXIV:
            fields = Fields(arxiv_id=identifier.value, submitted=arxiv_month(identifier.value), url=address)
            return Claim(source="identifier", kind=EditionKind.PREPRINT, fields=fields, type=WorkType.PAPER)
        case Scheme.DOI:
            fields = Fields(doi=identifier.value, url=address)
            type_ = WorkType.PAPER
        case scheme:
            fields = Fields(url=address)
            type_ = _TYPES.get(scheme, WorkType.PAPER)
    return Claim(source="identifier", kind=EditionKind.PUBLICATION, fields=fields, type=_refined(identifier, type_))


def arxiv_month(value: str) -> PartialDate | None:
    """Read the month of submission out of an arXiv identifier (YYMM since 2007, archive/YYMM before)."""
    digits = value.rpartition("/")[2][:4]
    year, month = int(digits[:2]), int(digits[2:4])
    century = 1900 if year > 90 else 2000
    return PartialDate(century + year, month) if 1 <= month <= 12 else None


def _refined(identifier: Identifier, type_: WorkType) -> WorkType:
    if identifier.scheme is Scheme.HUGGINGFACE:
        if identifier.value.startswith("datasets/"):
            return WorkType.DATASET
        if identifier.value.startswith("spaces/"):
            return WorkType.SOFTWARE
    return type_


def _written_name(written: str) -> Name:
    return replace(split_name(written), display=written)
