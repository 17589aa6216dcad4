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
from tests.servers.server import Reply, Server, serving
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


@pytest.fixture(autouse=True)
def _long_ago(home: Home) -> None:
    """Date what was stored back, so that the next answer is a later one."""
    import sqlite3

    connection = sqlite3.connect(home.database)
    with connection:
        connection.execute("update record set retrieved_at = '2024-05-01T00:00:00Z'")
        connection.execute("update answer set answered_at = '2024-05-01T00:00:00Z'")
        connection.execute("update work set added_at = '2019-01-01T00:00:00Z'")
    connection.close()


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
        told = news(library, EVER)
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
