from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from bibdb.db.models import Base
from bibdb.db.settled import DocumentChange, Status
from bibdb.db.store import forget_documents, load_entries, load_links, save_document
from bibdb.values import Document, Entry, Fields, Link, LinkKind, LinkRole
from tests.db.samples import ARXIV, LISTS, NOON


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.connection().execute(text(sql))]


def changes(session: Session) -> int:
    """Give how many rows this connection has written."""
    return int(session.connection().execute(text("SELECT total_changes()")).scalar_one())


def plain(*labels: str) -> Document:
    """Make a list of entries without links."""
    entries = tuple(Entry(line, line, line, None, label) for line, label in enumerate(labels, 1))
    return Document("plain.md", "markdown", "\n".join(labels).encode(), (), entries=entries)


def test_what_is_saved_comes_back(session: Session) -> None:
    change = save_document(session, LISTS, NOON)
    assert change == DocumentChange(change.document_id, Status.NEW, new=3)
    entries = list(load_entries(session))
    assert [entry.label for entry in entries] == [entry.label for entry in LISTS.entries]
    first, second, third = entries
    assert (first.document, first.container, first.section) == ("README.md", "seeds/dump.txt", ("Papers",))
    assert (first.date, first.note, first.tags) == (LISTS.entries[0].date, "- the *first* one\n", ())
    assert (second.tags, second.authors, second.venue) == (("Paper Collection",), ("Z. Łoś",), "ListConf")
    assert (third.key, third.type, third.section) == ("own1", "paper", ("Papers", "Long ones"))
    links = list(load_links(session))
    assert [(link.url, link.line, link.role, link.kind) for link in links] == [
        (link.url, link.line, link.role, link.kind) for link in LISTS.links
    ]
    assert links[0].identifier == ARXIV
    assert links[0].identifier is not None
    assert links[0].identifier.version == 2
    assert [link.entry_id for link in links] == [first.id, first.id, second.id, None]
    assert [link.in_label for link in links] == [True, False, True, False]
    assert rows(session, "SELECT content, lines FROM document") == [(LISTS.content, "[11,12,13]")]


def test_the_same_again_writes_nothing(session: Session) -> None:
    save_document(session, LISTS, NOON)
    before = changes(session)
    change = save_document(session, LISTS, NOON + timedelta(days=1))
    assert change == DocumentChange(change.document_id, Status.UNCHANGED, unchanged=3)
    assert changes(session) == before


def test_a_better_reader_changes_the_entries_of_the_same_bytes(session: Session) -> None:
    save_document(session, LISTS, NOON)
    first = replace(LISTS.entries[0], venue="ListConf")
    change = save_document(session, replace(LISTS, entries=(first, *LISTS.entries[1:])), NOON)
    assert change == DocumentChange(change.document_id, Status.UPDATED, updated=1, unchanged=2)
    assert next(load_entries(session)).venue == "ListConf"


def test_an_entry_keeps_its_id_while_lines_sections_and_order_change(session: Session) -> None:
    save_document(session, LISTS, NOON)
    before = {entry.label: entry.id for entry in load_entries(session)}
    moved = tuple(replace(entry, line=entry.line + 5, section=1) for entry in reversed(LISTS.entries))
    links = tuple(
        replace(link, entry=None if link.entry is None else 2 - link.entry, line=link.line + 5) for link in LISTS.links
    )
    change = save_document(session, replace(LISTS, content=b"x", entries=moved, links=links), NOON)
    assert change == DocumentChange(change.document_id, Status.UPDATED, unchanged=3)
    after = list(load_entries(session))
    assert [entry.label for entry in after] == [entry.label for entry in moved]
    assert {entry.label: entry.id for entry in after} == before


def test_an_entry_is_known_by_its_subject_then_by_its_label(session: Session) -> None:
    save_document(session, LISTS, NOON)
    before = [entry.id for entry in load_entries(session)]
    relabelled = (replace(LISTS.entries[0], label="Quite another label"), *LISTS.entries[1:])
    change = save_document(session, replace(LISTS, entries=relabelled), NOON)
    assert (change.updated, change.new, change.gone) == (1, 0, 0)
    relinked = (replace(LISTS.links[0], url="https://example.org/new", identifier=None), *LISTS.links[1:])
    change = save_document(session, replace(LISTS, entries=relabelled, links=relinked), NOON)
    assert (change.updated, change.new, change.gone) == (0, 0, 0)
    assert [entry.id for entry in load_entries(session)] == before


