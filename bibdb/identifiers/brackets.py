"""Brackets in running text: where what somebody wrote inside them ends."""

from __future__ import annotations

_OPENERS = {")": "(", "]": "[", "}": "{", ">": "<"}


def first_unopened(text: str, closers: str = ")]") -> int:
    """Give the index of the first of the `closers` that nothing before it opens; the length if there is none."""
    depths = dict.fromkeys((_OPENERS[closer] for closer in closers), 0)
    for index, char in enumerate(text):
        if char in depths:
            depths[char] += 1
        elif char in closers:
            opener = _OPENERS[char]
            if not depths[opener]:
                return index
            depths[opener] -= 1
    return len(text)


def without_strays(text: str) -> str:
    """Drop square brackets that have no partner or nothing between them."""
    dropped: set[int] = set()
    opened: list[tuple[int, int]] = []
    kept = 0
    for index, char in enumerate(text):
        if char == "[":
            opened.append((index, kept))
        elif char == "]":
            start, before = opened.pop() if opened else (index, kept)
            if kept == before:
                dropped |= {start, index}
        else:
            kept += 1
    dropped.update(start for start, _ in opened)
    return "".join(char for index, char in enumerate(text) if index not in dropped) if dropped else text
