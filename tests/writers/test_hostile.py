"""Metadata that tries to run TeX, HTML, formulas or a terminal is text like any other, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
import yaml

from bibdb.values import Name, Work
from bibdb.writers import WRITERS, biblatex, bibtex, citeproc, csl, hayagriva, jsonl, ris, tabular
from bibdb.writers.citeproc import Markup
from bibdb.writers.reference import Options
from tests.writers.programs import Tool, run, typeset
from tests.writers.samples import listing, preprint, publication, work

TEX = [
    r"\input{secret}", r"\write18{touch ran}", r"\immediate\write18{touch ran}", r"\catcode`\%=12 x", r"^^5cinput secret",
    r"\csname input\endcsname secret", r"\def\x{\x}\x", r"\openout15=ran \write15{x}", r"$\input{secret}$",
    r"{\catcode`\@=11 \@@input secret}", r"\special{x}", r"\newwrite\x", r"} \input{secret} {", r"\uppercase{\input}",
    r"\begin{filecontents}{ran}x\end{filecontents}", r"$^^5cinput secret$", "\\\u0300input{secret}", r"\'{\input{secret}}",
    r"\emph{\input{secret}}", r"$\text{\input{secret}}$", r"\href{x}{\input{secret}}", r"\"\input{secret}", r"%\input{secret}",
    r"\relax\input{secret}", r"\i\input{secret}", "\\in\x00put{secret}", "\\\u200binput{secret}", r"\Verb|\input|", r"\\input{secret}",
    "{" * 300 + r"\input{secret}" + "}" * 300, r"\input e" + "\u0301" * 300, r"\input $" + r"\sqrt" * 60 + " x$", "%\u00b2 input",
    r"$\left(" * 300 + "input",
]  # fmt: skip
CONTROLS = "\x1b[31mred\x07\x9b2J\u202eevil\u2066"
HTML = '<script>alert(1)</script><img src=x onerror="y">&amp;'
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x","y")', " =1", "\r=cmd"]


def hostile(said: str, key: str = "bad") -> Work:
    return work(
        key,
        preprint("2401.00001", title="First", primary_category=said),
        publication(
            title=said, authors=(Name(said), Name(f"Jane {said}"), Name(said, given=said, family=said)), container_title=said, publisher=said,
            volume=said, page=said, doi=f"10.5555/{said}", url=f"https://example.org/{said}", note=said, abstract=said, keywords=(said,),
        ),
        aliases=(said,),
        listings=(listing(note=said, tags=(said,), section=said),),
    )  # fmt: skip


ALL = Options(keywords=True, abstract=True, note=True)


@pytest.mark.parametrize("style", ["plain", "plainnat"])
def test_no_tex_is_run(style: str, tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text(r"SECRET\immediate\write18{touch ran}")
    works = [hostile(said, f"k{n}") for n, said in enumerate(TEX)]
    (tmp_path / "refs.bib").write_text("".join(bibtex.write(works, ALL)), "ascii")
    text = typeset(tool, tmp_path, style, warnings=True)
    assert "SECRET" not in text
    assert not (tmp_path / "ran").exists()
    assert text.count("input") > 10  # it is shown


def test_biber_reads_it_as_text(tool: Tool, tmp_path: Path) -> None:
    works = [hostile(said, f"k{n}") for n, said in enumerate(TEX)]
    text = "".join(biblatex.write(works))
    # Aliases with blanks and commas are none for biber.
    (tmp_path / "refs.bib").write_text(re.sub(r"(?m)^  ids .*\n", "", text), "utf-8")
    said = run([tool("biber"), "--tool", "--nolog", "refs.bib"], tmp_path)
    assert "ERROR" not in said
    assert (tmp_path / "refs_bibertool.bib").read_text("utf-8").count("@INPROCEEDINGS") + (
        tmp_path / "refs_bibertool.bib"
    ).read_text("utf-8").count("@ARTICLE") == len(TEX)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_no_control_reaches_a_terminal(name: str) -> None:
    text = "".join(WRITERS[name]([hostile(CONTROLS)]))
    if name == "jsonl":  # JSON keeps what was said, escaped by those who print it
        assert "\x1b" not in text
        return
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("formula", FORMULAS)
def test_spreadsheets_run_no_cell(formula: str) -> None:
    rows = list(csv.reader(io.StringIO("".join(tabular.write([hostile(formula)], ALL)), newline="")))
    for cell in rows[1]:
        assert not cell.lstrip("\t\r\n ").startswith(("=", "+", "-", "@", "＝"))


def test_references_in_html_are_escaped() -> None:
    page = "".join(citeproc.write([hostile(HTML)], markup=Markup.HTML))
    assert "<script" not in page
    assert "<img" not in page
    markdown = "".join(citeproc.write([hostile(HTML + "[x](javascript:y)*z*")], markup=Markup.MARKDOWN))
    assert "\\<script" in markdown
    assert "[x](" not in markdown


@pytest.mark.parametrize(
    "said", [*TEX, CONTROLS, HTML, *FORMULAS, "a: b\n- c: &x *y !!python/object:os.system", "TY  - X\r\nER  - \r\n"]
)
def test_data_formats_hold_it_as_data(said: str) -> None:
    works = [hostile(said), hostile("harmless", "good")]
    assert len(json.loads("".join(csl.write(works, ALL)))) == 2
    assert len("".join(jsonl.write(works)).splitlines()) == 2
    assert set(yaml.safe_load("".join(hayagriva.write(works, ALL)))) == {"bad", "good"}
    lines = "".join(ris.write(works, ALL)).split("\r\n")
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - JOUR", "ER  - "] * 2 or all(
        re.fullmatch(r"[A-Z][A-Z0-9]  - .*|", line) for line in lines
    )
    assert sum(line.startswith("ER") for line in lines) == 2
