"""How long reading takes, beside markdown-it-py's parsing alone, and how it grows on hostile input.

Run `python benchmarks/reading.py [megabytes [list …]]`: each line is one made-up document, or a list of yours repeated
to that size; times are the processor's. What was read is known when it is read again: both times are shown. `hostile`
shows the times at 1×, 2×, 4× and 8× of a size.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath

from markdown_it import MarkdownIt

from bibdb.readers import markdown

WORDS = [
    "adaptive",
    "sparse",
    "learning",
    "of",
    "deep",
    "graph",
    "models",
    "for",
    "robust",
    "vision",
    "and",
    "language",
    "with",
    "latent",
    "diffusion",
    "under",
    "weak",
    "supervision",
    "towards",
    "efficient",
    "training",
    "on",
    "large",
    "scale",
    "data",
    "via",
    "neural",
    "search",
    "across",
    "many",
    "tasks",
    "in",
    "the",
    "wild",
]
NAMES = ("Ada", "Bo", "Cleo", "Dai", "Eva", "Finn"), ("Ng", "Okafor", "Petrov", "Quist", "Rossi", "Sato")


def main() -> None:
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else 5) * 1e6)
    print(
        f"{'document':24}{'MB':>6}{'links':>8}{'read s':>9}{'again':>7}{'MB/s':>7}{'markdown-it-py s':>18}{'ratio':>7}"
    )
    list(markdown.read(b"- [warm](https://example.org)", PurePath("list.md")))
    for name, line in SHAPES.items():
        compare(name, made(line, size))
    for path in map(Path, sys.argv[2:]):
        text = path.read_text(encoding="utf-8")
        compare(path.name, text * max(1, round(size / len(text.encode()))))
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"\n{'hostile':24}" + "".join(f"{times}x s".rjust(9) for times in (1, 2, 4, 8)))
    for name, (make, base) in HOSTILE.items():
        texts = [make(base * factor) for factor in (1, 2, 4, 8)]
        times = [seconds(partial(read, text), 1) for text in texts]
        print(f"{name:24}" + "".join(f"{each:9.3f}" for each in times))


def compare(name: str, text: str) -> None:
    data = text.encode()
    ours = seconds(partial(read, text), 1)
    again = seconds(partial(read, text), 2)
    links = len(next(markdown.read(data, PurePath("list.md"))).links)
    parser = MarkdownIt("gfm-like", {"linkify": False})
    theirs = seconds(partial(parser.parse, text), 1)
    megabytes = len(data) / 1e6
    print(
        f"{name:24}{megabytes:6.1f}{links:8}{ours:9.2f}{again:7.2f}{megabytes / ours:7.1f}"
        f"{theirs:18.2f}{ours / theirs:7.2f}",
        flush=True,
    )


def read(text: str) -> None:
    for _ in markdown.read(text.encode(), PurePath("list.md")):
        pass


def seconds(run: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


def made(line: Callable[[random.Random, int], str], size: int) -> str:
    chance, lines, length, number = random.Random(7), [], 0, 0
    while length < size:
        if number % 40 == 0:
            lines.append(f"\n## Section {number // 40}\n\n")
        lines.append(line(chance, number))
        length += len(lines[-1])
        number += 1
    return "".join(lines)


def title(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(6, 12))).capitalize()


def authors(chance: random.Random) -> str:
    return ", ".join(f"{chance.choice(NAMES[0])} {chance.choice(NAMES[1])}" for _ in range(chance.randint(2, 5)))


def arxiv(chance: random.Random) -> str:
    return f"https://arxiv.org/abs/{chance.randint(15, 25)}{chance.randint(1, 12):02}.{chance.randint(1000, 19999):05}"


def linked(chance: random.Random, _number: int) -> str:
    note = " ".join(chance.choices(WORDS, k=12))
    return f"- [{title(chance)}]({arxiv(chance)}) - {note.capitalize()}.\n"


def annotated(chance: random.Random, _number: int) -> str:
    notes = "".join(f"- {' '.join(chance.choices(WORDS, k=18))}\n" for _ in range(chance.randint(0, 3)))
    return f"[({chance.randint(2019, 2025)} Sept; ICLR 2025) {title(chance)}]({arxiv(chance)})\n\n{notes}\n"


def cited(chance: random.Random, number: int) -> str:
    code = f" [[code](https://github.com/someone/thing{number})]"
    return (
        f"- [2023/{chance.randint(1, 12):02}] **{title(chance)}.** *{authors(chance)}.* NeurIPS."
        f" [[paper]({arxiv(chance)})]{code}\n"
    )


def block(chance: random.Random, _number: int) -> str:
    return (
        f"**{title(chance)}** \\\n*{authors(chance)}* \\\narXiv 2023. [[Paper]({arxiv(chance)})] \\\n"
        f"{chance.randint(1, 28)} Mar 2023\n\n"
    )


def row(chance: random.Random, number: int) -> str:
    head = "| Title | Authors | Venue | Link |\n|---|---|---|---|\n" if number % 40 == 0 else ""
    return f"{head}| {title(chance)} | {authors(chance)} | ICML 2024 | [arXiv]({arxiv(chance)}) |\n"


def prose(chance: random.Random, _number: int) -> str:
    words = " ".join(chance.choices(WORDS, k=60)).capitalize()
    return f"{words}, see [this work]({arxiv(chance)}) and {' '.join(chance.choices(WORDS, k=40))}.\n\n"


SHAPES = {
    "links with a note": linked,
    "annotated paragraphs": annotated,
    "bold titles and buttons": cited,
    "titles over lines": block,
    "table": row,
    "running text": prose,
}
HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "nested brackets": (lambda size: "[" * size + "]" * size, 12_500),
    "nested links": (lambda size: "[a](" * size, 12_500),
    "deep lists": (lambda size: "- " * size + "a", 1_250),
    "indented lists": (lambda size: "".join("  " * depth + "- [a](http://x.org)\n" for depth in range(size)), 250),
    "deep quotes": (lambda size: ">" * size + "a", 12_500),
    "one long line": (lambda size: "word " * size, 250_000),
    "one line of addresses": (lambda size: "see https://arxiv.org/abs/2301.00001 " * size, 2_500),
    "emphasis": (lambda size: "*a_ **b " * size, 12_500),
    "open HTML": (lambda size: "<td><a href='x'>" * size, 12_500),
    "parentheses": (lambda size: "(" * size + "2020", 25_000),
    "commas": (lambda size: "Ada Ng, " * size, 12_500),
    "one paragraph of links": (lambda size: "[a title](http://x.org/a)\n" * size, 2_500),
}

if __name__ == "__main__":
    main()
