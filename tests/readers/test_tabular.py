from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import read
from bibdb.values import Document


def _read(text: str, name: str) -> Document:
    (document,) = read(text.encode(), PurePath(name))
    assert b"".join(block.raw for block in document.blocks) == text.encode()
    return document


def _links(document: Document) -> list[tuple[int, str, str]]:
    return [(link.line, str(link.role), str(link.identifier or link.url)) for link in document.links]


def test_columns_by_name() -> None:
    document = _read(
        "Year\tMonth\tAbbr.\tTitle\tArxiv\tOfficial_Code\n"
        "2014\t6\tWID\tOn Widgets\thttps://arxiv.org/abs/1406.0001\thttps://github.com/example/wid\n"
        "2015\t11\tGAD\tOn Gadgets\thttps://arxiv.org/abs/1511.00002v2\t-\n",
        "a.tsv",
    )
    assert [(entry.line, entry.title, str(entry.date)) for entry in document.entries] == [
        (2, "On Widgets", "2014-06"),
        (3, "On Gadgets", "2015-11"),
    ]
    assert _links(document) == [
        (2, "subject", "arxiv:1406.0001"),
        (2, "mention", "github:example/wid"),
        (3, "subject", "arxiv:1511.00002v2"),
    ]


def test_first_author_beside_all_authors() -> None:
    document = _read(
        "No,Title,First author,Author\n"
        '1,On Widgets,Jane Doe,"Jane Doe, Richard Roe"\n'
        "2,On Gadgets,Ann Other,\n"
        "3,On Things,Ann Other,Ann Other\n",
        "a.csv",
    )
    assert [entry.authors for entry in document.entries] == [
        ("Jane Doe", "Richard Roe"),
        ("Ann Other",),
        ("Ann Other",),
    ]


def test_columns_by_content() -> None:
    document = _read(
        "2409.01234,A study of widgets in the wild,2024\n2409.01235,Gadgets considered rather harmful,2023\n", "a.csv"
    )
    assert [(entry.title, str(entry.date)) for entry in document.entries] == [
        ("A study of widgets in the wild", "2024"),
        ("Gadgets considered rather harmful", "2023"),
    ]
    assert [value for _, _, value in _links(document)] == ["arxiv:2409.01234", "arxiv:2409.01235"]


def test_measured_numbers_are_no_identifiers() -> None:
    document = _read(
        "Title,Score,Which\nOn widgets,1203.4567,2409.01234\nOn gadgets,1.5,2409.01235\nOn things,0812.1234,2409.01236\n",
        "a.csv",
    )
    assert [value for _, _, value in _links(document)] == ["arxiv:2409.01234", "arxiv:2409.01235", "arxiv:2409.01236"]


def test_cells_over_lines() -> None:
    document = _read(
        'Title;Author;DOI;Notes;Url\r\n"Widgets; a ""survey""";Doe, Jane;10.5555/w;"first line\r\n'
        'see https://example.org/x";https://example.org/w\r\nGadgets;;10.5555/g;;\r\n',
        "a.csv",
    )
    first, second = document.entries
    assert (first.line, first.end_line, first.title, first.note) == (
        2,
        3,
        'Widgets; a "survey"',
        "first line\nsee https://example.org/x",
    )
    assert (second.line, second.title) == (4, "Gadgets")
    assert _links(document) == [
        (2, "subject", "doi:10.5555/w"),
        (3, "mention", "https://example.org/x"),
        (3, "mention", "https://example.org/w"),
        (4, "subject", "doi:10.5555/g"),
    ]


def test_zotero_export() -> None:
    document = _read(
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Date","Extra","Manual Tags"\n'
        '"AB12CD34","journalArticle","2024","Doe, Jane; Roe, Richard","On Widgets","J. Made-Up Res.","10.5555/w",'
        '"https://example.org/w","2024-09-17","arXiv:2409.01234 [cs]","things; widgets"\n',
        "a.csv",
    )
    (entry,) = document.entries
    assert (entry.key, entry.title, str(entry.date), entry.venue) == (
        "AB12CD34",
        "On Widgets",
        "2024-09-17",
        "J. Made-Up Res.",
    )
    assert entry.authors == ("Doe, Jane", "Roe, Richard")
    assert entry.tags == ("things", "widgets")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('title,url\nOne,http://example.org/1\n"Two,http://example.org/2\nThree,http://example.org/3\n', "table-quote"),
        ("title,url\nOne,http://example.org/1\nTwo,http://example.org/2,x\nThree,http://example.org/3\n", "table-row"),
    ],
)
def test_a_bad_row_costs_no_other(text: str, rule: str) -> None:
    document = _read(text, "a.csv")
    assert [entry.title for entry in document.entries] == ["One", "Two", "Three"]
    assert [(finding.rule, finding.line) for finding in document.findings] == [(rule, 3)]


def test_ris() -> None:
    text = (
        "TY  - JOUR\nTI  - On Widgets\nAU  - Doe, Jane\nAU  - van der Berg, Jan\nT2  - J. Made-Up Res.\n"
        "AB  - Words that go\n over lines to https://example.org/x\nDA  - 2024/09//\nDO  - 10.5555/w\nSP  - 1\nEP  - 9\n"
        "KW  - things\nKW  - widgets\nSN  - 1234-567X\nUR  - https://example.org/w\nER  - \n\n"
        "TY  - UNPB\nT1  - Gadgets\nUR  - https://arxiv.org/abs/2409.01234\n"
    )
    document = _read(text, "a.ris")
    first, second = document.entries
    assert (first.line, first.end_line, second.line, second.end_line) == (1, 16, 18, 20)
    assert (first.title, str(first.date), first.venue) == ("On Widgets", "2024-09", "J. Made-Up Res.")
    assert first.authors == ("Doe, Jane", "van der Berg, Jan")
    assert first.tags == ("things", "widgets")
    assert first.fields is not None
    assert (first.fields.page, first.fields.issn, first.fields.doi) == ("1-9", "1234-567X", "10.5555/w")
    assert _links(document) == [
        (7, "mention", "https://example.org/x"),
        (9, "subject", "doi:10.5555/w"),
        (15, "mention", "https://example.org/w"),
        (20, "subject", "arxiv:2409.01234"),
    ]
    assert [(finding.rule, finding.line) for finding in document.findings] == [("ris", 18)]


@given(st.text(alphabet='",;\t|\n\r -TYERUA1ah:/.', max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text(text: str) -> None:
    for name in ("a.csv", "a.ris"):
        assert "reader-fault" not in {finding.rule for finding in _read(text, name).findings}
