"""From paths to files: the lists among files and folders, what was passed over, and what could not be read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bibdb.readers.kinds import Kind, is_binary, kind_of
from bibdb.values import Document

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["IGNORE_FILE", "Listing", "Problem", "find_lists", "load", "read_lists"]

IGNORE_FILE = ".bibdbignore"
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that gave no list, and why: one sentence without the path."""

    path: Path
    reason: str

    def __str__(self) -> str:
        """Write `path: reason`."""
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The lists that some paths name, in order and each once; `skipped` counts what was passed over, by kind."""

    files: tuple[Path, ...]
    skipped: Mapping[Kind, int]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Walk:
    """The state of one search."""

    files: list[Path] = field(default_factory=list)
    skipped: Counter[Kind] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    def add(self, path: Path) -> None:
        """Take a file, unless another path led to it before."""
        resolved = path.resolve()
        if resolved not in self.seen:
            self.seen.add(resolved)
            self.files.append(path)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The ignore files from a walk's root down to one folder, the outermost first."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def ignore(self, path: Path, *, folder: bool) -> bool:
        """Whether the innermost rule that speaks of the path excludes it (gitignore(5))."""
        for base, spec in reversed(self.specs):
            verdict = spec.check_file(path.relative_to(base).as_posix() + ("/" if folder else "")).include
            if verdict is not None:
                return verdict
        return False


def find_lists(paths: Iterable[Path]) -> Listing:
    """Find the files to read as lists: those named, and in folders those that may be lists, sorted by name.

    A file that is named is always taken. In folders, hidden folders and files, binaries, code, settings, bibdb's own
    files, what `.bibdbignore` excludes, and symbolic links that lead outside the folder are passed over.
    """
    walk = _Walk()
    for path in paths:
        try:
            if path.is_dir():
                _search(path, walk)
            elif path.exists():
                walk.add(path)
            else:
                walk.problems.append(Problem(path, "there is no such file or folder"))
        except OSError as error:
            walk.problems.append(Problem(path, f"cannot be read ({error.strerror or error})"))
    return Listing(tuple(walk.files), dict(walk.skipped), tuple(walk.problems))


def load(path: Path) -> bytes | Problem:
    """Read a file's bytes, or say why that cannot be done."""
    try:
        return path.read_bytes()
    except OSError as error:
        return Problem(path, f"cannot be read ({error.strerror or error})")


def read_lists(paths: Iterable[Path], format: str | None = None) -> Iterator[Document | Problem]:  # noqa: A002
    """Read the lists that some paths name, in order; what gives none is a problem in its place, those of paths first.

    Raises UsageError for a format that there is not.
    """
    from bibdb.readers import read

    listing = find_lists(paths)
    yield from listing.problems
    for path in listing.files:
        data = load(path)
        if isinstance(data, Problem):
            yield data
        else:
            yield from read(data, path, format)


def _search(root: Path, walk: _Walk) -> None:
    """Search one folder that was named, and say so when it holds no list."""
    before = len(walk.files), len(walk.problems), walk.skipped.total()
    _folder(root, root.resolve(), _Rules(), walk)
    if len(walk.files) == before[0] and len(walk.problems) == before[1]:
        passed = walk.skipped.total() - before[2]
        counted = "1 file was" if passed == 1 else f"{passed:,} files were"
        reason = f"holds no list ({counted} passed over)" if passed else "is an empty folder"
        walk.problems.append(Problem(root, reason))


def _folder(folder: Path, root: Path, rules: _Rules, walk: _Walk) -> None:
    """Search a folder and those below it; recursion goes as deep as a path can."""
    pending = [(folder, rules)]
    while pending:
        here, above = pending.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: (entry.is_dir(follow_symlinks=False), entry.name))
        except OSError as error:
            walk.problems.append(Problem(here, f"cannot be read ({error.strerror or error})"))
            continue
        inner = _with_ignore_file(here, above)
        folders = []
        for entry in entries:
            path = here / entry.name
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and not inner.ignore(path, folder=True):
                    folders.append((path, inner))
            elif entry.name == IGNORE_FILE:
                continue
            elif reason := _passed_over(path, entry, root, inner):
                if reason is Kind.BINARY and _is_named_as_a_list(path):
                    walk.problems.append(Problem(path, "is no text: it begins with binary data"))
                else:
                    walk.skipped[reason] += 1
            elif entry.is_file():
                walk.add(path)
        pending.extend(reversed(folders))


def _with_ignore_file(folder: Path, rules: _Rules) -> _Rules:
    file = folder / IGNORE_FILE
    if not file.is_file():
        return rules
    from pathspec import GitIgnoreSpec

    text = file.read_text(encoding="utf-8", errors="replace")
    return _Rules((*rules.specs, (folder, GitIgnoreSpec.from_lines(_valid(text.splitlines())))))


def _valid(lines: Iterable[str]) -> Iterator[str]:
    """Leave out patterns that are none: one bad line must not stop the others."""
    from pathspec import GitIgnoreSpec

    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        yield line


def _passed_over(path: Path, entry: os.DirEntry[str], root: Path, rules: _Rules) -> Kind | None:
    """Give the reason why a file in a folder is not read, if there is one."""
    if kind := kind_of(path):
        return kind
    if rules.ignore(path, folder=False):
        return Kind.IGNORED
    if entry.is_symlink() and not path.resolve().is_relative_to(root):
        return Kind.SYMLINK
    if entry.is_symlink() and path.is_dir():
        return Kind.SYMLINK
    return Kind.BINARY if entry.is_file() and _starts_binary(path) else None


def _is_named_as_a_list(path: Path) -> bool:
    from bibdb.readers import formats

    return any(path.suffix.lower() in each.suffixes for each in formats().values())


def _starts_binary(path: Path) -> bool:
    """Look at a file's first bytes; one that cannot be opened is left for `load` to report."""
    try:
        with path.open("rb") as file:
            return is_binary(file.read(_HEAD))
    except OSError:
        return False
