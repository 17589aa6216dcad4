"""Where a list and the facts disagree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections, Keys
from bibdb.settle import Collection, disagreements, settle
from bibdb.values import Record, WorkType
from tests.settle.test_settle import ARXIV, DOI, PUBLICATION, REPOSITORY, TITLE, Lists, record

PREPRINT = record(ARXIV, "arxiv", title=TITLE, submitted=PartialDate(2024, 5, 6), arxiv_id=ARXIV.value)
PRINTED = record(DOI, "crossref", PUBLICATION, ARXIV, title="Samples, Revisited and Renamed", issued=PartialDate(2025))
FORMER = {ARXIV: ["Nothing of that kind"]}
DEPOSIT = Identifier(Scheme.DOI, "10.5281/zenodo.99999999")


def told(tmp_path: Path, label: str, subject: Identifier, *records: Record, **entry: object) -> list[str]:
    lists = Lists()
    lists.entry(label, subject, **entry)
    collection = Collection(lists.entries, lists.links, records)
    corrections = Corrections(Path("corrections.toml"))
    works = settle(collection, Keys(tmp_path / "keys.toml"), corrections, complete=lambda _: True)
    return [finding.rule for _, finding in disagreements(collection, works, FORMER)]


@pytest.mark.parametrize(
    ("label", "entry", "rules"),
    [
        (TITLE, {}, []),
        ("Sampling Examples", {}, []),
        ("Samples, revisited and renamed", {"date": PartialDate(2025, 1)}, []),
        ("The sampler", {}, []),
        (TITLE, {"date": PartialDate(2026, 3, 4)}, []),
        (TITLE, {"date": PartialDate(2024)}, []),
        (TITLE, {"date": PartialDate(2021, 3)}, ["early-date"]),
        ("Pigeons That Pay Attention", {}, ["other-title"]),
        ("Pigeons That Pay Attention", {"date": PartialDate(2021)}, ["other-title", "early-date"]),
    ],
)
def test_a_label_is_compared_with_all_that_is_known(
    label: str, entry: Mapping[str, object], rules: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path, label, ARXIV, PREPRINT, PRINTED, **entry) == rules


def test_what_is_not_known_or_no_paper_is_not_compared(tmp_path: Path) -> None:
    assert told(tmp_path, "Pigeons That Pay Attention", ARXIV) == []
    assert told(tmp_path, "Pigeons That Pay Attention", REPOSITORY, record(REPOSITORY, "github", title="sampler")) == []
    deposit = Record(
        identifier=DEPOSIT,
        source="datacite",
        kind=PUBLICATION,
        type=WorkType.DATASET,
        fields=PRINTED.fields,
        retrieved_at=PRINTED.retrieved_at,
    )
    assert told(tmp_path, "Pigeons That Pay Attention", DEPOSIT, deposit) == []


def test_a_label_may_have_a_title_that_the_paper_had(tmp_path: Path) -> None:
    assert told(tmp_path, "Nothing of That Kind", ARXIV, PREPRINT) == []
    assert told(tmp_path, "Nothing of That Kind Again", ARXIV, PREPRINT) == ["other-title"]
