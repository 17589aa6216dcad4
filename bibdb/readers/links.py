"""What a link is for, by its text, its address and its identifier; and which texts say nothing of what they link to."""

from __future__ import annotations

import re
from functools import lru_cache

from bibdb.identifiers import Identifier, Scheme
from bibdb.readers.vocabulary import FILLERS, HOSTS, KIND_WORDS, PAPER_WORDS
from bibdb.values import LinkKind

__all__ = ["is_generic", "link_kind"]

_KIND_OF = {word: LinkKind(kind) for kind, words in KIND_WORDS.items() for word in words} | {
    word: LinkKind.PAPER for word in PAPER_WORDS if word not in {"openreview", "official", "source"}
}
_GENERIC = (
    frozenset(_KIND_OF)
    | FILLERS
    | {"openreview", "source", "bibtex", "bib", "cite", "citation", "license", "tweet", "website"}
)
_WORD = re.compile(r"[^\W_]+(?:[-+.][^\W_]+)*\+*", re.UNICODE)
_URLISH = re.compile(
    r"(?:https?|ftp|ttps?):?//|^www\.|^doi:|^(?:arxiv|doi|hal|pmid|pmcid|isbn)[\s:.]*[\w./-]*\d|^10\.\d{4,}/",
    re.IGNORECASE,
)
_ID = re.compile(
    r"^[\[(]?(?:arXiv[:\s]*)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?[\])]?$", re.IGNORECASE
)
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_HOSTNAME = re.compile(r"^[\w-]+(?:\.[\w-]+)+(?:/\S*)?$")
_CITES = re.compile(r"^\[?\d{1,4}\]?$")

_HOSTS = tuple((host, LinkKind(kind)) for kind, hosts in HOSTS for host in hosts)
_SCHOLARLY = frozenset(
    {Scheme.ARXIV, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ACL, Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS, Scheme.DBLP}
)


def link_kind(text: str, url: str, identifier: Identifier | None = None) -> LinkKind:
    """Say what a link is for. The address decides where it is clear, then the text, then the address's ending.

    A post is a discussion, whatever it speaks of.
    """
    said = _said(text)
    if identifier is not None and identifier.scheme in _SCHOLARLY:
        review = identifier.scheme is Scheme.OPENREVIEW and said in {LinkKind.REVIEW, LinkKind.DISCUSSION}
        return LinkKind.REVIEW if review else LinkKind.PAPER
    lowered = url.lower()
    held = next((kind for host, kind in _HOSTS if host in lowered), None)
    if said is not None and said is not LinkKind.PAPER and held is not LinkKind.DISCUSSION:
        return said
    if held is not None:
        return held
    if identifier is not None and identifier.scheme is Scheme.HUGGINGFACE:
        return LinkKind.MODEL
    if said is LinkKind.PAPER or lowered.split("?")[0].split("#")[0].endswith((".pdf", ".ps", ".ps.gz", ".djvu")):
        return LinkKind.PAPER
    return LinkKind.OTHER


def _said(text: str) -> LinkKind | None:
    """Give the kind that a generic text names: of `Project page` the project, of `code (PyTorch)` the code."""
    if len(text) > 60 or not is_generic(text):
        return None
    kinds = [_KIND_OF[word] for word in _words(text) if word in _KIND_OF]
    return next((kind for kind in kinds if kind is not LinkKind.PAPER), kinds[0] if kinds else None)


def is_generic(text: str) -> bool:
    """Whether a link's text says nothing of its own: `paper`, `PDF`, `here`, an id, a URL, an emoji, `论文`, ``."""
    return len(text) <= 400 and text.count(" ") <= 8 and _says_little(text)


@lru_cache(maxsize=16384)
def _says_little(text: str) -> bool:
    text = (_SHORTCODE.sub("", text) if ":" in text else text).strip()
    if _URLISH.match(text) or _ID.match(text) or _CITES.match(text):
        return True
    words = _words(text)
    if not words:
        return True  # nothing but signs and emoji
    if sum(word.count("-") + 1 for word in words) > 5 or _is_name(text, words):
        return False
    return all(map(_says_nothing, words)) or _is_host(text)


def _says_nothing(word: str) -> bool:
    """Whether a word is generic, also with a number behind it or in parts: `code2`, `website-part`."""
    if word in _GENERIC or word.isdigit():
        return True
    return all(part.rstrip("0123456789") in _GENERIC or part.isdigit() for part in word.split("-"))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _is_name(text: str, words: list[str]) -> bool:
    """Whether generic words are a title after all: `Notes on Data`, but not `Project Page`."""
    return len(words) > 4 and not any(word in _KIND_OF for word in words[:2]) and text[:1].isupper()


def _is_host(text: str) -> bool:
    """Whether the text is an address without its scheme: `openreview.net`, `lichtfeld.io/docs`."""
    return " " not in text and "/" in text and bool(_HOSTNAME.match(text))
