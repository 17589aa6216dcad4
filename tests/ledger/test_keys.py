from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.errors import ReadError, WriteError
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Keys, subject_name, subject_of

ARXIV = Identifier(Scheme.ARXIV, "2501.00001")


def ledger(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_new_ledger_is_sorted_text_that_says_what_it_is(tmp_path: Path) -> None:
    keys = Keys.load(tmp_path / "seeds" / "keys.toml")
    keys.assign("label:words of ada", "ada2025words")
    keys.assign(Identifier(Scheme.ARXIV, "2501.00002", version=3), "byron2025verses")
    keys.assign(ARXIV, "lovelace2025notes")
    assert keys.save()
    lines = (tmp_path / "seeds" / "keys.toml").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[-4:] == [
        "[keys]",
        '"arxiv:2501.00001" = "lovelace2025notes"',
        '"arxiv:2501.00002" = "byron2025verses"',
        '"label:words of ada" = "ada2025words"',
    ]
    assert Keys.load(tmp_path / "seeds" / "keys.toml") == keys


def test_what_has_not_changed_is_not_written(tmp_path: Path) -> None:
    path = ledger(tmp_path, '[keys]\n"arxiv:2501.00001"="lovelace2025notes"\n')
    keys = Keys.load(path)
    keys.assign(ARXIV, "lovelace2025notes")
    assert not keys.save()
    assert path.read_text(encoding="utf-8") == '[keys]\n"arxiv:2501.00001"="lovelace2025notes"\n'
    assert not Keys.load(tmp_path / "none.toml").save()
    assert not (tmp_path / "none.toml").exists()


def test_a_key_once_given_is_law(tmp_path: Path) -> None:
    keys = Keys.load(ledger(tmp_path, '[keys]\n"arxiv:2501.00001" = "mine"\n'))
    assert keys.key_of([Identifier(Scheme.DOI, "10.1/x"), ARXIV]) == "mine"
    assert keys.key_of(["label:unknown"]) is None
    with pytest.raises(ValueError, match="already"):
        keys.assign(ARXIV, "other")
    with pytest.raises(ValueError, match="no citation key"):
        keys.assign("label:x", "two words")


def test_renaming_leaves_an_alias_and_both_are_taken(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.toml", {"arxiv:2501.00001": "a", "label:x": "a", "label:y": "z"})
    keys.rename("a", "b")
    keys.rename("b", "c")
    keys.rename("c", "c")
    assert keys.key_of([ARXIV]) == keys.key_of(["label:x"]) == keys.resolve("a") == keys.resolve("b") == "c"
    assert keys.aliases_of("c") == ("a", "b")
    assert all(key in keys for key in "abcz")
    assert "d" not in keys
    keys.rename("c", "a")
    assert keys.key_of([ARXIV]) == keys.resolve("c") == keys.resolve("b") == "a"
    with pytest.raises(ValueError, match="no citation key"):
        keys.rename("a", "{}")


def test_comments_foreign_tables_and_line_ends_stay(tmp_path: Path) -> None:
    text = (
        "# my keys\nowner = 'ada'\n\n[keys]\n# the one I cite most\n\"arxiv:2501.00002\" = 'x'  # really\n"
        '"arxiv:2501.00001" = "y"\n# at the end\n\n[future]\nthing = 1  # keep\n'
    )
    path = ledger(tmp_path, text.replace("\n", "\r\n"))
    keys = Keys.load(path)
    keys.assign("label:a", "w")
    assert keys.save()
    assert path.read_bytes().decode() == (
        '# my keys\nowner = \'ada\'\n\n[keys]\n"arxiv:2501.00001" = "y"\n# the one I cite most\n'
        '"arxiv:2501.00002" = "x"  # really\n"label:a" = "w"\n\n# at the end\n[future]\nthing = 1  # keep\n'
    ).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[keys]\n"a" = \n', r"keys\.toml:2: no valid TOML"),
        ('[keys]\n"a" = "x"\n<<<<<<< HEAD\n', r"keys\.toml:3: no valid TOML"),
        ('[keys]\n"a" = "x"\n"a" = "y"\n', r"keys\.toml:3: no valid TOML"),
        ("[keys", r"keys\.toml:1: no valid TOML"),
        ('[keys]\n"a" = "ok"\n"b" = "two words"\n', r"keys\.toml:3: 'two words' for 'b'"),
        ('[keys]\n"a" = 3\n', r"keys\.toml:2: 3 for 'a'"),
        ("keys = 3\n", r"\[keys\] must be a table"),
    ],
)
def test_a_broken_ledger_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        Keys.load(ledger(tmp_path, text))


