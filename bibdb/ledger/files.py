"""Reading and writing the ledgers' TOML: errors that name the line, writes that are whole or not at all."""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bibdb.errors import ReadError, WriteError

__all__ = ["holding", "load_toml", "quote", "read_text", "sweep", "unquoted", "write_text"]

_FRESH = ".bibdb-new"
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def read_text(path: Path) -> str:
    """Read a file as UTF-8 (a byte order mark is passed over); empty where there is none. Line ends become LF."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{path}:{line}: the text is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error


def load_toml(path: Path, text: str) -> dict[str, Any]:
    """Parse TOML 1.0; ReadError with file and line where it is broken."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = _PLACE.sub("", str(error))
        raise ReadError(f"{path}:{line}: no valid TOML: {reason[:1].lower()}{reason[1:]}") from error


def write_text(path: Path, text: str) -> None:
    """Put a text in the place of a file in one step; line ends stay as they were. WriteError leaves the old file."""
    target = path.resolve()
    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and b"\r\n" in target.read_bytes():
            text = text.replace("\n", "\r\n")
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=_FRESH)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        else:
            Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error


def sweep(path: Path) -> None:
    """Remove what a program that was killed while it wrote this file left beside it; only who holds the folder may."""
    target = path.resolve()
    for left in target.parent.glob(f".{glob.escape(target.name)}.????????{_FRESH}"):
        with suppress(OSError):
            left.unlink()


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a folder against other programs that hold it; where there is none, or no such lock, nothing is held.

    The folder itself is locked, so that no lock file lies among the lists.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def quote(value: object) -> str:
    """Write a TOML value: text, number, truth value, or a list or inline table of these."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Mapping():
            return "{ " + ", ".join(f"{quote(name)} = {quote(each)}" for name, each in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(quote, value)) + "]"
        case _:  # TOML's basic strings are JSON's, but for DEL
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def unquoted(written: str) -> str:
    """Read a TOML key as it is written: bare, or in quotes of either kind."""
    return next(iter(tomllib.loads(f"{written} = 0")))
