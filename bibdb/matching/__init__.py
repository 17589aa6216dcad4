"""How far a record is from what was sought: named penalties, and a verdict from thresholds that are passed in.

A penalty is 0 where two things agree and 1 where they have nothing in common; what one side does not say has none. The
distance is the mean of the penalties by weight. Agreement of the title alone is not enough: authors or year must agree
as well, or the title must be long and the same to the word; and the second-best work must be clearly further away.
"""

from __future__ import annotations

from bibdb.matching.people import owns
from bibdb.matching.titles import blocks
from bibdb.matching.verdicts import (
    DEFAULT,
    Accepted,
    Ambiguous,
    Match,
    Scale,
    Unresolved,
    Verdict,
    compare,
    is_titled,
    judge,
    same_work,
)

__all__ = [
    "DEFAULT", "Accepted", "Ambiguous", "Match", "Scale", "Unresolved", "Verdict", "blocks", "compare", "is_titled",
    "judge", "owns", "same_work",
]  # fmt: skip
