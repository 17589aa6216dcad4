"""What the writing commands work with: lists, ledgers, sources, and a database that is open for writing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bibdb.config import Config
from bibdb.errors import ReadError, UsageError

if TYPE_CHECKING:
    from bibdb.ledger import Corrections, Keys
    from bibdb.sources.http import Http
    from bibdb.sync import Sessions
    from bibdb.values import Finding, Source

__all__ = ["Desk", "Wishes", "at_desk", "progress"]

_SNAPSHOTS = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asked for; None and empty mean: as `bibdb.toml` says, or by default."""

    lists: tuple[Path, ...] = ()
    database: str | None = None
    offline: bool = False
    sources: tuple[str, ...] = ()
    mailto: str | None = None
    fetch_pages: bool = False
    dry_run: bool = False
    reads: bool = False
    """Whether the command reads the lists: then there must be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything laid out for one command."""

    lists: tuple[Path, ...]
    sessions: Sessions
    sources: list[Source]
    http: Http
    keys: Keys
    corrections: Corrections

    def decided(self) -> Corrections:
        """Read the corrections again, with what has been decided meanwhile."""
        from bibdb.ledger import Corrections

        return Corrections.load(self.corrections.path)

    def remarks(self) -> Iterator[tuple[str, Finding]]:
        """Give what was wrong with the snapshots that were read, with the place: a line, or a whole file."""
        from bibdb.sources.snapshot import Snapshot

        for source in self.sources:
            if isinstance(source, Snapshot):
                for (path, line), finding in source.findings.items():
                    yield f"{path}:{line}" if line else str(path), finding


@contextmanager
def at_desk(wishes: Wishes, environ: Mapping[str, str]) -> Iterator[Desk]:
    """Lay out what a writing command needs; the database is closed clean at the end."""
    from bibdb.db.engine import writing
    from bibdb.ledger import Corrections

    config = Config.load(Path())
    lists = wishes.lists or tuple(map(Path, config.lists))
    folder = _ledger_folder(lists)
    corrections = Corrections.load(folder / "corrections.toml")
    database = wishes.database or config.database or "data.sqlite"
    with (
        _sources(wishes, config, environ) as (sources, http),
        _lists_there(lists if wishes.reads else None),
        _target(database, folder / "keys.toml", dry_run=wishes.dry_run) as (path, keys),
        writing(path) as sessions,
    ):
        yield Desk(lists=lists, sessions=sessions.begin, sources=sources, http=http, keys=keys, corrections=corrections)


@contextmanager
def _lists_there(lists: tuple[Path, ...] | None) -> Iterator[None]:
    """Refuse to make an empty collection in the wrong folder: ReadError when there is nothing at all to read."""
    from bibdb.readers.files import find_lists

    listing = find_lists(lists or ())
    if lists is not None and not listing.files:
        why = "; ".join(map(str, listing.problems))
        raise ReadError(f"{why}: name your lists (`bibdb sync README.md`), or set lists in bibdb.toml")
    yield


def _ledger_folder(lists: tuple[Path, ...]) -> Path:
    """Give the folder of `keys.toml` and `corrections.toml`: beside the first of the lists."""
    return lists[0] if lists[0].is_dir() else lists[0].parent


@contextmanager
def _sources(wishes: Wishes, config: Config, environ: Mapping[str, str]) -> Iterator[tuple[list[Source], Http]]:
    from bibdb.sources import build
    from bibdb.sources.http import Http
    from bibdb.sources.settings import Settings

    settings = Settings.from_environment(
        environ,
        offline=wishes.offline,
        fetch_pages=wishes.fetch_pages,
        mailto=wishes.mailto or environ.get("BIBDB_MAILTO") or config.mailto or "",
        snapshots=tuple(_snapshot_files(config)),
    )
    with Http(settings) as http:
        sources = build(settings, http, wishes.sources or None)
        yield [source for source in sources if settings.snapshots or source.name != "snapshot"], http


def _snapshot_files(config: Config) -> Iterator[Path]:
    """Give the snapshots, those of a folder by name; a file that is named and is not there will be told of."""
    for path in map(Path, config.snapshots):
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.name.endswith(_SNAPSHOTS))
        elif path.exists() or config.snapshots != Config().snapshots:
            yield path


@contextmanager
def _target(database: str, ledger: Path, *, dry_run: bool) -> Iterator[tuple[str, Keys]]:
    """Give the database and ledger to write: for a dry run copies that go away."""
    from bibdb.ledger import Keys

    if not dry_run:
        yield database, Keys.load(ledger)
        return
    if "://" in database:
        raise UsageError("--dry-run needs a database that is a file")
    from bibdb.db.schema import refuse_foreign

    refuse_foreign(Path(database))
    with tempfile.TemporaryDirectory(prefix="bibdb-") as folder:
        for original in (Path(database), ledger):
            if original.exists():
                shutil.copyfile(original, Path(folder) / original.name)
        yield str(Path(folder) / Path(database).name), Keys.load(Path(folder) / ledger.name)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
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
