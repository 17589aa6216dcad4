"""Why a field is what it is: each claim, who made it and when, and the rule that chose the winner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bibdb.dates import PartialDate
from bibdb.errors import NotFoundError
from bibdb.identifiers import Scheme
from bibdb.library import Library
from bibdb.merge import Claim, harmless, rank
from bibdb.serial import FIELD_NAMES, fields_from_json, fields_to_json
from bibdb.settle.claims import (
    Described,
    acceptance_claim,
    file_claim,
    identifier_claim,
    kind_of,
    label_claim,
    preprint_claim,
)
from bibdb.values import Edition, EditionKind, Work

__all__ = ["Reason", "why"]

_MEANINGS = {
    "corrections": "the person's correction",
    "comment": "the paper's own comment, journal reference or DOI",
    "identifier": "the identifier itself",
    "local": "the address itself",
    "label": "the words of the list",
    "file": "a bibliography of one's own",
}
_RECORDS = """
    SELECT record.source, record.kind, record.retrieved_at, record.version, record.fields
    FROM record JOIN identifier ON identifier.scheme = record.scheme AND identifier.value = record.value
    JOIN work ON work.id = identifier.work_id
    WHERE work.key = ? ORDER BY record.retrieved_at DESC, record.id DESC
"""
_FILES = """
    SELECT document.path, entry.fields FROM entry JOIN document ON document.id = entry.document_id
    JOIN work ON work.id = entry.work_id WHERE work.key = ? AND entry.fields IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One claim about one field of one edition, and how it fared; `said_at` is None for what no service said."""

    edition: EditionKind
    field: str
    value: object
    source: str
    said_at: str | None
    wins: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Said:
    source: str
    value: object
    at: str | None


def why(library: Library, name: str, field: str | None = None) -> list[Reason]:
    """Give the claims about a work, in the order of the fields and of trust; all fields or one.

    Raises NotFoundError for an unknown work or field.
    """
    if field is not None and field not in FIELD_NAMES:
        raise NotFoundError(f"there is no field {field!r}; the fields are {', '.join(FIELD_NAMES)}")
    work = library.work(name)
    claims = list(_claims(library, work))
    return [
        reason
        for edition in work.editions
        for each in (FIELD_NAMES if field is None else (field,))
        if each in edition.origin
        for reason in _reasons(edition, each, claims)
    ]


def _claims(library: Library, work: Work) -> Iterator[Claim]:
    """Give every claim about a work as settling makes it, the latest answers first, but the person's corrections."""
    kind = kind_of(frozenset(work.identifiers))
    for source, edition, at, version, fields in library.sql(_RECORDS, [work.key]).rows:
        said = Claim(
            source=str(source),
            kind=EditionKind(edition),
            fields=harmless(fields_from_json(json.loads(str(fields)))),
            version=version if isinstance(version, int) else None,
            said_at=datetime.fromisoformat(str(at)).astimezone(UTC),
        )
        yield preprint_claim(said)
        accepted = acceptance_claim(said)
        if accepted is not None:
            yield accepted
    for path, fields in library.sql(_FILES, [work.key]).rows:
        yield file_claim(fields_from_json(json.loads(str(fields))), None, str(path), kind)
    for identifier in work.identifiers:
        if identifier.scheme is Scheme.ARXIV:
            yield identifier_claim(identifier)
    for listing in work.listings:
        date = PartialDate.parse(listing.date) if listing.date else None
        yield label_claim(Described(listing.label, listing.title, date, listing.authors, None), kind)


def _reasons(edition: Edition, field: str, claims: Sequence[Claim]) -> Iterator[Reason]:
    """Put the claims about one field in order, the winner marked; one that was taken from elsewhere comes first."""
    winner, value = edition.origin[field], fields_to_json(edition).get(field)
    said = sorted(_said(edition.kind, field, claims), key=lambda each: rank(each.source, edition.kind))
    won = next((each for each in said if each.source == winner and each.value == value), None)
    if won is None:
        won = _Said(winner, value, None)
        said.insert(0, won)
    for each in said:
        yield Reason(
            edition=edition.kind,
            field=field,
            value=each.value,
            source=each.source,
            said_at=each.at,
            wins=each is won,
            rule=_rule(each, won, edition.kind, field, alone=len(said) == 1),
        )


def _said(kind: EditionKind, field: str, claims: Sequence[Claim]) -> Iterator[_Said]:
    """Give what was said of a field, each source's same words once."""
    seen: set[tuple[str, str]] = set()
    for claim in claims:
        value = fields_to_json(claim.fields).get(field)
        place = (claim.source, json.dumps(value, sort_keys=True))
        if claim.kind is kind and value is not None and place not in seen:
            seen.add(place)
            heard = claim.said_at.year > 1
            yield _Said(claim.source, value, f"{claim.said_at:%Y-%m-%dT%H:%M:%SZ}" if heard else None)


def _rule(said: _Said, won: _Said, kind: EditionKind, field: str, *, alone: bool) -> str:
    meaning = _MEANINGS.get(said.source.partition(":")[0])
    who = f" ({meaning})" if meaning else ""
    if said is not won:
        reason = "an earlier answer" if said.source == won.source else f"less trusted for a {kind} than {won.source}"
        return f"{reason}{who}"
    if said.at is None and not meaning:
        other = EditionKind.PREPRINT if kind is EditionKind.PUBLICATION else EditionKind.PUBLICATION
        taken = "the date of the first version" if field == "issued" else f"as the {other} has it"
        return f"{taken}{who}"
    return f"{'nobody else says' if alone else f'trusted most for a {kind}'}{who}"
