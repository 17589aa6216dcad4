"""YAML for front matter: every value written so that no reader takes it for something else."""

from __future__ import annotations

import json

__all__ = ["scalar"]


def scalar(value: object) -> str:
    """Write a text, a number or a list of texts in one line; JSON is YAML, but for what YAML calls unprintable."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
