"""`bibdb sync` as a person and a second process meet it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bibdb.ledger import Keys
from tests.cli.conftest import Bibdb
from tests.servers.arxiv_server import ArxivServer, Paper
from tests.servers.server import Server, serving

DELAY = 0.12


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(ArxivServer(Paper)) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; of all services only arXiv answers, and nobody else is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    monkeypatch.setenv("BIBDB_ARXIV_URL", server.url)
    monkeypatch.setenv("BIBDB_ARXIV_DELAY", "0")
    monkeypatch.setenv("BIBDB_CACHE", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    return tmp_path


def write(folder: Path, first: int, count: int, name: str = "list.md") -> None:
    ids = (f"{2401 + number // 90_000}.{number % 90_000:05}" for number in range(first, first + count))
    (folder / "seeds" / name).write_text("".join(f"[Paper {each}](https://arxiv.org/abs/{each})\n\n" for each in ids))


def test_a_thousand_ids_in_two_processes_at_once_cost_ten_requests(folder: Path, server: Server) -> None:
    write(folder, 1, 500, "one.md")
    write(folder, 501, 500, "two.md")
    environ = {**os.environ, "BIBDB_ARXIV_DELAY": str(DELAY), "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-m", "bibdb", "sync", "--source", "arxiv", "--database"]
    running = [
        subprocess.Popen([*command, f"{name}.sqlite", f"seeds/{name}.md"], env=environ, stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert len(server.requests) == 10
    assert server.most_at_once == 1
    # The server's clock is not the clients'; it only has to agree with theirs to a few milliseconds.
    assert min(server.gaps) > DELAY - 0.005
    # Both wrote into the one ledger beside their lists.
    assert len(Keys.load(folder / "seeds" / "keys.toml").entries) == 1000


def test_a_second_run_asks_nothing_and_says_so(folder: Path, server: Server, bibdb: Bibdb) -> None:
    write(folder, 1, 301)
    first = json.loads(bibdb("sync", "--source", "arxiv", "--json").out)
    assert (first["requests"], first["works_new"]) == ({"arxiv": 4}, 301)
    second = json.loads(bibdb("sync", "--source", "arxiv", "--json").out)
    assert (second["requests"], second["works_new"]) == ({}, 0)
    assert len(server.requests) == 4


def test_two_processes_on_one_database_lose_nothing(folder: Path, server: Server) -> None:
    write(folder, 1, 60)
    environ = {**os.environ, "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-m", "bibdb", "sync", "--source", "arxiv"]
    running = [subprocess.Popen(command, env=environ, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    keys = Keys.load(folder / "seeds" / "keys.toml").entries
    with sqlite3.connect(folder / "data.sqlite") as connection:
        stored = {key for (key,) in connection.execute("select key from work")}
    assert stored == set(keys.values())
    assert len(stored) == 60


def test_a_dry_run_writes_and_asks_nothing(folder: Path, server: Server, bibdb: Bibdb) -> None:
    write(folder, 1, 3)
    assert "Dry run" in bibdb("sync", "--dry-run").err
    assert sorted(each.name for each in folder.iterdir()) == ["seeds"]
    assert [each.name for each in (folder / "seeds").iterdir()] == ["list.md"]
    bibdb("sync", "--source", "arxiv")
    before = {path: path.read_bytes() for path in (folder / "data.sqlite", folder / "seeds" / "keys.toml")}
    write(folder, 1, 5)
    told = json.loads(bibdb("sync", "--dry-run", "--json").out)
    assert len(told["new"]) == 2
    assert {path: path.read_bytes() for path in before} == before
    assert len(server.requests) == 1


def test_a_slip_in_the_corrections_is_shown_with_its_place(folder: Path, bibdb: Bibdb) -> None:
    write(folder, 1, 1)
    (folder / "seeds" / "corrections.toml").write_text('[["arxiv:2401.00001"]]\ntitle = "As printed"\nvolme = "3"\n')
    ran = bibdb("sync", "--source", "arxiv")
    assert "corrections.toml:3: unknown field 'volme'; did you mean 'volume'?" in ran.err
    told = json.loads(bibdb("sync", "--source", "arxiv", "--json").out)
    # The label is compared too: nobody calls the paper what the list does.
    assert [each["rule"] for each in told["findings"]] == ["correction", "other-title"]
    assert "As printed" in bibdb("list").out


def test_what_was_withdrawn_or_retracted_is_flagged(folder: Path, server: Server, bibdb: Bibdb) -> None:
    papers = {
        "2401.00001": Paper("2401.00001", comment="This paper has been withdrawn by the authors", versions=2),
        "2401.00002": Paper("2401.00002"),
    }
    server.answer = ArxivServer(papers.get)
    write(folder, 1, 2)
    ran = bibdb("sync", "--source", "arxiv")
    assert "Withdrawn or retracted (1)" in ran.err
    told = json.loads(bibdb("sync", "--source", "arxiv", "--json").out)
    assert len(told["withdrawn"]) == 1
    assert "Withdrawn" in bibdb("show", "arxiv:2401.00001").out
    assert "Withdrawn" not in bibdb("show", "arxiv:2401.00002").out


def test_no_token_and_no_address_is_ever_said(folder: Path, monkeypatch: pytest.MonkeyPatch, bibdb: Bibdb) -> None:
    monkeypatch.setenv("BIBDB_ARXIV_URL", "http://user:geheim@127.0.0.1:9/api?token=geheim")
    monkeypatch.setenv("BIBDB_S2_KEY", "geheim")
    write(folder, 1, 1)
    ran = bibdb("--verbose", "sync", "--source", "arxiv")
    assert "could not be reached" in ran.err
    told = bibdb("sync", "--source", "arxiv", "--json")
    for text in (ran.out, ran.err, told.out, told.err):
        assert "geheim" not in text
        assert "http://" not in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.md"], 3, "nowhere.md"),
        (["seeds", "nowhere.md"], 3, "nowhere.md"),
        (["--source", "arxive"], 2, "arxive"),
        (["--max-age", "-1"], 2, "--max-age"),
        (["--max-age", "nan"], 2, "--max-age"),
        (["--max-age", "1e30"], 2, "--max-age"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, bibdb: Bibdb, words: list[str], code: int, said: str
) -> None:
    ran = bibdb("sync", *words)
    assert (ran.code, said in ran.err) == (code, True), ran


def test_what_is_not_known_is_told_with_what_to_do(folder: Path, server: Server, bibdb: Bibdb) -> None:
    known = {f"2401.{number:05}": Paper(f"2401.{number:05}") for number in (1, 2)}
    server.answer = ArxivServer(known.get)
    (folder / "seeds" / "list.md").write_text(
        "[One](https://arxiv.org/abs/2401.00001)\n\n[None](https://arxiv.org/abs/2401.00009)\n\n(2024) Only the title of a thing\n"
    )
    offline = bibdb("sync", "--offline").err
    assert "Not known yet: 2 works; the next sync that reaches a source asks again.\n" in offline
    online = bibdb("sync", "--source", "arxiv").err
    assert "Not known yet" not in online
    assert online.splitlines()[-4:] == [
        "Unresolved (2):",
        "  none2024 (its source has no such thing): None",
        "  only2024title (no identifier): Only the title of a thing",
        "  (`bibdb sync --search` looks for titles; `bibdb review` shows what comes near.)",
    ]


def test_a_refresh_that_learned_something_says_where_to_read_it(folder: Path, server: Server, bibdb: Bibdb) -> None:
    write(folder, 1, 2)
    bibdb("sync", "--source", "arxiv")
    same = bibdb("sync", "--refresh", "--max-age", "0", "--source", "arxiv").err
    assert "bibdb news" not in same
    server.answer = ArxivServer(lambda paper_id: Paper(paper_id, versions=2))
    assert bibdb("sync", "--refresh", "--max-age", "0", "--source", "arxiv").err.endswith(
        "`bibdb news` says what changed.\n"
    )


def test_what_only_a_bibliography_says_is_shown(folder: Path, bibdb: Bibdb) -> None:
    (folder / "seeds" / "mine.bib").write_text(
        "@inbook{mine, title = {Boxes}, author = {Fabrica, Ada}, booktitle = {Empty Things}, publisher = {None}, year = {2020},"
        " edition = {Third}, chapter = {7}, organization = {Society of Voids}, howpublished = {On a wall}}\n"
    )
    bibdb("sync", "--offline")
    told = {tuple(line.split(maxsplit=1)) for line in bibdb("show", "mine").out.splitlines() if line.strip()}
    assert {("Edition", "Third"), ("Chapter", "7"), ("How", "On a wall")} <= told
    assert "Society of Voids" in bibdb("show", "mine").out
    assert "inbook" in bibdb("show", "mine").out
