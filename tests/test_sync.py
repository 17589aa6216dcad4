"""The whole path: lists → database, offline, online, in foul weather, twice, and rebuilt from nothing."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bibdb.db.engine import writing
from bibdb.ledger import Corrections, Keys
from bibdb.library import Library
from bibdb.sync import sync
from bibdb.values import EditionKind, Resolution
from bibdb.wanted import Freshness
from tests.home import Home, links
from tests.servers.arxiv_server import ArxivServer, Paper
from tests.servers.server import Exchange, Reply, Server, serving

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_a4144f2fe8f086f8.txt"
SNAPSHOT = ROOT / "snapshots" / "seed-papers.jsonl"


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The seed document, synced offline with its snapshot."""
    home = Home(tmp_path_factory.mktemp("seeded"), {}, [SNAPSHOT])
    shutil.copy(SEED, home.lists)
    home.sync(offline=True)
    return home


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(ArxivServer(Paper)) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: Server) -> Home:
    return Home(tmp_path, {"arxiv": server.url})


# ---------------------------------------------------------------- the seed, offline


def test_the_seed_has_its_works(seeded: Home) -> None:
    (counts,) = seeded.rows("select count(*), sum(listed) from papers")
    assert counts == (125, 125)
    subjects = seeded.rows("select count(distinct key) from links where role = 'subject'")
    assert subjects == [(121,)]
    assert seeded.rows("select count(*) from reading_list") == [(129,)]


def test_every_known_fact_of_the_seeds_papers_is_there(seeded: Home) -> None:
    with Library(seeded.database) as library:
        for line in SNAPSHOT.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            preprint = library.work(f"arxiv:{told['value']}").edition(EditionKind.PREPRINT)
            assert preprint is not None
            fields = told["fields"]
            assert preprint.title == fields["title"]
            assert [name.display for name in preprint.authors or ()] == fields["authors"]
            assert str(preprint.submitted) == fields["submitted"]
            known = fields.get("categories")
            assert preprint.categories == (None if known is None else tuple(known))
            assert preprint.comment == fields.get("comment")
            assert preprint.version == fields["version"]


def test_a_second_run_leaves_every_byte(seeded: Home) -> None:
    before = seeded.digest, (seeded.lists / "keys.toml").read_bytes()
    report = seeded.sync(offline=True)
    assert not report.changed
    assert (seeded.digest, (seeded.lists / "keys.toml").read_bytes()) == before


def test_a_rebuild_gives_every_work_its_key(seeded: Home, tmp_path: Path) -> None:
    rebuilt = Home(tmp_path, {}, [SNAPSHOT])
    shutil.copy(SEED, rebuilt.lists)
    shutil.copy(seeded.lists / "keys.toml", rebuilt.lists)
    rebuilt.sync(offline=True)
    query = "select key, arxiv_id, title, authors, year, venue from papers order by key"
    assert rebuilt.rows(query) == seeded.rows(query)


def test_the_seeds_keys_are_the_committed_ones(seeded: Home) -> None:
    assert (seeded.lists / "keys.toml").read_text() == (ROOT / "seeds" / "keys.toml").read_text()


# ---------------------------------------------------------------- online


def test_88_unknown_ids_cost_one_request_and_then_none(server: Server, tmp_path: Path) -> None:
    home = Home(tmp_path, {"arxiv": server.url}, [SNAPSHOT])
    shutil.copy(SEED, home.lists)
    home.sync(["arxiv"])
    assert len(server.requests) == 1
    report = home.sync(["arxiv"])
    assert len(server.requests) == 1
    assert not report.changed


def test_a_partial_record_is_completed_online(server: Server, tmp_path: Path) -> None:
    offline = Home(tmp_path, {"arxiv": server.url}, [SNAPSHOT])
    offline.write(links("2501.19393"))
    assert [work.resolution for work in offline.sync(offline=True).works] == [Resolution.PARTIAL]
    report = offline.sync()
    assert [work.resolution for work in report.works] == [Resolution.RESOLVED]
    assert offline.rows("select abstract is not null from papers") == [(1,)]


def test_refresh_asks_again_for_what_is_old(home: Home, server: Server) -> None:
    home.write(links("2401.00001"))
    home.sync()
    home.sync(refresh=True)
    assert len(server.requests) == 1
    home.sync(refresh=True, max_age=timedelta(0))
    assert len(server.requests) == 2


def test_what_is_not_found_is_said_and_is_not_asked_for_at_once(tmp_path: Path) -> None:
    with serving(ArxivServer(lambda each: None if each == "2401.00007" else Paper(each))) as server:
        home = Home(tmp_path, {"arxiv": server.url})
        home.write(links("2401.00001", "2401.00007"))
        report = home.sync()
        assert [str(each.identifier) for each in report.not_found] == ["arxiv:2401.00007"]
        assert {work.resolution for work in report.works} == {Resolution.RESOLVED, Resolution.NOT_FOUND}
        asked = len(server.requests)
        home.sync()
        assert len(server.requests) == asked


