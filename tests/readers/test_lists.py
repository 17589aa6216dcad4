"""The shapes in which people keep lists, met in many fields: what each item is about, and the facts beside it."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from bibdb.readers import read
from bibdb.values import Document, Entry, Link, LinkRole

_Row = tuple[str | None, str | None, str | None, tuple[str, ...]]


def _read(text: str, name: str) -> Document:
    (document,) = read(text.encode(), PurePath(name))
    assert b"".join(block.raw for block in document.blocks) == text.encode()
    assert not [finding for finding in document.findings if finding.rule == "reader-fault"]
    return document


def _row(entry: Entry) -> _Row:
    return entry.title, str(entry.date) if entry.date else None, entry.venue, entry.authors


def _subject(document: Document, entry: int) -> Link:
    return next(link for link in document.links if link.entry == entry and link.role is LinkRole.SUBJECT)


@pytest.mark.parametrize(
    ("line", "title", "date", "venue", "authors"),
    [
        (
            "Bee A., C. Dee, Eff G.-H. and Ha I.. A theory of widgets at rest. Widget Letters, 2010.",
            "A theory of widgets at rest",
            "2010",
            "Widget Letters",
            ("Bee A.", "C. Dee", "Eff G.-H.", "Ha I."),
        ),
        (
            "Bee A, Dee C, Eff G. A theory of widgets, International Journal of Widgetry, 7(2):111-114, 2005.",
            "A theory of widgets",
            "2005",
            "International Journal of Widgetry, 7(2):111-114, 2005",
            ("Bee A", "Dee C", "Eff G"),
        ),
        (
            "[3] Bee A., Dee C.. `Widgets: a soft theory <http://example.org/3>`_, Widget Letters 45:9, 2010",
            "Widgets: a soft theory",
            "2010",
            "Widget Letters 45:9",
            ("Bee A.", "Dee C."),
        ),
    ],
)
def test_initials_behind_the_family_name(
    line: str, title: str, date: str, venue: str, authors: tuple[str, ...]
) -> None:
    document = _read(f"Papers\n======\n\n- {line}\n", "papers.rst")
    assert [_row(entry) for entry in document.entries] == [(title, date, venue, authors)]


def test_a_venue_in_brackets_before_a_reference() -> None:
    text = (
        "<ul><li><b>[SIGMOD'26]</b> Ada Bee and Cee Dee*. WID: A Framework for Widgets. In <i>Proceedings of the ACM"
        f" Conference on Widgets</i>, 2026. [<a href='{_A}'>arXiv</a>]</li></ul>"
    )
    assert [_row(entry) for entry in _read(text, "papers.html").entries] == [
        ("WID: A Framework for Widgets", "2026", "SIGMOD'26", ("Ada Bee", "Cee Dee"))
    ]


def test_a_mark_before_a_link() -> None:
    text = (
        "[**Python**] `Widgeteer <https://github.com/example/widgeteer>`_\\ : a toolbox for those who turn widgets.\n"
    )
    assert [entry.title for entry in _read(text, "tools.rst").entries] == ["Widgeteer"]


def test_words_behind_an_address() -> None:
    document = _read(
        "* Talks\n- https://example.org/best  - The best of talks\n- https://example.org/all\n"
        "  - https://example.org/locks  - Ways With Locks:\n",
        "talks.org",
    )
    assert [(entry.title, entry.authors) for entry in document.entries] == [("The best of talks", ()), (None, ())]


_A, _B = "https://arxiv.org/abs/2409.01234", "https://arxiv.org/abs/2409.05678"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (  # the title's links and authors in the next paragraph of its item
            (
                f"1. **Widgets: Past and Future.** ICML 2019. ![](https://img.shields.io/badge/a-b)\n\n"
                f"   *Ada Bee, Cee Dee,Eff Gee.* [[pdf]({_A})], 2019.6\n"
            ),
            [("Widgets: Past and Future", "2019-06", "ICML 2019", ("Ada Bee", "Cee Dee", "Eff Gee"))],
        ),
        (  # a strong line over a list of nothing but its links
            (
                f"**Widgets at Rest**\n\n- 论文(Oral)：{_A}\n- 代码：https://github.com/example/rest\n\n"
                f"**Widgets in Motion**\n\n- Paper(Oral): {_B}\n- Code: None\n"
            ),
            [("Widgets at Rest", None, None, ()), ("Widgets in Motion", None, None, ())],
        ),
        (  # a name in brackets before the title
            (
                f"- **[WidNet]** Wide Networks of Widgets | **[ICCV' 17]** | [`[pdf]`]({_A})\n"
                f"- **(Gad)** _Gad, a Gadget for Widgets_ ```Widget Letters 2024```\n[[Paper]({_B})]\n"
            ),
            [
                ("Wide Networks of Widgets", "2017", "ICCV' 17", ()),
                ("Gad, a Gadget for Widgets", "2024", "Widget Letters 2024", ()),
            ],
        ),
        (  # the same in a table
            f"|Date|Title|Paper|\n|---|---|---|\n|2024.05|🔥[**WN**] Wide Networks of Widgets| [[pdf]]({_A})|\n",
            [("Wide Networks of Widgets", "2024-05", None, ())],
        ),
        (  # a venue's name as the text of the link before the title
            f"- [[CVPR]({_A})] Wide Networks of Widgets. [[code](https://github.com/example/w)]\n",
            [("Wide Networks of Widgets", None, "CVPR", ())],
        ),
        (  # the second half of a title behind its link, and a description that is none
            (
                f"- [WidNet]({_A}): Wide Networks for Turning Widgets | MLSys' 26\n"
                "- [widgeteer](https://github.com/example/w): A tool for those who turn widgets\n"
            ),
            [
                ("WidNet: Wide Networks for Turning Widgets", "2026", "MLSys' 26", ()),
                ("widgeteer", None, None, ()),
            ],
        ),
        (  # dates and venues before the title
            (
                f"- 2017-CVPR - Widgets in groups. [[Paper]]({_A})\n- 🏆 1986: [Widgets of old]({_B})\n"
                f"- 20191124 arXiv [Widgets of late]({_A})\n- WACV'24 Widgets of Today and Tomorrow [[arxiv]({_B})]\n"
                f"- ICLR-22 spotlight [Widgets of Yore]({_A})\n"
            ),
            [
                ("Widgets in groups", "2017", "CVPR", ()),
                ("Widgets of old", "1986", None, ()),
                ("Widgets of late", "2019-11-24", "arXiv", ()),
                ("Widgets of Today and Tomorrow", "2024", "WACV'24", ()),
                ("Widgets of Yore", "2022", "ICLR-22 spotlight", ()),
            ],
        ),
        (  # authors before the title, and before the venue, with commas alone or nothing between
            (
                f"* Ada Bee, Cee D. Eff and Gee Ha, Joint turning of several widgets, NIPS, 2014. [[Paper]]({_A})\n"
                f"1. **Widgets and Gadgets**\nAda Bee, Cee Dee, Eff Gee ICLR 2022 [paper]({_B})\n"
            ),
            [
                ("Joint turning of several widgets", "2014", "NIPS", ("Ada Bee", "Cee D. Eff", "Gee Ha")),
                ("Widgets and Gadgets", "2022", "ICLR 2022", ("Ada Bee", "Cee Dee", "Eff Gee")),
            ],
        ),
        (  # angle brackets round a link
            f"* <[Widgets by hand]({_A})> by Bee, Ada and Dee, Cee, 2015.\n",
            [("Widgets by hand", "2015", None, ("Bee, Ada", "Dee, Cee"))],
        ),
        (  # commas, dashes and questions within a title before its venue
            (
                "* Fast, Light and Cheap Widgets for Detecting Gadgets (ICML 2019)\n"
                "* Widgets or Gadgets? A Comparison in the Field (SIGMOD 2020)\n"
                "* Widgets by Learning from Gadgets and Bolts (VLDB 2021)\n"
            ),
            [
                ("Fast, Light and Cheap Widgets for Detecting Gadgets", "2019", "ICML 2019", ()),
                ("Widgets or Gadgets? A Comparison in the Field", "2020", "SIGMOD 2020", ()),
                ("Widgets by Learning from Gadgets and Bolts", "2021", "VLDB 2021", ()),
            ],
        ),
        (  # venues that are known by a part, or by their shape alone
            (
                "* Widgets to Gadgets (NAACL-HLT Findings 2022)\n"
                "* Gadgets to Widgets (EMNLP 2021)\n* Turning Widgets into Gadgets (Widget Matters 2018)\n"
            ),
            [
                ("Widgets to Gadgets", "2022", "NAACL-HLT Findings 2022", ()),
                ("Gadgets to Widgets", "2021", "EMNLP 2021", ()),
                ("Turning Widgets into Gadgets", "2018", "Widget Matters 2018", ()),
            ],
        ),
        (  # a name in brackets before a title that is set off, and tags behind one that is not
            (
                f"- (WID) **A Widget for Gadgets**. *Ada Bee, Cee Dee, Eff Gee*. ACL 2019. [[pdf]({_A})]\n"
                f"- [[ICCV]({_B})] Widgets in Large Environments. [__`rel.`__ __`oth.`__]\n"
            ),
            [
                ("A Widget for Gadgets", "2019", "ACL 2019", ("Ada Bee", "Cee Dee", "Eff Gee")),
                ("Widgets in Large Environments", None, "ICCV", ()),
            ],
        ),
        (  # papers kept in the repository itself, and other places in it
            "* :scroll: [A Note on Widgets](a-note-on-widgets.pdf)\n* [How to Contribute](contributing.md)\n",
            [("A Note on Widgets", None, None, ())],
        ),
        (  # a title over `Paper (venue)`
            f"30. **Deep Widgets: a View**\n\n    * [Paper (ACM WWW 2025)]({_A})\n    * [GitHub](https://github.com/a/b)\n",
            [("Deep Widgets: a View", "2025", "ACM WWW 2025", ())],
        ),
        (  # a name over its address
            "* WidgetLM：\n  * 地址：https://github.com/example/lm\n  * 简介：一个小模型。\n",
            [("WidgetLM", None, None, ())],
        ),
        (  # two authors in the first item below, a date in a later one
            f"- [How Smart Is Your Widget?]({_A})\n    - Ada Feng, Cee Chunyang\n    - 📅 Date: February 12, 2026\n",
            [("How Smart Is Your Widget?", "2026-02-12", None, ("Ada Feng", "Cee Chunyang"))],
        ),
    ],
)
def test_markdown(text: str, rows: list[_Row]) -> None:
    document = _read(text, "list.md")
    assert [_row(entry) for entry in document.entries] == rows


def test_a_dated_headline_with_tags_is_a_title() -> None:
    document = _read("* Papers of 2009\n** A Theory of Widgets at Rest 2009   :widgets:read:\n   Good.\n", "list.org")
    assert [(entry.title, str(entry.date), entry.tags) for entry in document.entries] == [
        ("A Theory of Widgets at Rest", "2009", ("widgets", "read"))
    ]
    assert [section.title for section in document.sections] == ["Papers of 2009"]


def test_an_entry_has_one_subject_however_many_links_follow() -> None:
    mentions = "".join(f"\nSee https://example.org/{number} too.\n" for number in range(60))
    document = _read(f"* [[{_A}][Widgets at Rest]]\n{mentions}\nhttps://example.org/last\n", "list.org")
    assert [link.url for link in document.links if link.role is LinkRole.SUBJECT] == [_A]


def test_links_of_a_list_are_those_of_its_title() -> None:
    text = f"**Widgets at Rest**\n\n- Code: https://github.com/example/rest\n- Paper: {_A}\n- 中文解读：https://example.org/x\n"
    document = _read(text, "list.md")
    assert _subject(document, 0).url == _A
    assert [link.entry for link in document.links] == [0, 0, 0]


def test_a_list_of_papers_is_none_of_links() -> None:
    document = _read(f"**Surveys**\n\n- {_A}\n- {_B}\n", "list.md")
    assert [_subject(document, entry).url for entry in range(len(document.entries))] == [_A, _B]
