"""Bytes of a list as text: the encoding it declares or shows, and one finding where that was not UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bibdb.values import Block, BlockRole, Document, Finding, Severity

__all__ = ["Decoded", "decode", "restored"]

# The longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# How formats declare an encoding near their head: XML, HTML, Emacs and PEP 263, JabRef's BibTeX, LaTeX, YAML front.
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)"
    rb"|<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)"
    rb"|(?<![a-z])coding[:=]\s*([\w.-]+)"
    rb"|^%\s*Encoding:\s*([\w.-]+)"
    rb"|\\usepackage\s*\[([\w-]+)\]\s*\{inputenc\}",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 4096
_SAMPLE = 32768

# LaTeX's and Java's names that Python's codecs do not know.
_ALIASES = {"ansinew": "cp1252", "applemac": "mac_roman", "latin9": "iso8859-15"}
# Web browsers read Latin-1 as Windows' superset of it (https://encoding.spec.whatwg.org/#names-and-labels).
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
# Of two encodings that a detector cannot tell apart in short texts, the one that lists are kept in.
_LIKELIER = {"mac_cyrillic": "cp1251", "mac_roman": "cp1252", "mac_latin2": "cp1250", "mac_greek": "cp1253"}
# Codecs for text in files; Python has others (base64, unicode_escape), and what declares itself in ASCII letters is not
# UTF-16, and was found not to be UTF-8.
_CHARACTER_SETS = re.compile(r"ascii|iso8859|cp\d|koi8|kz1048|mac|gb|big5|hz$|johab|shift_jis|euc|iso2022|ptcp|tis|hp")
_HIGH = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes without its byte order mark, its encoding, and what a person should know about it."""

    text: str
    encoding: str
    finding: Finding | None = None


def decode(data: bytes) -> Decoded:
    """Read bytes by their mark, as UTF-8, as they declare, as they look, or with replacement; never raises.

    The finding, at most one, stands at the line of the first byte that is not UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(data, data.count(b"\n", 0, error.start) + 1)
    if "\0" in text and (wide := _wide(data)):
        return _marked(data, wide)
    return Decoded(text, "utf-8")


def restored(documents: Iterable[Document], data: bytes) -> Iterator[Document]:
    """Give documents that were read from the UTF-8 form of `data` the bytes of `data` again, line by line.

    The files of a dump stay in UTF-8: they have no bytes of their own.
    """
    for document in documents:
        if document.container is not None:
            yield document
            continue
        yield replace(document, content=data, blocks=tuple(_blocks(document.blocks, list(_lines(data)))))


def _marked(data: bytes, encoding: str) -> Decoded:
    """Decode by a known encoding; what does not fit is replaced and reported."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        line = data.decode(encoding, "replace").count("\n", 0, error.start) + 1
        if encoding == "utf-8":
            line = data.count(b"\n", 0, error.start) + 1
        return _replaced(data, encoding, line)


def _other(data: bytes, line: int) -> Decoded:
    """Decode what is not UTF-8; `line` is where that showed."""
    encoding = _wide(data) or _declared(data)
    if encoding is None and _spoilt(data):
        return _replaced(data, "utf-8", line)
    for candidate in filter(None, (encoding, _detected(data))):
        try:
            text = data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
        return Decoded(text, candidate, _finding(f"not UTF-8: read as {candidate}", line))
    return _replaced(data, "utf-8", line)


def _replaced(data: bytes, encoding: str, line: int) -> Decoded:
    message = f"bytes that are not {encoding.upper()} were replaced by �"
    return Decoded(data.decode(encoding, "replace"), encoding, _finding(message, line))


def _finding(message: str, line: int) -> Finding:
    return Finding("encoding", message, line, Severity.WARNING)


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by where the zero bytes of mostly Latin text lie."""
    head = data[:_HEAD]
    if len(head) < 4 or head.count(0) * 4 < len(head):
        return None
    zeros = [head[offset::4].count(0) * 4 >= len(head) * 0.6 for offset in range(4)]
    patterns = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return patterns.get((zeros[0], zeros[1], zeros[2], zeros[3]))


def _declared(data: bytes) -> str | None:
    """Give the codec that the head of the file names, when Python knows it and it is one for text."""
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    name = next(group for group in match.groups() if group).decode("ascii", "ignore").lower()
    return _codec(_ALIASES.get(name, name))


def _codec(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(known, known) if _CHARACTER_SETS.match(known) else None


def _spoilt(data: bytes) -> bool:
    """Whether this is UTF-8 with a few bad bytes: most of its high bytes are in well-formed sequences."""
    sample = data[: _SAMPLE * 32]
    good = sum(map(len, _MULTIBYTE.findall(sample)))
    high = sum(map(len, _HIGH.findall(sample)))
    return good * 4 > high * 3 or not high


def _detected(data: bytes) -> str | None:
    """Guess from the lines with high bytes: lone high bytes between letters are Western, else ask the detector."""
    lines, size = [], 0
    for match in re.finditer(rb"[^\n]{0,400}[\x80-\xff][^\n]{0,400}", data):
        lines.append(match.group())
        size += len(lines[-1])
        if size > _SAMPLE:
            break
    sample = b"\n".join(lines)[:_SAMPLE]
    runs = [len(run) for run in _HIGH.findall(sample)]
    if runs and sum(length <= 2 for length in runs) >= 0.9 * len(runs) and sum(runs) * 2 < len(sample):
        return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return _codec(_LIKELIER.get(best.encoding, best.encoding)) if best is not None else None


def _lines(data: bytes) -> Iterator[bytes]:
    """Split bytes after each line feed, two or four bytes wide where the encoding is."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _wide(data) or "utf-8"
    if not encoding.startswith(("utf-16", "utf-32")):
        yield from re.findall(rb"[^\n]*\n|[^\n]+", data)
        return
    feed, width, start = "\n".encode(encoding), len("\n".encode(encoding)), 0
    end = data.find(feed)
    while end >= 0:
        if end % width:
            end = data.find(feed, end + 1)
            continue
        yield data[start : end + width]
        start = end + width
        end = data.find(feed, start)
    if start < len(data):
        yield data[start:]


def _blocks(blocks: tuple[Block, ...], lines: list[bytes]) -> Iterator[Block]:
    """Give each block as many of the original lines as it has; what is left belongs to the last."""
    if not blocks and lines:  # nothing but a byte order mark
        yield Block(BlockRole.BLANK, 1, b"".join(lines))
    position = 0
    for number, block in enumerate(blocks, 1):
        count = block.raw.count(b"\n") + (not block.raw.endswith(b"\n"))
        end = len(lines) if number == len(blocks) else position + count
        yield replace(block, raw=b"".join(lines[position:end]))
        position = end
