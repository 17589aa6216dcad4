"""Whether a paper was withdrawn: arXiv has no field for it, authors say so in the comment or in the abstract."""

from __future__ import annotations

import re

__all__ = ["withdrawal"]

_SAID = r"\bwithdr(?:aw|ew|awn|awing|awal|awed)\b|\bhas been (?:retracted|removed)\b"
_COMMENT = re.compile(_SAID, re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\bnot (?:been )?withdr|\bno longer withdrawn|\breinstated\b|\brestored?\b|\bwithdr\w+ (?:from|at) (?-i:[A-Z]{3,})"
    r"|\bwithdr\w+ (?:from|at) (?:the )?(?:conference|journal|review|proceedings)"
    r"|\bwithdrawal (?:symptoms?|rates?|effects?)\b",
    re.IGNORECASE,
)
_PAPER = r"(?:paper|article|submission|manuscript|preprint|version|work|draft|note)"
_ABSTRACT = re.compile(
    rf"\W*(?:(?:this|the|our|my)\s+(?:[\w-]+\s+){{0,2}}?{_PAPER}\s+(?:has been|was|is|have been)\s+(?:\w+\s+)?"
    r"(?:withdr[ae]wn|retracted|removed)\b|withdr[ae]wn\b|paper withdrawn\b)",
    re.IGNORECASE,
)


def withdrawal(comment: str, abstract: str = "") -> bool:
    """Tell whether authors or arXiv have withdrawn this version; a later one may restore the paper.

    A paper that was withdrawn from a conference is not withdrawn from arXiv. An abstract counts only by its beginning:
    papers are written about withdrawal, too.
    """
    said = bool(_COMMENT.search(comment)) and not _OTHERWISE.search(comment)
    return said or bool(_ABSTRACT.match(abstract))