def test_a_ledger_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_bytes(b'[keys]\n"\xff" = "x"\n')
    with pytest.raises(ReadError, match=r"keys\.toml:2: .*UTF-8"):
        Keys.load(tmp_path / "keys.toml")
    with pytest.raises(ReadError, match="cannot be read"):
        Keys.load(tmp_path)


def test_a_layout_that_cannot_be_added_to_is_left_alone(tmp_path: Path) -> None:
    path = ledger(tmp_path, "keys.'label:a' = 'x'\n")
    keys = Keys.load(path)
    keys.assign("label:b", "y")
    with pytest.raises(WriteError, match="laid out"):
        keys.save()
    assert path.read_text(encoding="utf-8") == "keys.'label:a' = 'x'\n"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keys = Keys(tmp_path / "file" / "keys.toml")
    keys.assign("label:a", "x")
    with pytest.raises(WriteError, match="cannot be written"):
        keys.save()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("arxiv:2501.00001", "arxiv:2501.00001"),
        ("https://arxiv.org/abs/2501.00001v2", "arxiv:2501.00001"),
        ("Deliberative  Álignment: Reasoning", "label:deliberative alignment reasoning"),
        ("label:Words of Ada!", "label:words of ada"),
    ],
)
def test_subjects_as_people_write_them(written: str, name: str) -> None:
    assert subject_name(subject_of(written)) == name


KEY = st.text(alphabet="abcXYZ0189:-_é", min_size=1, max_size=8)
NAME = st.text(min_size=1, max_size=12).filter(lambda name: not re.search("[\ud800-\udfff]", name))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAME, KEY, max_size=6), st.dictionaries(KEY, KEY, max_size=4))
def test_what_is_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, str], aliases: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "keys.toml"
    keys = Keys(path, entries, aliases)
    assert keys.save() == bool(entries or aliases)
    loaded = Keys.load(path)
    assert loaded == keys
    loaded.assign("one more", "k")
    loaded.save()
    assert Keys.load(path) == loaded


def test_two_programs_give_keys_one_after_the_other(tmp_path: Path) -> None:
    one, other = Keys.load(tmp_path / "keys.toml"), Keys.load(tmp_path / "keys.toml")
    with one.held():
        one.assign(Identifier(Scheme.ARXIV, "2401.00001"), "one2024")
        one.save()
    with other.held():
        assert "one2024" in other
        other.assign(Identifier(Scheme.ARXIV, "2401.00002"), "other2024")
        other.save()
    assert set(Keys.load(tmp_path / "keys.toml").entries.values()) == {"one2024", "other2024"}


def test_what_a_killed_program_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    """A program that is killed while it writes leaves the file as it was, and its own beside it until the next run."""
    ledger = tmp_path / "keys.toml"
    keys = Keys(ledger)
    with keys.held():
        keys.assign(ARXIV, "one2024")
        keys.save()
    before = ledger.read_bytes()
    program = (
        "import os, sys; from pathlib import Path; from bibdb.ledger import Keys; import bibdb.ledger.files as files\n"
        "files.shutil.copymode = lambda *_: os.kill(os.getpid(), 9)\n"
        "files.write_text(Path(sys.argv[1]), 'half')"
    )
    subprocess.run([sys.executable, "-c", program, str(ledger)], check=False)
    (left,) = [each for each in tmp_path.iterdir() if each != ledger]
    theirs = [tmp_path / name for name in (".keys.toml.swp", ".keys.toml.backup01", ".other.toml.abcdefgh.bibdb-new")]
    for path in theirs:
        path.touch()
    assert ledger.read_bytes() == before
    with Keys.load(ledger).held():
        assert not left.exists()
    assert sorted(tmp_path.iterdir()) == sorted([ledger, *theirs])


def test_a_repository_keeps_its_key_in_whatever_case_it_is_written(tmp_path: Path) -> None:
    text = '[keys]\n"github:Ada/Lattice" = "adalattice"\n'
    keys = Keys.load(ledger(tmp_path, text))
    assert keys.key_of([Identifier(Scheme.GITHUB, "ada/lattice")]) == "adalattice"
    keys.assign(Identifier(Scheme.GITHUB, "ADA/lattice"), "adalattice")
    keys.assign(Identifier(Scheme.GITHUB, "Bo/Fields"), "bofields")
    assert keys.key_of([Identifier(Scheme.GITHUB, "bo/fields")]) == "bofields"
    assert keys.save()
    assert dict(Keys.load(tmp_path / "keys.toml").entries) == {
        "github:Ada/Lattice": "adalattice",
        "github:Bo/Fields": "bofields",
    }
