"""The JSON form of fields and records: what the database keeps and what `export records` writes.

A field that is None is left out and an empty one is kept, so that unknown and known-to-be-empty stay apart. Dates
are ISO 8601 text with the precision that is known; a name is its text alone, or an object where it has parts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import EditionKind, Evidence, Fields, Name, Record, RelationKind, WorkType

__all__ = [
    "FIELD_NAMES",
    "as_json",
    "fields_from_json",
    "fields_to_json",
    "fingerprint",
    "identifier_from_json",
    "identifier_to_json",
    "moment",
    "name_from_json",
    "name_to_json",
    "record_from_json",
    "record_to_json",
    "stamp",
    "texts_and_fingerprint",
]

Json = dict[str, Any]

FIELD_NAMES = tuple(field.name for field in dataclasses.fields(Fields))
_all_of = attrgetter(*FIELD_NAMES)
_NAME_PARTS = tuple(part.name for part in dataclasses.fields(Name))
_NAMES = frozenset({"authors", "editors"})
_LISTS = frozenset({"keywords", "categories"})
_DATES = frozenset({"submitted", "issued", "updated"})
_INTEGERS = frozenset({"version"})
_FLAGS = frozenset({"withdrawn", "retracted"})


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
"""Write JSON, always in the same way: equal values are equal texts (mappings in their own order).

What is written is a tree: to search it for circles would be half the cost.
"""


@lru_cache(maxsize=64)  # the records of one answer have one time
def stamp(when: datetime) -> str:
    """Write a moment in UTC, to the second (`2030-05-01T12:00:00Z`); one without a zone is UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return f"{aware.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def moment(text: str) -> datetime:
    """Read a moment; one without a zone is UTC. ValueError when it is none."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def name_to_json(name: Name) -> str | Json:
    """Give a name's text, or an object where more than the text is known."""
    if name.given is name.family is name.suffix is name.affiliation is None and not name.literal:
        return name.display  # as nearly all names
    parts = {part: value for part in _NAME_PARTS if (value := getattr(name, part)) is not None and value is not False}
    return name.display if len(parts) == 1 else parts


def name_from_json(value: object) -> Name:
    """Read a name; ValueError when it is neither text nor an object with `display`."""
    match value:
        case str():
            return Name(value)
        case {"display": str(display), **parts}:
            return Name(
                display,
                given=_text(parts.get("given")),
                family=_text(parts.get("family")),
                suffix=_text(parts.get("suffix")),
                literal=parts.get("literal") is True,
                affiliation=_text(parts.get("affiliation")),
            )
        case _:
            raise ValueError(f"no name: {value!r}")


def identifier_to_json(identifier: Identifier) -> Json:
    """Give `scheme`, `value` and, where it is known, `version`."""
    form: Json = {"scheme": str(identifier.scheme), "value": identifier.value}
    if identifier.version is not None:
        form["version"] = identifier.version
    return form


def identifier_from_json(value: object) -> Identifier:
    """Read an identifier; ValueError for an unknown scheme or a wrong shape."""
    match value:
        case {"scheme": str(scheme), "value": str(canonical), **rest}:
            return Identifier(Scheme(scheme), canonical, _integer(rest.get("version")))
        case _:
            raise ValueError(f"no identifier: {value!r}")


def fields_to_json(fields: Fields) -> Json:
    """Give the fields that are known, under their names, in the order of `Fields`."""
    return {
        name: value if type(value) is str else _plain(value)  # as nearly all fields
        for name, value in zip(FIELD_NAMES, _all_of(fields), strict=True)
        if value is not None
    }


def fields_from_json(value: Mapping[str, Any]) -> Fields:
    """Read fields; names that are no field are passed over, a value of a wrong shape raises ValueError."""
    return Fields(**{name: _field(name, value[name]) for name in FIELD_NAMES if value.get(name) is not None})


def record_to_json(record: Record) -> Json:
    """Give a record in one object: identifier, source, what it speaks of, its time (UTC), and its fields."""
    return {**identifier_to_json(record.identifier), **_content(record), "retrieved_at": stamp(record.retrieved_at)}


