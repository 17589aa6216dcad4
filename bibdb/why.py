"""Why a field is what it is: each claim, who made it and when, and the rule that chose the winner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bibdb.errors import NotFoundError
from bibdb.library import Library
from bibdb.merge import rank
from bibdb.serial import FIELD_NAMES, fields_to_json
from bibdb.values import Edition, EditionKind

__all__ = ["Reason", "why"]

_MEANINGS = {
    "corrections": "the person's correction",
    "comment": "the paper's own comment, journal reference or DOI",
    "identifier": "the identifier itself",
    "local": "the address itself",
    "label": "the words of the list",
}


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


def why(library: Library, name: str, field: str | None = None) -> list[Reason]:
    """Give the claims about a work, in the order of the fields and of trust; all fields or one.

    Raises NotFoundError for an unknown work or field.
    """
    if field is not None and field not in FIELD_NAMES:
        raise NotFoundError(f"there is no field {field!r}; the fields are {', '.join(FIELD_NAMES)}")
    work = library.work(name)
    said = library.sql(
        "select edition, field, value, source, retrieved_at, wins from claims where key = ?", [work.key]
    ).rows
    claims = [(EditionKind(row[0]), *row[1:]) for row in said if field in (None, row[1])]
    reasons: list[Reason] = []
    for edition in work.editions:
        for each in FIELD_NAMES if field is None else (field,):
            rows = [row for row in claims if (row[0], row[1]) == (edition.kind, each)]
            reasons += _reasons(edition, each, rows)
    return reasons


def _reasons(edition: Edition, field: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Reason]:
    """Put the claims about one field in order, with the one that no record holds where it won."""
    winner = edition.origin.get(field)
    if winner is None:
        return
    sources = {str(row[3]) for row in rows}
    if winner not in sources:
        value = fields_to_json(edition).get(field)
        rows = [*rows, (edition.kind, field, value, winner, None, 1)]
    ordered = sorted(rows, key=lambda row: rank(str(row[3]), edition.kind))
    for _kind, _field, value, source, said_at, wins in ordered:
        won = bool(wins) and source == winner
        yield Reason(
            edition=edition.kind,
            field=field,
            value=_plain(value),
            source=str(source),
            said_at=None if said_at is None else str(said_at),
            wins=won,
            rule=_rule(str(source), winner, edition.kind, won=won, alone=len(ordered) == 1),
        )


def _rule(source: str, winner: str, kind: EditionKind, *, won: bool, alone: bool) -> str:
    meaning = _MEANINGS.get(source.partition(":")[0])
    who = f" ({meaning})" if meaning else ""
    if not won:
        reason = "an earlier answer" if source == winner else f"less trusted for a {kind} than {winner}"
        return f"{reason}{who}"
    return f"{'nobody else says' if alone else f'trusted most for a {kind}'}{who}"


def _plain(value: object) -> object:
    """Read the lists that the view gives as JSON."""
    if isinstance(value, str) and value[:1] == "[" and value[-1:] == "]":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
