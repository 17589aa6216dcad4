from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import (
    fields_from_json,
    fields_to_json,
    fingerprint,
    record_from_json,
    record_to_json,
    texts_and_fingerprint,
)
from bibdb.values import EditionKind, Evidence, Fields, Name, Record, RelationKind, WorkType

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
FULL = Record(
    identifier=Identifier(Scheme.ARXIV, "3001.00001", 2),
    source="arxiv",
    kind=EditionKind.PREPRINT,
    type=WorkType.PAPER,
    fields=Fields(
        title="On Łists",
        authors=(Name("Ada Łoś", given="Ada", family="Łoś"), Name("The Club", literal=True), Name("Plain")),
        issued=PartialDate(2030, 4),
        comment="",
        keywords=(),
        version=2,
        withdrawn=False,
    ),
    retrieved_at=NOON,
    version=2,
    same_as=(Identifier(Scheme.DOI, "10.1234/abc"),),
    relations=((RelationKind.CODE_OF, Identifier(Scheme.GITHUB, "a/b")),),
    evidence=Evidence.AUTHOR,
)

optional_text = st.none() | st.text(max_size=8)
names = st.builds(Name, st.text(max_size=8), optional_text, optional_text, optional_text, st.booleans(), optional_text)
some_fields = st.builds(
    Fields,
    title=optional_text,
    authors=st.none() | st.lists(names, max_size=3).map(tuple),
    submitted=st.none() | st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12), st.integers(0, 28)),
    keywords=st.none() | st.lists(st.text(max_size=4), max_size=2).map(tuple),
    version=st.none() | st.integers(0, 99),
    withdrawn=st.none() | st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(some_fields)
def test_fields_come_back_as_they_were(fields: Fields) -> None:
    assert fields_from_json(json.loads(json.dumps(fields_to_json(fields)))) == fields


def test_a_record_comes_back() -> None:
    back = record_from_json(json.loads(json.dumps(record_to_json(FULL))))
    assert back == FULL
    texts, digest = texts_and_fingerprint(FULL)
    assert {name: json.loads(text) for name, text in texts.items()}.items() <= record_to_json(FULL).items()
    assert json.loads(texts["fields"]) == fields_to_json(FULL.fields)
    assert digest == fingerprint(FULL)
    assert back.identifier.version == 2


def test_unknown_is_left_out_and_empty_is_kept() -> None:
    form = fields_to_json(FULL.fields)
    assert form["comment"] == ""
    assert form["keywords"] == []
    assert "abstract" not in form


def test_the_fingerprint_sees_everything_but_the_time() -> None:
    later = replace(FULL, retrieved_at=datetime(2031, 1, 1, tzinfo=UTC))
    assert fingerprint(later) == fingerprint(FULL)
    for change in ({"same_as": ()}, {"relations": ()}, {"version": 3}, {"type": WorkType.BOOK}, {"fields": Fields()}):
        assert fingerprint(replace(FULL, **change)) != fingerprint(FULL)
    assert fingerprint(Fields(comment="")) != fingerprint(Fields())


@pytest.mark.parametrize(
    "change",
    [
        {"scheme": "no-such"},
        {"kind": "draft"},
        {"type": None},
        {"fields": {"title": 5}},
        {"fields": {"authors": "A. Person"}},
        {"fields": {"authors": [{"given": "A."}]}},
        {"fields": {"issued": "soon"}},
        {"fields": {"version": "2"}},
        {"fields": {"withdrawn": "yes"}},
        {"retrieved_at": "yesterday"},
        {"same_as": ["10.1/x"]},
    ],
)
def test_a_wrong_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        record_from_json({**record_to_json(FULL), **change})
