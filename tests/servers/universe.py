"""A world of many fabricated papers: every service tells the same of the same paper, in its own format."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.servers.arxiv_server import ArxivServer, Paper
from tests.servers.server import Reply, Request
from tests.servers.services import ALEX_PREPRINT, HIT, NOTE, PREPRINT_DOI, REPO, SCHOLAR, WORK, World

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Known:
    """A paper that was posted, and perhaps published; `told_by` are the services that know of its publication."""

    arxiv: str
    title: str
    authors: tuple[str, ...] = ("Ada Fabrica", "Béla Nincs")
    year: int = 2024
    doi: str = ""
    venue: str = ""
    comment: str = ""
    published_as: str = ""
    retracted: bool = False
    notices: tuple[str, ...] = ()
    versions: int = 1
    abstract: str = ""
    arxiv_names_doi: bool = False
    told_by: frozenset[str] = field(default_factory=lambda: frozenset({"semanticscholar", "crossref", "dblp"}))

    @property
    def paper(self) -> Paper:
        return Paper(
            self.arxiv,
            self.title,
            versions=self.versions,
            authors=self.authors,
            published=f"{self.year}-03-05T17:59:59Z",
            updated=f"{self.year}-06-07T08:09:10Z" if self.versions > 1 else f"{self.year}-03-05T17:59:59Z",
            comment=self.comment,
            dois=(self.doi,) if self.arxiv_names_doi else (),
            **({"abstract": self.abstract} if self.abstract else {}),  # type: ignore[arg-type]
        )

    @property
    def printed(self) -> str:
        return self.published_as or self.title


@dataclass(frozen=True)
class Repository:
    """A repository; `cites` is the arXiv paper that its citation file asks to cite."""

    name: str
    about: str = ""
    year: int = 2024
    cites: str = ""


class Universe(World):
    """All services, about the papers of `known`, which may be changed between two runs, and some repositories."""

    def __init__(self, known: Sequence[Known], repositories: Sequence[Repository] = ()) -> None:
        self.known = {each.arxiv: each for each in known}
        self.repositories = {each.name: each for each in repositories}
        super().__init__(ArxivServer(lambda paper_id: told.paper if (told := self.known.get(paper_id)) else None))

    def change(self, *known: Known) -> None:
        self.known |= {each.arxiv: each for each in known}

    def _published(self, service: str, doi: str) -> Known | None:
        return next((each for each in self.known.values() if doi and each.doi == doi and service in each.told_by), None)

    def _titled(self, service: str, title: str) -> list[Known]:
        """Find what is published under a title of nearly these words."""
        wanted = _words(title)
        return [
            each
            for each in self.known.values()
            if each.venue and service in each.told_by and len(wanted & _words(each.printed)) * 2 > len(wanted)
        ]

    def _crossref(self, path: str, request: Request) -> Reply:
        if path == "/works":
            found = [_work(each) for each in self._titled("crossref", request.query["query.title"]) if each.doi]
            return _json({"status": "ok", "message-type": "work-list", "message": {"items": found}})
        known = self._published("crossref", path.removeprefix("/works/"))
        if known is None:
            return Reply(404, b"Resource not found.", {"Content-Type": "text/plain"})
        return _json({"status": "ok", "message-type": "work", "message": _work(known)})

    def _datacite(self, path: str, request: Request) -> Reply:
        known = self.known.get(path.removeprefix("/dois/10.48550/arxiv."))
        if known is None:
            return _json(
                {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, 404
            )
        told = {
            **PREPRINT_DOI,
            "doi": f"10.48550/arxiv.{known.arxiv}",
            "creators": [{"name": name, "nameType": "Personal"} for name in known.authors],
            "titles": [{"title": known.title}],
            "dates": [{"date": known.paper.published, "dateType": "Submitted", "dateInformation": "v1"}],
            "version": str(known.versions),
            "url": f"https://arxiv.org/abs/{known.arxiv}",
        }
        return _json({"data": {"id": told["doi"], "type": "dois", "attributes": told}})

    def _openalex(self, path: str, request: Request) -> Reply:
        asked = request.query["filter"].removeprefix("doi:").split("|")
        found = [
            {
                **ALEX_PREPRINT,
                "doi": f"https://doi.org/10.48550/arxiv.{each.arxiv}",
                "title": each.title,
                "publication_year": each.year,
                "publication_date": f"{each.year}-03-05",
                "authorships": [{"author": {"display_name": name}} for name in each.authors],
            }
            for each in self.known.values()
            if f"10.48550/arxiv.{each.arxiv}" in asked
        ]
        return _json({"meta": {"count": len(found), "per_page": 25}, "results": found})

    def _semanticscholar(self, path: str, request: Request) -> Reply:
        if path.endswith("/batch"):
            return _json([self._scholar(name) for name in json.loads(request.content)["ids"]])
        wanted = _words(request.query["query"])
        near = [each for each in self.known.values() if wanted <= _words(each.title)]
        if not near:
            return _json({"error": "Title match not found"}, 404)
        return _json({"data": [{**_scholar(near[0]), "matchScore": 99.5}]})

    def _scholar(self, name: str) -> Mapping[str, Any] | None:
        scheme, _, value = name.partition(":")
        known = self.known.get(value) if scheme == "ARXIV" else self._published("semanticscholar", value)
        return None if known is None else _scholar(known)

    def _github(self, path: str, request: Request) -> Reply:
        told = self.repositories.get(path.removeprefix("/repos/"))
        if told is None:
            return _json({"message": "Not Found", "status": "404"}, 404)
        owner, _, name = told.name.partition("/")
        made = f"{told.year}-02-03T04:05:06Z"
        return _json({
            **REPO, "full_name": told.name, "name": name, "owner": {"login": owner, "type": "User"},
            "description": told.about, "created_at": made, "html_url": f"https://github.com/{told.name}",
        })  # fmt: skip

    def _githubraw(self, path: str, request: Request) -> Reply:
        told = self.repositories.get("/".join(path.split("/")[1:3]))
        if told is None or not told.cites:
            return Reply(404, b"404: Not Found")
        lines = ["title: Code", "preferred-citation:", "  type: article", f"  url: https://arxiv.org/abs/{told.cites}"]
        return Reply(200, "\n".join(lines).encode(), {"Content-Type": "text/plain"})

    def _dblp(self, path: str, request: Request) -> Reply:
        found = [
            {"@score": "7", "info": _hit(each)}
            for each in self._titled("dblp", re.sub(r"[$]", "", request.query.get("q", "")))
        ]
        if path != "/search/publ/api":
            return Reply(404, b"<html><h1>Not Found</h1></html>")
        hits = {"@total": str(len(found)), "@sent": str(len(found)), "hit": found}
        return _json({"result": {"query": "x", "status": {"@code": "200", "text": "OK"}, "hits": hits}})

    def _openreview(self, path: str, request: Request) -> Reply:
        if not path.endswith("/search"):
            return _json({"notes": [], "count": 0})
        found = [_note(each) for each in self._titled("openreview", request.query.get("term", ""))]
        return _json({"notes": found, "count": 10000})


def _work(known: Known) -> Mapping[str, Any]:
    kinds = ("retraction", *known.notices) if known.retracted else known.notices
    notices = [{"DOI": "10.5555/notice.1", "type": kind, "source": "publisher"} for kind in kinds]
    people = [dict(zip(("given", "family"), name.split(" ", 1), strict=True)) for name in known.authors]
    return {
        **WORK,
        "DOI": known.doi.upper(),
        "title": [known.printed],
        "subtitle": [],
        "author": people,
        "container-title": [known.venue],
        "short-container-title": [],
        "type": "proceedings-article",
        "issued": {"date-parts": [[known.year + 1]]},
        "URL": f"https://doi.org/{known.doi}",
        "relation": {},
        "updated-by": notices,
    }


def _scholar(known: Known) -> Mapping[str, Any]:
    told = bool(known.doi) and "semanticscholar" in known.told_by
    return {
        **SCHOLAR,
        "externalIds": {"ArXiv": known.arxiv, **({"DOI": known.doi} if told else {})},
        "title": known.title,
        "venue": known.venue,
        "year": known.year,
        "publicationDate": f"{known.year}-03-05",
        "journal": {"name": known.venue} if told else None,
        "authors": [{"authorId": "1", "name": name} for name in known.authors],
    }


def _hit(known: Known) -> Mapping[str, Any]:
    return {
        **HIT,
        "authors": {"author": [{"@pid": "1/1", "text": name} for name in known.authors]},
        "title": f"{known.printed}.",
        "venue": known.venue,
        "year": str(known.year + 1),
        "key": f"conf/none/{known.arxiv.replace('.', '')}",
        "ee": f"https://doi.org/{known.doi}" if known.doi else "https://none.example/",
        "url": f"https://dblp.org/rec/conf/none/{known.arxiv.replace('.', '')}",
    }


def _note(known: Known) -> Mapping[str, Any]:
    said = {
        "title": known.printed,
        "authors": list(known.authors),
        "venue": known.venue,
        "venueid": "ICIL.cc/2099/Conference",
    }
    forum = f"fab{known.arxiv.replace('.', '')}"[:10]
    decided = int(datetime(known.year + 1, 1, 22, tzinfo=UTC).timestamp() * 1000)
    return {
        **NOTE,
        "id": forum,
        "forum": forum,
        "pdate": decided,
        "content": {name: {"value": value} for name, value in said.items()},
    }


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _json(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), _JSON)
