"""What changed in the world, and what `sync --refresh` asks to learn of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bibdb.library import Library
from bibdb.news import Event, News, news
from tests.home import Home
from tests.servers.server import Exchange, Reply, Server, serving
from tests.servers.universe import Known, Universe

FIRST = Known("2401.00001", "On the imaginary lattice and nothing else", doi="10.5555/lattice.1", venue="Nowhere")
OTHERS = [Known(f"2402.{number:05}", f"Measurement number {number}") for number in range(1, 130)]
SOURCES = ("arxiv", "crossref")
EVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def universe() -> Universe:
    return Universe([FIRST, *OTHERS])


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, universe: Universe, server: Server) -> Home:
    made = Home(tmp_path, universe.urls(server.url))
    made.write(f"[(2024) {FIRST.title}](https://arxiv.org/abs/{FIRST.arxiv})\n")
    made.sync(SOURCES)
    return made


def learned(home: Home, *, age: int = 0) -> list[tuple[Event, str]]:
    """Refresh everything, and tell what is news."""
    home.sync(SOURCES, refresh=True, max_age=timedelta(days=age))
    with Library(home.database) as library:
        return [(each.event, each.detail) for each in news(library, EVER) if each.event is not Event.ADDED]


TIMES = (
    ("record", "retrieved_at"), ("answer", "answered_at"), ("work", "added_at"), ("sync_run", "started_at"),
    ("sync_run", "finished_at"),
)  # fmt: skip


def pass_days(home: Home, days: int) -> None:
    """Date everything back, so that what comes next comes so many days later."""
    import sqlite3

    connection = sqlite3.connect(home.database)
    with connection:
        for name, column in TIMES:
            ago = f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-{days} days')"
            connection.execute(f"update {name} set {column} = {ago}")
    connection.close()


@pytest.fixture(autouse=True)
def _long_ago(home: Home) -> None:
    pass_days(home, 400)


@pytest.mark.parametrize(
    ("changed", "events"),
    [
        (FIRST, []),
        (replace(FIRST, versions=3), [(Event.VERSION, "v1 → v3")]),
        (
            replace(FIRST, versions=2, comment="This paper has been withdrawn"),
            [(Event.VERSION, "v1 → v2"), (Event.WITHDRAWN, "This paper has been withdrawn")],
        ),
        (
            replace(FIRST, versions=2, abstract="This paper has been withdrawn by its authors."),
            [(Event.VERSION, "v1 → v2"), (Event.WITHDRAWN, "")],
        ),
        (replace(FIRST, title="On another lattice"), [(Event.RENAMED, f"{FIRST.title} → On another lattice")]),
        (replace(FIRST, arxiv_names_doi=True), [(Event.PUBLISHED, "Nowhere")]),
        (replace(FIRST, arxiv_names_doi=True, retracted=True), [(Event.PUBLISHED, "Nowhere"), (Event.RETRACTED, "")]),
        (replace(FIRST, comment="Accepted at ICLR 2025"), [(Event.PUBLISHED, "ICLR 2025, says its author")]),
        # Words for the same.
        (replace(FIRST, title="On the {\\em imaginary}  lattice and nothing\n else"), []),
        (replace(FIRST, title="On the Imaginary Lattice, and Nothing Else"), []),
        (replace(FIRST, authors=("A. Fabrica", "Bela Nincs")), []),
        (replace(FIRST, abstract="Other words.", comment="12 pages"), []),
        (
            replace(FIRST, authors=("Béla Nincs", "Ada Fabrica")),
            [(Event.AUTHORS, "in another order: Béla Nincs, Ada Fabrica")],
        ),
        (replace(FIRST, authors=("Ada Fabrica", "Ola Nowak")), [(Event.AUTHORS, "with Ola Nowak; without Béla Nincs")]),
        (
            replace(FIRST, authors=("Ada Fabrica", "Béla Nincs", *(f"{name} Nowak" for name in "ABCDE"))),
            [(Event.AUTHORS, "with A Nowak, B Nowak, C Nowak and 2 more")],
        ),
        (
            replace(FIRST, arxiv_names_doi=True, notices=("correction", "expression_of_concern", "erratum")),
            [(Event.PUBLISHED, "Nowhere")],
        ),
    ],
)
def test_what_changed_is_news(home: Home, universe: Universe, changed: Known, events: list[tuple[Event, str]]) -> None:
    universe.change(changed)
    assert sorted(learned(home)) == sorted(events)
    assert sorted(learned(home)) == sorted(events)  # and is not news twice


def test_a_later_version_restores_a_withdrawn_paper(home: Home, universe: Universe) -> None:
    universe.change(replace(FIRST, versions=2, comment="This paper has been withdrawn"))
    learned(home)
    assert home.rows("select withdrawn from edition") == [(1,)]
    universe.change(replace(FIRST, versions=3, comment="Restored, with corrections"))
    assert Event.RESTORED in {event for event, _ in learned(home)}
    assert home.rows("select withdrawn from edition") == [(0,)]


def test_a_published_papers_retraction_is_learned(home: Home, universe: Universe) -> None:
    universe.change(replace(FIRST, arxiv_names_doi=True))
    learned(home)
    universe.change(replace(FIRST, arxiv_names_doi=True, retracted=True))
    report = home.sync(SOURCES, refresh=True, max_age=timedelta(0))
    assert [work.key for work in report.taken_back] == [report.works[0].key]
    assert home.rows("select retracted from edition where kind = 'publication'") == [(1,)]


def test_a_work_that_is_new_is_added_and_nothing_else(home: Home, universe: Universe) -> None:
    home.write("".join(f"[(2024) {each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in (FIRST, OTHERS[0])))
    home.sync(SOURCES)
    with Library(home.database) as library:
        told = news(library, datetime.now(UTC) - timedelta(days=1))
        assert [each.event for each in told] == [Event.ADDED]
        assert isinstance(told[0], News)
        assert news(library, datetime.now(UTC) + timedelta(days=1)) == []


def test_refreshing_asks_no_more_than_its_batches_need(home: Home, server: Server) -> None:
    home.write("".join(f"[{each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in (FIRST, *OTHERS)))
    home.sync(SOURCES)
    server.clear()
    home.sync(SOURCES, refresh=True, max_age=timedelta(days=30))
    assert len(server.requests) == 1  # only the first was answered long ago
    assert server.requests[0].query["id_list"] == FIRST.arxiv
    server.clear()
    report = home.sync(SOURCES, refresh=True, max_age=timedelta(0))
    assert len(server.requests) == 2
    assert not report.changed


def test_a_refresh_that_meets_silence_keeps_what_was_known(home: Home, server: Server) -> None:
    before = home.rows("select key, title, abstract from papers")
    server.climate = lambda exchange: exchange.send(Reply(503))
    report = home.sync(SOURCES, refresh=True, max_age=timedelta(0))
    assert len(report.unavailable) == 1
    assert home.rows("select key, title, abstract from papers") == before
    server.clear()
    server.climate = None
    home.sync(SOURCES, refresh=True)
    assert len(server.requests) == 1


def events(home: Home) -> list[tuple[Event, str]]:
    with Library(home.database) as library:
        return [(each.event, each.detail) for each in news(library, EVER)]


ADDED = (Event.ADDED, FIRST.title)


def test_what_a_stand_in_worded_otherwise_is_no_news(tmp_path: Path, universe: Universe, server: Server) -> None:
    """DataCite and OpenAlex know a preprint by other words; arXiv's own come when it answers again."""
    home = Home(tmp_path / "late", universe.urls(server.url))
    home.write(f"[(2024) {FIRST.title}](https://arxiv.org/abs/{FIRST.arxiv})\n")
    universe.change(replace(FIRST, title="Imaginary lattices: a draft", authors=("B. Nincs",)))
    everybody = ("arxiv", "oai", "crossref", "datacite", "openalex")
    for silent in (("arxiv", "oai", "datacite"), ("arxiv", "oai")):
        home.sync([name for name in everybody if name not in silent])
        pass_days(home, 10)
    assert events(home) == [(Event.ADDED, "Imaginary lattices: a draft")]
    universe.change(replace(FIRST, comment="Accepted at ICLR 2025", arxiv_names_doi=True, versions=2))
    home.sync(everybody)
    assert [event for event, _ in events(home)] == [Event.ADDED]
    pass_days(home, 40)
    universe.change(replace(FIRST, comment="Accepted at ICLR 2025", arxiv_names_doi=True, versions=3))
    home.sync(everybody, refresh=True)
    assert [event for event, _ in events(home)] == [Event.VERSION, Event.ADDED]


