"""What `bibdb sync` costs beside what must be paid: parsing and storing arXiv's answers, memory, and second runs.

Run `python benchmarks/sync.py` from the project's root (`--large` for 10,000 and 50,000 entries). The papers are
fabricated, with entries of about the size of real ones; the server is on this machine, so that no network is measured.
Times are processor seconds, the best of some rounds; opening a database counts for neither side.
"""

from __future__ import annotations

import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from arxiv import _feed  # type: ignore[import-untyped]
from sources import feeds, ids, paper

from bibdb.db.engine import writing
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.arxiv import Arxiv
from bibdb.sources.atom import Key
from bibdb.sources.http import Http
from bibdb.sources.settings import Settings
from bibdb.sync import BATCH, Report, _store_outcomes
from tests.servers.arxiv_server import ArxivServer
from tests.servers.server import serving

T = TypeVar("T")
Made = Sequence[tuple[str, bytes, list[Key]]]
ROOT = Path(__file__).parents[1]
ROUNDS = 15


class Answered(Http):
    """The answers without the way to them."""

    def __init__(self, made: Made) -> None:
        """Have the answers ready, in the order in which they will be asked for."""
        super().__init__(Settings())
        self._bodies = iter(body for _target, body, _asked in made)

    def ask(self, service: str, url: str, read: Callable[[bytes], T], **_rest: object) -> T:
        """Read the next answer."""
        del service, url
        return read(next(self._bodies))


def ours(made: Made, path: Path) -> float:
    """Examine, parse, convert and store, as `sync` does: from the answers' bytes to the last commit."""
    asked = [Identifier(Scheme.ARXIV, value) for _target, _body, keys in made for value, _version in keys]
    with writing(path) as sessions, Answered(made) as http:
        with sessions() as session:
            session.connection()
        start = time.process_time()
        outcomes = Arxiv(http).fetch(asked)
        while batch := list(islice(outcomes, BATCH)):
            with sessions.begin() as session:
                _store_outcomes(session, batch, Report())
        return time.process_time() - start


def theirs(made: Made, rows: dict[str, list[tuple[object, ...]]], path: Path) -> float:
    """Parse with the package alone, and store the same rows with `executemany`."""
    connection = sqlite3.connect(path)
    start = time.process_time()
    assert sum(len(_feed.parse(body).results) for _, body, _ in made) == len(rows["record"])
    with connection:
        for table, values in rows.items():
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
    took = time.process_time() - start
    connection.close()
    return took


def storing(folder: Path) -> None:
    made = feeds(1000)
    empty, full = folder / "empty.sqlite", folder / "full.sqlite"
    with writing(empty):
        pass
    ours(made, Path(shutil.copyfile(empty, full)))
    connection = sqlite3.connect(full)
    rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("record", "answer")}
    connection.close()

    def fresh() -> Path:
        return Path(shutil.copyfile(empty, folder / "run.sqlite"))

    # In pairs, so that what else the machine does meets both sides.
    pairs = [(theirs(made, rows, fresh()), ours(made, fresh())) for _ in range(ROUNDS)]
    least, whole = (min(times) * 1000 for times in zip(*pairs, strict=True))
    middle = statistics.median(mine / other for other, mine in pairs)
    print("1,000 arXiv entries")
    print(f"  the arxiv package's parse, and executemany of the rows  {least:6.0f} ms")
    print(f"  examined, parsed, converted and stored                  {whole:6.0f} ms   {whole / least:.2f} times")
    print(f"  the median of {ROUNDS} pairs                                           {middle:.2f} times")


def peak(folder: Path, count: int) -> float:
    """Measure the most memory (MB) that is held while so many ids are asked for, read, and stored."""
    report = Report()
    with serving(ArxivServer(paper)) as server, writing(folder / f"peak-{count}.sqlite") as sessions:
        settings = Settings(urls={"arxiv": server.url}, delays={"arxiv": 0.0})
        with Http(settings) as http:
            outcomes = Arxiv(http).fetch([Identifier(Scheme.ARXIV, value) for value in ids(count)])
            tracemalloc.start()
            while batch := list(islice(outcomes, BATCH)):
                with sessions.begin() as session:
                    _store_outcomes(session, batch, report)
                server.requests.clear()
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert report.found == count
    return most / 1e6


def run(folder: Path, url: str) -> tuple[float, float, str]:
    """Sync in a process of its own; give processor seconds, most memory (MB), and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = (
        "import resource, sys; from bibdb.cli import main\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    environ = {"BIBDB_ARXIV_URL": url, "BIBDB_ARXIV_DELAY": "0", "BIBDB_CACHE": str(folder / "cache"), "NO_PROXY": "*"}
    command = [sys.executable, "-c", program, "sync", "--source", "arxiv"]
    ran = subprocess.run(
        command, cwd=folder, env={**environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(ran.stdout.split()[-1]) / 1000, ran.stderr


def syncing(folder: Path, counts: Sequence[int]) -> None:
    with serving(ArxivServer(paper)) as server:
        for count in counts:
            place = folder / str(count)
            (place / "seeds").mkdir(parents=True)
            text = "".join(
                f"[(2024) Paper {each}](https://arxiv.org/abs/{each})\n\n- a note\n\n" for each in ids(count)
            )
            (place / "seeds" / "list.md").write_text(text)
            first = run(place, server.url)
            print(f"{count:,} entries: bibdb sync")
            print(f"  first run   {first[0]:6.1f} s, at most {first[1]:5.0f} MB, {len(server.requests)} requests")
            server.clear()
            second = run(place, server.url)
            print(f"  second run  {second[0]:6.1f} s, at most {second[1]:5.0f} MB, {len(server.requests)} requests")
            server.clear()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        storing(Path(folder))
        for count in (1_000, 10_000, 50_000) if "--large" in sys.argv else (1_000,):
            print(f"memory while {count:6,} ids are asked for and stored: {peak(Path(folder), count):.1f} MB")
        syncing(Path(folder), (1_000, 10_000, 50_000) if "--large" in sys.argv else (1_000,))


if __name__ == "__main__":
    main()