def test_silence_is_said_once_and_is_no_answer(home: Home, server: Server) -> None:
    ids = [f"2401.{number:05}" for number in range(1, 31)]
    home.write(links(*ids))
    server.climate = lambda exchange: exchange.send(Reply(429, b"Rate exceeded."))
    report = home.sync()
    assert len(report.unavailable) == 30
    assert len({each.reason for each in report.unavailable}) == 1
    assert {work.resolution for work in report.works} == {Resolution.PENDING}
    assert home.rows("select count(*) from papers") == [(30,)]
    server.climate = None
    report = home.sync()
    assert {work.resolution for work in report.works} == {Resolution.RESOLVED}


def test_in_foul_weather_repeated_runs_reach_the_same_collection(tmp_path: Path, server: Server) -> None:
    ids = [f"2401.{number:05}" for number in range(1, 251)]
    fair, foul = Home(tmp_path / "fair", {"arxiv": server.url}), Home(tmp_path / "foul", {"arxiv": server.url})
    for home in (fair, foul):
        home.write(links(*ids))
    fair.sync()
    dice = random.Random(7)

    def weather(exchange: Exchange) -> None:
        if dice.random() < 0.6:
            exchange.send(Reply(503, b"busy")) if dice.random() < 0.5 else exchange.reset()
        else:
            exchange.send(exchange.fair())

    server.climate = weather
    for _ in range(20):
        if not foul.sync().unavailable:
            break
    query = "select key, arxiv_id, title, authors, issued, abstract from papers order by key"
    assert foul.rows(query) == fair.rows(query)
    foul_keys, fair_keys = (Keys.load(each.lists / "keys.toml") for each in (foul, fair))
    assert foul_keys.entries == fair_keys.entries


# ---------------------------------------------------------------- lists that change


def test_what_no_list_names_any_more_stays_marked(home: Home) -> None:
    home.write(links("2401.00001", "2401.00002"))
    home.sync()
    home.write(links("2401.00002"))
    report = home.sync()
    assert len(report.changes.unlisted) == 1
    assert home.rows("select arxiv_id, listed from papers order by arxiv_id") == [("2401.00001", 0), ("2401.00002", 1)]
    assert not home.sync().changed


def test_a_list_that_is_taken_away_is_forgotten_and_its_works_stay(home: Home) -> None:
    home.write(links("2401.00001"), "one.md")
    home.write(links("2401.00002"), "two.md")
    home.sync()
    (home.lists / "one.md").unlink()
    report = home.sync()
    assert report.forgotten == 1
    assert home.rows("select count(*) from papers") == [(2,)]


def test_two_lists_that_name_one_paper_share_its_work(home: Home) -> None:
    home.write(links("2401.00001"), "one.md")
    home.write(links("2401.00001"), "two.md")
    home.sync()
    assert home.rows("select count(*) from papers") == [(1,)]
    assert home.rows("select document from reading_list order by document") == [
        (f"{home.lists}/one.md",),
        (f"{home.lists}/two.md",),
    ]


def test_entries_that_move_keep_their_works_keys(home: Home) -> None:
    home.write(links("2401.00001", "2401.00002"))
    home.sync()
    query = "select arxiv_id, key from papers order by arxiv_id"
    before = home.rows(query)
    home.write(links("2401.00002", "2401.00003", "2401.00001"))
    home.sync()
    assert home.rows(query)[:2] == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe[A](https://arxiv.org/abs/2401.00001)\n\x80",
        b"[A](https://arxiv.org/abs/2401.00001",
        b"\x00\x01\x02",
    ],
)
def test_a_bad_list_stops_nobody(home: Home, content: bytes) -> None:
    home.write(links("2401.00002"))
    (home.lists / "bad.md").write_bytes(content)
    home.sync()
    assert ("2401.00002",) in home.rows("select arxiv_id from papers")


def test_a_missing_list_is_a_problem_and_the_others_are_read(home: Home) -> None:
    home.write(links("2401.00002"))
    keys, corrections = Keys.load(home.lists / "keys.toml"), Corrections.load(home.lists / "corrections.toml")
    with writing(home.database) as sessions:
        report = sync(
            [home.lists, home.folder / "nowhere.md"], sessions.begin, [], keys, corrections, freshness=Freshness()
        )
    assert [str(problem.path) for problem in report.problems] == [str(home.folder / "nowhere.md")]
    assert len(report.works) == 1


def test_a_repository_is_one_work_in_whatever_case_it_is_written(tmp_path: Path) -> None:
    home = Home(tmp_path, {})
    home.write("- [Lattice](https://github.com/Ada/lattice)\n- [again](https://github.com/ada/Lattice)\n")
    home.sync(offline=True)
    with Library(home.database) as library:
        (work,) = library.works()
        assert library.work("github:ADA/LATTICE").key == work.key
    before = home.digest
    assert not home.sync(offline=True).changed
    assert home.digest == before
    home.database.unlink()
    home.write("- [again](https://github.com/ada/Lattice)\n")
    (home.lists / "corrections.toml").write_text('[["github:ADA/lattice"]]\ntitle = "Lattices"\n')
    home.sync(offline=True)
    with Library(home.database) as library:
        assert [(each.key, each.cited.title) for each in library.works()] == [(work.key, "Lattices")]