def test_what_was_answered_late_is_not_published_late(home: Home, universe: Universe, server: Server) -> None:
    universe.change(replace(FIRST, arxiv_names_doi=True))
    home.sync(["arxiv"], refresh=True)
    assert events(home) == [(Event.PUBLISHED, FIRST.doi), ADDED]
    pass_days(home, 3)
    home.sync(SOURCES)
    assert events(home) == [(Event.PUBLISHED, FIRST.doi), ADDED]
    assert home.rows("select venue from papers") == [("Nowhere",)]


def test_the_authors_word_is_confirmed(home: Home, universe: Universe) -> None:
    universe.change(replace(FIRST, comment="Accepted at ICLR 2025"))
    home.sync(SOURCES, refresh=True)
    pass_days(home, 40)
    universe.change(replace(FIRST, comment="Accepted at ICLR 2025", arxiv_names_doi=True))
    home.sync(SOURCES, refresh=True)
    assert events(home) == [(Event.PUBLISHED, "Nowhere"), (Event.PUBLISHED, "ICLR 2025, says its author"), ADDED]


def test_a_retraction_that_disappears(home: Home, universe: Universe) -> None:
    told = []
    for retracted in (False, True, True, False):
        universe.change(replace(FIRST, arxiv_names_doi=True, retracted=retracted))
        home.sync(SOURCES, refresh=True)
        told.append(home.rows("select retracted from edition where kind = 'publication'"))
        pass_days(home, 40)
    assert told == [[(None,)], [(1,)], [(1,)], [(None,)]]
    assert events(home) == [
        (Event.RESTORED, "its retraction stands no more"),
        (Event.RETRACTED, ""),
        (Event.PUBLISHED, "Nowhere"),
        ADDED,
    ]


