"""Why a field is what it is: each claim, who made it and when, and the rule that chose the winner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bibdb.dates import PartialDate
from bibdb.errors import NotFoundError
from bibdb.identifiers import Identifier, Scheme
from bibdb.library import Library
from bibdb.merge import BUNDLES, PLACE, Claim, harmless, rank
from bibdb.serial import FIELD_NAMES, fields_from_json, fields_to_json
from bibdb.settle.claims import (
    SCHOLARLY,
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

_PERSON = "corrections"
_MEANINGS = {
    _PERSON: "the person's correction",
    "comment": "the paper's own comment, journal reference or DOI",
    "identifier": "the identifier itself",
    "local": "the address itself",
    "label": "the words",
    "file": "a bibliography of one's own",
}
_RECORDS = """
    SELECT record.scheme, record.value, record.source, record.kind, record.retrieved_at, record.version, record.fields
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
    """One claim about one field of one edition, and how it fared.

    `said_at` is None for what no service said; `meaning` explains a source that is no service's name, else it is empty.
    """

    edition: EditionKind
    field: str
    value: object
    source: str
    said_at: str | None
    wins: bool
    rule: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A claim, of what it was said (an identifier; the place of a label), and whether it speaks of the work at all."""

    claim: Claim
    of: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True)
class _Said:
    source: str
    value: object
    at: str | None
    of: str = ""
    counts: bool = True


def why(library: Library, name: str, field: str | None = None) -> list[Reason]:
    """Give the claims about a work, in the order of the fields and of trust; all fields or one.

    A field that nobody's word was taken for has no winner, and the rule says why. Raises NotFoundError for an unknown
    work or field.
    """
    if field is not None and field not in FIELD_NAMES:
        raise NotFoundError(f"there is no field {field!r}; the fields are {', '.join(FIELD_NAMES)}")
    work = library.work(name)
    claims = list(_claims(library, work))
    return [
        reason
        for edition in work.editions
        for each in (FIELD_NAMES if field is None else (field,))
        for reason in _reasons(edition, each, claims)
    ]


def _claims(library: Library, work: Work) -> Iterator[_Heard]:
    """Give every claim about a work as settling makes it, the latest answers first, but the person's corrections."""
    kind = kind_of(frozenset(work.identifiers))
    yield from _recorded(library, work.key)
    for path, fields in library.sql(_FILES, [work.key]).rows:
        yield _Heard(file_claim(fields_from_json(json.loads(str(fields))), None, str(path), kind))
    for identifier in work.identifiers:
        if identifier.scheme is Scheme.ARXIV:
            yield _Heard(identifier_claim(identifier))
    for listing in work.listings:
        date = PartialDate.parse(listing.date) if listing.date else None
        described = Described(listing.label, listing.title, date, listing.authors, None)
        yield _Heard(label_claim(described, kind), listing.locus)


def _recorded(library: Library, key: str) -> Iterator[_Heard]:
    rows = library.sql(_RECORDS, [key]).rows
    records = [(Identifier(Scheme(str(scheme)), str(value)), *said) for scheme, value, *said in rows]
    scholarly = any(identifier.scheme in SCHOLARLY for identifier, *_ in records)
    for identifier, source, edition, at, version, fields in records:
        said = Claim(
            source=str(source),
            kind=EditionKind(edition),
            fields=harmless(fields_from_json(json.loads(str(fields)))),
            version=version if isinstance(version, int) else None,
            said_at=datetime.fromisoformat(str(at)).astimezone(UTC),
        )
        # A paper is not described by its repository or page.
        counts = identifier.scheme in SCHOLARLY or not scholarly
        yield _Heard(preprint_claim(said), str(identifier), counts)
        accepted = acceptance_claim(said)
        if accepted is not None:
            yield _Heard(accepted, str(identifier), counts)


def _reasons(edition: Edition, field: str, claims: Sequence[_Heard]) -> Iterator[Reason]:
    """Put the claims about one field in order, the winner marked; one that was taken from elsewhere comes first."""
    winner, value = edition.origin.get(field), fields_to_json(edition).get(field)
    said = sorted(
        _said(edition.kind, field, claims), key=lambda each: (not each.counts, rank(each.source, edition.kind))
    )
    won = next((each for each in said if each.counts and each.source == winner and each.value == value), None)
    if won is None and winner is not None:
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
            rule=_won(each, said, edition, field) if each is won else _lost(each, won, edition, field),
            meaning=_meaning(each),
        )


def _said(kind: EditionKind, field: str, claims: Sequence[_Heard]) -> Iterator[_Said]:
    """Give what was said of a field, each source's same words about the same thing once."""
    seen: set[tuple[str, str, str]] = set()
    for heard in sorted(claims, key=lambda each: -(each.claim.version or 0)):
        claim = heard.claim
        value = fields_to_json(claim.fields).get(field)
        place = (claim.source, heard.of, json.dumps(value, sort_keys=True))
        if claim.kind is kind and value is not None and place not in seen:
            seen.add(place)
            at = f"{claim.said_at:%Y-%m-%dT%H:%M:%SZ}" if claim.said_at.year > 1 else None
            yield _Said(claim.source, value, at, heard.of, heard.counts)


def _won(won: _Said, said: Sequence[_Said], edition: Edition, field: str) -> str:
    if won.at is None and _kind_of_source(won.source) not in _MEANINGS:
        other = EditionKind.PREPRINT if edition.kind is EditionKind.PUBLICATION else EditionKind.PUBLICATION
        return "the date of the first version" if field == "issued" else f"as the {other} has it"
    others = [each for each in said if each is not won and each.counts]
    if not others:
        return "nobody else says"
    if any(rank(each.source, edition.kind) < rank(won.source, edition.kind) for each in others):
        return "goes with the place of publication, which it names"
    return f"trusted most for a {edition.kind}"


def _lost(said: _Said, won: _Said | None, edition: Edition, field: str) -> str:
    if not said.counts:
        return f"not counted: {said.of} stands beside the paper"
    if won is None:
        return f"left out: {_whole(edition, field)}"
    if said.source == won.source:
        same = said.of == won.of or not said.of
        return "an earlier answer" if same and said.at else f"{won.of or 'another'} comes first"
    if rank(said.source, edition.kind) < rank(won.source, edition.kind):
        return f"goes with the place of publication, which {won.source} names"
    return f"less trusted for a {edition.kind} than {won.source}"


def _whole(edition: Edition, field: str) -> str:
    """Say with whom a field goes that its winner says nothing of."""
    bundle = next((each for each in BUNDLES if field in each), PLACE)
    named = [edition.origin[name] for name in bundle if name in edition.origin]
    if bundle is not PLACE and "entry_type" not in bundle:
        return f"goes whole with what {named[0]} says of {', '.join(bundle)}" if named else "nobody's"
    named += [edition.origin[name] for name in PLACE if name in edition.origin]
    teller = next((name for name in named if name != _PERSON), _PERSON)
    return f"the place of publication goes whole with {teller}"


def _meaning(said: _Said) -> str:
    meaning = _MEANINGS.get(_kind_of_source(said.source), "")
    return f"{meaning} of {said.of}" if said.source == "label" and said.of else meaning


def _kind_of_source(source: str) -> str:
    return source.partition(":")[0]
