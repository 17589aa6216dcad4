"""Local copies of what the world said: records that bibdb wrote, and arXiv's public bulk metadata.

A snapshot is a file of JSON lines, plain or compressed with gzip, of any size: it is read line by line, and a line is
parsed only when it can hold what is wanted. It speaks for the services whose records it holds, and never says that
there is nothing: a service may know what a copy does not. A line that is broken, or a file that cannot be opened, is a
finding and stops nobody: whoever is asked next may answer.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from io import BufferedReader
from pathlib import Path
from typing import Any

from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import record_from_json
from bibdb.sources.bulk import record_from_bulk
from bibdb.sources.nearest import Nearest
from bibdb.sources.preprint import LARGEST_TEXT, plain
from bibdb.text import fold, strip_controls
from bibdb.values import EditionKind, Finding, Found, NotFound, Outcome, Query, Record

__all__ = ["Snapshot"]

Warn = Callable[[Path, Finding], None]

_LONGEST_LINE = 16 * 1024 * 1024
_LONGEST_REASON = 200
_LARGEST_NUMBER = 10**9
_BULK_ID = re.compile(rb'^\s*\{\s*"id"\s*:\s*"([^"\\]{1,80})"')
_RECORD_VALUE = re.compile(rb'"value"\s*:\s*"((?:[^"\\]|\\.){1,2000})"')
_SERVICE = re.compile(r"[\w.-]{1,60}")


class Snapshot:
    """A source over local files. What could not be read is kept in `findings`, by file and line (0: all of it)."""

    name = "snapshot"
    authoritative = False
    schemes = frozenset(Scheme)

    def __init__(self, paths: Sequence[Path]) -> None:
        """Name the files, the most trusted first; they are opened when something is asked."""
        self._paths = tuple(paths)
        self.findings: dict[tuple[Path, int], Finding] = {}
        self._foreseen: Collection[str] = ()
        self._nearest = Nearest(())

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Read the files once; one `Found` for each edition that a service speaks of in them, else `NotFound`.

        Of several records of one service about one edition the newest counts.
        """
        found: dict[Identifier, dict[tuple[str, EditionKind], Record]] = {identifier: {} for identifier in identifiers}
        for record in self._records(_names_one_of(frozenset(each.value.encode() for each in identifiers))):
            known = found.get(record.identifier)
            if known is None:
                continue
            other = known.get((record.source, record.kind))
            if other is None or record.retrieved_at > other.retrieved_at:
                known[record.source, record.kind] = record
        for identifier, records in found.items():
            yield from map(Found, records.values())
            if not records:
                yield NotFound(identifier, self.name, "no snapshot holds it")

    def foresee(self, queries: Sequence[Query]) -> None:
        """Be told what will be searched for: then the files are read once for all of it."""
        self._foreseen = {fold(query.title) for query in queries} - {""}

    def search(self, query: Query) -> Sequence[Record]:
        """Give the records whose titles are nearest to the query's, the nearest first."""
        sought = fold(query.title)
        if not sought:
            return []
        if sought not in self._nearest:
            self._nearest = self._look({*self._foreseen, sought})
        found = (self._made(*line) for line in self._nearest.of(sought))
        return [record for record in found if record is not None]

    def _look(self, titles: Collection[str]) -> Nearest:
        nearest = Nearest(titles)
        for path in self._paths:
            for number, line in _lines(path, self._remember):
                nearest.show((path, number, line))
        return nearest

    def _records(self, worth: Callable[[bytes], bool]) -> Iterator[Record]:
        for path in self._paths:
            for number, line in _lines(path, self._remember):
                if line.strip() and worth(line) and (record := self._made(path, number, line)) is not None:
                    yield record

    def _made(self, path: Path, number: int, line: bytes) -> Record | None:
        """Make the record of a line; a broken one is a finding."""
        try:
            return _record(json.loads(line.strip()))
        except json.JSONDecodeError as error:
            why = f"{error.msg.removesuffix(' at')}, column {error.colno}"
        except KeyError as error:
            why = f"it lacks {error}"
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            why = str(error)
        self._remember(path, _broken(number, why))
        return None

    def _remember(self, path: Path, finding: Finding) -> None:
        self.findings[path, finding.line] = finding


def _broken(number: int, why: str) -> Finding:
    said = plain(why)
    shown = said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"
    return Finding("snapshot-line", f"the line is no record: {shown}", number)


def _record(row: Any) -> Record:  # noqa: ANN401 - whatever a line holds
    if isinstance(row, dict) and "scheme" in row:
        record = record_from_json(_cleaned(row))
        if not _SERVICE.fullmatch(record.source):
            raise ValueError("its source is no service's name")
        return replace(record, retrieved_at=record.retrieved_at.astimezone(UTC))
    if isinstance(row, dict) and "id" in row and "title" in row:
        return record_from_bulk(_cleaned(row))
    raise ValueError("it is neither a record of bibdb nor of arXiv's bulk metadata")


def _cleaned(value: Any) -> Any:  # noqa: ANN401
    """Give what a line holds without control characters; ValueError for a text or number that no record has."""
    match value:
        case str() if len(value) > LARGEST_TEXT:
            raise ValueError(f"a text of {len(value):,} characters is no metadata")
        case str():
            return value if value.isprintable() else strip_controls(value)
        case list():
            return [_cleaned(each) for each in value]
        case dict():
            return {name: _cleaned(each) for name, each in value.items()}
        case int() if abs(value) > _LARGEST_NUMBER:
            raise ValueError("a number is too large")
        case _:
            return value


def _lines(path: Path, warn: Warn) -> Iterator[tuple[int, bytes]]:
    number = 0
    try:
        with _opened(path) as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                    warn(path, Finding("snapshot-line", "the line is too long", number))
                    _skip_line(file)
                    continue
                yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
    except (EOFError, OSError, zlib.error) as error:
        if number == 0 and isinstance(error, OSError):
            why = error.strerror or str(error)
            warn(path, Finding("snapshot-unreadable", f"the snapshot cannot be read: {why[:1].lower()}{why[1:]}", 0))
            return
        message = "the file is cut off or damaged here; what stands before it was read"
        warn(path, Finding("snapshot-cut", message, number + 1))


def _skip_line(file: gzip.GzipFile | BufferedReader) -> None:
    while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _opened(path: Path) -> gzip.GzipFile | BufferedReader:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")


def _names_one_of(values: frozenset[bytes]) -> Callable[[bytes], bool]:
    """Tell by a glance whether a line can be about one of the values; a line that hides its id is always parsed."""

    def worth(line: bytes) -> bool:
        if bulk := _BULK_ID.match(line):
            return bulk[1] in values
        named: list[bytes] = _RECORD_VALUE.findall(line)
        return not named or any(value in values or b"\\" in value for value in named)

    return worth
