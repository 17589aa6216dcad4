"""What a line of a ledger speaks of: a canonical identifier, or the label of what has none."""

from __future__ import annotations

import re

from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.text import fold

__all__ = ["Subject", "folded_name", "subject_name", "subject_of"]

Subject = Identifier | str
"""An identifier, or `label:` and a folded label."""

_LABEL = "label:"
_IDENTIFIER = re.compile(rf"(?:{'|'.join(Scheme)})\s*:|https?://|10\.\d{{4,9}}/", re.IGNORECASE)


def subject_of(written: str) -> Subject:
    """Read a subject as a person writes it; text that does not begin like an identifier is a label."""
    text = written.strip()
    if text.casefold().startswith(_LABEL):
        return _LABEL + fold(text[len(_LABEL) :])
    identifier = identify(text) if _IDENTIFIER.match(text) else None
    return identifier if identifier is not None else _LABEL + fold(text)


def subject_name(subject: Subject) -> str:
    """Write a subject: `scheme:value` without a version, or `label:` and the folded label."""
    return subject if isinstance(subject, str) else f"{subject.scheme}:{subject.value}"


def folded_name(name: str) -> str:
    """Make one of the names that mean one subject: those of a repository differ in case."""
    return name.lower() if name.startswith(f"{Scheme.GITHUB}:") else name
