from __future__ import annotations

import re
from pathlib import Path

import pytest

from bibdb import __version__
from bibdb.cli import COMMANDS
from bibdb.cli.commands import Command, Group
from tests.cli.conftest import Bibdb

DAILY = ["sync", "check", "list", "show", "search", "sql", "export", "add", "status", "why"]


def test_help_has_the_everyday_commands_first_and_in_order(bibdb: Bibdb) -> None:
    ran = bibdb("--help")
    names = re.findall(r"^  ([a-z][a-z-]*)  ", ran.out, re.MULTILINE)
    everyday = [command.name for command in COMMANDS if command.panel == "Every day"]
    assert ran.code == 0
    assert names == [command.name for command in COMMANDS]
    assert names[: len(everyday)] == everyday == [name for name in DAILY if name in everyday]
    assert ran.out.index("Every day:") < ran.out.index("Looking closer:")


def test_panels_are_not_torn_apart() -> None:
    panels = [command.panel for command in COMMANDS]
    assert len({*panels}) == sum(before != after for before, after in zip([None, *panels], panels, strict=False))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_loads_and_says_what_it_does(command: Command, bibdb: Bibdb) -> None:
    loaded = command.load()
    assert loaded.help
    ran = bibdb(command.name, "-h")
    assert ran.code == 0
    assert f"bibdb {command.name}" in ran.out
    parts = [each.load() for each in loaded.registry] if isinstance(loaded, Group) else [loaded]
    options = {option for part in parts for parameter in part.params for option in parameter.opts}
    assert {"-d", "--database"} <= options or not {"-d", "--database"} & options
    assert {"-o", "--output"} <= options or not {"-o", "--output"} & options


def test_version(bibdb: Bibdb) -> None:
    assert bibdb("--version").out == f"bibdb {__version__}\n"


def test_no_words_show_the_help(bibdb: Bibdb) -> None:
    ran = bibdb()
    assert "Usage: bibdb" in ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lst"], "Did you mean list?"),
        (["frobnicate"], "No such command 'frobnicate'."),
        (["list", "--frobnicate"], "No such option"),
        (["list", "--year", "soon"], "--year soon: give a year or two"),
        (["list", "--type", "poem"], "is not one of"),
        (["show"], "Missing argument"),
        (["sql", "-f", "xml", "select 1"], "is not one of"),
    ],
)
def test_wrong_usage(words: list[str], said: str, bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("words", [["list"], ["show", "x"], ["search", "x"], ["sql", "select 1"], ["status"]])
def test_without_a_database(words: list[str], bibdb: Bibdb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = bibdb(*words)
    assert (ran.code, ran.out) == (3, "")
    assert re.fullmatch(r"bibdb: There is no database at .*data\.sqlite.*\n", ran.err)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_database(bibdb: Bibdb, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes.\n" * 100)
    ran = bibdb("list", "-d", str(path))
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert str(path) in ran.err


def test_the_database_is_named_by_option_environment_or_settings(
    bibdb: Bibdb, collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.sqlite"
    collection.rename(other)
    assert bibdb("list").code == 3
    assert bibdb("list", "-d", str(other)).code == 0
    assert bibdb("list", "--database", f"sqlite:///{other}").code == 0
    (tmp_path / "bibdb.toml").write_text('database = "other.sqlite"\n')
    assert bibdb("list").code == 0
    monkeypatch.setenv("BIBDB_DATABASE", "third.sqlite")
    assert "third.sqlite" in bibdb("list").err


@pytest.mark.parametrize("words", [["--quiet", "list"], ["list", "--quiet"]])
def test_quiet_stands_before_or_behind_the_command(words: list[str], bibdb: Bibdb, collection: Path) -> None:
    assert bibdb("list").err == "3 works\n"
    ran = bibdb(*words)
    assert ran.err == ""
    assert "los2030lists" in ran.out
    assert bibdb("--quiet", "show", "nobody").err != ""
