from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers.encoding import decode, restored
from bibdb.values import Block, BlockRole, Document

CYRILLIC = "Список статей о глубоком обучении\nи ещё одна строка\n" * 3


@pytest.mark.parametrize(
    ("data", "text", "encoding", "line"),
    [
        (b"", "", "utf-8", None),
        ("\ufeff# A\n".encode(), "# A\n", "utf-8", None),
        ("ab\nж".encode("utf-16"), "ab\nж", "utf-16-le", None),
        ("ab\nplain letters".encode("utf-16-be"), "ab\nplain letters", "utf-16-be", None),
        ("plain letters".encode("utf-32"), "plain letters", "utf-32-le", None),
        (b"one\nKurt G\xf6del\n", "one\nKurt Gödel\n", "cp1252", 2),
        (b"% Encoding: ISO8859_2\n\xb1\n", "% Encoding: ISO8859_2\ną\n", "iso8859-2", 2),
        (b'<meta charset="koi8-r">\n\n\xc1', '<meta charset="koi8-r">\n\nа', "koi8-r", 3),
        (b"\\usepackage[ansinew]{inputenc}\n\x93", "\\usepackage[ansinew]{inputenc}\n“", "cp1252", 2),
        (b'<?xml version="1.0" encoding="no-such"?>\ncaf\xe9', None, "cp1252", 2),
        (CYRILLIC.encode("cp1251"), CYRILLIC, "cp1251", 1),
        ("é\n".encode() * 9 + b"\xff\n", "é\n" * 9 + "�\n", "utf-8", 10),
    ],
)
def test_decode(data: bytes, text: str | None, encoding: str, line: int | None) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert text is None or decoded.text == text
    assert (decoded.finding.line if decoded.finding else None) == line


def _document(text: str) -> Document:
    lines = text.encode().splitlines(keepends=True)
    blocks = tuple(Block(BlockRole.PROSE, number, raw) for number, raw in enumerate(lines, 1))
    return Document(path="a", format="x", content=text.encode(), blocks=blocks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_blocks_get_their_own_bytes_back(encoding: str) -> None:
    data = "first line\nsecond käse line\n\nlast line".encode(encoding)
    (document,) = restored([_document(decode(data).text)], data)
    assert b"".join(block.raw for block in document.blocks) == document.content == data
    assert [decode(block.raw).text.strip() for block in document.blocks][-1] == "last line"


@given(st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_bytes(data: bytes) -> None:
    (document,) = restored([_document(decode(data).text.replace("\r", " ").replace("\x0b", " "))], data)
    assert b"".join(block.raw for block in document.blocks) in {data, b""}
    assert PurePath(document.path).name == "a"
