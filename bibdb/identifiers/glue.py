"""Where an address ends that somebody wrote without a blank behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NEXT = re.compile(r"https?(?::|%3A)(?:\\?/|%2F){2}", re.IGNORECASE)
# Before an address inside another one: what shows that the outer one leads to it, and what only glues them together.
_LEADS = ("/", "=", ":", "?", "&", "#", "!", "%2f", "%3d", "%3a", "%3f", "@", "_")
_GLUE = ("%20", "%5cn", "%5c", "%0a", "(", ",", ";", "|", "[")
_PUNCTUATION = ".,;:!?'*"


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part `text[start:end]`, an address, where another one follows that it does not lead to."""
    for inner in _NEXT.finditer(text, start + 1, end):
        before = text[max(start, inner.start() - 3) : inner.start()].lower()
        if not before.endswith(_LEADS):
            yield start, inner.start()
            start = inner.start()
    yield start, end


def trimmed(text: str, start: int, end: int, punctuation: str = _PUNCTUATION) -> int:
    """Give where `text[start:end]` ends without the punctuation, glue and emphasis behind it."""
    marks = punctuation + ("_~" if start and text[start - 1] in "_~" else "")
    while end > start:
        tail = text[max(start, end - 4) : end].lower()
        glue = next((glue for glue in _GLUE if tail.endswith(glue)), "")
        if not glue and text[end - 1] not in marks:
            break
        end -= len(glue) or 1
    return end


def first_piece(text: str) -> str:
    """Give the first of several addresses that were glued together."""
    _, end = next(pieces(text, 0, len(text)))
    return text[: trimmed(text, 0, end, "")] if end < len(text) else text
