"""What every service's source promises, in every weather."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import fingerprint
from bibdb.sources import SOURCES, build
from bibdb.sources.http import Http, Refused, Silence
from bibdb.sources.settings import Settings
from bibdb.values import Found, NotFound, Outcome, Query, Source, Unavailable
from tests.servers import services
from tests.servers.server import Exchange, Reply, Server
from tests.servers.weather import BROKEN, DENIED, HARMLESS, changeable, reset_in_body

CASES = {
    "arxiv": (Identifier(Scheme.ARXIV, services.ARXIV), Identifier(Scheme.ARXIV, "2401.00007")),
    "oai": (Identifier(Scheme.ARXIV, services.ARXIV), Identifier(Scheme.ARXIV, "2401.00007")),
    "crossref": (Identifier(Scheme.DOI, services.DOI), Identifier(Scheme.DOI, "10.5555/none")),
    "datacite": (Identifier(Scheme.DOI, services.DATA_DOI), Identifier(Scheme.DOI, "10.5555/none")),
    "openreview": (Identifier(Scheme.OPENREVIEW, services.SUBMISSION), Identifier(Scheme.OPENREVIEW, "n0ne")),
    "acl": (Identifier(Scheme.ACL, services.ANTHOLOGY), Identifier(Scheme.ACL, "2099.acl-long.7")),
    "openalex": (Identifier(Scheme.DOI, services.DOI), Identifier(Scheme.DOI, "10.5555/none")),
    "semanticscholar": (Identifier(Scheme.ARXIV, services.ARXIV), Identifier(Scheme.ARXIV, "2401.00007")),
    "dblp": (Identifier(Scheme.DBLP, services.DBLP_KEY), Identifier(Scheme.DBLP, "conf/none/Nobody99")),
    "github": (Identifier(Scheme.GITHUB, services.REPOSITORY), Identifier(Scheme.GITHUB, "fabrica/none")),
    "huggingface": (Identifier(Scheme.HUGGINGFACE, services.MODEL), Identifier(Scheme.HUGGINGFACE, "fabrica/none")),
    "youtube": (Identifier(Scheme.YOUTUBE, services.VIDEO), Identifier(Scheme.YOUTUBE, "n0nen0nen0n")),
}

NAMELESS = frozenset({"acl", "github", "huggingface", "youtube"})
"""Whose answers do not say what they are about, or may call it by a new name."""

MOMENTS = ("503", "reset in the body", "empty", "a web page", "cut in the middle", "a list")

every_service = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def source(name: str, settings: Settings, http: Http) -> Source:
    (made,) = build(settings, http, [name])
    return made


def kinds(outcomes: list[Outcome]) -> dict[Identifier, type[Outcome]]:
    found = {each.record.identifier if isinstance(each, Found) else each.identifier: type(each) for each in outcomes}
    assert len(found) == len(outcomes)
    return found


def test_every_service_has_a_case() -> None:
    assert set(CASES) == set(SOURCES) - {"snapshot", "local", "page"}


@every_service
def test_one_is_found_and_one_is_not(name: str, source: Source) -> None:
    known, unknown = CASES[name]
    assert kinds(list(source.fetch([known, unknown]))) == {known: Found, unknown: NotFound}


@every_service
def test_a_record_is_whole_and_the_same_each_time(name: str, source: Source) -> None:
    known, _ = CASES[name]
    (first,), (second,) = list(source.fetch([known])), list(source.fetch([known]))
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert first.record.source == name == source.name
    assert first.record.fields.title
    assert first.record.fields.url
    assert first.record.identifier.version is None
    assert fingerprint(first.record) == fingerprint(second.record)
    assert first.record.identifier.scheme in source.schemes


@every_service
def test_nothing_is_asked_for_nothing(name: str, source: Source, server: Server) -> None:
    assert list(source.fetch([])) == []
    assert server.requests == []


def asked(name: str, settings: Settings) -> tuple[dict[Identifier, type[Outcome]], list[Outcome]]:
    """Ask over a new connection for the two identifiers of a service."""
    with Http(settings) as http:
        (source,) = build(settings, http, [name])
        outcomes = list(source.fetch(CASES[name]))
    return kinds(outcomes), outcomes


@every_service
def test_silence_is_never_an_answer(name: str, settings: Settings, server: Server, subtests: pytest.Subtests) -> None:
    known, unknown = CASES[name]
    for label, weather in BROKEN.items():
        with subtests.test(label):
            server.climate = weather
            seen, outcomes = asked(name, settings)
            assert seen == {known: Unavailable, unknown: Unavailable}
            for outcome in outcomes:
                assert isinstance(outcome, Unavailable)
                assert re.fullmatch(r"(?:[A-Z]|arXiv)[^\n]{10,150}", outcome.reason)
                assert "http" not in outcome.reason.lower()
                assert str(server.port) not in outcome.reason


@every_service
def test_one_bad_moment_does_no_harm(name: str, settings: Settings, server: Server, subtests: pytest.Subtests) -> None:
    known, unknown = CASES[name]
    moments = BROKEN if name == "arxiv" else {label: BROKEN[label] for label in MOMENTS}
    for label, weather in moments.items():
        with subtests.test(label):
            server.forecast.append(weather)
            assert asked(name, settings)[0] == {known: Found, unknown: NotFound}


@every_service
def test_an_odd_answer_is_an_answer(name: str, settings: Settings, server: Server, subtests: pytest.Subtests) -> None:
    known, unknown = CASES[name]
    for label, weather in HARMLESS.items():
        with subtests.test(label):
            server.climate = weather
            assert asked(name, settings)[0] == {known: Found, unknown: NotFound}


@every_service
def test_who_is_denied_asks_no_more(name: str, settings: Settings, server: Server, subtests: pytest.Subtests) -> None:
    known, unknown = CASES[name]
    for label, weather in DENIED.items():
        with subtests.test(label):
            server.clear()
            server.climate = weather
            assert asked(name, settings)[0] == {known: Unavailable, unknown: Unavailable}
            assert len(server.requests) <= 4


@every_service
def test_the_answer_about_another_is_none(name: str, settings: Settings, server: Server) -> None:
    """A confused cache gives the answer for what is known to who asks for what is not."""
    known, unknown = CASES[name]
    kept: dict[str, Reply] = {}

    def remember(exchange: Exchange) -> None:
        kept.setdefault(exchange.request.path.split("/")[1], exchange.fair())
        exchange.send(exchange.fair())

    def repeat(exchange: Exchange) -> None:
        exchange.send(kept.get(exchange.request.path.split("/")[1], exchange.fair()))

    for climate in (remember, repeat):
        server.climate = climate
        with Http(settings) as http:
            (source,) = build(settings, http, [name])
            (outcome,) = source.fetch([known if climate is remember else unknown])
    if name not in NAMELESS:
        assert isinstance(outcome, Unavailable)


@every_service
def test_nobody_listens(name: str, settings: Settings) -> None:
    nowhere = replace(settings, urls=dict.fromkeys(settings.urls, "http://127.0.0.1:9"))
    with Http(nowhere) as http:
        (source,) = build(nowhere, http, [name])
        assert {type(each) for each in source.fetch(CASES[name])} == {Unavailable}
        assert http.requests.total() == 1


@every_service
def test_chance_and_patience_come_to_the_fair_answer(name: str, settings: Settings, server: Server) -> None:
    known, unknown = CASES[name]
    server.climate = changeable(7, 0.3, reset_in_body)
    seen: dict[Identifier, type[Outcome]] = {}
    for _ in range(20):
        with Http(settings) as http:
            (source,) = build(settings, http, [name])
            wanted = [each for each in (known, unknown) if seen.get(each) in {None, Unavailable}]
            seen.update(kinds(list(source.fetch(wanted))))
    assert seen == {known: Found, unknown: NotFound}


@pytest.mark.parametrize("name", ["arxiv", "crossref", "openreview", "semanticscholar", "dblp"])
def test_a_title_is_searched(name: str, source: Source) -> None:
    sought = "On the fabricated lattice 2401.00001" if name == "arxiv" else services.TITLE
    hits = source.search(Query(sought, ("Ada Fabrica",)))
    assert hits
    assert hits[0].fields.title is not None
    assert hits[0].fields.title.startswith(sought)


@every_service
def test_a_search_that_nobody_answers_is_no_search_without_hits(name: str, source: Source, server: Server) -> None:
    server.climate = BROKEN["503"]
    searching: Callable[[], object] = lambda: source.search(Query(services.TITLE))  # noqa: E731
    if name in {"arxiv", "crossref", "openreview", "semanticscholar", "dblp"}:
        with pytest.raises((Silence, Refused)):
            searching()
    else:
        assert searching() == []
        assert server.requests == []
