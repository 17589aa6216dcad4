"""How fast works become BibTeX, against bibtexparser and pybtex on the same data in the same run.

    python benchmarks/export_bibtex.py [WORKS] [ROUNDS]

Fabricated works (10,000 by default) with names and titles of many languages are stored in a database in a temporary
folder; what is measured is reading them from it and writing them as escaped BibTeX, with every cache empty. The figures
are process times, the best of the rounds, and ratios to what bibtexparser takes to parse the result, to write it with
its LaTeX-encoding middleware, and to what pybtex takes to write it; those two are given the entries already parsed.
"""

from __future__ import annotations

import gc
import io
import logging
import random
import re
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import bibtexparser.entrypoint as bibtexparser
from bibtexparser.middlewares import LatexEncodingMiddleware
from pybtex.database.input.bibtex import Parser
from pybtex.database.output.bibtex import Writer

from bibdb.dates import PartialDate
from bibdb.db.engine import writing
from bibdb.db.settled import SettledWork
from bibdb.db.store import save_works
from bibdb.library import Library, Selection
from bibdb.values import Edition, EditionKind, Evidence, Name, Resolution, Work, WorkType
from bibdb.writers import biblatex, bibtex, latex, names, titles
from bibdb.writers.memory import Memory

_GIVEN = (
    "Ada", "Émile", "Łukasz", "Søren", "Wei", "Jürgen", "Paweł", "Anna", "Zoë", "Ngọc", "Tomáš", "Maria", "José",
    "Yuki", "Priya", "Ivan", "Chloé", "Bjørn", "Omar", "Lucía",
)  # fmt: skip
_FAMILY = (
    "Example", "Müller", "Kovács", "Ångström", "García", "Nováková", "Erdősi", "Smith", "Zhang", "Nguyễn",
    "O'Brien", "Østergård", "Dupont", "Çelik", "Yılmaz", "Rossi", "Kowalczyk", "Petrov", "Tanaka", "Silva", "Lee",
    "Kim", "Jensen", "Haddad", "Weiß",
)  # fmt: skip
_WORDS = (
    "Learning", "Deep", "Reasoning", "Language", "Models", "Bayesian", "GPT-4", "Scaling", "Inference", "Search",
    "Reward", "Verifiers", "Gaussian", "Graph", "with", "for", "of", "and", "Efficient", "Robust",
    "Self-Improving", "Agents", "$\\alpha$-Divergence", "Erdős", "Schrödinger", "Bridges", "R&D", "50%", "O(n)",
    "Programs", "Proofs", "Trees", "Transformers", "Markov", "Chains", "Policy", "Gradient", "Robots", "Vision",
    "Speech", "Memory", "LLMs",
)  # fmt: skip


def store(count: int, path: Path) -> None:
    """Make a database of the works."""
    settled = [
        SettledWork(key=work.key, type=work.type, resolution=work.resolution, editions=work.editions)
        for work in works(count)
    ]
    with writing(path) as sessions, sessions.begin() as session:
        save_works(session, settled)


def works(count: int) -> Iterator[Work]:
    """Fabricate works, one at a time."""
    pick = random.Random(7)
    for n in range(count):
        names = tuple(_name(pick) for _ in range(pick.randint(1, 9)))
        title = " ".join(pick.choices(_WORDS, k=pick.randint(5, 12))) + f" {n}"
        preprint = Edition(
            kind=EditionKind.PREPRINT, title=title, authors=names, arxiv_id=f"24{n % 12 + 1:02}.{n % 99999:05}",
            submitted=PartialDate(2024, n % 12 + 1, 3), primary_category="cs.LG",
        )  # fmt: skip
        publication = Edition(
            kind=EditionKind.PUBLICATION, title=title, authors=names, issued=PartialDate(2025, 7), page=f"{n}-{n + 12}",
            container_title="Proceedings of the Fabricated Conference", evidence=Evidence.PUBLISHER, doi=f"10.5555/{n}",
        )  # fmt: skip
        editions = (preprint, publication) if n % 2 else (preprint,)
        yield Work(
            key=f"work{n}", type=WorkType.PAPER, resolution=Resolution.RESOLVED, editions=editions, cited=editions[-1]
        )


def _name(pick: random.Random) -> Name:
    given, family = (
        pick.choice(_GIVEN) + f" {pick.choice('ABCDEFG')}.",
        pick.choice(_FAMILY) + pick.choice(("", "-Test")),
    )
    return Name(f"{given} {family}", given=given, family=family)


def best(rounds: int, run: Callable[[], object]) -> float:
    """Give the least process time of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def forget() -> None:
    """Empty what the writers remember."""
    for module in (latex, names, titles):
        for found in vars(module).values():
            if hasattr(found, "cache_clear"):
                found.cache_clear()
    for memory in filter(lambda each: isinstance(each, Memory), gc.get_objects()):
        memory.clear()


def read(path: Path) -> Iterator[Work]:
    """Read the works, as an export does that needs neither notes nor tags."""
    with Library(path) as library:
        yield from library.works(Selection(bare=True))


def export(path: Path) -> str:
    """Write works from nothing known: every cache empty."""
    return "".join(bibtex.write(read(path)))


def alternating(rounds: int, path: Path) -> tuple[float, float, str]:
    """Measure writing and bibtexparser's parsing turn by turn, so that both meet the same weather."""
    written, parsed, text = [], [], ""
    for _ in range(rounds):
        forget()
        start = time.process_time()
        text = export(path)
        between = time.process_time()
        bibtexparser.parse_string(text)
        written.append(between - start)
        parsed.append(time.process_time() - between)
    return min(written), min(parsed), text


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    logging.disable()  # bibtexparser's encoder names each letter that it does not know
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sqlite"
        store(count, path)
        compare(count, rounds, path)


def compare(count: int, rounds: int, path: Path) -> None:
    """Measure all, and print."""
    written, parsed, text = alternating(rounds, path)
    reading = best(rounds, lambda: sum(1 for _ in read(path)))
    # The others get the same entries in UTF-8 and without escapes, which they make themselves.
    unicode = re.sub(r"\\([&%#_$])", r"\1", "".join(biblatex.write(works(count))))
    library = bibtexparser.parse_string(unicode)
    encoding = [LatexEncodingMiddleware()]
    encoded = best(1, lambda: bibtexparser.write_string(library, prepend_middleware=encoding))
    data = Parser().parse_string(unicode)
    pybtex = best(1, lambda: Writer().write_stream(data, io.StringIO()))
    print(f"{count} works from the database to {len(text) / 1e6:.1f} MB of BibTeX: {written:.2f} s", end=" ")
    print(f"({count / written:,.0f} works/s), {reading:.2f} s of them reading")
    print(
        f"bibtexparser parses it in {parsed:.2f} s: exporting takes {written / parsed:.2f} of that (goal: at most 1.5)"
    )
    print(f"bibtexparser writes it, with LaTeX encoding, in {encoded:.2f} s: {encoded / written:.1f} times (goal: 5)")
    print(f"pybtex writes it in {pybtex:.2f} s: {pybtex / written:.1f} times (goal: 3)")
    forget()
    tracemalloc.start()
    for _ in bibtex.write(read(path)):
        pass
    print(f"peak memory of a streamed export         {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
