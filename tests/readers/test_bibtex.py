from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.readers import read
from bibdb.readers.tex import decode_tex
from bibdb.values import Document, LinkRole, WorkType


def _read(text: str) -> Document:
    (document,) = read(text.encode(), PurePath("a.bib"))
    assert b"".join(block.raw for block in document.blocks) == text.encode()
    return document


def _links(document: Document) -> list[tuple[int, str, str]]:
    return [(link.line, str(link.role), str(link.identifier or link.url)) for link in document.links]


def test_an_entry_with_everything() -> None:
    document = _read(
        "% a list\n"
        '@string{tmlr = "Trans. of Made-Up Results"}\n'
        "@Article{doe2024widgets,\n"
        "  Author = {Doe, Jane and van der Berg, Jan and {The Widget Team} and others},\n"
        "  title = {On {W}idgets \\& \\emph{Things}},\n"
        "  journal = tmlr,\n"
        "  year = 2024, month = sep # {~17},\n"
        "  archivePrefix = {arXiv}, eprint = {2409.01234v2}, primaryClass = {cs.LG},\n"
        "  doi = {10.5555/foo\\_bar},\n"
        "  abstract = {We extend\n"
        "    arXiv:2301.00001 by far.},\n"
        "  keywords = {widgets, things}, note = {Read this first.}\n"
        "}\n"
    )
    (entry,) = document.entries
    assert (entry.line, entry.end_line, entry.key, entry.type) == (3, 13, "doe2024widgets", WorkType.PAPER)
    assert entry.title == entry.label == "On Widgets & Things"
    assert (str(entry.date), entry.venue, entry.note) == ("2024-09", "Trans. of Made-Up Results", "Read this first.")
    assert entry.authors == ("Doe, Jane", "van der Berg, Jan", "The Widget Team", "et al.")
    assert entry.tags == ("widgets", "things")
    fields = entry.fields
    assert fields is not None
    assert fields.authors is not None
    assert [(name.family, name.given, name.literal) for name in fields.authors] == [
        ("Doe", "Jane", False),
        ("van der Berg", "Jan", False),
        (None, None, True),
        (None, None, True),
    ]
    assert fields.authors[-1].display == "et al."
    assert (fields.arxiv_id, fields.version, fields.doi, fields.primary_category) == (
        "2409.01234",
        2,
        "10.5555/foo_bar",
        "cs.LG",
    )
    assert _links(document) == [
        (8, "subject", "arxiv:2409.01234v2"),
        (9, "mention", "doi:10.5555/foo_bar"),
        (11, "mention", "arxiv:2301.00001"),
    ]


@pytest.mark.parametrize(
    ("field", "identifier"),
    [
        ("eprint = {math/0409584}", "arxiv:math/0409584"),
        ("eprint = {https://arxiv.org/pdf/math/0110247}", "arxiv:math/0110247"),
        ("eprint = {arXiv 2402.08741}", "arxiv:2402.08741"),
        ("eprint = {2402.08741}, eprinttype = {arxiv}", "arxiv:2402.08741"),
        ("journal = {arXiv preprint math/0409584}", "arxiv:math/0409584"),
        ("journal = {arXiv preprint arXiv:1605.08695}", "arxiv:1605.08695"),
        ("journal = {CoRR}, volume = {abs/1709.05011}", "arxiv:1709.05011"),
        ("note = {arXiv:1709.05011}", "arxiv:1709.05011"),
        ("howpublished = {\\url{https://arxiv.org/abs/1709.05011}}", "arxiv:1709.05011"),
        ("url = {https://doi.org/10.5555/a\\_b}", "doi:10.5555/a_b"),
        ("eprint = {12345}, eprinttype = {jstor}, doi = {https://dx.doi.org/10.5555/x}", "doi:10.5555/x"),
        ("abstract = {see arXiv:1709.05011}, url = {https://example.org/paper.pdf}", "https://example.org/paper.pdf"),
    ],
)
def test_where_people_keep_identifiers(field: str, identifier: str) -> None:
    document = _read(f"@article{{k,\n title = {{T}},\n {field}\n}}\n")
    subjects = [link for link in document.links if link.role is LinkRole.SUBJECT]
    assert [str(link.identifier or link.url) for link in subjects] == [identifier]
    assert subjects[0].line == 3


