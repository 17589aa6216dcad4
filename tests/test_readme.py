"""What README and docs/ show is what happens: their examples are run on this project's own lists."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bibdb.cli import COMMANDS
from bibdb.cli.commands import Group
from bibdb.cli.export import FORMATS
from bibdb.library import Library
from tests.cli.seeds import PROGRAM, ROOT, environ, make

README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
ELLIPSIS = "…"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


# Files that examples name.
FILES = {
    "reading.bib": "@article{widgets, title = {On Widgets}, journal = {J. Made-Up Res.}, year = 2024, month = sep,"
    " doi = {10.5555/widgets}, eprint = {2409.01234v2}, archiveprefix = {arXiv}}\n",
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project's lists and their collection, and what the first sync said."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "summary.txt").write_text(make(folder).stderr, encoding="utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def blocks(page: Path, language: str) -> list[str]:
    return [text for name, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def examples(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Give each command that a page shows, and the lines that are shown below it."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            yield command, answer.splitlines()


EXAMPLES = [
    pytest.param(command, shown, id=f"{page.stem}: {command}") for page in PAGES for command, shown in examples(page)
]


def is_shown(shown: list[str], lines: list[str]) -> bool:
    """Whether lines are as shown, where `…` stands for lines, or for the end of one."""
    if not shown:
        return not lines
    head, *rest = shown
    if head == ELLIPSIS:
        return any(is_shown(rest, lines[skipped:]) for skipped in range(len(lines) + 1))
    return bool(lines) and _is_line(head, lines[0]) and is_shown(rest, lines[1:])


def _is_line(shown: str, line: str) -> bool:
    if shown.endswith(ELLIPSIS):
        return line.startswith(shown.removesuffix(ELLIPSIS).rstrip())
    if set(shown) == {"-", " "}:  # below a table's heads: as wide as the longest cell, which may have been cut
        return line.startswith(shown)
    return line == shown


@pytest.mark.parametrize(
    ("shown", "lines", "as_shown"),
    [
        (["a", "…", "c"], ["a", "b", "b", "c"], True),
        (["a", "…"], ["a"], True),
        (["ab…"], ["abc"], True),
        (["a", "…", "d"], ["a", "b", "c"], False),
        (["a"], ["a", "b"], False),
    ],
)
def test_how_examples_are_compared(shown: list[str], lines: list[str], as_shown: bool) -> None:
    assert is_shown(shown, lines) is as_shown


def run(command: str, folder: Path) -> str:
    """Run an example in a shell whose `bibdb` is this one; both streams, as on a terminal."""
    if command == "make sync":
        return (folder / "summary.txt").read_text(encoding="utf-8")
    script = f'bibdb() {{ {shlex.join(PROGRAM)} "$@"; }}\n{command.replace(".venv/bin/", "")}'
    ran = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environ(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return ran.stdout


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_answers_what_is_shown(command: str, shown: list[str], seeded: Path) -> None:
    answer = run(command, seeded).splitlines()
    assert is_shown(shown, answer), "\n".join(answer)


def test_the_first_list_becomes_the_entry_below_it(seeded: Path) -> None:
    (shown,), (entry,) = blocks(README, "markdown"), blocks(README, "bibtex")
    with Library(seeded / "data.sqlite") as library:
        lists = b"".join(document.content for document in library.documents()).decode()
    assert [line for line in shown.splitlines() if line not in lists] == []
    assert run("bibdb export bibtex --key muennighoff2025s1 --quiet", seeded) == entry


def test_python(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeded)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for block in blocks(README, "python"):
            exec(compile(block, "README.md", "exec"), {})
    query = "select key || ' ' || title || ' ' || year from papers order by issued desc limit 5"
    with Library("data.sqlite") as library:
        assert printed.getvalue().splitlines() == [row[0] for row in library.sql(query)]


# ---------------------------------------------------------------- commands that are named in passing


def commands(page: Path) -> Iterator[list[str]]:
    """Give the words of each command that stands in a page's running text, table or examples."""
    text = page.read_text(encoding="utf-8")
    for code in [*_CODE.findall(_BLOCK.sub("", text)), *(command for command, _ in examples(page))]:
        words = code.replace(".venv/bin/", "").split()
        if words[:1] == ["bibdb"] and len(words) > 1 and not words[1].startswith("-"):
            yield words[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    known = {command.name: command for command in COMMANDS}
    for name, *words in commands(page):
        if name.isupper():
            continue
        assert name in known, name
        command = known[name].load()
        if isinstance(command, Group) and words and not words[0].isupper():
            formats = {each.name: each for each in command.registry}
            assert words[0] in formats, f"{name} {words[0]}"
            command = formats[words[0]].load()
        options = {option for parameter in command.params for option in parameter.opts} | {"--help", "--quiet"}
        unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in options]
        assert unknown == [], f"{name}: {unknown}"


def test_every_command_and_format_stands_in_the_table() -> None:
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `bibdb ")]
    named = {code.removeprefix("bibdb ").split()[0] for row in rows for code in _CODE.findall(row.split("|")[1])}
    assert named == {command.name for command in COMMANDS}
    (row,) = (row for row in rows if row.startswith("| `bibdb export"))
    assert set(_CODE.findall(row.split("|")[2])) == {command.name for command in FORMATS}
