"""Names of files by citation key: safe on every file system, and the same at every export."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["file_names"]

_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,98}[A-Za-z0-9_+-])?")
_UNSAFE = re.compile(r"[^A-Za-z0-9_+-]+")
# Names that Windows keeps for devices, whatever ending follows.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_names(keys: Iterable[str], ending: str) -> dict[str, str]:
    """Give each citation key the name of its file: the key and `ending`, where every file system can have it.

    Another name ends in a digest of the key, so that it is the same at every export; so does one that differs from
    another only in case.
    """
    distinct = dict.fromkeys(keys)
    spelled = Counter(key.casefold() for key in distinct)
    return {
        key: f"{key}{ending}"
        if _SAFE.fullmatch(key) and not _DEVICES.fullmatch(key) and (spelled[key.casefold()] == 1 or key.islower())
        else f"{_UNSAFE.sub('-', key).strip('-')[:60] or 'note'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}{ending}"
        for key in distinct
    }