def test_the_first_of_two_equal_entries_goes_with_the_first(session: Session) -> None:
    save_document(session, plain("Twice", "Between", "Twice"), NOON)
    before = {entry.line: entry.id for entry in load_entries(session)}
    change = save_document(session, plain("Twice", "Between"), NOON)
    assert (change.unchanged, change.gone) == (2, 1)
    assert [entry.id for entry in load_entries(session)] == [before[1], before[2]]


def test_fields_of_a_bibliographic_file_come_back(session: Session) -> None:
    entry = Entry(1, 1, 1, None, "x", fields=Fields(title="Ł", note="", keywords=()))
    save_document(session, replace(plain("x"), entries=(entry,)), NOON)
    assert next(load_entries(session)).fields == entry.fields


def test_lists_keep_their_order(session: Session) -> None:
    for position, path in enumerate(("b.md", "a.md", "c.md")):
        save_document(session, replace(plain(path), path=path), NOON, position)
    assert [entry.document for entry in load_entries(session)] == ["b.md", "a.md", "c.md"]
    save_document(session, replace(plain("c.md"), path="c.md"), NOON, 0)
    assert rows(session, "SELECT path, position FROM document ORDER BY path") == [("a.md", 1), ("b.md", 0), ("c.md", 0)]


def test_a_file_and_a_member_of_a_dump_may_have_the_same_path(session: Session) -> None:
    save_document(session, plain("x"), NOON)
    save_document(session, replace(plain("y"), container="dump.txt"), NOON)
    save_document(session, plain("z"), NOON)
    assert [entry.label for entry in load_entries(session)] == ["z", "y"]


@pytest.mark.parametrize(
    ("roots", "spared", "gone"),
    [
        (None, (), {"a/1.md", "a/2.md", "b.md", "m.md"}),
        (["a"], (), {"a/1.md", "a/2.md"}),
        (["a/"], ["a/2.md"], {"a/1.md"}),
        (["a/2.md"], (), {"a/2.md"}),
        (["."], ["a"], {"b.md", "m.md"}),
        (["dump.txt"], (), {"m.md"}),
        (["aa", "a/1"], (), set()),
    ],
)
def test_lists_that_are_gone_are_forgotten(
    session: Session, roots: list[str] | None, spared: list[str], gone: set[str]
) -> None:
    paths = ["a/1.md", "a/2.md", "a/kept.md", "b.md"]
    for path in paths:
        save_document(session, replace(plain(path), path=path), NOON)
    save_document(session, replace(plain("m.md"), path="m.md", container="dump.txt"), NOON)
    assert forget_documents(session, {(None, "a/kept.md")}, roots, spared) == len(gone)
    left = {path for (path,) in rows(session, "SELECT path FROM document")}
    assert left == {*paths, "m.md"} - gone
    assert {entry.document for entry in load_entries(session)} == left


labels = st.lists(st.sampled_from("abcdef"), max_size=8)


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    """Tables in memory, for a body that runs many times."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@settings(max_examples=25, deadline=None)
@given(runs=st.lists(labels, min_size=1, max_size=4))
def test_any_history_ends_as_if_the_last_list_had_been_the_first(memory: Engine, runs: list[list[str]]) -> None:
    with Session(memory) as session:
        for run in runs:
            document = plain(*run)
            links = tuple(
                Link(line, f"https://example.org/{label}", label, LinkRole.SUBJECT, LinkKind.PAPER, None, line - 1)
                for line, label in enumerate(run, 1)
            )
            change = save_document(session, replace(document, links=links), NOON)
            assert change.new + change.updated + change.unchanged == len(run)
        assert [entry.label for entry in load_entries(session)] == runs[-1]
        assert [link.text for link in load_links(session)] == runs[-1]
        entries = {entry.id: entry.label for entry in load_entries(session)}
        assert all(entries[link.entry_id or 0] == link.text for link in load_links(session))