@pytest.mark.parametrize(
    ("field", "date"),
    [
        ("year = 2024", PartialDate(2024)),
        ("year = {2024}, month = {August}", PartialDate(2024, 8)),
        ("year = 2024, month = 8, day = 3", PartialDate(2024, 8, 3)),
        ("date = {2024-08-03/2024-08-05}", PartialDate(2024)),
        ("date = {2024-08-03}", PartialDate(2024, 8, 3)),
        ("year = {in press}", None),
        ("year = {(2024)}", PartialDate(2024)),
        ("year = 2024, month = 2, day = 31", PartialDate(2024)),
    ],
)
def test_dates(field: str, date: PartialDate | None) -> None:
    assert _read(f"@misc{{k, title = {{T}}, {field}}}").entries[0].date == date


@pytest.mark.parametrize(
    ("journal", "venue"),
    [
        ("arXiv preprint arXiv:2409.01234", "arXiv"),
        ("ArXiv e-prints", "arXiv"),
        ("math.AG/0708.1254", "arXiv"),
        ("CoRR", "CoRR"),
        ("J. of arXiv Studies", "J. of arXiv Studies"),
    ],
)
def test_arxiv_is_no_journal(journal: str, venue: str) -> None:
    entry = _read(f"@article{{k, title = {{T}}, journal = {{{journal}}}}}").entries[0]
    assert entry.venue == venue
    assert entry.fields is not None
    assert entry.fields.container_title == (None if venue == "arXiv" else venue)


def test_a_key_that_is_an_identifier() -> None:
    document = _read(
        "@article{10.5555/986491,\n title={On Widgets}, year=1999}\n"
        "@misc{2409.01234v2,\n title={On Gadgets}}\n"
        "@article{10.5555/other,\n title={On Things}, doi={10.5555/Other}}\n"
        "@misc{2024.doe,\n title={On More}}\n"
    )
    assert _links(document) == [
        (1, "subject", "doi:10.5555/986491"),
        (3, "subject", "arxiv:2409.01234v2"),
        (6, "subject", "doi:10.5555/other"),
    ]


def test_what_is_broken_costs_only_itself() -> None:
    document = _read(
        "@article{one, title = {One}}\n"
        "@article{two, title = {never closed,\n  url = {http://arxiv.org/abs/2401.00002}\n"
        "@article{three, title = {Three} year = {1999}}\n"
        "@article{one, title = {One again}}\n"
        "@article{four, title = {Four}, title = {Vier}}\n"
        "@book{five, title = {Five}, publisher = nowhere}\n"
        "@inproceedings{six, title = {Six}, crossref = {proc}}\n"
        "@proceedings{proc, title = {Proceedings of Nothing}, year = 2020}\n"
        "@article{seven, title = {cut off"
    )
    assert [entry.title for entry in document.entries] == [
        "One", "Three", "One again", "Four", "Five", "Six", "Proceedings of Nothing",
    ]  # fmt: skip
    assert [(finding.rule, finding.line) for finding in document.findings] == [
        ("bibtex-broken", 2),
        ("bibtex-comma", 4),
        ("bibtex-duplicate-key", 5),
        ("bibtex-duplicate-field", 6),
        ("bibtex-string", 7),
        ("bibtex-broken", 10),
    ]
    three, six = document.entries[1], document.entries[5]
    assert str(three.date) == "1999"
    assert (six.venue, str(six.date)) == ("Proceedings of Nothing", "2020")
    assert _links(document) == [(3, "mention", "arxiv:2401.00002")]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("G{\\\"o}del and \\'Etienne", "Gödel and Étienne"),
        ('Erd\\H{o}s, {\\L}ukasz, \\c{C}elik, na{\\"\\i}ve, \\o re, {\\ss}', "Erdős, Łukasz, Çelik, naïve, øre, ß"),
        ("Nguy{\\~{\\^e}}n", "Nguyễn"),
        ("{A}rtin--{R}ees", "Artin--Rees"),
        ("\\textbf{bold} {\\em and} \\emph{soft}", "bold and soft"),
        ("``quoted''~text", "“quoted” text"),
        ("$L^2$ and \\$5", "$L^2$ and $5"),
        ("100\\% \\& more\\_or\\#less", "100% & more_or#less"),
    ],
)
def test_decode_tex(tex: str, text: str) -> None:
    assert decode_tex(tex) == text


@given(st.text(alphabet='@{}",=#\\%\n abcu1.:/', max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text(text: str) -> None:
    assert "reader-fault" not in {finding.rule for finding in _read(text).findings}
