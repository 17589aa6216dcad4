"""Telling sentences from titles."""

from __future__ import annotations

import re

__all__ = ["is_prose", "is_running", "leads_on", "leads_to_link"]

# Words that make a sentence of what they stand in, and that titles hold seldom and differently.
_PERSONAL = re.compile(
    r"\b(?:we|you|your|I (?:am|have|would|will|think|want|found|like|also|use|recommend|made|wrote)|our"
    r"|us|my|please|has been|have been|was|were|had|will be|can be found|is an?|is the|are the|it is"
    r"|there (?:is|are)"
    r"|this (?:is|repo|repository|list|page|paper|work|section|project|collection)|contributions? (?:is"
    r"|are)|feel free|welcome|check out"
    r"|released|thanks|see also|see the|refer to|you can|if you|let us|e\.g\.|i\.e\.)\b",
)
_ENDS = re.compile(r"[.!。！]\s*$")
_SEVERAL = re.compile(r"[a-z]{2}[.!]\s+[A-Z][a-z]+\s+[a-z]+")
# The first words of what `_PERSONAL` finds.
_FIRST_WORDS = """
    we you your I our us my please has have was were had will can is are it there this contribution contributions feel
    welcome check released thanks see refer if let e.g. i.e. welcome! released! thanks!
"""
_TELLING = frozenset(_FIRST_WORDS.split())
_VERB = re.compile(
    r"^(?:is|are|was|were|has|have|had|can|could|will|would|should|may|might|does|do|did|seems?|provides?"
    r"|contains?|includes?"
    r"|offers?|shows?|gives?|supports?|uses?|allows?|enables?|lets?|makes?|covers?|which|that|who|where"
    r"|when|and|or|but|also|if|to"
    r"|of|on|for|in|from|at|as|about|with|so|because|since|while|than|then|being|been|by the)\b"
)

_TO_LINK = re.compile(
    r"(?:^|\s)(?:on|in|at|of|from|see|see also|via|the|a|an|with|and|or|to|e\.g\.|i\.e\.|is|are|by|for"
    r"|this|these|our|my|your|their|check"
    r"|check out|visit|read|like|using|under|as|than|through|available)$",
    re.IGNORECASE,
)


def is_running(text: str) -> bool:
    """Whether a text is too long for a title and its like, and no list of names either."""
    if text.count(" ") < 24:
        return False
    words = text.split()
    return len(words) > 160 or sum(map(str.isupper, (word[0] for word in words))) * 3 < len(words)


def is_prose(text: str) -> bool:
    """Whether a text is a sentence or several rather than a title."""
    text = text.strip()
    words = text.count(" ") + 1
    if words > 45:
        return True
    if _TELLING.isdisjoint(text.replace(",", " ").split()):
        return words > 16 and bool(_SEVERAL.search(text))
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


def leads_to_link(text: str) -> bool:
    """Whether words run on into the link behind them (`see the paper at …`) instead of naming it."""
    return bool(_TO_LINK.search(text.rstrip(" \"“'([")))
