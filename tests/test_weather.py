"""Whatever the services do: nothing wrong is stored, silence is no answer, and in the end all is as in fair weather."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bibdb.values import Resolution
from tests.home import Home
from tests.servers.server import Exchange, Reply, Server, Weather, serving
from tests.servers.universe import Known, Repository, Universe
from tests.servers.weather import BROKEN, DENIED

CHAIN = ("arxiv", "oai", "crossref", "datacite", "openalex", "semanticscholar", "local")
PRINTED = [
    Known(
        f"2401.{n:05}",
        f"Lattice number {n} that was printed",
        doi=f"10.5555/p.{n}",
        venue="Nowhere",
        arxiv_names_doi=True,
    )
    for n in range(1, 9)
]
POSTED = [Known(f"2402.{n:05}", f"Measurement number {n} that was posted") for n in range(1, 25)]
WRONG = "2403.00001"
FACTS = "select key, arxiv_id, title, authors, year, issued, venue, doi, version from papers order by key"


@pytest.fixture
def universe() -> Universe:
    return Universe([*PRINTED, *POSTED])


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


def home(folder: Path, universe: Universe, server: Server) -> Home:
    made = Home(folder, universe.urls(server.url))
    known = (*PRINTED, *POSTED)
    entries = [f"[({each.year}) {each.title}](https://arxiv.org/abs/{each.arxiv})\n\n- a note\n\n" for each in known]
    made.write("".join([*entries, f"[Nowhere to be found](https://arxiv.org/abs/{WRONG})\n"]))
    return made


def silent(*interfaces: str) -> Weather:
    """Keep interfaces from answering; arXiv's are named by the first part of their paths."""

    def weather(exchange: Exchange) -> None:
        named = exchange.request.path.split("/")[1] in interfaces
        exchange.send(Reply(503, b"busy") if named else exchange.fair())

    return weather


def asked(server: Server) -> set[str]:
    return {request.path.split("/")[1] for request in server.requests}


@pytest.mark.parametrize("seed", [1, 2])
def test_one_request_in_three_failing_leads_to_the_same_collection(
    tmp_path: Path, universe: Universe, server: Server, seed: int
) -> None:
    fair, foul = home(tmp_path / "fair", universe, server), home(tmp_path / "foul", universe, server)
    fair.sync(CHAIN)
    dice = random.Random(seed)
    bad = [weather for name, weather in {**BROKEN, **DENIED}.items() if name != "to another site"]

    def climate(exchange: Exchange) -> None:
        if dice.random() < 0.3:
            dice.choice(bad)(exchange)
        else:
            exchange.send(exchange.fair())

    server.climate = climate
    titles = {each.arxiv: each.title for each in (*PRINTED, *POSTED)}
    for _ in range(30):
        report = foul.sync(CHAIN)
        for arxiv_id, title, resolution in foul.rows(
            "select arxiv_id, title, resolution from papers join work using (key)"
        ):
            assert title in {titles.get(str(arxiv_id)), "Nowhere to be found"}
            assert (resolution != Resolution.NOT_FOUND) or arxiv_id == WRONG
        if not report.unavailable and not report.unresolved[1:]:
            break
    server.climate = None
    foul.sync(CHAIN)
    assert foul.rows(FACTS) == fair.rows(FACTS)
    assert foul.keys == fair.keys
    server.clear()
    assert not foul.sync(CHAIN).changed
    assert not server.requests


@pytest.mark.parametrize(
    ("quiet", "stand_in"),
    [
        ({"api"}, "oai"),
        ({"api", "oai"}, "datacite"),
        ({"api", "oai", "datacite"}, "openalex"),
        ({"api", "oai", "datacite", "openalex"}, "semanticscholar"),
    ],
)
def test_where_arxiv_is_silent_the_next_one_stands_in_until_it_answers(
    tmp_path: Path, universe: Universe, server: Server, quiet: set[str], stand_in: str
) -> None:
    folder = home(tmp_path, universe, server)
    folder.write(f"[A](https://arxiv.org/abs/{POSTED[0].arxiv})\n")
    server.climate = silent(*quiet)
    folder.sync(CHAIN)
    assert folder.rows("select title, year from papers") == [(POSTED[0].title, POSTED[0].year)]
    assert {source for (source,) in folder.rows("select source from claims where wins")} == {stand_in}
    server.clear()
    report = folder.sync(CHAIN)
    assert asked(server) == {"api"}
    assert [work.resolution for work in report.works] == [Resolution.RESOLVED]
    assert ("arxiv",) in folder.rows("select source from claims where wins and field = 'title'")
    server.clear()
    folder.sync(CHAIN)
    assert not server.requests


@pytest.mark.parametrize("quiet", [{"api"}, {"api", "oai"}])
@pytest.mark.parametrize("author", ["Laurens van der Fabric", "Li Fei-Ya", "Fabrica Team"])
def test_a_key_does_not_depend_on_who_took_the_names_apart(
    tmp_path: Path, universe: Universe, server: Server, quiet: set[str], author: str
) -> None:
    universe.change(Known("2404.00001", "Names of a fabricated kind", authors=(author, "Ada Fabrica")))
    made = {}
    for weather, climate in (("fair", None), ("foul", silent(*quiet))):
        folder = home(tmp_path / weather, universe, server)
        folder.write("[A](https://arxiv.org/abs/2404.00001)\n")
        server.climate = climate
        folder.sync(CHAIN)
        made[weather] = folder.keys
        assert made[weather]
    assert made["fair"] == made["foul"]


