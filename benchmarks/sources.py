"""What our care costs: examining and converting arXiv's answers, against the `arxiv` package's own parse of the same.

Run `python benchmarks/sources.py` from the project's root. Both are measured in the same run, so that only their
ratio counts; the papers are fabricated, with entries of about the size of real ones (2.8 kB).
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from arxiv import _feed  # type: ignore[import-untyped]

from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.arxiv import Arxiv, record_from_result
from bibdb.sources.atom import Key, examine
from bibdb.sources.http import Http
from bibdb.sources.settings import Settings
from bibdb.sources.shapes import now
from tests.servers.arxiv_server import ArxivServer, Paper
from tests.servers.server import Request, serving

ABSTRACT = "The fabricated lattice is studied where nobody has ever seen it, by methods that do not exist. " * 13
LETTERS = "ABCDEFGH"
ROUNDS = 5


def paper(paper_id: str) -> Paper:
    authors = tuple(f"Ada {letter}. Fabrica-{letter}ova {paper_id[-4:]}" for letter in LETTERS)
    return Paper(paper_id, abstract=ABSTRACT, authors=authors, comment="12 pages, 3 figures; nothing was measured")


def ids(count: int) -> list[str]:
    return [f"{2401 + number // 90_000}.{number % 90_000 + 1:05}" for number in range(count)]


def feeds(count: int) -> list[tuple[str, bytes, list[Key]]]:
    """Make the answers to `count` ids in batches of a hundred: address, body, and what was asked."""
    server = ArxivServer(paper)
    made = []
    for start in range(0, count, 100):
        batch = ids(count)[start : start + 100]
        target = f"/api/query?search_query=&id_list={','.join(batch)}&start=0&max_results={len(batch)}"
        made.append((target, server(Request("GET", target, {}, b"", 0.0)).body, [(each, None) for each in batch]))
    return made


def best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def theirs(made: Sequence[tuple[str, bytes, list[Key]]]) -> int:

    return sum(len(_feed.parse(body).results) for _, body, _ in made)


def ours(made: Sequence[tuple[str, bytes, list[Key]]]) -> int:

    found = 0
    for target, body, asked in made:
        page = examine(body, target, frozenset(asked))
        results = _feed.parse(page.body).results
        at = now()
        found += len([record_from_result(result, page.keys[result.entry_id], at) for result in results])
    return found


def peak(count: int) -> float:
    """Measure the most memory (MB) that is held while `count` ids are fetched from a local server and let go."""
    with serving(ArxivServer(paper)) as server:
        settings = Settings(urls={"arxiv": server.url}, delays={"arxiv": 0.0})
        with Http(replace(settings, cache_bytes=0)) as http:
            papers = [Identifier(Scheme.ARXIV, value) for value in ids(count)]
            tracemalloc.start()
            found = sum(1 for _ in Arxiv(http).fetch(papers))
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert found == count
    return most / 1e6


def main() -> None:
    made = feeds(1000)
    assert theirs(made) == ours(made) == 1000
    size = sum(len(body) for _, body, _ in made) / 1e6
    parse, whole = best(lambda: theirs(made)), best(lambda: ours(made))
    print(f"1,000 entries, {size:.1f} MB of Atom")
    print(f"  the arxiv package's parse        {parse * 1000:6.0f} ms")
    print(f"  examined, parsed and converted   {whole * 1000:6.0f} ms   {whole / parse:.2f} times")
    for count in (1000, 10_000, 50_000) if "--memory" in sys.argv else (1000,):
        print(f"  memory while {count:6,} ids are fetched {peak(count):6.1f} MB")


if __name__ == "__main__":
    main()
