from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bibdb.cli.formats import formats
from bibdb.cli.read import read

LIST = "# Widgets\n\n- [On Widgets](https://arxiv.org/abs/2409.01234)\n"


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(read)
    made.command()(formats)
    return made


def test_a_table_and_what_is_wrong(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(LIST)
    (tmp_path / "b.bib").write_text("@article{a, title = {never closed\n")
    result = CliRunner().invoke(app, ["read", str(tmp_path)])
    assert result.exit_code == 0
    assert "a.md: markdown, 1 entry, 1 link, 1 section" in result.stdout
    assert "b.bib:1: the BibTeX entry is broken" in result.stderr


def test_one_object_a_line(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(LIST)
    (tmp_path / "b.txt").write_text(LIST)
    result = CliRunner().invoke(app, ["read", "--json", "--from", "markdown", str(tmp_path)])
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["format"] for each in objects] == ["markdown", "markdown"]
    assert objects[0]["entries"][0]["title"] == "On Widgets"


def test_a_file_that_is_not_there(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(LIST)
    result = CliRunner().invoke(app, ["read", str(tmp_path / "none"), str(tmp_path / "a.md")])
    assert result.exit_code == 3
    assert "there is no such file or folder" in result.stderr
    assert "On Widgets" in result.stdout


def test_the_formats(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["formats", "--json"])
    names = {each["name"]: each["suffixes"] for each in json.loads(result.stdout)}
    assert ".md" in names["markdown"]
    assert "repomix" in names
    assert "bibtex " in CliRunner().invoke(app, ["formats"]).stdout
