"""Which services stayed silent, and until when they are left in peace: remembered between runs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["CoolDown", "CoolDowns"]

_LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CoolDown:
    """A service's silence: until when it is not asked, and the sentence that says why."""

    until: datetime
    reason: str

    def __str__(self) -> str:
        """Say who is left in peace until when, and why."""
        return f"{self.reason}; it is left in peace until {self.until:%Y-%m-%d %H:%M} UTC"


class CoolDowns:
    """The cool-downs of all services, in memory and in one small file of the cache directory."""

    def __init__(self, directory: Path | None) -> None:
        """Remember in a directory; None remembers for this run alone."""
        self._path = directory / "cool-downs.json" if directory else None
        self._known: dict[str, CoolDown] = {}

    def get(self, key: str, now: datetime) -> CoolDown | None:
        """Give the cool-down that still runs, if any."""
        found = max(
            (each for each in (self._known.get(key), self._read().get(key)) if each is not None),
            key=lambda each: each.until,
            default=None,
        )
        # One that runs longer than any may was begun while the clock stood wrong.
        return found if found is not None and now < found.until <= now + _LONGEST else None

    def start(self, key: str, reason: str, now: datetime, seconds: float) -> CoolDown:
        """Leave a service in peace for so many seconds."""
        cool_down = CoolDown(now + min(timedelta(seconds=seconds), _LONGEST), reason)
        self._known[key] = cool_down
        self._write({**self._read(), key: cool_down}, now)
        return cool_down

    def end(self, key: str, now: datetime) -> None:
        """Forget the cool-down of a service that has answered after all."""
        self._known.pop(key, None)
        if key in (known := self._read()):
            self._write({name: each for name, each in known.items() if name != key}, now)

    def _read(self) -> dict[str, CoolDown]:
        """Read the file; what is missing or damaged counts as nothing."""
        if self._path is None:
            return {}
        try:
            rows = json.loads(self._path.read_bytes())
            return {key: CoolDown(_time(until), str(reason)) for key, (until, reason) in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, cool_downs: dict[str, CoolDown], now: datetime) -> None:
        if self._path is None:
            return
        rows = {key: [each.until.isoformat(), each.reason] for key, each in cool_downs.items() if each.until > now}
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(rows), "utf-8")
            fresh.replace(self._path)
        except OSError:
            return


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
