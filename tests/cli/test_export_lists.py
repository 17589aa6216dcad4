"""`bibdb export markdown`, `notes`, `site` and `template`, on this project's lists and on lists that try to escape."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibdb.cli.giving_back import safe_paths
from bibdb.library import Library
from bibdb.text import FACTS_MARK, without_facts
from tests.cli.conftest import Bibdb
from tests.cli.seeds import bibdb as process


@pytest.fixture(scope="session")
def _lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "one.md").write_bytes(
        b"# One\r\n\r\n- [First](https://example.org/1)\r\n  - a note\r\n- [Second](https://example.org/2)\r\n"
    )
    (folder / "seeds" / "two.md").write_bytes("# Zwei\n\n[Drittes – Größe](https://example.org/3)\n".encode("cp1252"))
    (folder / "seeds" / "three.md").write_text("[Third](https://example.org/4)\n", encoding="utf-8")
    assert process(folder, "sync", "--offline").returncode == 0
    return folder


@pytest.fixture
def lists(_lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three lists and their collection, which is the working directory."""
    folder = Path(shutil.copytree(_lists, tmp_path / "lists"))
    monkeypatch.chdir(folder)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    return folder


def contents(database: str = "data.sqlite") -> dict[str, bytes]:
    with Library(database) as library:
        return {document.path: document.content for document in library.documents()}


def test_lists_come_back_byte_for_byte(seeded: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "markdown", "--no-facts", "-o", "back")
    assert (ran.code, ran.out) == (0, "")
    assert {path.name: path.read_bytes() for path in (seeded / "back").iterdir()} == contents()


def test_facts_stand_beside_and_can_be_taken_out(seeded: Path, bibdb: Bibdb) -> None:
    assert bibdb("export", "markdown", "-o", "back").code == 0
    for path, content in contents().items():
        text = (seeded / "back" / path).read_bytes().decode()
        assert text.count(FACTS_MARK) > 30
        assert without_facts(text).encode() == content


def test_one_list_goes_to_stdout_and_several_are_named(lists: Path, bibdb: Bibdb) -> None:
    one = bibdb("export", "markdown", "one.md", "--no-facts")
    assert (one.out, one.err) == ((lists / "seeds" / "one.md").read_bytes().decode(), "")
    several = bibdb("export", "markdown", "one.md", "seeds/three.md", "three.md", "--facts", "key")
    assert several.err.splitlines() == ["seeds/one.md", "seeds/three.md"]


def test_a_list_in_another_encoding_keeps_it(lists: Path, bibdb: Bibdb) -> None:
    assert bibdb("export", "markdown", "two.md", "--facts", "key", "-o", "two.md").code == 0
    text = (lists / "two.md").read_bytes().decode("cp1252")
    assert text.startswith("# Zwei\n\n[Drittes – Größe](https://example.org/3)\n<br>`")


