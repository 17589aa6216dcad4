"""`bibdb export` as a person meets it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bibdb.cli.exporting import Told
from tests.cli.conftest import Bibdb
from tests.writers.samples import BOTH

PAPER = """@inproceedings{los2030lists,
  title         = {On Lists},
  author        = {{\\L}o{\\'s}, Za{\\.z}{\\'o}{\\l}{\\'c} and {The List Group}},
  editor        = {Itor, Ed},
  booktitle     = {Proceedings of the List Conference},
  year          = {2031},
  month         = jul,
  eprint        = {3001.00001},
  archivePrefix = {arXiv},
  primaryClass  = {cs.DL},
  doi           = {10.1234/lists},
}
"""


def test_bibtex(collection: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "bibtex")
    assert ran.code == 0
    assert PAPER in ran.out
    assert ran.out.index("@misc{lists,") < ran.out.index("@inproceedings{los2030lists,") < ran.out.index("@misc{own1,")
    assert "3 works written" in ran.err


ASKED = """  keywords      = {lists, people},
  abstract      = {We study lists that people keep, and find that na{\\"i}ve lists outlive clever ones.},
  note          = {- the *first* one},
}
"""


def test_more_on_request(collection: Path, bibdb: Bibdb) -> None:
    plain = bibdb("export", "bibtex").out
    assert not [name for name in ("keywords", "abstract", "note") if f"  {name} " in plain]
    assert PAPER.removesuffix("}\n") + ASKED in bibdb("export", "bibtex", "--keywords", "--abstract", "--note").out
    assert "keywords      = {Paper Collection}" in bibdb("export", "biblatex", "--keywords").out
    assert "abstract      =" not in bibdb("export", "bibtex", "--keywords", "--note").out


def test_output_is_a_whole_file(collection: Path, bibdb: Bibdb) -> None:
    assert bibdb("export", "bibtex", "--key", "los2030lists", "-o", "refs.bib").out == ""
    assert Path("refs.bib").read_text() == PAPER


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csl-json", "ris", "csv", "jsonl", "hayagriva", "text"])
def test_every_format(name: str, collection: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", name, "--key", "los2030lists")
    assert ran.code == 0
    assert "On Lists" in ran.out
    assert "own1" not in ran.out


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["--section", "long ones"], ["own1"]),
        (["--tag", "paper collection"], ["lists"]),
        (["--year", "2031"], ["los2030lists"]),
        (["--year", "2032-2040"], []),
        (["--author", "los"], ["los2030lists"]),
        (["--query", "outlive"], ["los2030lists"]),
        (["--key", "lists-old", "--key", "own1"], ["los2030lists", "own1"]),
    ],
)
def test_filters(words: list[str], keys: list[str], collection: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "csl-json", *words)
    assert [item["id"] for item in json.loads(ran.out)] == keys


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["--section", "longe ones"], "--section: nothing is called longe ones; the nearest are Long ones", 2),
        (["--author", "Zażółe Łoś"], "--author: nothing is called Zażółe Łoś; the nearest are Zażółć Łoś", 2),
        (["--tag", "paper collections"], "the nearest are Paper Collection", 2),
        (["--key", "los2031lists"], "no work has the key los2031lists; the nearest are los2030lists", 3),
        (["--year", "soon"], "--year soon: give a year or two", 2),
        (["--diff"], "--diff shows what --into would change", 2),
        (["--into", "refs.bib", "-o", "x"], "goes with neither --output nor --cited-in", 2),
        (["--into", "gone.bib"], "gone.bib cannot be read", 3),
        (["--cited-in", "gone.tex"], "gone.tex cannot be read", 3),
        (["--style", "poem"], "poem", 2),
    ],
)
def test_what_does_not_fit_is_said(words: list[str], said: str, code: int, collection: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "bibtex", *words)
    assert said in ran.err
    assert ran.code == code
    assert ran.out == ""


def test_cited_keys(collection: Path, bibdb: Bibdb) -> None:
    Path("paper.tex").write_text("\\cite{own1}\n\\input{more}")
    Path("more.tex").write_text("\n\\citep{lists-old}")
    ran = bibdb("export", "bibtex", "--cited-in", "paper.tex")
    assert ran.code == 0
    assert ran.out.count("\n@") + ran.out.startswith("@") == 2
    assert "@inproceedings{lists-old,\n" in ran.out  # BibTeX knows no aliases
    modern = bibdb("export", "biblatex", "--cited-in", "paper.tex")
    assert "@inproceedings{los2030lists,\n" in modern.out
    assert "{lists-old}" in modern.out


def test_unknown_cited_keys_are_named(collection: Path, bibdb: Bibdb) -> None:
    Path("paper.md").write_text("Known [@own1],\nunknown [@los2030list; @quite-another].")
    ran = bibdb("export", "bibtex", "--cited-in", "paper.md", "-o", "refs.bib")
    assert ran.code == 1
    assert "paper.md:2: no work has the key los2030list; the nearest are los2030lists" in ran.err
    assert "paper.md:2: no work has the key quite-another\n" in ran.err
    assert "@misc{own1," in Path("refs.bib").read_text()


def test_everything_may_be_cited(collection: Path, bibdb: Bibdb) -> None:
    Path("paper.tex").write_text("\\nocite{*}")
    assert bibdb("export", "bibtex", "--cited-in", "paper.tex").out == bibdb("export", "bibtex").out


def test_into(collection: Path, bibdb: Bibdb) -> None:
    before = "% mine\n" + PAPER.replace("{2031}", "{2029}") + "@misc{other, title = {Other}}"
    Path("refs.bib").write_text(before)
    shown = bibdb("export", "bibtex", "--into", "refs.bib", "--diff")
    assert shown.code == 0
    assert "-  year          = {2029},\n+  year          = {2031},\n" in shown.out
    assert Path("refs.bib").read_text() == before
    ran = bibdb("export", "bibtex", "--into", "refs.bib")
    assert "1 entry changed in refs.bib" in ran.err
    assert Path("refs.bib").read_text() == before.replace("{2029}", "{2031}")
    assert "0 entries changed" in bibdb("export", "bibtex", "--into", "refs.bib").err


def test_what_a_person_should_know_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    works = [replace(BOTH, key=key) for key in ("a", "A", *"bcdefghij")]
    told = Told(beyond=["han"])
    assert len(list(told.seen(works))) == 11
    told.say()
    said = capsys.readouterr().err
    assert "11 works written\n" in said
    assert "comment alone: a, A, b, c, d, e, f, g and 3 more\n" in said
    assert "takes for one: A\n" in said
    assert "use xelatex, or biblatex and lualatex): han\n" in said


def test_what_was_taken_back_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told()
    retracted = replace(BOTH, key="b", editions=(replace(BOTH.editions[0], retracted=True), *BOTH.editions[1:]))
    withdrawn = replace(BOTH, key="c", editions=(*BOTH.editions[:-1], replace(BOTH.editions[-1], withdrawn=True)))
    assert len(list(told.seen([replace(BOTH, key="a"), retracted, withdrawn]))) == 3
    told.say()
    assert "withdrawn by their authors or retracted by their publishers: b, c\n" in capsys.readouterr().err


def test_a_style_that_is_none(collection: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "text", "--csl", "nonsense", "-o", "refs.txt")
    assert ran.code == 2
    assert "no CSL style is called nonsense" in ran.err
    assert not Path("refs.txt").exists()


def test_styles_and_editions(collection: Path, bibdb: Bibdb) -> None:
    ran = bibdb("export", "bibtex", "--key", "los2030lists", "--edition", "preprint", "--style", "natbib")
    assert ran.out.startswith("@article{los2030lists,\n  title         = {On {{\\L}ists}},")
    assert "journal       = {arXiv preprint arXiv:3001.00001}," in ran.out
    short = bibdb("export", "biblatex", "--key", "los2030lists", "--venue", "short")
    assert "booktitle     = {ListConf}," in short.out
