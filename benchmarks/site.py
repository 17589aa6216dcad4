"""How fast a page of many works answers, in a real browser, against a plain array filter over the same works.

    python benchmarks/site.py [WORKS]

Fabricated works (10,000 by default) with notes and abstracts become a page; Chromium opens it from disk. For each of
some searches and filters the page's answer (choosing, counting and showing) is timed to the end of its frame's work,
and so is an array's `filter` over the same texts in the same page; the figures are medians. Needs `chromium` and
`chromedriver`, and says so where they are not.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Edition, EditionKind, LinkKind, Listing, Name, Resolution, Work, WorkLink, WorkType
from bibdb.writers.site import PAGE, write

_WORDS = (
    "learning", "deep", "reasoning", "language", "models", "Bayesian", "scaling", "inference", "search", "reward",
    "verifier", "Gaussian", "graph", "efficient", "robust", "agents", "Erdős", "Schrödinger", "bridge", "program",
    "proof", "tree", "transformer", "Markov", "chain", "policy", "gradient", "robot", "vision", "speech", "memory",
)  # fmt: skip
_GIVEN = ("Ada", "Émile", "Łukasz", "Søren", "Wei", "Jürgen", "Anna", "Zoë", "Ngọc", "Maria", "José", "Yuki", "Priya")
_FAMILY = ("Example", "Müller", "Kovács", "García", "Smith", "Zhang", "Nguyễn", "Dupont", "Rossi", "Tanaka", "Silva")
_VENUES = ("ICLR", "NeurIPS", "ICML", "ACL", "EMNLP", "JMLR", "CVPR")
_ASKED: tuple[dict[str, str], ...] = (
    {"q": "reasoning"}, {"q": "scaling reward"}, {"q": "zzz"}, {"q": "e"}, {"author": "nguyen"}, {"year": "2023"},
    {"venue": "ICLR", "code": "1"}, {"category": "cs.CL", "q": "erdos"}, {"section": "Topic 7"}, {"order": "new"},
)  # fmt: skip
# The page's own answer, and what a plain filter over the same texts takes, in the same page.
_MEASURE = """
const [asked, texts] = [arguments[0], window.texts];
const form = document.getElementById("_form"), times = [], plain = [];
const words = (asked.q || "reasoning").split(" ");
for (let round = 0; round < 9; round += 1) {
  document.getElementById("_clear").click();
  await new Promise((done) => setTimeout(done, 80));
  for (const [name, value] of Object.entries(asked)) {
    const field = form.elements.namedItem(name);
    if (field.type === "checkbox") field.checked = true; else field.value = value;
  }
  const start = performance.now();
  form.dispatchEvent(new Event("input", { bubbles: true }));
  void document.body.offsetHeight;
  times.push(performance.now() - start);
  const begin = performance.now();
  window.found = texts.filter((text) => words.every((word) => text.includes(word)));
  plain.push(performance.now() - begin);
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
return [median(times), median(plain), document.getElementById("_status").textContent];
"""


def works(count: int) -> Iterator[Work]:
    """Fabricate works in forty sections."""
    pick = random.Random(7)
    for n in range(count):
        words = pick.choices(_WORDS, k=200)
        published = pick.random() < 0.5
        edition = Edition(
            kind=EditionKind.PUBLICATION if published else EditionKind.PREPRINT,
            title=" ".join(words[:9]).capitalize() + f" {n}",
            authors=tuple(Name(f"{pick.choice(_GIVEN)} {pick.choice(_FAMILY)}") for _ in range(pick.randint(1, 9))),
            abstract=" ".join(words[9:]),
            issued=PartialDate(pick.randint(2016, 2025), pick.randint(1, 12)),
            container_title=pick.choice(_VENUES) if published else None,
            categories=tuple(pick.sample(("cs.CL", "cs.LG", "stat.ML", "cs.AI", "math.PR"), 2)),
            arxiv_id=f"25{n // 100000:02}.{n:05}",
        )
        listing = Listing(
            document="list.md", container=None, line=n, section=f"List > Topic {n % 40}", label=edition.title or "",
            date=None, venue=None, title=edition.title, authors=(), tags=(), note=f"- {' '.join(words[:20])}",
        )  # fmt: skip
        code = WorkLink(url=f"https://github.com/example/{n}", kind=LinkKind.CODE)
        yield Work(
            key=f"example{n}", type=WorkType.PAPER, resolution=Resolution.RESOLVED, editions=(edition,), cited=edition,
            identifiers=(Identifier(Scheme.ARXIV, edition.arxiv_id or ""),), listings=(listing,),
            links=(code,) if n % 3 else (), added_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n),
        )  # fmt: skip


def driver() -> ModuleType:
    """Load the tests' own way to drive Chromium."""
    path = Path(__file__).parent.parent / "tests" / "writers" / "site" / "conftest.py"
    spec = importlib.util.spec_from_file_location("driver", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(browser: Any, address: str, texts: list[str]) -> None:  # noqa: ANN401 - of a module loaded by its path
    """Open the page and print what it takes."""
    start = time.perf_counter()
    browser.open(address)
    browser.wait("return document.documentElement.dataset.ready")
    print(f"opened and shown after                  {time.perf_counter() - start:.2f} s")
    browser.wait("return document.documentElement.dataset.indexed")
    print(f"all texts ready for search after        {time.perf_counter() - start:.2f} s")
    for place in range(0, len(texts), 1000):
        browser.run("(window.texts ??= []).push(...arguments[0])", texts[place : place + 1000])
    worst = 0.0
    for asked in _ASKED:
        took, plain, said = browser.run(_MEASURE, asked)
        worst = max(worst, took - plain)
        print(f"{asked!s:38}  {took:6.1f} ms, plain filter {plain:5.1f} ms; {said}")
    print(f"beyond the plain filter, at worst       {worst:.1f} ms (goal: two frames, 33.3 ms)")


def main() -> None:
    """Write the page, open it and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    program = shutil.which("chromedriver")
    with tempfile.TemporaryDirectory() as folder:
        known = list(works(count))
        start = time.perf_counter()
        write(known, Path(folder))
        took, size = time.perf_counter() - start, (Path(folder) / PAGE).stat().st_size
        print(f"{count} works, a page of {size / 1e6:.1f} MB    written in {took:.2f} s")
        if program is None or shutil.which("chromium") is None:
            print("chromium and chromedriver are not installed: how fast the page answers was not measured")
            return
        chromium, port = driver(), driver().free_port()
        with subprocess.Popen([program, f"--port={port}"], stdout=subprocess.DEVNULL) as process:
            chromium.await_port(port)
            browser = chromium.Browser(port, f"{folder}/profile")
            try:
                texts = [f"{work.cited.title} {work.cited.abstract} {work.listings[0].note}".lower() for work in known]
                measure(browser, (Path(folder) / PAGE).as_uri(), texts)
            finally:
                browser.quit()
                process.terminate()


if __name__ == "__main__":
    main()
