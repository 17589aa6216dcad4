"""What the search index holds, and what is asked of it: text folded in the same way on both sides."""

from __future__ import annotations

import re

from bibdb.text import fold

__all__ = ["COLUMNS", "fold_for_search"]

COLUMNS = ("title", "authors", "abstract", "notes", "extra")
"""The columns of the index. `extra` holds keys, identifiers, venues, tags and section titles."""

# Scripts that put no blanks between words: each character is a word, and a word asked for is a phrase of them.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def fold_for_search(text: str) -> str:
    """Fold a text (`Łódź` → `lodz`), and put blanks between characters of scripts that have none."""
    folded = fold(text)
    return folded if folded.isascii() else " ".join(_UNSPACED.sub(r" \1 ", folded).split())
