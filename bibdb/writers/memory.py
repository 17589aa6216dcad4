"""What was written for a text, kept for the next time: names, words and venues come again and again."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Memory"]

_MOST = 32768


class Memory(dict[str, str]):
    """Texts and what a function makes of them; looking one up that is known costs no call. Begins anew when full."""

    def __init__(self, write: Callable[[str], str]) -> None:
        """Remember what `write` makes of texts."""
        super().__init__()
        self._write = write

    def __missing__(self, text: str) -> str:
        """Write a text that is not known."""
        if len(self) >= _MOST:
            self.clear()
        self[text] = written = self._write(text)
        return written
