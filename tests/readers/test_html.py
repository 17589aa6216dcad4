"""HTML pages and bookmark exports."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import html
from bibdb.values import Document, LinkKind, LinkRole

PAGE = """\
<!DOCTYPE html>
<html><head><title>Our Lists</title><meta name="citation_doi" content="10.1000/page.1"></head>
<body><script>var x = "https://example.org/x.js";</script>
<nav><a href="https://example.org/home">Home of all lists</a></nav>
<h1>Papers</h1>
<ul>
<li><a href="https://arxiv.org/abs/2101.00001">A Theory of Lists</a>, A. Byron, ICLR 2021
  <ul><li>a remark</li></ul>
<li><b>Lists in Practice</b><br>J. Doe, R. Roe<br>
  <a
    href="https://arxiv.org/pdf/2102.00002">PDF</a> <a href="https://github.com/doe/lists">Code</a>
</ul>
<h2>Cards</h2>
<div class="paper"><div class="title">Cards as Entries</div><div>R. Roe, J. Doe</div>
  <div>arXiv 2019 <a href="https://arxiv.org/abs/1903.00003">Paper</a></div></div>
<table>
<tr><td>[1]</td><td>Ada Byron and Max M&uuml;ller. Rows as references. <em>J. Lists</em>, 2018.
[<a href="other.html">bib</a> | <a href="https://doi.org/10.1000/row.1">http</a>]</td></tr>
</table>
<!-- https://arxiv.org/abs/2105.00005 -->
</body></html>
"""

BOOKMARKS = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1600000000">Papers</H3>
    <DL><p>
        <DT><A HREF="https://arxiv.org/abs/2101.00001" ADD_DATE="1600000000" TAGS="lists,theory">[2101.00001] A Theory of Lists</A>
        <DD>to read &amp; cite
    </DL><p>
    <DT><A HREF="https://openreview.net/forum?id=abcDEF123" ADD_DATE="0">Lists in Practice | OpenReview</A>
    <DT><A HREF="javascript:void(0)">a bookmarklet</A>
</DL><p>
"""


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = html.read(data, PurePath("list.html"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def test_entries_of_a_page() -> None:
    document = read(PAGE)
    found = [(entry.line, entry.title, entry.authors, entry.venue, str(entry.date)) for entry in document.entries]
    assert found == [
        (7, "A Theory of Lists", ("A. Byron",), "ICLR 2021", "2021"),
        (9, "Lists in Practice", ("J. Doe", "R. Roe"), None, "None"),
        (14, "Cards as Entries", ("R. Roe", "J. Doe"), "arXiv 2019", "2019"),
        (17, "Rows as references", ("Ada Byron", "Max Müller"), "J. Lists", "2018"),
    ]
    assert document.title == "Our Lists"
    assert [section.path for section in document.sections] == [("Papers",), ("Papers", "Cards")]


def test_links_stand_where_their_address_does() -> None:
    document = read(PAGE)
    links = [(link.line, link.role, link.kind) for link in document.links if link.entry == 1]
    assert links == [(11, LinkRole.SUBJECT, LinkKind.PAPER), (11, LinkRole.MENTION, LinkKind.CODE)]


def test_what_is_no_part_of_the_list_is_only_mentioned() -> None:
    aside = {link.line: link.url for link in read(PAGE).links if link.entry is None}
    assert aside == {
        2: "https://doi.org/10.1000/page.1",
        3: "https://example.org/x.js",
        4: "https://example.org/home",
        20: "https://arxiv.org/abs/2105.00005",
    }


def test_note_below_an_item() -> None:
    assert "a remark" in read(PAGE).entries[0].note


def test_page_on_one_line() -> None:
    document = read(PAGE.replace("\n", " "))
    assert [entry.title for entry in document.entries] == [entry.title for entry in read(PAGE).entries]


def test_definitions_and_linked_blocks() -> None:
    text = '<dl><dt><b>Terms as Titles</b></dt><dd><a href="https://arxiv.org/abs/2101.00001">pdf</a></dd></dl>'
    assert [entry.title for entry in read(text).entries] == ["Terms as Titles"]
    card = '<a href="https://arxiv.org/abs/2101.00002"><h3>Whole Cards as Links</h3><p>about them</p></a>'
    (link,) = read(card).links
    assert link.text == "Whole Cards as Links"


def test_lines_of_a_paragraph_that_are_a_list() -> None:
    text = (
        "<p>"
        + "".join(f'{n}. The title number {n} <a href="https://arxiv.org/abs/2101.0000{n}">pdf</a><br>' for n in (1, 2))
        + "</p>"
    )
    assert [entry.title for entry in read(text).entries] == ["The title number 1", "The title number 2"]


def test_mark_above_a_title_is_no_title() -> None:
    text = (
        '<ol><li><div class="abbr">ICML</div><div class="title">A Title of Lists</div><div>J. Doe, R. Roe</div>'
        '<div><a href="https://arxiv.org/abs/2001.00001">arXiv</a></div><div><p>What it says of lists.</p></div></li></ol>'
    )
    (entry,) = read(text).entries
    assert (entry.title, entry.authors, entry.venue) == ("A Title of Lists", ("J. Doe", "R. Roe"), "ICML")


def test_bookmarks() -> None:
    document = read(BOOKMARKS)
    assert [(entry.line, entry.title, str(entry.date), entry.tags) for entry in document.entries] == [
        (7, "A Theory of Lists", "2020-09-13", ("lists", "theory")),
        (10, "Lists in Practice", "None", ()),
    ]
    assert [section.path for section in document.sections] == [("Bookmarks",), ("Bookmarks", "Papers")]
    assert [entry.section for entry in document.entries] == [1, 0]
    assert "to read &amp; cite" in document.entries[0].note


@pytest.mark.parametrize(
    "text",
    ["<ul>" * 3000, "<div><p>" * 2000, "<a href='" * 500, "<!--" * 500, "<script>" * 500, "<table><tr><td>" * 800],
)
def test_deep_and_unclosed_markup(text: str) -> None:
    read(text)


SOUP = st.lists(
    st.sampled_from(
        [
            '<a href="https://example.org/a">', "</a>", "<li>", "<ul>", "</ul>", "<table><tr><td>", "</table>", "<div>", "</div>", "<p>",
            "<h2>", "</h2>", "<!--", "-->", "<script>", "</script>", "<svg>", "&amp;", "&#10;", "<", ">", '"', "text ", "\n", "<dl><dt>",
            "<dd>", "<br>", "<b>", "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "é", "\0",
        ]
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SOUP)
def test_any_text_is_read(parts: list[str]) -> None:
    read("".join(parts))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)