def test_a_work_that_was_added_lately_can_have_news(home: Home, universe: Universe) -> None:
    universe.change(replace(FIRST, versions=2, comment="This paper has been withdrawn"))
    home.sync(SOURCES, refresh=True)
    assert {event for event, _ in events(home)} == {Event.ADDED, Event.VERSION, Event.WITHDRAWN}


def test_what_was_pending_is_not_news_when_it_is_answered_but_a_withdrawal_is(
    tmp_path: Path, universe: Universe, server: Server
) -> None:
    home = Home(tmp_path / "pending", universe.urls(server.url))
    home.write("".join(f"[(2024) {each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in (FIRST, OTHERS[0])))
    home.sync(offline=True)
    pass_days(home, 2)
    universe.change(
        replace(FIRST, versions=2, arxiv_names_doi=True),
        replace(OTHERS[0], versions=2, comment="Withdrawn by the authors"),
    )
    home.sync(SOURCES)
    assert sorted(events(home)) == sorted(
        [ADDED, (Event.ADDED, OTHERS[0].title), (Event.WITHDRAWN, "Withdrawn by the authors")]
    )


def test_a_half_answered_refresh_tells_half_and_the_rest_later(home: Home, universe: Universe, server: Server) -> None:
    home.write("".join(f"[{each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in (FIRST, *OTHERS)))
    home.sync(SOURCES)
    pass_days(home, 40)
    universe.change(*(replace(each, versions=2) for each in (FIRST, *OTHERS)))
    server.clear()

    def answer_once(exchange: Exchange) -> None:
        exchange.send(exchange.fair() if len(server.requests) == 1 else Reply(503))

    server.climate = answer_once
    report = home.sync(SOURCES, refresh=True)
    told = {event for event, _ in events(home)}
    assert (len(report.unavailable), told) == (30, {Event.ADDED, Event.VERSION})
    server.clear()
    home.sync(SOURCES, refresh=True)
    assert [len(request.query["id_list"].split(",")) for request in server.requests] == [30]
    assert [event for event, _ in events(home)].count(Event.VERSION) == 130