def texts_and_fingerprint(record: Record) -> tuple[dict[str, str], str]:
    """Give the JSON texts of a record's `fields`, `same_as` and `relations`, and its fingerprint: all at one cost."""
    ties = _ties(record)
    texts = {"same_as": "[]", "relations": "[]", **{name: as_json(value) for name, value in ties.items()}}
    texts["fields"] = as_json(fields_to_json(record.fields))
    head = _written_head(record.source, record.kind, record.type, record.version, record.evidence)
    told = "".join(f',"{name}":{texts[name]}' for name in (*ties, "fields"))
    return texts, _hash(f"{head[:-1]}{told}}}")


def record_from_json(value: Mapping[str, Any]) -> Record:
    """Read what `record_to_json` wrote; KeyError, TypeError or ValueError when it has another shape."""
    version = _integer(value.get("record_version"))
    return Record(
        identifier=identifier_from_json(value),
        source=str(value["source"]),
        kind=EditionKind(value["kind"]),
        type=WorkType(value["type"]),
        fields=fields_from_json(value["fields"]),
        retrieved_at=moment(str(value["retrieved_at"])),
        version=version,
        same_as=tuple(identifier_from_json(each) for each in value.get("same_as", ())),
        relations=tuple(
            (RelationKind(each["kind"]), identifier_from_json(each)) for each in value.get("relations", ())
        ),
        evidence=None if value.get("evidence") is None else Evidence(value["evidence"]),
    )


def fingerprint(content: Fields | Record) -> str:
    """Digest what was said, not when: 32 hexadecimal digits, the same on every machine.

    Of a record everything counts but its time; of bare fields, the fields.
    """
    return _digest(_content(content) if isinstance(content, Record) else fields_to_json(content))


def _digest(form: Json) -> str:
    return _hash(as_json(form))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _content(record: Record) -> Json:
    """Give what a record says, without its identifier and time."""
    head = _head(record.source, record.kind, record.type, record.version, record.evidence)
    return {**head, **_ties(record), "fields": fields_to_json(record.fields)}


def _head(source: str, kind: EditionKind, type_: WorkType, version: int | None, evidence: Evidence | None) -> Json:
    form: Json = {"source": source, "kind": str(kind), "type": str(type_)}
    if version is not None:
        form["record_version"] = version
    if evidence is not None:
        form["evidence"] = str(evidence)
    return form


@lru_cache(maxsize=256)  # the records of one answer have few heads
def _written_head(
    source: str, kind: EditionKind, type_: WorkType, version: int | None, evidence: Evidence | None
) -> str:
    return as_json(_head(source, kind, type_, version, evidence))


def _ties(record: Record) -> Json:
    form: Json = {}
    if record.same_as:
        form["same_as"] = [identifier_to_json(each) for each in record.same_as]
    if record.relations:
        form["relations"] = [{"kind": str(kind), **identifier_to_json(other)} for kind, other in record.relations]
    return form


def _plain(value: object) -> object:
    match value:
        case PartialDate():
            return str(value)
        case tuple():
            return [name_to_json(each) if isinstance(each, Name) else each for each in value]
        case _:
            return value


def _field(name: str, value: object) -> Any:  # noqa: ANN401 - each field has its own type
    if name in _NAMES:
        return tuple(name_from_json(each) for each in _sequence(value))
    if name in _LISTS:
        return tuple(_text(each) for each in _sequence(value))
    if name in _DATES:
        return _date(value)
    if name in _INTEGERS:
        return _integer(value)
    if name in _FLAGS and not isinstance(value, bool):
        raise ValueError(f"neither true nor false: {value!r}")
    return value if name in _FLAGS else _text(value)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"no text: {value!r}")


def _integer(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"no number: {value!r}")


def _sequence(value: object) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    raise ValueError(f"no list: {value!r}")


def _date(value: object) -> PartialDate:
    date = PartialDate.parse(value) if isinstance(value, str) else None
    if date is None:
        raise ValueError(f"no date: {value!r}")
    return date
