"""Nothing that is known and fresh is asked for; what is missing is asked of those who can know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bibdb.dates import PartialDate
from bibdb.db.settled import Answer, AnswerKind, EntryRow, LinkRow
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections, Keys
from bibdb.resolve import Request
from bibdb.settle import Collection
from bibdb.sources.coverage import COVERAGE
from bibdb.values import (
    EditionKind,
    Fields,
    LinkKind,
    LinkRole,
    Outcome,
    Query,
    Record,
    WorkType,
)
from bibdb.wanted import Freshness, wanted

ARXIV, DOI = Identifier(Scheme.ARXIV, "2501.00001"), Identifier(Scheme.DOI, "10.1234/x")
ZENODO = Identifier(Scheme.DOI, "10.5281/zenodo.1")
PAGE = Identifier(Scheme.URL, "https://example.org/")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ENTRY = EntryRow(
    id=1, document_id=1, document="list.md", container=None, position=0, section=(), line=1, end_line=1,
    label_end_line=1, label="X", title="X", date=None, venue=None, authors=(), tags=(), note="", key=None,
    type=None, fields=None, work_key=None,
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    name: str
    schemes: frozenset[Scheme]
    authoritative: bool = True

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        yield from ()

    def search(self, query: Query) -> Sequence[Record]:
        return ()


SOURCES = [
    Named("snapshot", frozenset(Scheme), authoritative=False),
    Named("arxiv", frozenset({Scheme.ARXIV})),
    Named("crossref", frozenset({Scheme.DOI})),
    Named("datacite", frozenset({Scheme.ARXIV, Scheme.DOI})),
    Named("local", frozenset({Scheme.URL}), authoritative=False),
]


def link(identifier: Identifier, role: LinkRole = LinkRole.SUBJECT) -> LinkRow:
    return LinkRow(
        id=1, document_id=1, document="list.md", container=None, entry_id=1, line=1, url="u", text="", role=role,
        kind=LinkKind.PAPER, identifier=identifier, in_label=True, work_key=None,
    )  # fmt: skip


def record(
    source: str, *, complete: bool = True, identifier: Identifier = ARXIV, same: tuple[Identifier, ...] = ()
) -> Record:
    values: dict[str, object] = dict.fromkeys(COVERAGE.get(source, ()), "") if complete else {}
    values |= {"title": "T", "submitted": PartialDate(2025, 1, 1)}
    if "updated" in values:
        values |= {"updated": PartialDate(2025, 1, 1), "version": 1, "authors": (), "categories": ()}
    return Record(
        identifier=identifier, source=source, kind=EditionKind.PREPRINT, type=WorkType.PAPER,
        fields=Fields(**values), retrieved_at=NOW, same_as=same,  # type: ignore[arg-type]
    )  # fmt: skip


def answer(days: float, kind: AnswerKind = AnswerKind.FOUND) -> Answer:
    return Answer(kind, "", NOW - timedelta(days=days))


def ask(
    identifier: Identifier,
    *records: Record,
    answers: dict[tuple[Identifier, str], Answer] | None = None,
    role: LinkRole = LinkRole.SUBJECT,
    **freshness: object,
) -> list[Request]:
    collection = Collection((), (link(identifier, role),), records)
    corrections = Corrections(Path("corrections.toml"))
    keys = Keys(Path("keys.toml"))
    return wanted(collection, corrections, answers or {}, SOURCES, Freshness(now=NOW, **freshness), keys=keys)  # type: ignore[arg-type]


def test_what_is_unknown_is_asked_of_all() -> None:
    assert ask(ARXIV) == [Request(ARXIV)]


def test_what_its_own_source_has_told_in_full_is_not_asked_again() -> None:
    assert ask(ARXIV, record("arxiv"), answers={(ARXIV, "arxiv"): answer(400)}) == []


def test_a_partial_record_is_completed_by_its_own_source_only() -> None:
    (request,) = ask(ARXIV, record("arxiv", complete=False))
    assert request.sources is not None
    assert "arxiv" in request.sources
    assert "datacite" not in request.sources


def test_a_stand_ins_record_is_upgraded_by_who_knows_better() -> None:
    assert ask(ARXIV, record("datacite")) == [Request(ARXIV, frozenset({"arxiv"}))]


@pytest.mark.parametrize(("days", "asked"), [(0.1, False), (2, True)])
def test_not_found_is_asked_again_after_the_cool_down(days: float, asked: bool) -> None:
    answers = {(ARXIV, "arxiv"): answer(days, AnswerKind.NOT_FOUND)}
    assert bool(ask(ARXIV, answers=answers)) is asked


def test_a_mirrors_not_found_is_no_last_word_for_arxiv() -> None:
    assert ask(ARXIV, answers={(ARXIV, "datacite"): answer(0.1, AnswerKind.NOT_FOUND)}) == [Request(ARXIV)]


@pytest.mark.parametrize(("days", "asked"), [(10, False), (40, True)])
def test_refresh_asks_again_for_what_is_old(days: float, asked: bool) -> None:
    answers = {(ARXIV, "arxiv"): answer(days)}
    assert bool(ask(ARXIV, record("arxiv"), answers=answers, refresh=True)) is asked
    assert ask(ARXIV, record("arxiv"), answers=answers) == []


def test_refresh_asks_who_said_it_and_heeds_its_own_answer() -> None:
    fresh, old = answer(10), answer(40)
    both = {(ARXIV, "arxiv"): fresh, (ARXIV, "datacite"): old}
    assert ask(ARXIV, record("arxiv"), record("datacite"), answers=both, refresh=True) == []
    both = {(ARXIV, "arxiv"): old, (ARXIV, "datacite"): fresh}
    requests = ask(ARXIV, record("arxiv"), record("datacite"), answers=both, refresh=True)
    assert requests == [Request(ARXIV, frozenset({"arxiv"}))]


def test_what_is_younger_than_a_month_holds_a_day() -> None:
    values = record("arxiv").fields
    young = replace(record("arxiv"), fields=replace(values, updated=PartialDate(2026, 5, 20)))
    assert ask(ARXIV, young, answers={(ARXIV, "arxiv"): answer(2)}, refresh=True)
    assert not ask(ARXIV, young, answers={(ARXIV, "arxiv"): answer(0.5)}, refresh=True)


def test_a_registry_that_does_not_know_a_doi_is_not_asked_for_it_again() -> None:
    doi = record("datacite", identifier=ZENODO)
    assert ask(ZENODO, doi, answers={(ZENODO, "crossref"): answer(90, AnswerKind.NOT_FOUND)}) == []
    assert ask(ZENODO, doi) == [Request(ZENODO, frozenset({"crossref"}))]


def test_a_refresh_asks_the_registry_that_knows_and_not_the_one_that_does_not() -> None:
    refused = (ZENODO, "crossref"), answer(90, AnswerKind.NOT_FOUND)
    doi = record("datacite", identifier=ZENODO)
    old, fresh = dict([refused, ((ZENODO, "datacite"), answer(40))]), dict([refused, ((ZENODO, "datacite"), answer(3))])
    assert ask(ZENODO, doi, answers=old, refresh=True) == [Request(ZENODO, frozenset({"datacite"}))]
    assert ask(ZENODO, doi, answers=fresh, refresh=True) == []


@pytest.mark.parametrize(
    ("issued", "asked"), [((2026, 5, 20), True), ((2026, 6), True), ((2026,), False), ((2025, 5), False)]
)
def test_a_publication_that_is_younger_than_a_month_holds_a_day_too(issued: tuple[int, ...], asked: bool) -> None:
    said = record("crossref", identifier=DOI)
    young = replace(said, fields=Fields(title="T", issued=PartialDate(*issued)))
    assert bool(ask(DOI, young, answers={(DOI, "crossref"): answer(2)}, refresh=True)) is asked


def test_what_was_found_by_its_title_once_is_asked_for_by_its_identifier(tmp_path: Path) -> None:
    keys = Keys(
        tmp_path / "keys.toml",
        {"url:https://example.org/": "ada2025x", "arxiv:2501.00001": "ada2025x", "doi:10.1234/x": "else2025"},
    )
    corrections = Corrections(Path("corrections.toml"))
    for records, asked in (((), [PAGE, ARXIV]), ((record("arxiv"),), [PAGE])):
        collection = Collection((ENTRY,), (link(PAGE),), records)
        requests = wanted(collection, corrections, {}, SOURCES, Freshness(now=NOW), keys=keys)
        assert [each.identifier for each in requests] == asked


def test_other_names_that_the_ledger_knows_are_looked_for_in_snapshots_alone(tmp_path: Path) -> None:
    ledger = {"arxiv:2501.00001": "ada2025x", "doi:10.1234/x": "ada2025x", "doi:10.1234/y": "else2025"}
    keys, corrections = Keys(tmp_path / "keys.toml", ledger), Corrections(Path("corrections.toml"))
    look = Request(DOI, frozenset({"snapshot"}))
    for records, answers, sources, requests in (
        ((), {}, SOURCES, [Request(ARXIV), look]),
        ((record("arxiv"),), {}, SOURCES, [look]),
        ((record("arxiv"),), {}, SOURCES[1:], []),
        ((record("arxiv"), record("crossref", identifier=DOI)), {}, SOURCES, []),
        ((record("arxiv"),), {(DOI, "crossref"): answer(0, AnswerKind.NOT_FOUND)}, SOURCES, []),
    ):
        collection = Collection((ENTRY,), (link(ARXIV),), records)
        assert wanted(collection, corrections, answers, sources, Freshness(now=NOW), keys=keys) == requests


def test_mentions_are_asked_for_where_they_are_scholarly() -> None:
    assert ask(ARXIV, role=LinkRole.MENTION) == [Request(ARXIV)]
    assert ask(PAGE, role=LinkRole.MENTION) == []


def test_the_publication_that_a_record_names_is_wanted_too() -> None:
    requests = ask(ARXIV, record("arxiv", same=(DOI,)), answers={(ARXIV, "arxiv"): answer(1)})
    assert requests == [Request(DOI)]


def test_an_address_costs_nothing() -> None:
    assert ask(PAGE, record("local", identifier=PAGE)) == [Request(PAGE)]


def test_the_version_that_a_list_names_is_not_asked_for() -> None:
    (request,) = ask(Identifier(Scheme.ARXIV, ARXIV.value, 4))
    assert request.identifier.version is None
