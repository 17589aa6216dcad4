"""Whether a paper was withdrawn: arXiv has no field for it, authors say so in the comment or in the abstract."""

from __future__ import annotations

import re

__all__ = ["is_withdrawn"]

_SAID = re.compile(r"\bwithdr(?:aw|ew|awn|awing|awal|awed)\b|\bhas been (?:retracted|removed)\b", re.IGNORECASE)
# Spoken of, not said: what will be, may be or was not withdrawn, and what replaces a withdrawn paper.
_SPOKEN_OF = re.compile(
    r"\b(?:will|would|may|might|unless|until)\b(?:\s\w+){0,2}\sbe\s$|\b(?:not|never)\b[^.;,]{0,15}$"
    r"|\b(?:previously|earlier|formerly|no longer|replac\w*|supersed\w*)\b[^.;]{0,25}$"
    r"|\b(?:of an?|of the|of our|mistakenly|erroneously)\s$",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\s+from\s+(?!(?:the\s+)?(?:arxiv|publication|circulation|public)\b)|\s+at\s+(?-i:[A-Z]{3,})"
    r"|\s+(?:by (?:mistake|accident)|in error|mistakenly|erroneously)\b|\s+(?:symptoms?|rates?|effects?)\b",
    re.IGNORECASE,
)
_RESTORED = re.compile(r"\breinstated\b|\brestored?\b", re.IGNORECASE)
_VERSION = re.compile(r"\bv(?:ersion)?\s?(\d{1,2})\b", re.IGNORECASE)
_PAPER = r"(?:paper|article|submission|manuscript|preprint|version|work|draft|note)"
_ABSTRACT = re.compile(
    rf"\W*(?:(?:this|the|our|my|arxiv admin (?:note|comment):)\s+(?:[\w-]+\s+){{0,2}}?{_PAPER}\s+"
    r"(?:has been|was|is|have been|is being)\s+(?:\w+\s+)?(?:withdr[ae]wn|retracted|removed)\b"
    r"|withdr[ae]wn\b|paper (?:has been |was |is )?withdrawn\b)",
    re.IGNORECASE,
)
_AROUND = 60


def is_withdrawn(comment: str, abstract: str = "") -> bool:
    """Tell whether authors or arXiv have withdrawn this version; a later one may restore the paper.

    A paper that was withdrawn from a conference is not withdrawn from arXiv. An abstract counts only by its beginning,
    where arXiv's practice puts the notice (https://info.arxiv.org/help/withdraw.html): papers are written about
    withdrawal, too.
    """
    return _says_so(comment) or bool(_ABSTRACT.match(abstract))


def _says_so(comment: str) -> bool:
    for match in _SAID.finditer(comment):
        before, after = comment[max(0, match.start() - _AROUND) : match.start()], comment[match.end() :][:_AROUND]
        if not (_SPOKEN_OF.search(before) or _OTHERWISE.match(after) or _is_older(before, comment)):
            return _RESTORED.search(comment) is None
    return False


def _is_older(before: str, comment: str) -> bool:
    """Whether an older version is spoken of than the comment names elsewhere: `v1 was withdrawn, v2 is complete`."""
    named = _VERSION.findall(before)
    return bool(named) and int(named[-1]) < max(map(int, _VERSION.findall(comment)))
