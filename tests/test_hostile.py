"""Hostile metadata on its whole way, from the services through the database to every command: it is text, and harmless."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bibdb.text import strip_controls
from tests.cli.conftest import Bibdb, bibdb
from tests.home import Home
from tests.servers.server import Exchange, Reply, Server, serving
from tests.servers.universe import Known, Universe
from tests.servers.weather import BROKEN

__all__ = ["bibdb"]

TITLES = {
    "controls": "Red \x85\u202e\u2066 and \u200bgreen\u2028 \ufeff lattices",
    "markup": "<script>alert('lattice')</script> & <b>bold</b> lattices",
    "tex": r"\input{/etc/passwd}\write18{rm -rf /}\def\x{lattice} $\mathbb{R}$",
    "sql": "Lattice'); DROP TABLE work; --",
    "bobby": 'Lattice" OR "1"="1',
    "formula": '=HYPERLINK("http://evil.example","lattice")',
    "path": "../../../../etc/passwd %00 lattice",
    "template": "{{ lattice.__class__ }} ${lattice} %(lattice)s {0}",
    "emoji": "Lattice 👩\u200d🔬 of 𝕌𝕟𝕚𝕔𝕠𝕕𝕖 and \U000e0041 tags",
    "long word": "L" * 5_000,
    "blank": " \t ",
    "zalgo": "l" + "\u0301" * 300 + "attice",
}
PAPERS = [
    Known(f"2401.{number:05}", title, authors=(title[:400], "Béla Nincs"), comment=title[:400])
    for number, title in enumerate(TITLES.values(), 1)
]
LIST = "".join(f"[Entry {paper.arxiv}](https://arxiv.org/abs/{paper.arxiv})\n\n" for paper in PAPERS)


@pytest.fixture
def universe() -> Universe:
    return Universe(PAPERS)


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, universe: Universe, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    made = Home(tmp_path, universe.urls(server.url))
    made.write(LIST)
    return made


def harmless(text: str) -> bool:
    return strip_controls(text) == text


def test_it_is_stored_as_text_and_told_without_effect(home: Home, bibdb: Bibdb) -> None:
    home.sync(["arxiv"])
    assert home.rows("select count(*) from papers") == [(len(PAPERS),)]
    keys = [str(key) for (key,) in home.rows("select key from papers")]
    assert all(key.isascii() and key.isalnum() and len(key) < 200 for key in keys)
    commands = [
        ["list"], ["list", "--json"], ["search", "lattice*"], ["status"], ["news"], ["published", "--offline"],
        ["sql", "select * from papers"], ["sql", "select * from authors", "--format", "csv"],
        ["export", "bibtex"], ["export", "csv"], ["export", "csl-json"], ["review", "--offline"], ["sync", "--offline"],
        *(["show", key] for key in keys), *(["why", key] for key in keys[:4]),
    ]  # fmt: skip
    for words in commands:
        ran = bibdb(*words)
        assert ran.code == 0, (words, ran.err)
        assert harmless(ran.out), words
        assert harmless(ran.err), words


def test_titles_stay_what_they_were_but_for_controls(home: Home) -> None:
    home.sync(["arxiv"])
    stored = {str(arxiv_id): title for arxiv_id, title in home.rows("select arxiv_id, title from papers")}
    assert stored[PAPERS[1].arxiv] == TITLES["markup"]
    assert stored[PAPERS[2].arxiv] == TITLES["tex"]
    assert stored[PAPERS[3].arxiv] == TITLES["sql"]
    assert all(harmless(str(title)) for title in stored.values())


def test_a_second_run_and_a_rebuild_are_the_same(home: Home) -> None:
    home.sync(["arxiv"])
    before, keys = home.rows("select key, title, authors from papers order by key"), home.keys
    digest = home.digest
    assert not home.sync(["arxiv"]).changed
    assert home.digest == digest
    home.database.unlink()
    home.sync(["arxiv"])
    assert (home.rows("select key, title, authors from papers order by key"), home.keys) == (before, keys)


@pytest.mark.parametrize(
    "message",
    [
        {"title": ["x" * 10_000_000]},
        {"title": [{"$ne": None}], "author": "nobody"},
        {"issued": {"date-parts": [[10_000, 13, 45]]}},
        {"issued": {"date-parts": [[-1]]}, "author": [{"family": None}, 7, {"name": "\x1b[31mred"}]},
        {"DOI": "10.5555/another"},
        {"container-title": ["<img src=x onerror=alert(1)>"], "page": "1\u20137\x07", "volume": {"a": []}},
        {"URL": "javascript:alert(1)", "ISSN": [None, {}], "abstract": "<jats:p>" * 100_000},
    ],
)
def test_a_registrys_nonsense_is_text_or_nothing(
    home: Home, universe: Universe, server: Server, bibdb: Bibdb, message: dict[str, object]
) -> None:
    paper = replace(PAPERS[3], doi="10.5555/x.1", venue="Nowhere", arxiv_names_doi=True)
    universe.change(paper)
    home.write(f"[A](https://arxiv.org/abs/{paper.arxiv})\n")

    def weather(exchange: Exchange) -> None:
        fair = exchange.fair()
        if exchange.request.path.startswith("/crossref/works/"):
            told = json.loads(fair.body)
            told["message"] |= message
            fair = Reply(200, json.dumps(told).encode(), fair.headers)
        exchange.send(fair)

    server.climate = weather
    home.sync(["arxiv", "crossref"])
    assert home.rows("select arxiv_id from papers") == [(paper.arxiv,)]
    assert home.database.stat().st_size < 3_000_000
    for words in (["show", f"arxiv:{paper.arxiv}"], ["why", f"arxiv:{paper.arxiv}"], ["export", "bibtex"], ["list"]):
        ran = bibdb(*words)
        assert (ran.code, harmless(ran.out)) == (0, True)
        assert "10000" not in ran.out
        assert "javascript:" not in ran.out


@pytest.mark.parametrize("name", ["an entity bomb", "an outside entity", "bytes", "JSON of another kind"])
def test_no_bomb_goes_off(home: Home, server: Server, name: str) -> None:
    server.climate = BROKEN[name]
    report = home.sync(["arxiv"])
    assert len(report.unavailable) == len(PAPERS)
    assert not report.not_found
    connection = sqlite3.connect(home.database)
    assert connection.execute("select count(*) from record").fetchone() == (0,)
    connection.close()
