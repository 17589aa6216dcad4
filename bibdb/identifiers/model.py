"""The values: a scheme, an identifier, and a place in a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Scheme(StrEnum):
    """A system of identifiers."""

    ARXIV = "arxiv"
    DOI = "doi"
    OPENREVIEW = "openreview"
    ACL = "acl"
    PMLR = "pmlr"
    CVF = "cvf"
    NEURIPS = "neurips"
    DBLP = "dblp"
    GITHUB = "github"
    HUGGINGFACE = "huggingface"
    YOUTUBE = "youtube"
    ISBN = "isbn"
    URL = "url"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A scheme and its canonical value; `version` (of an arXiv paper) is kept beside and is no part of identity."""

    scheme: Scheme
    value: str
    version: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Write `scheme:value`, with arXiv's `vN` when a version is known; `identify` reads it back."""
        version = f"v{self.version}" if self.version is not None else ""
        return f"{self.scheme}:{self.value}{version}"


@dataclass(frozen=True, slots=True)
class Span:
    """An identifier and where it stands: `text[start:end]` is its spelling."""

    start: int
    end: int
    identifier: Identifier
