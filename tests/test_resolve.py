"""Sources are asked in order; silence is never an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bibdb.errors import DatabaseError, UnavailableError
from bibdb.identifiers import Identifier, Scheme
from bibdb.resolve import Asked, Request, resolve
from bibdb.values import (
    EditionKind,
    Fields,
    Found,
    NotFound,
    Outcome,
    Query,
    Record,
    Source,
    Unavailable,
    WorkType,
)

A, B, C = (Identifier(Scheme.ARXIV, f"2501.0000{n}") for n in (1, 2, 3))
DOI = Identifier(Scheme.DOI, "10.1234/x")


@dataclass
class Scripted:
    """A source that says what it is told to say: a title, None for *not found*, or an exception's text for silence."""

    name: str
    answers: Mapping[Identifier, str | None]
    schemes: frozenset[Scheme] = frozenset({Scheme.ARXIV})
    authoritative: bool = True
    silent: bool = False
    asked: list[Identifier] = field(default_factory=list)

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        for identifier in identifiers:
            self.asked.append(identifier)
            title = self.answers.get(identifier)
            if self.silent:
                yield Unavailable(identifier, self.name, "no answer")
            elif title is None:
                yield NotFound(identifier, self.name)
            else:
                yield Found(record(identifier, self.name, title))

    def search(self, query: Query) -> Sequence[Record]:
        return ()


def record(identifier: Identifier, source: str, title: str) -> Record:
    return Record(
        identifier=identifier,
        source=source,
        kind=EditionKind.PREPRINT,
        type=WorkType.PAPER,
        fields=Fields(title=title),
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def run(requests: Sequence[Identifier], *sources: Source, complete: bool = True) -> list[Outcome]:
    done: frozenset[str] = frozenset() if complete else frozenset({"arxiv"})
    return list(resolve(map(Request, requests), sources, completing=lambda _: done))


def test_what_the_first_source_gives_the_second_is_not_asked() -> None:
    snapshot = Scripted("snapshot", {A: "T"}, authoritative=False)
    arxiv = Scripted("arxiv", {B: "U"})
    outcomes = run([A, B], snapshot, arxiv)
    assert {o.record.identifier for o in outcomes if isinstance(o, Found)} == {A, B}
    assert arxiv.asked == [B]


def test_a_partial_record_is_yielded_and_completed() -> None:
    snapshot = Scripted("snapshot", {A: "T"}, authoritative=False)
    arxiv = Scripted("arxiv", {A: "T, whole"})
    outcomes = run([A], snapshot, arxiv, complete=False)
    assert [o.record.source for o in outcomes if isinstance(o, Found)] == ["snapshot", "arxiv"]


def test_a_partial_record_waits_for_its_own_source() -> None:
    snapshot = Scripted("snapshot", {A: "T"}, authoritative=False)
    arxiv, mirror = Scripted("arxiv", {}, silent=True), Scripted("datacite", {A: "T"})
    outcomes = run([A], snapshot, arxiv, mirror, complete=False)
    assert [type(o) for o in outcomes] == [Found, Unavailable]
    assert mirror.asked == []


def test_what_only_an_address_says_is_asked_of_everybody() -> None:
    local, arxiv = Scripted("local", {A: "T"}, authoritative=False), Scripted("arxiv", {A: "U"})
    outcomes = list(
        resolve([Request(A)], [local, arxiv], completing=lambda r: None if r.source == "local" else frozenset())
    )
    assert [o.record.source for o in outcomes if isinstance(o, Found)] == ["local", "arxiv"]


def test_a_snapshots_silence_is_not_a_not_found() -> None:
    assert run([A], Scripted("snapshot", {}, authoritative=False)) == []


def test_the_last_word_for_arxiv_is_arxivs() -> None:
    mirror = Scripted("datacite", {A: "T"})
    assert run([A], Scripted("arxiv", {}), mirror) == [NotFound(A, "arxiv")]
    assert mirror.asked == []


def test_a_mirror_is_asked_when_arxiv_is_silent_and_the_silence_is_told() -> None:
    outcomes = run([A, B], Scripted("arxiv", {}, silent=True), Scripted("datacite", {A: "T"}))
    assert [type(o) for o in outcomes] == [Found, Unavailable, Unavailable]
    assert outcomes[2] == Unavailable(B, "arxiv", "no answer")


def test_not_found_by_one_and_silence_of_another_is_silence() -> None:
    doi = frozenset({Scheme.DOI})
    outcomes = run([DOI], Scripted("crossref", {}, doi), Scripted("datacite", {}, doi, silent=True))
    assert outcomes == [Unavailable(DOI, "datacite", "no answer")]


def test_not_found_by_all_is_said_once() -> None:
    doi = frozenset({Scheme.DOI})
    assert run([DOI], Scripted("crossref", {}, doi), Scripted("datacite", {}, doi)) == [NotFound(DOI, "crossref")]


def test_a_registry_that_does_not_know_what_another_knows_has_said_so() -> None:
    doi = frozenset({Scheme.DOI})
    outcomes = run([DOI], Scripted("crossref", {}, doi), Scripted("datacite", {DOI: "T"}, doi))
    assert [type(o) for o in outcomes] == [Found, NotFound]
    assert outcomes[1] == NotFound(DOI, "crossref")


def test_a_request_can_name_whom_to_ask_and_the_tally_counts() -> None:
    arxiv, datacite = Scripted("arxiv", {A: "T", C: "V"}), Scripted("datacite", {A: "T"})
    asked = Asked()
    requests = [Request(A, frozenset({"datacite"})), Request(C)]
    list(resolve(requests, [arxiv, datacite], completing=lambda _: frozenset(), asked=asked))
    assert (arxiv.asked, datacite.asked) == ([C], [A])
    assert asked.identifiers == {"arxiv": 1, "datacite": 1}


@dataclass
class Faulty(Scripted):
    """A source that answers for the first identifier and then raises."""

    fault: Exception = field(default_factory=lambda: KeyError("secret"))

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        yield from super().fetch(identifiers[:1])
        raise self.fault


@pytest.mark.parametrize("fault", [KeyError("secret"), RecursionError(), UnavailableError("It did not answer")])
def test_a_fault_of_a_source_is_its_silence(fault: Exception) -> None:
    faulty = Faulty("first", {A: "Title A"}, fault=fault)
    second = Scripted("second", {B: "Title B"})
    outcomes = list(resolve([Request(A), Request(B), Request(C)], [faulty, second], completing=lambda _: frozenset()))
    assert [each.record.fields.title for each in outcomes if isinstance(each, Found)] == ["Title A", "Title B"]
    silences = [each for each in outcomes if isinstance(each, Unavailable)]
    assert [each.identifier for each in silences] == [B, C]
    assert not any("secret" in each.reason for each in silences)


def test_what_stops_everything_is_not_hidden() -> None:
    with pytest.raises(DatabaseError):
        list(resolve([Request(A)], [Faulty("first", {}, fault=DatabaseError("gone"))], completing=lambda _: None))
