"""What arXiv's interfaces have in common: accents, withdrawal, DOIs, names, abstracts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.sources.accents import decode_accents
from bibdb.sources.preprint import abstract_text, categories, doi_of, written_by


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\'Edgar Rold\'an", "Édgar Roldán"),
        (r"{\'E}cole, {\'{e}}t\'{e}", "École, été"),
        (r"Erd\H{o}s, \v{S}t\v ep\'an, Fran\c cois", "Erdős, Štěpán, François"),
        (r"na\"\i ve na\"{\i}ve na{\"i}ve", "naïve naïve naïve"),
        (
            r"{\L}ukasz, \L\'od\'z, S{\o}ren, \AA ngstr\"om, stra{\ss}e, Stra\ss{}e",
            "Łukasz, Łódź, Søren, Ångström, straße, Straße",
        ),
        (r"\k{a} \d{a} \u{g} \~n \=o \.z \r{u}", "ą ạ ğ ñ ō ż ů"),
        (r"$\alpha$, $\'e$ and \alpha, \textbf{x}", r"$\alpha$, $\'e$ and \alpha, \textbf{x}"),
        (r"\emph{\'e} {a\'e} {\o rsted}", r"\emph{é} {aé} {ørsted}"),
        (r"costs \$5 and {\$}6 \'a", r"costs \$5 and {\$}6 á"),
        (r"\cite{a} \undefined \verb|\'e|", r"\cite{a} \undefined \verb|é|"),
        ("plain ümläut", "plain ümläut"),
    ],
)
def test_accents_are_decoded_and_nothing_else(tex: str, text: str) -> None:
    assert decode_accents(tex) == text


@given(st.text(alphabet="\\'\"`^~{}$aeioLlsc Hvu\n", max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_decoded(text: str) -> None:
    assert isinstance(decode_accents(text), str)


def test_decoding_takes_linear_time() -> None:
    for hostile in ("\\'" * 50_000, "{" * 50_000 + "\\'e", "$" * 50_001, "\\v " * 50_000, "{\\L" * 30_000):
        decode_accents(hostile)


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("10.1000/A.1", "10.1000/a.1"),
        ("10.1000/a.1 10.1000/b.2", "10.1000/a.1"),
        ("10.1000/a.1, 10.1000/b.2;10.1000/c.3", "10.1000/a.1"),
        ("10.1000/a.1,10.1000/b.2", "10.1000/a.1"),
        (
            "10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM9>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim9>3.0.co;2-2",
        ),
        ("10.1002/x.3.0.CO;2-2; 10.1000/b.2", "10.1002/x.3.0.co;2-2"),
        ("https://doi.org/10.1000/a.1", "10.1000/a.1"),
        ("doi:10.1000/a.1", "10.1000/a.1"),
        ("none", None),
        ("10.48550/arXiv.2401.00001", None),
        (None, None),
    ],
)
def test_the_first_doi_counts(field: str | None, doi: str | None) -> None:
    found = doi_of(field)
    assert (found.value if found else None) == doi


def test_names() -> None:
    names = written_by([" Plato", "ATLAS Collaboration:", ":", "", "Gemini Team", "Tim Collabora", "\u202eAda\x00 "])
    assert [(name.display, name.literal) for name in names] == [
        ("Plato", False), ("ATLAS Collaboration", True), ("Gemini Team", True), ("Tim Collabora", False), ("Ada", False),
    ]  # fmt: skip


def test_paragraphs_of_an_abstract() -> None:
    assert (
        abstract_text("  One line\nand another.\n  Second  paragraph.\n")
        == "One line and another.\n\nSecond paragraph."
    )
    assert abstract_text("One.\r\n\r\nTwo.") == "One.\n\nTwo."
    assert abstract_text(" ") == ""


def test_only_arxivs_own_classes_are_categories() -> None:
    told = [
        "cs.LG",
        "28A80 (Primary) 39B62 (Secondary)",
        "F.4.1; K.2",
        "hep-th",
        "cond-mat.stat-mech",
        "cs.LG",
        "35",
        "",
    ]
    assert categories(told) == ("cs.LG", "hep-th", "cond-mat.stat-mech")
