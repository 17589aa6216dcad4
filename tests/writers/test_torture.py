"""Hard names and titles, as the manuals and the best exporters write them, and as the real programs show them."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from bibdb.values import Name
from bibdb.writers.latex import Dialect
from bibdb.writers.names import encode_names
from bibdb.writers.titles import encode_title
from tests.writers.programs import Tool, run, typeset


@dataclass(frozen=True, slots=True)
class Case:
    """A name or title; `shown` is how BibTeX's style `unsrt` shows it, without what pdflatex has no fonts for."""

    kind: str
    given: str
    bibtex: str
    biblatex: str
    shown: str | None = None


CASES = [Case(**json.loads(line)) for line in Path(__file__).with_name("torture.jsonl").read_text("utf-8").splitlines()]
SHOWN = [case for case in CASES if case.shown]


def test_the_set_is_large() -> None:
    assert len(CASES) >= 150
    assert len(SHOWN) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.given)
def test_both_dialects(case: Case) -> None:
    assert written(case, Dialect.BIBTEX) == case.bibtex
    assert written(case, Dialect.BIBLATEX) == case.biblatex


def written(case: Case, dialect: Dialect) -> str:
    return encode_names((Name(case.given),), dialect) if case.kind == "name" else encode_title(case.given, dialect)


def bib(cases: list[Case], dialect: Dialect) -> str:
    entries = []
    for n, case in enumerate(cases):
        said = written(case, dialect)
        author, title = (said, "Fixed") if case.kind == "name" else ("Doe, Jane", said)
        entries.append(
            f"@article{{k{n},\n author={{{author}}},\n title={{{title}}},\n journal={{Zeitschrift}},\n year={{{1500 + n}}}}}\n"
        )
    return "\n".join(entries)


@pytest.mark.parametrize("style", ["unsrt", "plainnat", "ieeetr"])
def test_pdflatex_shows_them(style: str, tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(bib(SHOWN, Dialect.BIBTEX), "ascii")
    text = typeset(tool, tmp_path, style)
    if style != "unsrt":
        return
    references = re.findall(r"\[(\d+)\] (.*?)(?=\n\[\d|\Z)", text, re.DOTALL)
    assert len(references) == len(SHOWN)
    for (_number, reference), case in zip(references, SHOWN, strict=True):
        assert folded(case.shown or "") in folded(reference), case.given


def folded(text: str) -> str:
    """What is left of a text where the PDF sets accents beside their letters, and blanks round them."""
    letters = unicodedata.normalize("NFKD", text.replace("Ð", "Đ").replace("’", "'"))
    return re.sub(r"[\s.,¯ˆ\u0300-\u036f]", "", letters)


def test_biber_finds_nothing_wrong(tool: Tool, tmp_path: Path) -> None:
    text = bib(CASES, Dialect.BIBLATEX).replace("journal=", "journaltitle=").replace("year=", "date=")
    (tmp_path / "torture.bib").write_text(text, "utf-8")
    said = run([tool("biber"), "--tool", "--validate-datamodel", "--nolog", "torture.bib"], tmp_path)
    assert not re.search("WARN|ERROR", said), said
    assert (tmp_path / "torture_bibertool.bib").read_text("utf-8").count("@ARTICLE") == len(CASES)
