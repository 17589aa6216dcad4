"""What `bibdb sync` needs before it can run: lists, ledgers, sources, a database."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bibdb.config import Config
from bibdb.errors import UsageError

if TYPE_CHECKING:
    from bibdb.ledger import Keys
    from bibdb.sources.http import Http
    from bibdb.sync import Progress, Report
    from bibdb.values import Source

__all__ = ["Run", "ledger_folder", "run"]

_SNAPSHOTS = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the command line asked for."""

    lists: tuple[Path, ...]
    database: str | None
    offline: bool
    refresh: bool
    max_age: float
    sources: tuple[str, ...]
    format: str | None
    mailto: str | None
    fetch_pages: bool
    dry_run: bool


def run(wishes: Run, environ: Mapping[str, str]) -> Report:
    """Build the objects, run the loop once, and give its report."""
    from bibdb.db.engine import writing
    from bibdb.ledger import Corrections, Keys
    from bibdb.sync import sync
    from bibdb.wanted import Freshness

    config = Config.load(Path())
    lists = wishes.lists or tuple(map(Path, config.lists))
    folder = ledger_folder(lists)
    keys = Keys.load(folder / "keys.toml")
    corrections = Corrections.load(folder / "corrections.toml")
    database = wishes.database or config.database or "data.sqlite"
    freshness = Freshness(refresh=wishes.refresh, max_age=timedelta(days=wishes.max_age))
    with (
        _sources(wishes, config, environ) as (sources, http),
        _target(database, keys, wishes.dry_run) as (path, ledger),
    ):
        with writing(path) as sessions, _progress() as progress:
            report = sync(
                lists,
                sessions.begin,
                sources,
                ledger,
                corrections,
                freshness=freshness,
                format=wishes.format,
                progress=progress,
            )
        report.requests = dict(http.requests)
    return report


def ledger_folder(lists: tuple[Path, ...]) -> Path:
    """Give the folder of `keys.toml` and `corrections.toml`: beside the first of the lists."""
    return lists[0] if lists[0].is_dir() else lists[0].parent


@contextmanager
def _sources(wishes: Run, config: Config, environ: Mapping[str, str]) -> Iterator[tuple[list[Source], Http]]:
    from bibdb.sources import build
    from bibdb.sources.http import Http
    from bibdb.sources.settings import Settings

    mailto = wishes.mailto or environ.get("BIBDB_MAILTO") or config.mailto or ""
    settings = Settings.from_environment(
        environ,
        offline=wishes.offline,
        fetch_pages=wishes.fetch_pages,
        mailto=mailto,
        snapshots=tuple(path for name in config.snapshots for path in _snapshot_files(Path(name))),
    )
    with Http(settings) as http:
        yield build(settings, http, wishes.sources or None), http


def _snapshot_files(path: Path) -> list[Path]:
    """Give a snapshot, or those of a folder by name; none where there is nothing."""
    if not path.is_dir():
        return [path] if path.exists() else []
    return sorted(each for each in path.iterdir() if each.name.endswith(_SNAPSHOTS))


@contextmanager
def _target(database: str, keys: Keys, dry_run: bool) -> Iterator[tuple[str, Keys]]:
    """Give the database and ledger to write: for a dry run copies that go away."""
    if not dry_run:
        yield database, keys
        return
    from bibdb.ledger import Keys as Ledger

    if "://" in database:
        raise UsageError("--dry-run needs a database that is a file")
    with tempfile.TemporaryDirectory(prefix="bibdb-") as folder:
        copy = Path(folder) / "data.sqlite"
        if Path(database).exists():
            shutil.copyfile(database, copy)
        yield str(copy), Ledger(Path(folder) / "keys.toml", keys.entries, keys.aliases)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield told
