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
