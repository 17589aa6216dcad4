"""Entries without an identifier, or with a stand-in: which paper they are, and which they only stand beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bibdb.ledger import add_decision
from bibdb.library import Library
from bibdb.seek import Memory, Sought, seek
from bibdb.sync import sync
from bibdb.values import LinkKind
from bibdb.wanted import Freshness
from tests.home import Home
from tests.servers.server import Reply, Server, serving
from tests.servers.services import ANTHOLOGY, SUBMISSION, TITLE
from tests.servers.universe import Known, Repository, Universe

GITHUB, PAGE = "https://github.com", "https://lattice-fields.example/"
PAPERS = [
    Known("2401.00001", "Deliberate Lattices: Reasoning Makes Safer Imaginary Fields", venue=""),
    Known("2401.00002", "Understanding Null-Like Lattices: A Critical View of Nothing"),
    Known("2401.00003", "LatticeNav: Unsupervised Walks Through Fields That Do Not Exist"),
    Known(
        "2401.00004", "RAGGED: Understanding the Evolution of Lattices by Doing Nothing", authors=("Zara Wink", "Bo Un")
    ),
    Known("2401.00005", "Logic-LX: Unleashing Imaginary Lattices with Rules"),
    Known("2401.00006", "ReLattice: Learning to Reason with Fields for Lattices by Reinforcement"),
    Known("2401.00007", "Teaching Imaginary Lattices to Judge by Reinforcement Alone"),
    Known("2401.00008", "Find-R1: Training Lattices to Think and Use Fields", authors=("Bo Fabrik", "Cy Null")),
    Known("2401.00009", "LatFlow: A Flexible Framework of Lattices"),
    Known("2401.00010", "Metalattice: Learning Universal Fields", year=2023),
    Known("2401.00011", TITLE),
]
REPOSITORIES = [
    Repository("sail/nulllike", "Code", 2024),
    Repository("ZaraWink314/ragged", "Training agents", 2024),
    Repository("unak/Logic-LX", "Rules on puzzles", 2024),
    Repository("Agents/ReLattice", "Code of ours", 2024),
    Repository("hku/critic", "Code", 2024),
    Repository("PeterFabrik/Find-R1", "Find-R1: an engine", 2024),
    Repository("volcano/latrl", "A library", 2024, cites="2401.00009"),
    Repository("someone/LatFlow", "A library", 2024, cites="2401.00009"),
    Repository("victor/metalattice", "A toy", 2023),
    Repository("codeli/openlattice", "Really code", 2025),
]


@pytest.fixture
def universe() -> Universe:
    return Universe(PAPERS, REPOSITORIES)


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, universe: Universe, server: Server) -> Home:
    return Home(tmp_path, universe.urls(server.url))


SOURCES = ("arxiv", "semanticscholar", "crossref", "openreview", "acl", "github", "local")


def search(home: Home, *, holds: timedelta = timedelta(days=30)) -> Sought:
    """Sync and search, as `sync --search` does."""
    sought = Sought()
    with home.desk(SOURCES) as desk:
        memory = Memory(home.settings.cache, holds)
        world = (desk.sessions, desk.sources, desk.keys, desk.corrections)
        look = partial(seek, desk.sessions, desk.sources, desk.corrections, memory, sought)
        sync([home.lists], *world, freshness=Freshness(), search=look)
    return sought


def about(home: Home) -> list[tuple[object, ...]]:
    return home.rows("select arxiv_id, type, title from papers order by key")


def test_a_page_that_stands_for_a_paper_is_its_project(home: Home) -> None:
    home.write(
        f"[(2024) LatticeNav: Unsupervised Walks Through Fields That Do Not Exist]({PAGE})\n\n[Other]({PAGE}x)\n"
    )
    search(home)
    with Library(home.database) as library:
        assert [link.kind for link in library.work("arxiv:2401.00003").links] == [LinkKind.PROJECT]
        assert [link.kind for link in library.work(f"{PAGE}x").links] == [LinkKind.OTHER]


@pytest.mark.parametrize(
    ("entry", "arxiv_id"),
    [
        ("(2024 Nov) Deliberate Lattices: Reasoning Makes Safer Imaginary Fields", "2401.00001"),
        (
            f"[(2024 Mar) Understanding Null-Like Lattices: A Critical View of Nothing]({GITHUB}/sail/nulllike/blob/main/nulllike.pdf)",
            "2401.00002",
        ),
        (f"[(2024) LatticeNav: Unsupervised Walks Through Fields That Do Not Exist]({PAGE})", "2401.00003"),
        # the subtitle was changed; the owner is an author
        (
            f"[RAGGED: Training Lattices by Doing Much]({GITHUB}/ZaraWink314/ragged?tab=readme-ov-file#ragged)",
            "2401.00004",
        ),
        (
            f"[ReLattice: Learning to Reason with Fields for Lattices by Reinforcement]({GITHUB}/Agents/ReLattice)",
            "2401.00006",
        ),
        (f"[Find-R1: Train your lattices to think and call fields]({GITHUB}/PeterFabrik/Find-R1)", "2401.00008"),
        # its citation file names the paper
        (f"[LatFlow]({GITHUB}/someone/LatFlow)", "2401.00009"),
    ],
)
def test_a_stand_in_is_its_paper(home: Home, server: Server, entry: str, arxiv_id: str) -> None:
    home.write(f"# Lists\n\n{entry}\n\n- a note\n")
    search(home)
    assert [row[:2] for row in about(home)] == [(arxiv_id, "paper")]
    assert home.rows("select count(*) from links where key is null") == [(0,)]
    (key,) = home.rows("select key from papers")[0]
    assert str(key)[:4] in {"fabr", "wink"}  # the paper's author names it, not the repository's owner
    before, asked = home.digest, len(server.requests)
    assert not home.sync(SOURCES).changed
    assert (home.digest, len(server.requests)) == (before, asked)


@pytest.mark.parametrize(
    "entry",
    [
        f"[Logic-LX]({GITHUB}/unak/Logic-LX?tab=readme-ov-file#logic-lx)",  # a name, and nobody vouches for it
        f"[LatRL]({GITHUB}/volcano/latrl)",  # cites a paper of another name
        f"[(2023) metalattice]({GITHUB}/victor/metalattice/)",  # a word that is a paper's name too
        f"[OpenLattice]({GITHUB}/codeli/openlattice)",  # really code
        "[A Course on Imaginary Lattices](https://lattices.example/course)",
        "(2015) Deliberate Lattices: Reasoning Makes Safer Imaginary Fields",  # of another decade
    ],
)
def test_what_is_not_surely_a_paper_stays_what_it_is(home: Home, entry: str) -> None:
    home.write(f"# Lists\n\n{entry}\n\n- a note\n")
    search(home)
    assert {row[0] for row in about(home)} == {None}


def test_a_repository_of_a_listed_paper_stands_beside_it(home: Home) -> None:
    title = PAPERS[6].title
    home.write(
        f"[(2024) {title}](https://arxiv.org/abs/2401.00007)\n\n[{title}]({GITHUB}/hku/critic?tab=readme-ov-file#x)\n"
    )
    search(home)
    assert {row[:2] for row in about(home)} == {("2401.00007", "paper"), (None, "software")}
    assert home.rows("select kind from relation") == [("code-of",)]


def test_an_anthology_page_speaks_for_itself(home: Home) -> None:
    home.write(f"[(2099, July) On the imaginary Lattice of Søren](https://aclanthology.org/{ANTHOLOGY}/)\n")
    home.sync(SOURCES)
    assert home.rows("select type, year from papers") == [("paper", 2099)]


def test_a_review_page_in_a_note_is_the_same_work(home: Home, universe: Universe) -> None:
    universe.change(Known("2401.00011", TITLE, year=2098))
    universe._openreview = super(Universe, universe)._openreview  # type: ignore[method-assign]
    home.write(
        f"[(2098) {TITLE}](https://arxiv.org/abs/2401.00011)\n\n- see https://openreview.net/forum?id={SUBMISSION}\n"
    )
    home.sync(SOURCES)
    assert home.rows("select arxiv_id, venue from papers") == [
        ("2401.00011", "The First Imaginary Conference on Imaginary Lattices")
    ]


def test_what_is_open_is_decided_by_the_person_and_stays_so(home: Home) -> None:
    home.write(f"[Logic-LX]({GITHUB}/unak/Logic-LX)\n")
    search(home)
    path = home.lists / "corrections.toml"
    add_decision(path, "github:unak/Logic-LX", {"same-as": ["arxiv:2401.00005"]})
    home.settle()
    assert [row[:2] for row in about(home)] == [("2401.00005", "paper")]
    path.write_text('[["github:unak/Logic-LX"]]\ncode-of = ["arxiv:2401.00005"]\nnot-same-as = ["arxiv:2401.00005"]\n')
    home.settle()
    assert ("software",) in home.rows("select type from papers where listed")


def test_a_decision_is_enough_to_fetch_a_paper(home: Home) -> None:
    home.write(f"[A thing]({GITHUB}/codeli/openlattice)\n")
    add_decision(home.lists / "corrections.toml", "github:codeli/openlattice", {"same-as": ["arxiv:2401.00002"]})
    home.sync(SOURCES)
    assert [row[:2] for row in about(home)] == [("2401.00002", "paper")]
    assert not home.sync(SOURCES).changed


def test_a_search_is_not_repeated_at_once(home: Home, server: Server) -> None:
    home.write("(2024) A Title of Some Words That Nobody Has Ever Written\n")
    search(home)
    server.clear()
    search(home)
    assert not server.requests
    search(home, holds=timedelta(0))
    assert server.requests


def test_silence_in_a_search_is_said_and_asked_again(home: Home, server: Server) -> None:
    home.write("(2024 Nov) Deliberate Lattices: Reasoning Makes Safer Imaginary Fields\n")
    server.climate = lambda exchange: exchange.send(Reply(503))
    assert set(search(home).silent) == {"arxiv", "semanticscholar", "crossref"}
    server.climate = None
    assert not search(home).silent
    assert [row[0] for row in about(home)] == ["2401.00001"]
