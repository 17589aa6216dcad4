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
    """A scheme and its canonical value; `version` (of an arXiv paper) is kept beside and is no part of identity.

    Repositories of GitHub are the same in whatever case they are written, and keep the one in which they were.
    """

    scheme: Scheme
    value: str
    version: int | None = field(default=None, compare=False)

    def __eq__(self, other: object) -> bool:
        """Compare scheme and value."""
        if not isinstance(other, Identifier):
            return NotImplemented
        if self.scheme is not other.scheme:
            return False
        return self.value == other.value or (self.scheme is Scheme.GITHUB and self.value.lower() == other.value.lower())

    def __hash__(self) -> int:
        """Hash what is compared."""
        return hash(self.value.lower() if self.scheme is Scheme.GITHUB else self.value)

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
