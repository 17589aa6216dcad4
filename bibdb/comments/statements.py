"""A comment, cut into its statements, without addresses and without the title that a paper was published under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bibdb.comments import words
from bibdb.text import collapse, strip_controls
from bibdb.venues import find_mentions

__all__ = ["Remarks", "remarks"]

_LONGEST = 2000  # a comment is a line or two; what is longer is read as far
_GLUED = re.compile(r"\b(to|in|by|at)(?=[A-Z]{3})")
_ACCEPTED_AS = re.compile(r"\b(accepted as (?:an? )?(?:[\w-]+ ){0,3})submission\b", re.IGNORECASE)
_FINDINGS = re.compile(
    r"Findings of (?:the )?Association for Computational Linguistics\s*[:,]?\s+(?=[A-Z]*(?:ACL|EMNLP))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a comment says: the whole, its statements, and the title of the publication where it names one."""

    text: str
    statements: tuple[str, ...]
    title: str | None


def remarks(comment: str) -> Remarks:
    """Cut a comment; `Trans. Amer. Math. Soc.` is one name, and no end of a statement."""
    text = _GLUED.sub(r"\1 ", words.URL.sub(" ", strip_controls(comment[:_LONGEST])))
    text = _ACCEPTED_AS.sub(r"\1paper", text)
    title = words.TITLED.search(text)
    text = _FINDINGS.sub("Findings of ", words.TITLED.sub(" ", text))
    named = collapse(title["quoted"] or title["rest"]) if title else None
    return Remarks(text, tuple(_statements(text)), named or None)


def _statements(text: str) -> list[str]:
    spans = [(mention.start, mention.end + _is_abbreviated(text, mention.end)) for mention in find_mentions(text)]
    found, start = [], 0
    for end in words.STATEMENT_END.finditer(text):
        if not any(low < end.start() < high for low, high in spans):
            found.append(text[start : end.start()])
            start = end.end()
    found.append(text[start:])
    return [part for statement in found for part in _apart(statement) if part.strip()]


def _apart(statement: str) -> list[str]:
    """Part two meetings that one statement names: `ACL 2025 Main Conference and NeurIPS 2024 … Workshop`."""
    dated = [mention for mention in find_mentions(statement) if mention.year and mention.acronym]
    for one, other in pairwise(dated):
        between = statement[one.end : other.start]
        both = re.search(r"\d\d\b.*?(\band\b|,| / )", between)
        if one.venue is not other.venue and both:
            cut = one.end + both.start(1)
            return [statement[:cut], statement[cut:]]
    return [statement]


def _is_abbreviated(text: str, end: int) -> bool:
    """Whether the point behind a name belongs to it: `Commun. Math. Phys. (to appear)`."""
    return bool(re.match(r"\.\s*(?:[(\d,;]|$)", text[end : end + 3])) and "." in text[max(end - 8, 0) : end]
