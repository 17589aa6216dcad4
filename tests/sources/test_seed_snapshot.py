"""The snapshot that comes with the project, and the snapshots in general."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import record_from_json, record_to_json
from bibdb.sources.coverage import missing
from bibdb.sources.snapshot import Snapshot
from bibdb.values import Found, Query

SEED = Path(__file__).parents[2] / "snapshots" / "seed-papers.jsonl"
LINES = SEED.read_text("utf-8").splitlines()


def test_it_has_one_line_for_each_of_88_papers_in_order() -> None:
    ids = [json.loads(line)["value"] for line in LINES]
    assert len(ids) == 88
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["value"])
def test_each_line_is_what_export_records_writes(line: str) -> None:
    record = record_from_json(json.loads(line))
    assert json.dumps(record_to_json(record), ensure_ascii=False) == line
    assert record.source == "arxiv"
    assert record.fields.abstract is None
    assert record.fields.title
    assert record.fields.submitted is not None
    assert record.fields.submitted.precision == 3


def test_dates_keep_the_precision_they_have() -> None:
    dates = [json.loads(line)["fields"].get("updated") for line in LINES]
    assert {None, 10} == {date and len(date) for date in dates}
    assert dates.count(None) == 6


def test_a_record_without_an_abstract_is_partial() -> None:
    (outcome,) = Snapshot([SEED]).fetch([Identifier(Scheme.ARXIV, "1707.06347")])
    assert isinstance(outcome, Found)
    assert outcome.record.fields.title == "Proximal Policy Optimization Algorithms"
    assert missing(outcome.record) == ("abstract", "comment", "journal_ref", "doi")


def test_a_title_is_found_though_written_otherwise() -> None:
    hits = Snapshot([SEED]).search(Query("proximal policy optimisation algorithms!"))
    assert [record.identifier.value for record in hits][:1] == ["1707.06347"]
