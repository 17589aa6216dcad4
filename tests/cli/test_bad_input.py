"""Bad input: a sentence with its place, and everything else is synced."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Bibdb
from tests.cli.seeds import ROOT

SEED = ROOT / "seeds" / "000_a4144f2fe8f086f8.txt"
GOOD = "# Lists\n\n- [(2030 May) A good paper](https://arxiv.org/abs/3005.00001)\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good list, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    monkeypatch.setenv("BIBDB_CACHE", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "good.md").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.md", "# Café\n\n- [Résumé](https://arxiv.org/abs/3005.00002)\n".encode("cp1252"), "seeds/bad.md:1: not UTF-8: read as cp1252"),
        ("bad.md", b"", "seeds/bad.md:1: "),
        ("bad.md", bytes(range(256)), "Not read: seeds/bad.md: is no text"),
        ("bad.txt", SEED.read_bytes()[:20_000], "seeds/bad.txt:349 (README.md:153): the dump ends in the middle"),
        ("bad.md", b"a\n\n- [A paper](https://arxiv.org/abs/3005.0003)\n", "seeds/bad.md:3: this address holds no arXiv identifier"),
        ("bad.bib", b"@article{a, title = {never closed\n", "seeds/bad.bib:1: "),
        ("bad.md", GOOD.encode(), "seeds/bad.md:3, seeds/good.md:3"),
    ],
    ids=["encoding", "empty", "binary", "cut", "link", "bibtex", "repeated"],
)  # fmt: skip
def test_a_bad_list_is_told_and_the_others_are_synced(
    name: str, content: bytes, said: str, bibdb: Bibdb, folder: Path
) -> None:
    (folder / "seeds" / name).write_bytes(content)
    ran = bibdb("sync", "--offline")
    assert ran.code == 0
    assert said in ran.err
    assert "A good paper" in bibdb("list").out


@pytest.mark.parametrize("words", [["gone.md"], ["gone"], ["empty"]])
def test_a_list_that_is_not_there_is_told_and_the_others_are_synced(
    words: list[str], bibdb: Bibdb, folder: Path
) -> None:
    (folder / "empty").mkdir()
    said = bibdb("sync", "--offline", "seeds", *words).err
    assert f"Not read: {words[0]}: " in said
    assert "A good paper" in bibdb("list").out


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("seeds/keys.toml", b"a = [", "seeds/keys.toml:1: "),
        ("seeds/keys.toml", b"\xff", "seeds/keys.toml:1: "),
        ("seeds/corrections.toml", b"[[", "seeds/corrections.toml:1: "),
        ("bibdb.toml", b"lists = [", "bibdb.toml"),
        ("bibdb.toml", b"lists = 3", "bibdb.toml: lists must be a list of texts"),
        ("bibdb.toml", b"\xff", "bibdb.toml"),
    ],
)
def test_a_broken_ledger_stops_the_run_and_changes_nothing(
    name: str, content: bytes, place: str, bibdb: Bibdb, folder: Path
) -> None:
    (folder / name).write_bytes(content)
    ran = bibdb("sync", "--offline")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert ran.err.startswith(f"bibdb: {place}")
    assert (folder / name).read_bytes() == content


# ---------------------------------------------------------------- databases that cannot be used

COMMANDS = [
    ["list"], ["show", "x"], ["search", "x"], ["sql", "select 1"], ["status"], ["why", "x"], ["news"],
    ["export", "bibtex"], ["export", "records"], ["export", "markdown"], ["published", "--offline"], ["review", "--offline"],
    ["prune"], ["sync", "--offline"],
]  # fmt: skip


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (newer, "was written by a newer bibdb"),
        (foreign, "is not a bibdb database"),
        (damaged, "is damaged"),
        (a_folder, "is not a file"),
    ],
)
def test_every_command_refuses_it_and_leaves_it(
    spoil: object, said: str, words: list[str], bibdb: Bibdb, collection: Path
) -> None:
    assert callable(spoil)
    spoil(collection)
    (collection.parent / "seeds").mkdir()
    (collection.parent / "seeds" / "good.md").write_text(GOOD, encoding="utf-8")
    before = digest(collection)
    ran = bibdb(*words)
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err
    assert digest(collection) == before


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


@pytest.fixture
def held(collection: Path) -> Iterator[Path]:
    """A database that another program is writing to."""
    connection = sqlite3.connect(collection, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield collection
    connection.close()


@pytest.mark.parametrize("words", [["list"], ["sync", "--offline"]], ids=" ".join)
def test_a_database_in_use_is_said(words: list[str], bibdb: Bibdb, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibdb.db.location.BUSY_SECONDS", 0.1)
    (held.parent / "seeds").mkdir(exist_ok=True)
    (held.parent / "seeds" / "list.md").write_text("[A](https://arxiv.org/abs/2401.00001)\n")
    ran = bibdb(*words)
    assert (ran.code, ran.out) == (3, "")
    assert "is in use by another program" in ran.err


def test_nothing_can_be_deleted(bibdb: Bibdb, collection: Path) -> None:
    before = digest(collection)
    assert bibdb("sql", "delete from work").code == 3
    assert digest(collection) == before


def test_an_output_that_cannot_be_written(bibdb: Bibdb, collection: Path, tmp_path: Path) -> None:
    for words in (["sql", "select 1"], ["export", "bibtex"], ["export", "records"]):
        for place in (tmp_path, tmp_path / "gone" / "x"):
            ran = bibdb(*words, "-o", str(place))
            assert (ran.code, ran.out) == (3, "")
            assert str(place) in ran.err


def test_sync_without_a_list_makes_no_database(bibdb: Bibdb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = bibdb("sync", "--offline")
    assert ran.code == 3
    assert "name your lists" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_review_without_a_database_makes_none(bibdb: Bibdb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert bibdb("review", "--offline").code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_refuses_what_a_run_would_refuse(
    bibdb: Bibdb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.md").write_text("[A](https://arxiv.org/abs/2401.00001)\n")
    Path("folder.sqlite").mkdir()
    said = [bibdb("sync", "list.md", "--offline", "-d", "folder.sqlite", *more) for more in ([], ["--dry-run"])]
    assert [ran.code for ran in said] == [3, 3]
    assert said[0].err == said[1].err
