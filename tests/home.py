"""A person's folder in a test: lists, ledgers, a database, and the ways to work on them against local services."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bibdb.cli.running import Desk
from bibdb.db.engine import writing
from bibdb.ledger import Corrections, Keys
from bibdb.library import Library
from bibdb.sources import build
from bibdb.sources.http import Http
from bibdb.sources.settings import SERVICES, Settings
from bibdb.sync import Report, sync, update
from bibdb.wanted import Freshness

NEAR = ("snapshot", "arxiv", "local")
"""The sources that a test of lists needs."""


class Home:
    """A person's folder: lists, ledgers, a database, and the ways to sync it."""

    def __init__(self, folder: Path, urls: Mapping[str, str], snapshots: Sequence[Path] = ()) -> None:
        self.folder = folder
        self.lists = folder / "seeds"
        self.lists.mkdir(parents=True, exist_ok=True)
        self.database = folder / "data.sqlite"
        self.settings = Settings(
            cache=folder / "cache",
            urls=urls,
            delays=dict.fromkeys(SERVICES, 0.0),
            snapshots=tuple(snapshots),
            attempts=2,
            backoff=0.0,
            cool_down=0.0,
            connect_timeout=5.0,
            read_timeout=5.0,
        )

    def write(self, text: str, name: str = "list.md") -> None:
        (self.lists / name).write_text(text, encoding="utf-8")

    @contextmanager
    def desk(self, names: Sequence[str] | None = NEAR, *, offline: bool = False) -> Iterator[Desk]:
        """Lay out what a writing command works with."""
        with Http(replace(self.settings, offline=offline)) as http, writing(self.database) as sessions:
            yield Desk(
                lists=(self.lists,),
                sessions=sessions.begin,
                sources=build(http.settings, http, names),
                http=http,
                keys=Keys.load(self.lists / "keys.toml"),
                corrections=Corrections.load(self.lists / "corrections.toml"),
            )

    def sync(self, names: Sequence[str] | None = NEAR, *, offline: bool = False, **asked: object) -> Report:
        with self.desk(names, offline=offline) as desk:
            world = (desk.sessions, desk.sources, desk.keys, desk.corrections)
            report = sync([self.lists], *world, freshness=Freshness(**asked))  # type: ignore[arg-type]
            report.requests = dict(desk.http.requests)
        return report

    def settle(self) -> Report:
        """Settle again, asking nobody."""
        report = Report()
        with self.desk((), offline=True) as desk:
            update(desk.sessions, desk.sources, desk.keys, desk.decided(), report, freshness=Freshness())
        return report

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.database.read_bytes()).hexdigest()

    @property
    def keys(self) -> dict[str, str]:
        """The ledger's keys."""
        return dict(Keys.load(self.lists / "keys.toml").entries)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with Library(self.database) as library:
            return [tuple(row) for row in library.sql(query).rows]


def links(*ids: str) -> str:
    return "# List\n\n" + "".join(
        f"[(2024) Paper {each}](https://arxiv.org/abs/{each})\n\n- a note on {each}\n\n" for each in ids
    )