ALONE = Known(
    "2405.00001", "Lattice number 1 of the printed kind", doi="10.5555/alone.1", venue="Nowhere",
    authors=("Laurens van der Fabric",),
)  # fmt: skip
LIKE_IT = Known("2405.00002", "Lattice number 2 of the posted kind", year=2025, authors=ALONE.authors)
BY_DOI = f"[{ALONE.title}](https://doi.org/{ALONE.doi})\n\n"
BY_ARXIV = "[{0.title}](https://arxiv.org/abs/{0.arxiv})\n\n"
REPOSITORY = "[fabrica/lattice](https://github.com/fabrica/lattice)\n\n"


@pytest.mark.parametrize(
    ("quiet", "text"),
    [
        ({"crossref"}, BY_DOI),
        ({"crossref"}, BY_DOI + BY_ARXIV.format(LIKE_IT)),
        ({"crossref"}, BY_DOI + BY_ARXIV.format(ALONE)),
        ({"crossref", "semanticscholar"}, BY_DOI + BY_ARXIV.format(LIKE_IT)),
        ({"github"}, REPOSITORY),
        ({"github"}, REPOSITORY + BY_ARXIV.format(LIKE_IT)),
        ({"api", "oai"}, BY_ARXIV.format(LIKE_IT) + BY_DOI),
    ],
)
def test_what_stood_in_leaves_no_trace(
    tmp_path: Path, universe: Universe, server: Server, quiet: set[str], text: str
) -> None:
    universe.change(ALONE, LIKE_IT)
    universe.repositories["fabrica/lattice"] = Repository("fabrica/lattice", "Code")
    fair, foul = home(tmp_path / "fair", universe, server), home(tmp_path / "foul", universe, server)
    for folder, weathers in ((fair, [None]), (foul, [silent(*quiet), None])):
        folder.write(text)
        for weather in weathers:
            server.climate = weather
            folder.sync((*CHAIN[:-1], "github", "local"))
    assert foul.rows(FACTS) == fair.rows(FACTS)
    assert foul.keys == fair.keys
    assert fair.keys


def test_a_partial_record_waits_for_its_own_source(tmp_path: Path, universe: Universe, server: Server) -> None:
    folder = home(tmp_path, universe, server)
    folder.write(f"[A](https://arxiv.org/abs/{POSTED[0].arxiv})\n")
    snapshot = tmp_path / "snapshot.jsonl"
    partial = {
        "scheme": "arxiv", "value": POSTED[0].arxiv, "source": "arxiv", "kind": "preprint", "type": "paper",
        "fields": {"title": POSTED[0].title}, "retrieved_at": "2024-05-01T00:00:00Z",
    }  # fmt: skip
    snapshot.write_text(json.dumps(partial) + "\n")
    folder.settings = replace(folder.settings, snapshots=(snapshot,))
    server.climate = silent("api")
    report = folder.sync(("snapshot", *CHAIN))
    assert [work.resolution for work in report.works] == [Resolution.PARTIAL]
    assert asked(server) == {"api"}


def test_a_key_waits_until_somebody_says_when_the_paper_was_posted(
    tmp_path: Path, universe: Universe, server: Server
) -> None:
    """The id says January 2024, the first version's date the year before; the day that OAI-PMH calls `created` neither."""
    early = Known("2401.00100", "Lattice of the old year", year=2023, versions=3)
    universe.change(early)
    folder = home(tmp_path, universe, server)
    folder.write(f"[A](https://arxiv.org/abs/{early.arxiv})\n")

    def only_names(exchange: Exchange) -> None:
        asked_for = exchange.request.query.get("metadataPrefix")
        exchange.send(exchange.fair() if asked_for == "arXiv" else Reply(503, b"busy"))

    server.climate = only_names
    report = folder.sync(CHAIN)
    assert [work.resolution for work in report.works] == [Resolution.PARTIAL]
    assert folder.keys == {}
    server.clear()
    server.climate = silent("api")
    folder.sync(CHAIN)
    assert asked(server) == {"api", "oai"}
    (key,) = folder.keys.values()
    assert folder.rows("select key, year, version from papers") == [(key, 2023, 3)]
    assert "2023" in key
    server.clear()
    folder.sync(CHAIN)
    assert asked(server) == {"api"}
    assert set(folder.keys.values()) == {key}


def test_the_next_run_asks_exactly_for_what_is_missing(tmp_path: Path, universe: Universe, server: Server) -> None:
    folder = home(tmp_path, universe, server)
    folder.write("".join(f"[{each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in POSTED[:20]))
    folder.sync(["arxiv"])
    folder.write("".join(f"[{each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in POSTED))
    server.clear()
    server.climate = silent("api")
    assert len(folder.sync(["arxiv"]).unavailable) == 4
    server.clear()
    folder.sync(["arxiv"])
    (request,) = server.requests
    assert set(request.query["id_list"].split(",")) == {each.arxiv for each in POSTED[20:]}


def test_what_one_registry_does_not_know_and_another_does_is_found(
    tmp_path: Path, universe: Universe, server: Server
) -> None:
    universe.change(replace(PRINTED[0], told_by=frozenset({"semanticscholar"})))
    folder = home(tmp_path, universe, server)
    folder.write(f"[A](https://doi.org/{PRINTED[0].doi})\n")
    report = folder.sync(["crossref", "semanticscholar"])
    assert not report.not_found
    assert folder.rows("select doi, resolution from papers join work using (key)") == [(PRINTED[0].doi, "resolved")]
    server.clear()
    assert not folder.sync(["crossref", "semanticscholar"]).changed
    assert not server.requests
