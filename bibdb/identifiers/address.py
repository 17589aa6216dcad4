"""The public page of an identifier."""

from __future__ import annotations

from urllib.parse import quote

from bibdb.identifiers.model import Identifier, Scheme
from bibdb.identifiers.proceedings import cvf_path

_PAGES = {
    Scheme.ARXIV: "https://arxiv.org/abs/{}",
    Scheme.DOI: "https://doi.org/{}",
    Scheme.OPENREVIEW: "https://openreview.net/forum?id={}",
    Scheme.ACL: "https://aclanthology.org/{}/",
    Scheme.PMLR: "https://proceedings.mlr.press/{}.html",
    Scheme.DBLP: "https://dblp.org/rec/{}",
    Scheme.GITHUB: "https://github.com/{}",
    Scheme.HUGGINGFACE: "https://huggingface.co/{}",
    Scheme.YOUTUBE: "https://www.youtube.com/watch?v={}",
    Scheme.ISBN: "https://isbnsearch.org/isbn/{}",
}


def web_address(identifier: Identifier) -> str:
    """Give the canonical public address; an arXiv paper's with the version, where one is known."""
    match identifier.scheme:
        case Scheme.URL:
            return identifier.value
        case Scheme.CVF:
            return f"https://openaccess.thecvf.com/{quote(cvf_path(identifier.value))}"
        case Scheme.NEURIPS:
            return _neurips(identifier.value)
        case _:
            version = f"v{identifier.version}" if identifier.version is not None else ""
            return _PAGES[identifier.scheme].format(quote(identifier.value, safe="%/():;,@!$&'*+=~") + version)


def _neurips(value: str) -> str:
    """Before 2022 the names of the abstracts' pages had no track."""
    year, slash, rest = value.partition("/")
    if not slash:
        return f"https://papers.nips.cc/paper/{value}"
    digest, _, track = rest.partition("-")
    suffix = f"-{track}" if track else "-Conference" if year >= "2022" else ""
    return f"https://proceedings.neurips.cc/paper_files/paper/{year}/hash/{digest}-Abstract{suffix}.html"
