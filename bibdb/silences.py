"""Several silences in one sentence: who did not answer, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["together"]

_WITHOUT_WORD = re.compile(r" could not be reached| was not asked")
_SEVERAL = {"; it is ": "; they are ", " was not asked": " were not asked"}


def together(reasons: Mapping[str, int]) -> dict[str, int]:
    """Join the reasons that differ only in who kept silent, and add up what each of them keeps waiting."""
    names: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for reason, count in reasons.items():
        silent = _WITHOUT_WORD.search(reason)
        why = reason[silent.start() :] if silent else reason
        names.setdefault(why, []).extend([reason[: silent.start()]] if silent else [])
        waiting[why] = waiting.get(why, 0) + count
    return {_listed(names[why]) + _agreeing(why, len(names[why])): count for why, count in waiting.items()}


def _agreeing(why: str, many: int) -> str:
    """Let the sentence behind several names speak of several."""
    for one, several in _SEVERAL.items() if many > 1 else ():
        why = why.replace(one, several, 1)
    return why


def _listed(names: list[str]) -> str:
    """Write names in a row: `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), "".join(names[-1:]))))