def test_a_list_is_refreshed_in_place_but_not_over_later_words(lists: Path, bibdb: Bibdb) -> None:
    before = (lists / "seeds" / "one.md").read_bytes()
    assert bibdb("export", "markdown", "one.md", "-o", "seeds/one.md").code == 0
    assert (lists / "seeds" / "one.md").read_bytes().count(FACTS_MARK.encode()) == 2
    assert bibdb("export", "markdown", "one.md", "-o", "seeds/one.md").code == 0
    assert bibdb("export", "markdown", "one.md", "--no-facts", "-o", "seeds/one.md").code == 0
    assert (lists / "seeds" / "one.md").read_bytes() == before
    (lists / "seeds" / "one.md").write_bytes(before + b"- new\r\n")
    ran = bibdb("export", "markdown", "one.md", "-o", "seeds/one.md")
    assert (ran.code, ran.out) == (3, "")
    assert "bibdb sync" in ran.err
    assert (lists / "seeds" / "one.md").read_bytes() == before + b"- new\r\n"


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["nobody.md"], "no list is called nobody.md", 3),
        (["on.md"], "the nearest are seeds/one.md", 3),
        (["--facts", "athors"], "did you mean authors?", 2),
        (["--facts", "xyz"], "there are authors, venue, date, arxiv, code, key", 2),
        (["-o", "seeds/one.md"], "name a folder", 2),
        (["--template", "none.j2"], "none.j2 cannot be read", 3),
    ],
)
def test_what_does_not_fit_is_said(words: list[str], said: str, code: int, lists: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "markdown", *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_facts_by_a_template(lists: Path, bibdb: Bibdb) -> None:
    (lists / "line.j2").write_text("{{ glance.key }}\n and more\n", encoding="utf-8")
    assert (
        "<br>examplefirst and more <!--bibdb-->" in bibdb("export", "markdown", "one.md", "--template", "line.j2").out
    )
    (lists / "line.j2").write_text("ok\n{{ nobody }}", encoding="utf-8")
    ran = bibdb("export", "markdown", "-o", "back", "--template", "line.j2")
    assert (ran.code, (lists / "back").exists()) == (3, False)
    assert "line.j2:2: " in ran.err


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.md", "b/c.md"], ["a.md", "b/c.md"]),
        (["../../etc/passwd", "/etc/passwd", "etc/passwd"], ["etc/passwd", "etc/passwd-2", "etc-2/passwd"]),
        (["C:\\x\\a.md", "c_/X/A.md"], ["C_/x/a.md", "c_/X/A-2.md"]),
        (["a", "a/b", "a/b/c"], ["a", "a-2/b", "a-3/b/c"]),
        (["a/b", "a", "A/B"], ["a/b", "a-2", "A/B-2"]),
        (["", "..", "/"], ["list", "list-2", "list-3"]),
        (["nul", "aux.md", "x. "], ["_nul", "_aux.md", "x"]),
        (["a\x00b\n.md"], ["a_b_.md"]),
    ],
)
def test_names_of_lists_stay_in_the_folder(paths: list[str], names: list[str]) -> None:
    assert safe_paths(paths) == names


@given(st.lists(st.text(alphabet="aA./\\:x \x00", max_size=6), max_size=8))
def test_no_two_lists_share_a_file(paths: list[str]) -> None:
    found = [PurePath(name) for name in safe_paths(paths)]
    folded = [path.as_posix().casefold() for path in found]
    assert len(set(folded)) == len(found)
    assert all(".." not in path.parts and not path.is_absolute() for path in found)
    assert not {parent.as_posix().casefold() for path in found for parent in path.parents} & set(folded)


def test_notes(seeded: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "notes", "vault")
    assert (ran.code, ran.out) == (0, "")
    path = seeded / "vault" / "muennighoff2025s1.md"
    assert "Collected 1K datapoints" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "mine", encoding="utf-8")
    (seeded / "vault" / "yuan2024self.md").write_text("mine alone", encoding="utf-8")
    again = bibdb("export", "notes", "vault")
    assert again.err.splitlines()[0].startswith("0 notes written")
    assert "yuan2024self.md: without the marked line" in again.err
    assert path.read_text(encoding="utf-8").endswith("mine")


def test_site(seeded: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "site", "page", "--title", "After R1")
    assert (ran.code, ran.out) == (0, "")
    assert sum(path.stat().st_size for path in (seeded / "page").iterdir()) < 400_000
    assert "<title>After R1</title>" in (seeded / "page" / "index.html").read_text(encoding="utf-8")
    assert "nothing changed" in bibdb("export", "site", "page", "--title", "After R1").err
    assert bibdb("export", "site", "page", "--url", "ftp://x").code == 2


def test_template(seeded: Path, bibdb: Bibdb) -> None:
    (seeded / "count.j2").write_text("{{ works | length }} works\n", encoding="utf-8")
    assert bibdb("export", "template", "count.j2").out.endswith(" works\n")
    (seeded / "count.txt").write_text("old", encoding="utf-8")
    (seeded / "count.j2").write_text(
        "{% for work in works %}{{ work.key }}\n{{ work.nothing }}{% endfor %}", encoding="utf-8"
    )
    ran = bibdb("export", "template", "count.j2", "-o", "count.txt")
    assert (ran.code, (seeded / "count.txt").read_text(encoding="utf-8")) == (3, "old")
    assert "count.j2:2: the template fails" in ran.err
