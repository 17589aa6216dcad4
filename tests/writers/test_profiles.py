"""Under each profile the arXiv identifier stands in the PDF, once: as the real programs show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibdb.writers import biblatex, bibtex
from bibdb.writers.reference import Options
from tests.writers.programs import Tool, run, typeset
from tests.writers.samples import ATLAS, BOTH, PREPRINT

STYLES = [
    ("plain", "plain"),
    ("natbib", "plainnat"),
    ("iclr", "abbrvnat"),
    ("neurips", "unsrtnat"),
    ("ieee", "ieeetr"),
    ("revtex", "eprint"),
    ("acl", "acleprint"),
]
OURS = Path(__file__).with_name("eprint.bst")


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    """A folder with our own styles: one that prints eprints everywhere, as REVTeX's, and one of `@misc`, as ACL's."""
    text = OURS.read_text()
    (tmp_path / "eprint.bst").write_text(text)
    (tmp_path / "acleprint.bst").write_text(text.replace("#0 'of.misc.only", "#1 'of.misc.only"))
    return tmp_path


@pytest.mark.parametrize(("profile", "style"), STYLES)
def test_the_identifier_is_shown_once(profile: str, style: str, styles: Path, tool: Tool) -> None:
    entries = bibtex.write([PREPRINT, BOTH, ATLAS], Options(style=profile))
    (styles / "refs.bib").write_text("".join(entries), "ascii")
    text = typeset(tool, styles, style, warnings=True)
    shown = "".join(text.split())
    assert shown.count("arXiv:2401.00001") == 1
    assert shown.count("arXiv:2402.00002") == 1
    assert shown.count("00001") == shown.count("00002") == 1
    assert "LearningRepresentations" in shown
    assert shown.count("ATLAS") == 1


def test_biblatex_shows_it(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("".join(biblatex.write([PREPRINT, BOTH, ATLAS])), "utf-8")
    (tmp_path / "refs.tex").write_text(
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}"
        r"\usepackage[backend=biber,doi=false]{biblatex}\addbibresource{refs.bib}"
        r"\begin{document}\cite{old2024}\nocite{*}\printbibliography\end{document}"
    )
    pdflatex = [tool("pdflatex"), "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "refs"]
    run(pdflatex, tmp_path)
    said = run([tool("biber"), "--validate-datamodel", "refs"], tmp_path)
    assert "WARN" not in said, said
    run(pdflatex, tmp_path)
    text = run([tool("pdftotext"), "-raw", "-enc", "UTF-8", "refs.pdf", "-"], tmp_path)
    shown = "".join(text.split())
    assert "ŁukaszvanderTest" in shown
    assert "arXiv:2401.00001[cs.CL]" in shown
    assert "031801" in shown
