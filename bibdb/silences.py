"""Several silences in one sentence: who did not answer, and why."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["together"]

_UNREACHED = " could not be reached"


def together(reasons: Mapping[str, int]) -> dict[str, int]:
    """Join the reasons that differ only in who could not be reached, and add up what each of them keeps waiting."""
    names: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for reason, count in reasons.items():
        who, unreached, rest = reason.partition(_UNREACHED)
        why = f"{unreached}{rest}" if unreached else reason
        names.setdefault(why, []).extend([who] if unreached else [])
        waiting[why] = waiting.get(why, 0) + count
    return {_listed(names[why]) + _agreeing(why, len(names[why])): count for why, count in waiting.items()}


def _agreeing(why: str, many: int) -> str:
    """Let the sentence behind several names speak of several."""
    return why.replace("; it is ", "; they are ", 1) if many > 1 else why


def _listed(names: list[str]) -> str:
    """Write names in a row: `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), "".join(names[-1:]))))
