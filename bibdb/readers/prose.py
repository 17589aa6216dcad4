"""Telling sentences from titles."""

from __future__ import annotations

import re

__all__ = ["is_prose", "leads_on"]

# Words that make a sentence of what they stand in, and that titles hold seldom and differently.
_PERSONAL = re.compile(
    r"\b(?:we|you|your|I (?:am|have|would|will|think|want|found|like|also|use|recommend|made|wrote)|our|us|my|please|has been|have been|was|were|had|will be|can be found|is an?|is the|are the|it is|there (?:is|are)"
    r"|this (?:is|repo|repository|list|page|paper|work|section|project|collection)|contributions? (?:is|are)|feel free|welcome|check out"
    r"|released|thanks|see also|see the|refer to|you can|if you|let us|e\.g\.|i\.e\.)\b",
)
_ENDS = re.compile(r"[.!。！]\s*$")
_SEVERAL = re.compile(r"[a-z]{2}[.!]\s+[A-Z][a-z]+\s+[a-z]+")
_WORD = re.compile(r"\w[\w'’-]*")
_VERB = re.compile(
    r"^(?:is|are|was|were|has|have|had|can|could|will|would|should|may|might|does|do|did|seems?|provides?|contains?|includes?"
    r"|offers?|shows?|gives?|supports?|uses?|allows?|enables?|lets?|makes?|covers?|which|that|who|where|when|and|or|but|also|if|to"
    r"|of|on|for|in|from|at|as|about|with|so|because|since|while|than|then|being|been|by the)\b"
)


def is_prose(text: str) -> bool:
    """Whether a text is a sentence or several rather than a title."""
    text = text.strip()
    words = len(_WORD.findall(text))
    if words > 45:
        return True
    personal = len(_PERSONAL.findall(text))
    if personal and (words > 25 or _ENDS.search(text) or personal > 1):
        return True
    return bool(_SEVERAL.search(text)) and words > 16


def leads_on(text: str) -> bool:
    """Whether the text behind a link goes on as its sentence: ` seems a must`, ` (base) is the best`."""
    text = text.lstrip(" \t\n*_\"”’')")
    if text[:1] == "(":
        end = text.find(")")
        return end >= 0 and leads_on(text[end + 1 :])
    return bool(text) and text[0].islower() and bool(_VERB.match(text))
