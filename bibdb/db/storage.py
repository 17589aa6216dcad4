"""The storage form of what SQLite has no type for.

Moments are ISO 8601 in UTC, to the second (`2030-05-01T12:00:00Z`); lists and mappings are JSON.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache

__all__ = ["as_json", "moment", "stamp"]

as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Write JSON, always in the same way: equal values are equal texts (mappings in their own order)."""


@lru_cache(maxsize=64)  # the records of one answer have one time
def stamp(when: datetime) -> str:
    """Write a moment; one without a zone is UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return f"{aware.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def moment(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)
