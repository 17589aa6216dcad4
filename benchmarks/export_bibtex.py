"""How fast works become BibTeX, against bibtexparser and pybtex on the same data in the same run.

    python benchmarks/export_bibtex.py [WORKS] [ROUNDS]

Fabricated works (10,000 by default) with names and titles of many languages are written as escaped BibTeX. The
figures are process times, the best of the rounds, and ratios to what bibtexparser takes to parse the result, to write
it with its LaTeX-encoding middleware, and to what pybtex takes to write it.
"""

from __future__ import annotations

import io
import logging
import random
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator

import bibtexparser
from bibtexparser.middlewares import LatexEncodingMiddleware
from pybtex.database.input.bibtex import Parser
from pybtex.database.output.bibtex import Writer

from bibdb.dates import PartialDate
from bibdb.values import Edition, EditionKind, Evidence, Name, Resolution, Work, WorkType
from bibdb.writers import biblatex, bibtex, latex, names, titles

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


def export(count: int) -> str:
    """Write works from nothing known: every cache empty."""
    forget()
    return "".join(bibtex.write(works(count)))


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    logging.disable()  # bibtexparser's encoder names each letter that it does not know
    made = best(rounds, lambda: sum(1 for _ in works(count)))
    written = best(rounds, lambda: export(count)) - made
    text = export(count)
    parsed = best(rounds, lambda: bibtexparser.parse_string(text))
    # The others get the same entries in UTF-8 and without escapes, which they make themselves.
    unicode = re.sub(r"\\([&%#_$])", r"\1", "".join(biblatex.write(works(count))))
    library = bibtexparser.parse_string(unicode)
    encoding = [LatexEncodingMiddleware()]
    encoded = best(1, lambda: bibtexparser.write_string(library, prepend_middleware=encoding))
    data = Parser().parse_string(unicode)
    pybtex = best(1, lambda: Writer().write_stream(data, io.StringIO()))
    print(f"{count} works, {len(text) / 1e6:.1f} MB of BibTeX: {written:.2f} s ({count / written:,.0f} works/s)")
    print(f"bibtexparser parses it in {parsed:.2f} s: writing takes {written / parsed:.2f} of that (goal: at most 1.5)")
    print(f"bibtexparser writes it, with LaTeX encoding, in {encoded:.2f} s: {encoded / written:.1f} times (goal: 5)")
    print(f"pybtex writes it in {pybtex:.2f} s: {pybtex / written:.1f} times (goal: 3)")
    tracemalloc.start()
    for _ in bibtex.write(works(count)):
        pass
    print(f"peak memory of a streamed export         {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
