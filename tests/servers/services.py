"""The services beside arXiv, each under its own path, about works that do not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from tests.servers.arxiv_server import ArxivServer
from tests.servers.server import Reply, Request

DOI = "10.5555/imaginary.17"
DATA_DOI = "10.5281/zenodo.999999999"
ARXIV = "2401.00001"
SUBMISSION = "fAbr1cated0"
OLD_SUBMISSION = "0ldFabr1c8"
ANTHOLOGY = "2099.acl-long.1"
DBLP_KEY = "conf/none/Fabrica99"
REPOSITORY = "fabrica/lattice"
MODEL = "fabrica/lattice-7b"
DATASET = "datasets/fabrica/lattices"
VIDEO = "fabricated0"

SERVICES = (
    "datacite", "crossref", "openreview", "openreview1", "acl", "openalex", "semanticscholar", "dblp", "github",
    "githubraw", "huggingface", "youtube",
)  # fmt: skip


class World:
    """All services of one server: arXiv's two interfaces at the root, the others under their names."""

    def __init__(self, arxiv: ArxivServer | None = None) -> None:
        self.arxiv = arxiv or ArxivServer()

    def __call__(self, request: Request) -> Reply:
        path = request.path.removeprefix("/moved")
        service, _, rest = path.removeprefix("/").partition("/")
        if service not in SERVICES:
            return self.arxiv(request)
        reply: Reply = getattr(self, f"_{service}")(f"/{unquote(rest)}", request)
        return reply

    def urls(self, base: str) -> dict[str, str]:
        return {"arxiv": base, "oai": base, **{name: f"{base}/{name}" for name in SERVICES}}

    def _crossref(self, path: str, request: Request) -> Reply:
        if path == "/works":
            return _json(
                {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [WORK]}}
            )
        if path == f"/works/{DOI}":
            return _json({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": WORK})
        return Reply(404, b"Resource not found.", {"Content-Type": "text/plain"})

    def _datacite(self, path: str, request: Request) -> Reply:
        told = {f"/dois/10.48550/arxiv.{ARXIV}": PREPRINT_DOI, f"/dois/{DATA_DOI}": DATA}.get(path)
        if told is None:
            error = {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}
            return _json(error, 404)
        return _json({"data": {"id": told["doi"], "type": "dois", "attributes": told}})

    def _openalex(self, path: str, request: Request) -> Reply:
        asked = request.query["filter"].removeprefix("doi:").split("|")
        found = [
            work for work in (ALEX_WORK, ALEX_PREPRINT) if str(work["doi"]).removeprefix("https://doi.org/") in asked
        ]
        return _json({"meta": {"count": len(found), "per_page": 25}, "results": found})

    def _semanticscholar(self, path: str, request: Request) -> Reply:
        if path.endswith("/batch"):
            known = {f"ARXIV:{ARXIV}": SCHOLAR, f"DOI:{DOI}": SCHOLAR}
            found = [known.get(each) for each in json.loads(request.content)["ids"]]
            return _json(found) if any(found) else _json({"error": "No valid paper ids given"}, 400)
        if "imaginary" in request.query["query"].lower():
            return _json({"data": [{**SCHOLAR, "matchScore": 120.5}]})
        return _json({"error": "Title match not found"}, 404)

    def _openreview(self, path: str, request: Request) -> Reply:
        notes = [NOTE] if path.endswith("/search") or request.query.get("id") == SUBMISSION else []
        return _json({"notes": notes, "count": 10000})

    def _openreview1(self, path: str, request: Request) -> Reply:
        return _json({"notes": [OLD_NOTE] if request.query.get("id") == OLD_SUBMISSION else [], "count": 1})

    def _acl(self, path: str, request: Request) -> Reply:
        if path == f"/{ANTHOLOGY}.bib":
            return Reply(200, BIBTEX.encode(), {"Content-Type": "text/plain", "ETag": '"fabricated"'})
        return Reply(404, b"<html><title>404 Not Found</title></html>")

    def _dblp(self, path: str, request: Request) -> Reply:
        if path == "/search/publ/api":
            hits = {"@total": "1", "@sent": "1", "hit": [{"@score": "7", "info": HIT}]}
            return _json({"result": {"query": "x", "status": {"@code": "200", "text": "OK"}, "hits": hits}})
        if path == f"/rec/{DBLP_KEY}.xml":
            return Reply(200, DBLP_XML.encode("ascii"), {"Content-Type": "application/xml"})
        return Reply(404, b"<html><h1>Not Found</h1></html>")

    def _github(self, path: str, request: Request) -> Reply:
        if path == f"/repos/{REPOSITORY}":
            return _json(REPO)
        return _json(
            {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}, 404
        )

    def _githubraw(self, path: str, request: Request) -> Reply:
        if path == f"/{REPOSITORY}/HEAD/CITATION.cff":
            return Reply(200, CITATION.encode(), {"Content-Type": "text/plain"})
        return Reply(404, b"404: Not Found")

    def _huggingface(self, path: str, request: Request) -> Reply:
        if path == f"/api/models/{MODEL}":
            return _json({"id": MODEL, "author": "fabrica", "createdAt": "2025-02-03T04:05:06.000Z", "tags": ["arxiv:2401.00001"],
                          "cardData": {"license": "mit"}})  # fmt: skip
        if path == "/api/datasets/fabrica/lattices":
            card = {"pretty_name": "Imaginary Lattices"}
            return _json({"id": "fabrica/lattices", "author": "fabrica", "createdAt": "2024-01-02T00:00:00.000Z",
                          "description": "Lattices that do not exist.", "cardData": card})  # fmt: skip
        return _json({"error": "Invalid username or password."}, 401)

    def _youtube(self, path: str, request: Request) -> Reply:
        if request.query["url"].endswith(VIDEO):
            return _json({"title": "A talk on imaginary lattices", "author_name": "Fabrica Channel", "type": "video",
                          "author_url": "https://www.youtube.com/@fabrica", "provider_name": "YouTube"})  # fmt: skip
        return Reply(400, b"Bad Request")


def _json(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


TITLE = "On the imaginary lattice"

WORK: Mapping[str, Any] = {
    "publisher": "No Press",
    "issue": "2",
    "short-container-title": ["J. Imag. Latt."],
    "DOI": DOI.upper(),
    "type": "journal-article",
    "title": [TITLE],
    "subtitle": ["A study of nothing"],
    "volume": "5",
    "page": "17-29",
    "author": [
        {"given": "Ada", "family": "Fabrica", "sequence": "first", "affiliation": []},
        {"name": "The Imaginary Collaboration", "sequence": "additional", "affiliation": []},
    ],
    "container-title": ["Journal of Imaginary Lattices"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Nothing &amp; more.</jats:p>",
    "issued": {"date-parts": [[2024, 11]]},
    "URL": f"https://doi.org/{DOI}",
    "ISSN": ["1234-5679"],
    "language": "en",
    "relation": {"has-preprint": [{"id-type": "doi", "id": f"10.48550/arXiv.{ARXIV}", "asserted-by": "subject"}]},
    "updated-by": [{"DOI": "10.5555/notice.1", "type": "retraction", "source": "publisher"}],
}

PREPRINT_DOI: Mapping[str, Any] = {
    "doi": f"10.48550/arxiv.{ARXIV}",
    "creators": [
        {"name": "Fabrica, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Fabrica"},
        {"name": "The Imaginary Collaboration", "nameType": "Organizational"},
    ],
    "titles": [{"title": TITLE}],
    "publisher": "arXiv",
    "container": {},
    "publicationYear": 2024,
    "subjects": [{"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"}, {"subject": "FOS: Mathematics"}],
    "dates": [
        {"date": "2024-03-05T17:59:59Z", "dateType": "Submitted", "dateInformation": "v1"},
        {"date": "2024-06-07T08:09:10Z", "dateType": "Submitted", "dateInformation": "v2"},
        {"date": "2024", "dateType": "Issued"},
    ],
    "types": {"resourceTypeGeneral": "Preprint", "resourceType": "Article"},
    "version": "2",
    "rightsList": [{"rights": "CC BY", "rightsUri": "https://creativecommons.org/licenses/by/4.0/legalcode"}],
    "descriptions": [
        {"description": "Nothing was measured.", "descriptionType": "Abstract"},
        {"description": "5 pages", "descriptionType": "Other"},
    ],
    "relatedIdentifiers": [],
    "url": f"https://arxiv.org/abs/{ARXIV}",
}

DATA: Mapping[str, Any] = {
    **PREPRINT_DOI,
    "doi": DATA_DOI,
    "titles": [{"title": "Lattices that do not exist"}],
    "publisher": "Zenodo",
    "types": {"resourceTypeGeneral": "Dataset"},
    "url": f"https://zenodo.example/{DATA_DOI}",
}

ALEX_WORK: Mapping[str, Any] = {
    "id": "https://openalex.org/W1",
    "doi": f"https://doi.org/{DOI}",
    "title": TITLE,
    "publication_year": 2024,
    "publication_date": "2024-11-05",
    "type": "article",
    "language": "en",
    "primary_location": {
        "source": {"display_name": "Journal of Imaginary Lattices", "issn_l": "1234-5679"},
        "license": None,
    },
    "biblio": {"volume": "5", "issue": "2", "first_page": "17", "last_page": "29"},
    "authorships": [{"author": {"display_name": "A. Fabrica"}, "raw_author_name": "Ada Fabrica"}],
    "abstract_inverted_index": {"was": [1], "Nothing": [0], "measured.": [2]},
    "is_retracted": False,
}
ALEX_PREPRINT: Mapping[str, Any] = {**ALEX_WORK, "doi": f"https://doi.org/10.48550/arxiv.{ARXIV}", "type": "preprint"}

SCHOLAR: Mapping[str, Any] = {
    "paperId": "0" * 40,
    "externalIds": {"ArXiv": ARXIV, "DOI": DOI, "CorpusId": 1},
    "url": "https://www.semanticscholar.org/paper/0",
    "title": TITLE,
    "venue": "J. Imag. Latt.",
    "year": 2024,
    "publicationDate": "2024-11-05",
    "journal": {"name": "Journal of Imaginary Lattices", "volume": "5", "pages": "17-29"},
    "publicationTypes": ["JournalArticle"],
    "authors": [{"authorId": "1", "name": "Ada Fabrica"}],
    "abstract": "Nothing was measured.",
}

NOTE: Mapping[str, Any] = {
    "content": {
        "title": {"value": TITLE},
        "authors": {"value": ["Ada Fabrica", "Béla Nincs"]},
        "venue": {"value": "ICIL 2099 Poster"},
        "venueid": {"value": "ICIL.cc/2099/Conference"},
        "abstract": {"value": "Nothing was measured."},
        "keywords": {"value": ["lattice"]},
        "_bibtex": {
            "value": "@inproceedings{\nfabrica2099on,\ntitle={On the imaginary lattice},\nauthor={Ada Fabrica and Béla Nincs},\n"
            "booktitle={The First Imaginary Conference on Imaginary Lattices},\nyear={2099},\n"
            "url={https://openreview.net/forum?id=fAbr1cated0}\n}"
        },
    },
    "pdate": 4077216000000,
    "cdate": 4070908800000,
    "forum": SUBMISSION,
    "id": SUBMISSION,
    "license": "CC BY 4.0",
    "version": 2,
}
OLD_NOTE: Mapping[str, Any] = {
    "content": {
        "title": TITLE,
        "authors": ["Ada Fabrica"],
        "venue": "Submitted to ICIL 2020",
        "venueid": "ICIL.cc/2020/Conference",
        "abstract": "Nothing was measured.",
    },
    "cdate": 1569500000000,
    "forum": OLD_SUBMISSION,
    "id": OLD_SUBMISSION,
}

BIBTEX = """@inproceedings{fabrica-nincs-2099-imaginary,
    title = "On the imaginary {L}attice of {S}{\\o}ren",
    author = "Fabrica, Ada  and
      Nincs, B{\\'e}la",
    editor = "Redakt, Ora",
    booktitle = "Proceedings of the 77th Annual Meeting of Nobody (Volume 1: Long Papers)",
    month = aug,
    year = "2099",
    address = "Nowhere",
    publisher = "Association for Imaginary Linguistics",
    url = "https://aclanthology.org/2099.acl-long.1/",
    doi = "10.5555/2099.acl-long.1",
    pages = "1--17",
    abstract = "Nothing was measured, at 5{\\%}."
}
"""

HIT: Mapping[str, Any] = {
    "authors": {"author": {"@pid": "1/1", "text": "Ada Fabrica 0002"}},
    "title": "On the imaginary lattice.",
    "venue": "NONE",
    "pages": "1-17",
    "year": "2099",
    "type": "Conference and Workshop Papers",
    "key": DBLP_KEY,
    "ee": f"https://doi.org/{DOI}",
    "url": f"https://dblp.org/rec/{DBLP_KEY}",
}
DBLP_XML = f"""<?xml version="1.0" encoding="US-ASCII"?>
<dblp>
<inproceedings key="{DBLP_KEY}" mdate="2099-01-02">
<author pid="1/1">Ada Fabrica 0002</author>
<author>B&eacute;la Nincs</author>
<title>On the imaginary <i>lattice</i>.</title>
<pages>1-17</pages>
<year>2099</year>
<booktitle>NONE</booktitle>
<ee type="oa">https://doi.org/{DOI}</ee>
<url>db/conf/none/none2099.html#Fabrica99</url>
</inproceedings>
</dblp>
"""

REPO: Mapping[str, Any] = {
    "full_name": REPOSITORY,
    "name": "lattice",
    "owner": {"login": "fabrica", "type": "Organization"},
    "description": "Code for imaginary lattices",
    "created_at": "2024-01-15T10:00:00Z",
    "pushed_at": "2025-02-01T10:00:00Z",
    "html_url": f"https://github.com/{REPOSITORY}",
    "license": {"spdx_id": "MIT"},
    "topics": ["lattice"],
}
CITATION = f"""cff-version: 1.2.0
message: Please cite the paper.
title: Lattice
version: 1.2.0
date-released: 2024-05-06
authors:
  - family-names: Fabrica
    given-names: Ada
  - name: The Imaginary Collaboration
preferred-citation:
  type: article
  title: {TITLE}
  identifiers:
    - type: other
      value: "arXiv:{ARXIV}"
"""
