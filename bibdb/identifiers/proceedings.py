"""Identifiers that venues give: OpenReview, ACL Anthology, PMLR, CVF, NeurIPS, and DBLP's keys.

Each `…_page` reads the canonical address of a page of that venue, each `…_value` a value as `str(Identifier)` writes
it after the scheme. All give None for what they do not recognise.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from bibdb.identifiers.model import Identifier, Scheme
from bibdb.identifiers.url import Address

_FORUM = re.compile(r"[A-Za-z0-9_-]{5,32}", re.ASCII)
_FORUM_PATHS = frozenset({"/forum", "/pdf", "/attachment", "/revisions"})

_ACL_NEW = r"\d{4}\.[a-z0-9_]{1,32}-[a-z0-9_]{1,32}\.\d{1,4}"
_ACL_OLD = r"[A-Z]\d{2}-\d{4,5}"
_ACL = re.compile(rf"{_ACL_NEW}|{_ACL_OLD}", re.ASCII)
_ACL_PAGE = re.compile(rf"/(?:({_ACL_NEW})|((?i:{_ACL_OLD})))(?=v\d|[./]|$)", re.ASCII)

_PMLR = re.compile(r"(v\d{1,4})/([A-Za-z0-9_-]{2,64})", re.ASCII)
_PMLR_PAGE = re.compile(
    r"/(?:proceedings/papers/|mlresearch/)?(v\d{1,4})/(?:main/assets/|gh-pages/)?([A-Za-z0-9_-]{2,64})(?:[./].*)?",
    re.ASCII | re.DOTALL,
)

_CVF_STEM = r"[\w.%'()+,-]{1,250}?_([A-Z]{3,5}W?)_(\d{4})_paper"
_CVF = re.compile(rf"(?:[A-Za-z0-9_/-]{{1,80}}/)?{_CVF_STEM}", re.ASCII)
_CVF_PAGE = re.compile(
    rf"(?:/openaccess)?/(content[A-Za-z0-9_/-]{{1,80}}?)/(?:html|papers|supplemental)/({_CVF_STEM}|[\w.%'()+,-]{{4,250}}?_\d{{4}}_supplemental)"
    r"\.(?:html|pdf|zip)",
    re.ASCII,
)

_NEURIPS = re.compile(r"\d{4}/[0-9a-f]{32}(?:-[A-Z]\w{3,40})?|\d{1,5}", re.ASCII)
_NEURIPS_HASH = re.compile(
    r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})-[A-Za-z]{4,16}(?:-([A-Z]\w{3,40}?))?(?:\.[a-z]{2,4})?",
    re.ASCII,
)
_NEURIPS_NUMBER = re.compile(r"/paper/(\d{1,5})(?:-[^/]*)?", re.ASCII)

_DBLP = re.compile(
    r"(?:conf|journals|books|phd|reference|series|homepages|tr|www|data)/[\w-]{1,64}/[\w-]{1,128}", re.ASCII
)
_DBLP_PAGE = re.compile(
    rf"/rec/(?:(?:bibtex|html|bib|bib1|bib2|xml|rdf)/)?({_DBLP.pattern})(?:\.[a-z]{{2,5}})?", re.ASCII
)


def openreview_page(address: Address) -> Identifier | None:
    """Read the forum of `/forum?id=`, `/pdf?id=` and `/attachment?id=`; other ids there are not forums."""
    if address.path not in _FORUM_PATHS:
        return None
    return openreview_value(address.parameter("id").strip().removesuffix(".pdf"))


def openreview_value(value: str) -> Identifier | None:
    """Read a forum's id."""
    return Identifier(Scheme.OPENREVIEW, value) if _FORUM.fullmatch(value) else None


def acl_page(address: Address) -> Identifier | None:
    """Read a paper's page, PDF or BibTeX file, at aclanthology.org or its older homes."""
    match = _ACL_PAGE.search(address.path)
    return Identifier(Scheme.ACL, match[1] or match[2].upper()) if match else None


def acl_value(value: str) -> Identifier | None:
    """Read `2025.findings-acl.604` or `P19-1001`."""
    return Identifier(Scheme.ACL, value) if _ACL.fullmatch(value) else None


def pmlr_page(address: Address) -> Identifier | None:
    """Read a paper's page or PDF at proceedings.mlr.press (`/v97/x.html`, `/v97/x/x.pdf`) or PMLR's older homes."""
    match = _PMLR_PAGE.fullmatch(address.path)
    return Identifier(Scheme.PMLR, f"{match[1]}/{match[2].removesuffix('-supp')}") if match else None


def pmlr_value(value: str) -> Identifier | None:
    """Read `v97/x`."""
    return Identifier(Scheme.PMLR, value) if _PMLR.fullmatch(value) else None


def cvf_page(address: Address) -> Identifier | None:
    """Read a paper at openaccess.thecvf.com or cv-foundation.org: its file's stem, below a workshop its folder too."""
    match = _CVF_PAGE.fullmatch(address.path)
    if match is None:
        return None
    folder, stem = match[1], re.sub(r"(?<=_\d{4})_supplemental$", "_paper", unquote(match[2]))
    name = _CVF.fullmatch(stem)
    if name is None:
        return None
    return Identifier(Scheme.CVF, stem if folder.lower() in _cvf_folders(name) else f"{folder}/{stem}")


def cvf_value(value: str) -> Identifier | None:
    """Read a stem, or a folder and a stem."""
    return Identifier(Scheme.CVF, value) if _CVF.fullmatch(value) else None


def cvf_path(value: str) -> str:
    """Give the path of a paper's page, from the folders that CVF has used over the years."""
    folder, _, stem = value.rpartition("/")
    match = _CVF.fullmatch(stem)
    if folder or match is None:
        return f"{folder}/html/{stem}.html"
    old, new = f"content_{match[1]}_{match[2]}", f"content/{match[1]}{match[2]}"
    place = new if match[2] >= "2021" else old if match[2] >= "2019" or match[1] == "ECCV" else old.lower()
    return f"{place}/html/{stem}.html"


def _cvf_folders(name: re.Match[str]) -> set[str]:
    conference, year = name[1].lower(), name[2]
    return {f"content_{conference}_{year}", f"content/{conference}{year}"}


def neurips_page(address: Address) -> Identifier | None:
    """Read year and hash (and the track, where it is not the conference's) or the number of older addresses."""
    if match := _NEURIPS_HASH.fullmatch(address.path):
        track = f"-{match[3]}" if match[3] and match[3] != "Conference" else ""
        return Identifier(Scheme.NEURIPS, f"{match[1]}/{match[2]}{track}")
    match = _NEURIPS_NUMBER.fullmatch(address.path)
    return Identifier(Scheme.NEURIPS, str(int(match[1]))) if match else None


def neurips_value(value: str) -> Identifier | None:
    """Read `2017/<hash>` or a number."""
    return Identifier(Scheme.NEURIPS, value) if _NEURIPS.fullmatch(value) else None


def dblp_page(address: Address) -> Identifier | None:
    """Read the key of a record's page."""
    match = _DBLP_PAGE.fullmatch(address.path)
    return Identifier(Scheme.DBLP, match[1]) if match else None


def dblp_value(value: str) -> Identifier | None:
    """Read a key: `conf/nips/VaswaniSPUJGKP17`."""
    return Identifier(Scheme.DBLP, value) if _DBLP.fullmatch(value) else None
