from __future__ import annotations

import os
from pathlib import Path

import pytest

from bibdb.readers.files import Problem, find_lists, load, read_lists
from bibdb.readers.kinds import Kind
from bibdb.values import Document


def _make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")


def _names(root: Path, *paths: str) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_lists([root / path for path in paths]).files]


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    _make(
        tmp_path,
        "b.md", "a.bib", "notes/c.org", "notes/deep/er/d.md", "tool.py", "keys.toml", "corrections.toml", "bibdb.toml", ".git/x.md",
        ".hidden.md", "photo.png", "LICENSE", "package.json", "notes/Makefile", "unknown",
    )  # fmt: skip
    (tmp_path / "data.core").write_bytes(b"abc\0\1\2" * 40)
    (tmp_path / "wide.txt").write_bytes("wide letters".encode("utf-16"))
    listing = find_lists([tmp_path])
    assert _names(tmp_path, ".") == ["a.bib", "b.md", "unknown", "wide.txt", "notes/c.org", "notes/deep/er/d.md"]
    assert listing.skipped == {
        Kind.CODE: 1, Kind.OWN: 3, Kind.HIDDEN: 1, Kind.BINARY: 2, Kind.LEGAL: 1, Kind.SETTINGS: 2,
    }  # fmt: skip
    assert not listing.problems


def test_files_that_are_named_are_taken_once(tmp_path: Path) -> None:
    _make(tmp_path, "a.md", "tool.py", ".hidden.md")
    assert _names(tmp_path, "tool.py", "a.md", ".", ".hidden.md", "a.md") == ["tool.py", "a.md", ".hidden.md"]


def test_ignore_files(tmp_path: Path) -> None:
    _make(tmp_path, "a.md", "draft-b.md", "old/c.md", "sub/draft-d.md", "sub/e.md", "sub/f.md", "sub/old/g.md")
    (tmp_path / ".bibdbignore").write_text("# mine\ndraft-*\n/old/\n**a***b[\n")
    (tmp_path / "sub" / ".bibdbignore").write_text("!draft-d.md\nf.md\n")
    assert _names(tmp_path, ".") == ["a.md", "sub/draft-d.md", "sub/e.md", "sub/old/g.md"]
    assert find_lists([tmp_path]).skipped == {Kind.IGNORED: 2}


def test_links_are_not_followed_outside(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    _make(inside, "a.md")
    _make(outside, "secret.md")
    (inside / "b.md").symlink_to(outside / "secret.md")
    (inside / "again.md").symlink_to(inside / "a.md")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    listing = find_lists([inside])
    assert len(listing.files) == 1
    assert listing.skipped == {Kind.SYMLINK: 3}


@pytest.mark.parametrize(
    ("names", "reason"),
    [((), "is an empty folder"), (("tool.py", "a.png"), "holds no list (2 files were passed over)")],
)
def test_a_folder_without_lists_is_said(tmp_path: Path, names: tuple[str, ...], reason: str) -> None:
    _make(tmp_path, *names)
    assert find_lists([tmp_path]).problems == (Problem(tmp_path, reason),)


def test_what_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    _make(tmp_path, "a.md", "b.md")
    found = list(read_lists([tmp_path / "none.md", tmp_path / "a.md"]))
    assert str(found[0]) == f"{tmp_path / 'none.md'}: there is no such file or folder"
    assert isinstance(found[1], Document)
    (tmp_path / "b.md").unlink()
    gone = load(tmp_path / "b.md")
    assert isinstance(gone, Problem)
    assert gone.reason.startswith("cannot be read (")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    _make(tmp_path, "a.md", "locked/b.md")
    (tmp_path / "locked").chmod(0)
    try:
        listing = find_lists([tmp_path])
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert [problem.path for problem in listing.problems] == [tmp_path / "locked"]


def test_a_list_that_is_no_text_is_told(tmp_path: Path) -> None:
    _make(tmp_path, "a.md")
    (tmp_path / "b.md").write_bytes(bytes(range(256)))
    (tmp_path / "c.core").write_bytes(bytes(range(256)))
    listing = find_lists([tmp_path])
    assert [path.name for path in listing.files] == ["a.md"]
    assert [str(problem) for problem in listing.problems] == [
        f"{tmp_path / 'b.md'}: is no text: it begins with binary data"
    ]
    assert listing.skipped == {Kind.BINARY: 1}
