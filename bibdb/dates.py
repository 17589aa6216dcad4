"""Partial dates: a year, a month or a day, and never more than was said."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass

__all__ = ["PartialDate"]

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date with the precision that its source gave: `2024`, `2024-09` or `2024-09-17` (ISO 8601).

    `month` and `day` are 0 when unknown, so that a year sorts before its months.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Refuse what no calendar has."""
        if not 1000 <= self.year <= 9999:
            raise ValueError(f"no year: {self.year}")
        if not 0 <= self.month <= 12:
            raise ValueError(f"no month: {self.month}")
        if self.day and (not self.month or not 1 <= self.day <= _LENGTHS[self.month - 1]):
            raise ValueError(f"no day: {self.day}")
        if (self.month, self.day) == (2, 29) and not isleap(self.year):
            raise ValueError(f"no day: {self.day}")

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """Read `YYYY[-MM[-DD]]`, also as the head of an ISO timestamp; None for anything else."""
        match = re.match(r"\s*" + _ISO.pattern + r"(?=$|[T\s])", text)
        if match is None:
            return None
        year, month, day = (int(part or 0) for part in match.groups())
        try:
            return cls(year, month, day)
        except ValueError:
            return None

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return 1 + bool(self.month) + bool(self.day)

    def covers(self, other: PartialDate) -> bool:
        """Whether `other` lies within this date: 2024 covers 2024-09."""
        mine, theirs = (self.year, self.month, self.day), (other.year, other.month, other.day)
        return mine[: self.precision] == theirs[: self.precision]

    def __str__(self) -> str:
        """ISO 8601 with the precision that is known."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"
