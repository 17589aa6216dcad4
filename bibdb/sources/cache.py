"""Answers kept on disk with their validators, so that a service need not send again what did not change."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Answers", "Kept"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept: its body and the headers that ask whether it still holds."""

    body: bytes
    conditions: Mapping[str, str]


class Answers:
    """A directory of answers, bounded in size; the oldest leave first. Unwritable or damaged, it is empty."""

    def __init__(self, directory: Path | None, limit: int) -> None:
        """Keep at most `limit` bytes under a directory; None, or a limit of 0, keeps nothing."""
        self._directory = directory / "answers" if directory and limit > 0 else None
        self._limit = limit

    def get(self, request: str) -> Kept | None:
        """Give what was kept for a request."""
        if self._directory is None:
            return None
        try:
            head, _, body = self._file(request).read_bytes().partition(b"\n")
            told = json.loads(head)
            # The digest guards against a half-written or damaged file: a wrong fact would be worse than a request.
            if told["request"] != _digest(request.encode()) or told["body"] != _digest(body):
                return None
            return Kept(body, {str(name): str(value) for name, value in told["conditions"].items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def put(self, request: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Keep an answer that carries a validator; any other is not worth its place."""
        conditions = {
            condition: headers[name]
            for name, condition in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
            if name in headers
        }
        if self._directory is None or not conditions or len(body) > self._limit // 8:
            return
        # Only a digest of the request: an address may hold what nobody else should read.
        head = {"request": _digest(request.encode()), "body": _digest(body), "conditions": conditions}
        path = self._file(request)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(json.dumps(head).encode() + b"\n" + body)
            fresh.replace(path)
            self._make_room()
        except OSError:
            return

    def forget(self, request: str) -> None:
        """Forget what was kept for a request, so that it is asked for anew."""
        if self._directory is not None:
            with suppress(OSError):
                self._file(request).unlink(missing_ok=True)

    def _file(self, request: str) -> Path:
        assert self._directory is not None
        return self._directory / _digest(request.encode())

    def _make_room(self) -> None:
        assert self._directory is not None
        files = [(entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(self._directory)]
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._limit:
                return
            Path(path).unlink(missing_ok=True)
            total -= size


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
