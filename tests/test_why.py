"""Each claim, the losing ones too: who made it, when, and by which rule the winner won."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bibdb.errors import NotFoundError
from bibdb.library import Library
from bibdb.values import EditionKind
from bibdb.why import Reason, why
from tests.home import Home
from tests.servers.server import Server, serving
from tests.servers.universe import Known, Repository, Universe

PAPER = Known(
    "2401.00001", "On the imaginary lattice", doi="10.5555/l.1", venue="Proceedings of Nothing", published_as="On Lattices",
    comment="Accepted at ICLR 2025", arxiv_names_doi=True,
)  # fmt: skip
OWN = """\
@article{mine, title = {My own title}, author = {Fabrica, Ada}, journal = {My Journal}, year = {2020},
  note = {read twice}, publisher = {Only I Know}, eprint = {2401.00001}, archiveprefix = {arXiv}}
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Universe([PAPER])) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: Server) -> Home:
    made = Home(tmp_path, Universe([]).urls(server.url))
    made.write("[(2023 Dec) The lattice, as the list has it](https://arxiv.org/abs/2401.00001)\n")
    return made


def ask(home: Home, field: str | None = None) -> dict[EditionKind, list[Reason]]:
    with Library(home.database) as library:
        reasons = why(library, "arxiv:2401.00001", field)
    return {kind: [reason for reason in reasons if reason.edition is kind] for kind in EditionKind}


def test_every_claim_is_told_in_the_order_of_trust(home: Home) -> None:
    (home.lists / "corrections.toml").write_text('[["arxiv:2401.00001"]]\nedition = "preprint"\ntitle = "As printed"\n')
    home.sync(["arxiv", "crossref"])
    told = ask(home, "title")[EditionKind.PREPRINT]
    assert [(each.source, each.value, each.wins) for each in told] == [
        ("corrections", "As printed", True),
        ("arxiv", PAPER.title, False),
        ("label", "The lattice, as the list has it", False),
    ]
    assert (told[0].rule, told[0].meaning) == ("trusted most for a preprint", "the person's correction")
    assert told[2].meaning == f"the words of {home.lists}/list.md:1"
    assert told[1].rule == "less trusted for a preprint than corrections"
    assert told[1].said_at
    assert told[2].said_at is None


def test_a_publisher_wins_over_what_the_author_says(home: Home) -> None:
    home.sync(["arxiv", "crossref"])
    told = ask(home, "container_title")[EditionKind.PUBLICATION]
    assert [(each.source, each.wins) for each in told] == [("crossref", True), ("comment", False)]
    assert "the paper's own comment" in told[1].meaning


def test_an_earlier_answer_is_told_beside_the_later(home: Home, server: Server) -> None:
    home.sync(["arxiv"])
    server.answer = Universe([Known("2401.00001", "Another title")])
    home.rows("select 1")
    import sqlite3

    connection = sqlite3.connect(home.database)
    with connection:
        connection.execute("update record set retrieved_at = '2024-05-01T00:00:00Z'")
        connection.execute("update answer set answered_at = '2024-05-01T00:00:00Z'")
    connection.close()
    home.sync(["arxiv"], refresh=True)
    told = ask(home, "title")[EditionKind.PREPRINT]
    assert [(each.value, each.wins, each.rule) for each in told[:2]] == [
        ("Another title", True, "trusted most for a preprint"),
        (PAPER.title, False, "an earlier answer"),
    ]


def test_what_an_own_bibliography_says_is_kept(home: Home) -> None:
    home.write(OWN, "mine.bib")
    home.sync(["arxiv", "crossref"])
    mine = f"file:{home.lists}/mine.bib"
    titles = ask(home, "title")[EditionKind.PUBLICATION]
    assert [(each.source, each.wins) for each in titles] == [("crossref", True), (mine, False)]
    (note,) = ask(home, "note")[EditionKind.PUBLICATION]
    assert (note.value, note.source, note.wins) == ("read twice", mine, True)
    assert (note.rule, note.meaning) == ("nobody else says", "a bibliography of one's own")


def test_only_what_is_told_is_told(home: Home) -> None:
    home.sync(["arxiv"])
    told = ask(home)[EditionKind.PREPRINT]
    assert all(each.value is not None for each in told)
    for name in {each.field for each in told}:
        assert [each.wins for each in told if each.field == name].count(True) == 1, name
    (issued, *_) = ask(home, "issued")[EditionKind.PREPRINT]
    assert (issued.wins, issued.rule) == (True, "the date of the first version")


@pytest.mark.parametrize(("name", "field"), [("arxiv:2401.00001", "titel"), ("nobody2020", None)])
def test_what_there_is_not_is_said(home: Home, name: str, field: str | None) -> None:
    home.sync(["arxiv"])
    with Library(home.database) as library, pytest.raises(NotFoundError):
        why(library, name, field)


def test_what_the_winner_of_a_place_left_out_is_told(home: Home, server: Server) -> None:
    """A chapter that a file names, and a venue that the comment names, are kept as claims beside Crossref's place."""
    home.write(OWN.replace("publisher", "chapter = {7}, publisher"), "mine.bib")
    home.sync(["arxiv", "crossref"])
    (chapter,) = ask(home, "chapter_number")[EditionKind.PUBLICATION]
    assert (chapter.value, chapter.wins) == ("7", False)
    assert chapter.rule == "left out: the place of publication goes whole with crossref"
    (event,) = ask(home, "event_title")[EditionKind.PUBLICATION]
    assert (event.value, event.source, event.wins) == ("ICLR 2025", "comment", False)


def test_of_two_identifiers_one_source_is_told_twice(home: Home, server: Server) -> None:
    """Two registered publications of one work: what loses is no earlier answer."""
    other = Known("2401.00002", "At a workshop", doi="10.5555/w.1", venue="Workshop")
    server.answer = Universe([PAPER, other])
    (home.lists / "corrections.toml").write_text('[["arxiv:2401.00001"]]\nsame-as = ["doi:10.5555/w.1"]\n')
    home.sync(["arxiv", "crossref"])
    told = [each for each in ask(home, "container_title")[EditionKind.PUBLICATION] if each.source == "crossref"]
    assert [(each.value, each.wins) for each in told] == [(PAPER.venue, True), ("Workshop", False)]
    assert told[1].rule == "doi:10.5555/l.1 comes first"


def test_a_repository_does_not_speak_of_the_paper(home: Home, server: Server) -> None:
    server.answer = Universe([PAPER], [Repository("fabrica/lattice", about="Code", cites="")])
    (home.lists / "corrections.toml").write_text('[["arxiv:2401.00001"]]\nsame-as = ["github:fabrica/lattice"]\n')
    home.write(
        "- [The lattice](https://arxiv.org/abs/2401.00001)\n- [Lattice tools](https://github.com/fabrica/lattice)\n"
    )
    home.sync(["arxiv", "crossref", "github"])
    told = [each for each in ask(home, "title")[EditionKind.PUBLICATION] if each.source == "github"]
    assert [(each.wins, each.rule) for each in told] == [
        (False, "not counted: github:fabrica/lattice stands beside the paper")
    ]


def test_a_version_goes_whole_with_who_names_it(home: Home, server: Server) -> None:
    server.answer = Universe([replace(PAPER, versions=2)])
    home.sync(["datacite"])
    home.sync(["arxiv"])
    told = ask(home, "version")[EditionKind.PREPRINT]
    assert [(each.source, each.value, each.wins) for each in told] == [("arxiv", 2, True), ("datacite", 2, False)]
    assert all(each.rule.startswith(("trusted most", "less trusted")) for each in told)
