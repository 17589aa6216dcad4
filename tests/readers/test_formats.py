from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.errors import UsageError
from bibdb.readers import READERS, Format, formats, read
from bibdb.readers.report import as_data, as_lines
from bibdb.values import Document

MARKDOWN = "# Widgets\n\n- [On Widgets](https://arxiv.org/abs/2409.01234v2) \x1b[31m\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", MARKDOWN, "markdown"),
        ("a.txt", MARKDOWN, "markdown"),
        ("a.txt", "Doe, J. On widgets. arXiv:2409.01234\n", "plain"),
        ("a", "@article{a,\n  title = {T}\n}\n", "bibtex"),
        ("a.txt", "TY  - JOUR\nTI  - T\nER  - \n", "ris"),
        ("a.json", '{"cells": [], "nbformat": 4}', "ipynb"),
        ("a.json", '[{"id": "a", "type": "article-journal", "title": "T"}]', "csl-json"),
        ("a.json", '[{"title": "T"}]', "json"),
        ("a.json", '{"title": "T"}\n{"title": "U"}\n', "jsonl"),
        ("a.weird", "#+TITLE: T\n\n* One\n", "org"),
        ("a.weird", "T\n=\n\n.. _x: http://a.b/\n", "rst"),
        ("a.weird", "<!DOCTYPE html>\n<p>x</p>\n", "html"),
        ("a.weird", "\\documentclass{article}\n", "latex"),
        ("a.weird", "= T\n:toc:\n\nhttp://a.b/[x]\n", "asciidoc"),
        ("a.weird", "- title: T\n  year: 2024\n", "yaml"),
        ("a.weird", "title\turl\nT\thttp://a.b/\nU\thttp://a.b/c\n", "tsv"),
        ("a.weird", "title,url\nT,http://a.b/\nU,http://a.b/c\n", "csv"),
    ],
)
def test_the_format_is_told(name: str, text: str, expected: str) -> None:
    (document,) = read(text.encode(), PurePath(name))
    assert document.format == expected
    assert "format" not in {finding.rule for finding in document.findings}


def test_a_format_that_cannot_be_told_is_said() -> None:
    (document,) = read(b"hello\n", PurePath("a.weird"))
    assert (document.format, [finding.rule for finding in document.findings]) == ("plain", ["format"])


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_said(data: bytes) -> None:
    (document,) = read(data, PurePath("a.md"))
    assert [finding.rule for finding in document.findings] == ["empty"]
    assert b"".join(block.raw for block in document.blocks) == document.content == data


def test_a_format_can_be_forced() -> None:
    (document,) = read(MARKDOWN.encode(), PurePath("a.bib"), "markdown")
    assert len(document.entries) == 1
    with pytest.raises(UsageError, match="no format 'nonsense'"):
        list(read(b"", PurePath("a"), "nonsense"))


def test_another_encoding_is_reported_once_and_the_bytes_stay() -> None:
    data = "# G\xf6del\n\n[T](http://a.b/)\n".encode("latin-1")
    (document,) = read(data, PurePath("a.md"))
    assert b"".join(block.raw for block in document.blocks) == document.content == data
    assert [(finding.rule, finding.line) for finding in document.findings] == [("encoding", 1)]
    assert document.sections[0].title == "Gödel"


def _broken(data: bytes, path: PurePath) -> Iterator[Document]:
    raise RecursionError(f"too deep: {path} {len(data)}")


def test_a_reader_that_fails_costs_only_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibdb.readers.bibtex.read", _broken)
    (document,) = read(b"@a{b, url = {http://arxiv.org/abs/2409.01234}}\n", PurePath("a.bib"))
    assert [finding.rule for finding in document.findings] == ["reader-fault"]
    assert [link.line for link in document.links] == [1]
    monkeypatch.setattr("bibdb.readers.plain.read", _broken)
    (document,) = read(b"arXiv:2409.01234\n", PurePath("a.txt"))
    assert [str(link.identifier) for link in document.links] == ["arxiv:2409.01234"]


EXTRA = Format("extra", "another package's", (".extra",), "bibdb.readers.plain")


def _load(point: EntryPoint) -> Format:
    if point.name != "extra":
        raise ImportError(point.value)
    return EXTRA


def test_another_package_adds_a_format(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("extra", f"{__name__}:EXTRA", "bibdb.readers"),
        EntryPoint("gone", "no_such_module:x", "bibdb.readers"),
    ]
    monkeypatch.setattr(EntryPoint, "load", _load)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    formats.cache_clear()
    try:
        assert list(formats()) == [*READERS, "extra"]
    finally:
        formats.cache_clear()


def test_the_report() -> None:
    (document,) = read(MARKDOWN.encode(), PurePath("a.md"))
    link = {
        "line": 3, "url": "https://arxiv.org/abs/2409.01234v2", "text": "On Widgets", "role": "subject", "kind": "paper",
        "identifier": {"scheme": "arxiv", "value": "2409.01234", "version": 2},
    }  # fmt: skip
    data = as_data(document)
    assert json.loads(json.dumps(data)) == data
    assert set(data) == {"path", "format", "sections", "entries", "links", "blocks"}
    assert data["sections"] == [{"line": 1, "level": 1, "title": "Widgets", "path": "Widgets"}]
    assert data["links"] == [link]
    entries = data["entries"]
    assert isinstance(entries, list)
    assert {key: entries[0][key] for key in ("line", "section", "title", "links")} == {
        "line": 3, "section": "Widgets", "title": "On Widgets", "links": [link],
    }  # fmt: skip
    lines = list(as_lines(document))
    assert lines[0] == "a.md: markdown, 1 entry, 1 link, 1 section"
    assert "\x1b" not in "".join(lines)


@given(st.sampled_from(["", ".md", ".json", ".yaml", ".bib", ".xml", ".csv", ".txt"]), st.binary(max_size=120))
@settings(max_examples=120, deadline=None)
def test_any_bytes(suffix: str, data: bytes) -> None:
    for document in read(data, PurePath(f"a{suffix}")):
        assert b"".join(block.raw for block in document.blocks) == document.content == data
        assert "reader-fault" not in {finding.rule for finding in document.findings}
