"""Keys cited in manuscripts, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibdb.errors import ReadError, UsageError
from bibdb.writers.cited import ALL, cited_in


def found(folder: Path, name: str, text: str, **others: str) -> list[tuple[str, str, int]]:
    for other, content in others.items():
        path = folder / other.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    (folder / name).write_text(text, "utf-8")
    return [(each.key, each.path.relative_to(folder).as_posix(), each.line) for each in cited_in([folder / name])]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (r"\cite{a}", ["a"]),
        (r"\cite{a,b , c}", ["a", "b", "c"]),
        (r"\citep[see][p.~3]{a} \citet*{b} \Citealp{c}", ["a", "b", "c"]),
        (
            r"\parencite{a}\textcite[3]{b}\autocite{c}\footcite{d}\fullcite{e}\footfullcite{f}\smartcite{g}",
            list("abcdefg"),
        ),
        (r"\cites(pre)(post)[1]{a}[2][3]{b}{c}", ["a", "b", "c"]),
        (r"\citeauthor{a}\citeyear{b}\citeyearpar{c}\citetitle{d}\citeurl{e}\nocite{f}", list("abcdef")),
        (r"\cite" + "\n  {a,\n  b}", ["a", "b"]),
        (r"\cite{a} % \cite{b}", ["a"]),
        (r"100\% of \cite{a}", ["a"]),
        (r"\begin{verbatim}\cite{x}\end{verbatim}\cite{a}\verb|\cite{y}|", ["a"]),
        (r"\begin{lstlisting}\cite{x}\end{lstlisting}", []),
        (r"\newcommand{\mycite}[1]{\cite{#1}}", []),
        (r"\citestyle{acm}\setcitestyle{x}\excited{y}\citename{z}", []),
        (r"\nocite{*}", [ALL]),
        (r"\cite{DBLP:conf/x/AbC+24,doi:10.1/x_y}", ["DBLP:conf/x/AbC+24", "doi:10.1/x_y"]),
    ],
)
def test_latex(text: str, keys: list[str], tmp_path: Path) -> None:
    assert [key for key, _path, _line in found(tmp_path, "paper.tex", text)] == keys


def test_latex_takes_files_in(tmp_path: Path) -> None:
    text = "\\cite{a}\n\\input{parts/one}\n\\include{two.tex}\n\\import{parts/}{three}\n\\input{gone}\n\\input plain\n\\cite{z}"
    others = {
        "parts__one.tex": "\n\\cite{b,a}\n\\input{parts/deep}",
        "parts__deep.tex": "\\cite{c}\\input{paper}",
        "two.tex": "\\cite{d}",
        "parts__three.tex": "\\cite{e}",
        "plain.tex": "\\cite{f}",
    }
    assert found(tmp_path, "paper.tex", text, **others) == [
        ("a", "paper.tex", 1),
        ("b", "parts/one.tex", 2),
        ("c", "parts/deep.tex", 1),
        ("d", "two.tex", 1),
        ("e", "parts/three.tex", 1),
        ("f", "plain.tex", 1),
        ("z", "paper.tex", 7),
    ]


def test_aux(tmp_path: Path) -> None:
    text = "\\relax\n\\citation{a,b}\n\\@input{part.aux}\n\\abx@aux@cite{0}{c}\n\\bibdata{refs}"
    assert found(tmp_path, "paper.aux", text, **{"part.aux": "\\citation{d}"}) == [
        ("a", "paper.aux", 2),
        ("b", "paper.aux", 2),
        ("d", "part.aux", 1),
        ("c", "paper.aux", 4),
    ]


def test_bcf(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?>\n<bcf:controlfile>\n<bcf:section number="0">\n<bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>\n'
        '<bcf:citekey order="2" type="set" members="x">set</bcf:citekey>\n<bcf:citekey order="0">*</bcf:citekey></bcf:section>'
    )
    assert found(tmp_path, "paper.bcf", text) == [("a&b", "paper.bcf", 4), (ALL, "paper.bcf", 6)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("As said [@a; see @b, p. 3; -@c] and @d.", ["a", "b", "c", "d"]),
        ("@{https://x.org/a?b} and [@DBLP:conf/x+y]", ["https://x.org/a?b", "DBLP:conf/x+y"]),
        ("Mail me@example.org or \\@not; `@code` and\n```\n@fenced\n```\n<!-- @no --> [@yes]", ["yes"]),
        ("See @fig-one, @sec-two and @eq:three {#eq:three}, but [@fig2020].", ["fig2020"]),
        ("[@a.b.] @c: @d;", ["a.b", "c", "d"]),
    ],
)
def test_markdown(text: str, keys: list[str], tmp_path: Path) -> None:
    assert [key for key, _path, _line in found(tmp_path, "paper.md", text)] == keys


def test_quarto_takes_files_in(tmp_path: Path) -> None:
    text = "[@a]\n\n{{< include part.qmd >}}\n"
    assert [key for key, *_ in found(tmp_path, "paper.qmd", text, **{"part.qmd": "[@b]"})] == ["a", "b"]


def test_typst(tmp_path: Path) -> None:
    text = (
        '= Title <intro>\nAs @a says @intro, #cite(<b:c>, form: "prose") and #cite(label("d/e")).\n// @comment\n'
        '/* @block */ `@raw` mail@example.org https://x.org/@no\n#include "part.typ"\n@a2024-x.'
    )
    assert found(tmp_path, "paper.typ", text, **{"part.typ": "@f"}) == [
        ("a", "paper.typ", 2),
        ("b:c", "paper.typ", 2),
        ("d/e", "paper.typ", 2),
        ("f", "part.typ", 1),
        ("a2024-x", "paper.typ", 6),
    ]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.tex cannot be read"):
        cited_in([tmp_path / "gone.tex"])
    with pytest.raises(UsageError, match=r"\.tex, .*\.typ files"):
        cited_in([tmp_path / "paper.docx"])


def test_a_file_in_latin_1(tmp_path: Path) -> None:
    (tmp_path / "old.tex").write_bytes("Müller \\cite{a}".encode("latin-1"))
    assert [each.key for each in cited_in([tmp_path / "old.tex"])] == ["a"]
