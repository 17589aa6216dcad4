"""What was written for a text, kept for the next time: names, words and venues come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Memory"]

_MOST = 32768
Made = TypeVar("Made")


class Memory(dict[str, Made]):
    """Texts and what a function makes of them; looking one up that is known costs no call. Begins anew when full."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        """Remember what `make` makes of texts."""
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> Made:
        """Make what is not known."""
        if len(self) >= _MOST:
            self.clear()
        self[text] = made = self._make(text)
        return made
