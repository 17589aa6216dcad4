"""Works in the making: what belongs to each, what is claimed of it, and how much is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bibdb.components import Node, Ties
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections
from bibdb.merge import Claim, claim_of, merge, trusted_first, work_type
from bibdb.resolve import STAND_INS
from bibdb.settle.claims import (
    PREPRINT_SCHEMES,
    SCHOLARLY,
    Described,
    acceptance_claim,
    correction_claim,
    file_claim,
    identifier_claim,
    kind_of,
    label_claim,
    preprint_claim,
)
from bibdb.settle.collection import Collection, Draft, subject_link
from bibdb.values import EditionKind, Record, Resolution, WorkType

__all__ = ["describe", "gather", "is_firm", "resolution"]

_LOCAL = frozenset({"local", "identifier", "label"})


def gather(collection: Collection, ties: Ties, subjects: Mapping[int, Node]) -> list[Draft]:
    """Group what the lists name into works in list order: subjects first, then mentions that a source knows, then
    what no list names any more.
    """
    drafts: dict[Node, Draft] = {}
    for entry in collection.entries:
        drafts.setdefault(ties.find(subjects[entry.id]), Draft([])).entries.append(entry)
    for link in collection.links:
        if link.identifier is None:
            continue
        known = link.identifier.scheme in SCHOLARLY and link.identifier in collection.records_of
        root = ties.find(link.identifier)
        if known or root in drafts:
            drafts.setdefault(root, Draft([])).mentions.append(link)
    for work in collection.works:
        for identifier in work.identifiers:
            drafts.setdefault(ties.find(identifier), Draft([]))
    members = ties.components()
    for root, draft in drafts.items():
        draft.nodes = _in_order(members[root], [subjects[entry.id] for entry in draft.entries])
    return list(drafts.values())


def _in_order(members: Sequence[Node], subjects: Sequence[Node]) -> list[Node]:
    """Put what the lists name first, in list order; then the other identifiers, then the other labels."""
    others = sorted(set(members) - set(subjects), key=lambda node: (isinstance(node, str), str(node)))
    return [*dict.fromkeys(subjects), *others]


def describe(draft: Draft, collection: Collection, corrections: Corrections) -> None:
    """Gather the claims about a work and let the most trusted win."""
    kind = kind_of(frozenset(draft.identifiers))
    claims = trusted_first(map(claim_of, _speaking(draft, collection)))
    accepted = [acceptance for claim in claims if (acceptance := acceptance_claim(claim)) is not None]
    claims = [*map(preprint_claim, claims), *accepted]
    own = list(_own_identifiers(draft, collection))
    claims += [identifier_claim(identifier) for identifier in own]
    for entry in draft.entries:
        subject = subject_link(collection, entry)
        url = subject.url if subject is not None and subject.identifier in (None, *own) else None
        described = Described(entry.label, entry.title, entry.date, entry.authors, url)
        if entry.fields is not None:
            claims.append(file_claim(entry.fields, entry.type, entry.document, kind))
        claims.append(label_claim(described, kind))
    claims += [correction_claim(block, kind) for block in corrections.of(*draft.nodes)]
    draft.claims = claims
    draft.editions = merge(_without_hollow(claims, kind))
    draft.type = work_type(claims) or WorkType.PAPER


def _speaking(draft: Draft, collection: Collection) -> list[Record]:
    """Give the records that describe the work: a paper is not described by its repository or page."""
    records = [record for node in draft.identifiers for record in collection.records_of.get(node, ())]
    scholarly = [record for record in records if record.identifier.scheme in SCHOLARLY]
    return scholarly or records


def _own_identifiers(draft: Draft, collection: Collection) -> Iterator[Identifier]:
    """Give the identifiers that must speak for themselves: arXiv's, which hold a date that a stand-in may not know, and
    those of which no source has said anything.
    """
    scholarly = any(identifier.scheme in SCHOLARLY for identifier in draft.identifiers)
    for identifier in draft.identifiers:
        silent = not collection.records_of.get(identifier) and (identifier.scheme in SCHOLARLY or not scholarly)
        if silent or identifier.scheme is Scheme.ARXIV:
            yield identifier


def _without_hollow(claims: Sequence[Claim], kind: EditionKind) -> list[Claim]:
    """Leave out an edition that only an identifier, a URL or a label speaks of, beside one that a source knows."""
    solid = {claim.kind for claim in claims if claim.source not in _LOCAL} or {kind}
    return [claim for claim in claims if claim.kind in solid] or list(claims)


def resolution(draft: Draft, collection: Collection, complete: Callable[[Record], bool]) -> Resolution:
    """Tell how much is known of a work: silence is pending, and only answers make it resolved or not found."""
    said = [record for record in _speaking(draft, collection) if record.source not in _LOCAL]
    if said:
        return Resolution.RESOLVED if any(map(complete, said)) else Resolution.PARTIAL
    askable = [identifier for identifier in draft.identifiers if identifier.scheme in SCHOLARLY]
    if not askable:
        return Resolution.LABEL
    if all(identifier in collection.not_found for identifier in askable):
        return Resolution.NOT_FOUND
    return Resolution.PENDING


def is_firm(draft: Draft, known: Resolution, collection: Collection) -> bool:
    """Whether what is known of a work will hold: a stand-in's title or names may be others than its own source's, and
    a preprint of which nobody has said when it was posted has only the month of its identifier, also where its
    publication is known.
    """
    if known is Resolution.PENDING:
        return False
    said = [record for record in _speaking(draft, collection) if record.source not in _LOCAL]
    better = any(record.source not in STAND_INS and _is_dated(record) for record in said)
    waiting = [identifier for identifier in draft.identifiers if identifier in collection.unanswered]
    if any(identifier.scheme in PREPRINT_SCHEMES for identifier in waiting) or (waiting and not said):
        return False
    return better or not said or any(identifier in collection.not_found for identifier in draft.identifiers)


def _is_dated(record: Record) -> bool:
    return record.kind is not EditionKind.PREPRINT or bool(record.fields.submitted or record.fields.issued)
