"""arXiv's interfaces as both generations of its server spoke them, about papers that do not exist.

The element order, name spaces, wrapping and oddities follow recorded answers: `new` is the server since November
2025, `old` the one before.
"""

from __future__ import annotations

import base64
import hashlib
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Literal
from xml.sax.saxutils import escape

from tests.servers.server import Reply, Request

Generation = Literal["old", "new"]

_ATOM = {"Content-Type": "application/atom+xml; charset=utf-8"}
_SPACES = (
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns="http://www.w3.org/2005/Atom"'
)
_LIKE_AN_ID = re.compile(r"\d{4}\.\d{4,5}|[a-zA-Z-]+(?:\.[A-Z]{2})?/\d{7}")


@dataclass(frozen=True)
class Paper:
    """A fabricated paper: its current version, and how many there are; `changed` is the day its metadata were."""

    id: str
    title: str = ""
    versions: int = 1
    abstract: str = "Nothing in this abstract was ever measured. It is long enough to be wrapped by an old server."
    authors: tuple[str, ...] = ("Ada Fabrica", "Béla Nincs")
    affiliations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: str = "2024-03-05T17:59:59Z"
    updated: str = "2024-06-07T08:09:10Z"
    categories: tuple[str, ...] = ("cs.LG", "cs.CL")
    strange_categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    dois: tuple[str, ...] = ()
    withdrawn: bool = False
    changed: str = "2025-02-03"

    @property
    def name(self) -> str:
        return self.title or f"On the fabricated lattice {self.id}"


def everything(paper_id: str) -> Paper | None:
    """Know a paper for every id but those that end in 7."""
    return None if paper_id.endswith("7") else Paper(paper_id)


class ArxivServer:
    """Answers `/api/query` and `/oai`; `papers` tells for an id its paper."""

    def __init__(self, papers: Callable[[str], Paper | None] = everything, generation: Generation = "new") -> None:
        self.papers = papers
        self.generation = generation
        self.formats = frozenset({"arXiv", "arXivRaw"})

    def __call__(self, request: Request) -> Reply:
        path = request.path.removeprefix("/moved")
        if path == "/oai":
            return self._oai(request.query)
        if path != "/api/query":
            return Reply(404, b"<html>not here</html>")
        return self._query(request.query)

    # ------------------------------------------------------------ the API

    def _query(self, asked: Mapping[str, str]) -> Reply:
        ids = [each for each in asked.get("id_list", "").split(",") if asked.get("id_list")]
        bad = next((each for each in ids if not _LIKE_AN_ID.search(each)), None)
        if bad is not None:
            return Reply(400, self.error(bad).encode(), _ATOM)
        start, most = int(asked.get("start") or 0), int(asked.get("max_results") or 10)
        found = self._by_id(ids) if ids else self._by_title(asked.get("search_query", ""))
        return Reply(200, self.feed(asked, found, start, most).encode(), _ATOM)

    def _by_id(self, ids: list[str]) -> list[tuple[Paper, int] | None]:
        """Find the papers in the server's own order; the old one keeps a place for what it does not know."""
        found: dict[tuple[str, int], tuple[Paper, int]] = {}
        unknown = 0
        for each in ids:
            bare, _, version = each.partition("v")
            paper = self.papers(bare)
            number = int(version) if version.isdecimal() else paper.versions if paper else 0
            if paper is None or not 1 <= number <= paper.versions or version.startswith("0"):
                unknown += 1
            else:
                found[bare, number] = (paper, number)
        if self.generation == "old":
            return [*found.values(), *[None] * unknown]
        return [*sorted(found.values(), key=lambda each: hashlib.sha1(each[0].id.encode()).digest())]

    def _by_title(self, query: str) -> list[tuple[Paper, int] | None]:
        wanted = set(re.findall(r"\w+", query.replace("ti:", " ").replace(" AND ", " ").lower()))
        papers = [paper for number in range(1, 40) if (paper := self.papers(f"2401.{number:05}"))]
        return [(paper, paper.versions) for paper in papers if wanted <= set(re.findall(r"\w+", paper.name.lower()))]

    def feed(self, asked: Mapping[str, str], found: list[tuple[Paper, int] | None], start: int, most: int) -> str:
        told = {name: asked.get(name, "") for name in ("search_query", "id_list")}
        question = f"search_query={told['search_query']}&id_list={told['id_list']}&start={start}&max_results={most}"
        digest = base64.b64encode(hashlib.sha1(question.encode()).digest()).decode().rstrip("=")
        page = found[start : start + most]
        write = _new_entry if self.generation == "new" else _old_entry
        entries = "".join(write(*each) if each else _PHANTOM for each in page)
        head = _NEW_HEAD if self.generation == "new" else _OLD_HEAD
        swapped = f"search_query={told['search_query']}&start={start}&max_results={most}&id_list={told['id_list']}"
        return (
            head.format(
                spaces=_SPACES,
                digest=digest,
                question=escape(question, {'"': "&quot;"}),
                swapped=escape(swapped, {'"': "&quot;"}),
                most=most,
                total=len(found),
                start=start,
            )
            + entries
            + "</feed>\n"
        )

    def error(self, bad: str) -> str:
        scheme = "https" if self.generation == "new" else "http"
        told = f"{scheme}://arxiv.org/api/errors#incorrect_id_format_for_{escape(bad)}"
        return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed {_SPACES}>
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>2026-04-12T22:59:06Z</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>{told}</id>
    <title>Error</title>
    <updated>2026-04-12T22:59:06Z</updated>
    <link href="{told}" rel="alternate" type="text/html"/>
    <summary>incorrect id format for {escape(bad)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
"""

    # ------------------------------------------------------------ OAI-PMH

    def _oai(self, asked: Mapping[str, str]) -> Reply:
        name, prefix = asked.get("identifier", ""), asked.get("metadataPrefix", "")
        paper = self.papers(name.removeprefix("oai:arXiv.org:"))
        if set(asked) != {"verb", "identifier", "metadataPrefix"}:
            inside = '<error code="badArgument">parameters provided did not match</error>'
        elif paper is None or not name.startswith("oai:arXiv.org:"):
            inside = '<error code="idDoesNotExist">no such paper</error>'
        elif prefix not in self.formats:
            inside = '<error code="cannotDisseminateFormat">did not recognize the format</error>'
        else:
            inside = _oai_record(
                paper, _oai_history(paper) if prefix == "arXivRaw" else _oai_texts(paper, self.generation)
            )
        body = f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<responseDate>2026-03-05T23:10:23Z</responseDate>
<request verb="GetRecord" identifier="{escape(name)}" metadataPrefix="{escape(prefix)}">http://oaipmh.arxiv.org/oai</request>
{inside}
</OAI-PMH>
"""
        return Reply(200, body.encode(), {"Content-Type": "text/xml"})


_NEW_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed {spaces}>
  <id>https://arxiv.org/api/{digest}</id>
  <title>arXiv Query: {question}</title>
  <updated>2026-05-11T23:51:23Z</updated>
  <link href="https://arxiv.org/api/query?{swapped}" type="application/atom+xml"/>
  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
"""

_OLD_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?{question}" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: {question}</title>
  <id>http://arxiv.org/api/{digest}</id>
  <updated>2025-08-24T00:00:00-04:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{total}</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{start}</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{most}</opensearch:itemsPerPage>
"""

_PHANTOM = """  <entry>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="" scheme="http://arxiv.org/schemas/atom"/>
    <category term="" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
"""


def _moment(paper: Paper, version: int) -> str:
    return paper.published if version == 1 else paper.updated


def _new_entry(paper: Paper, version: int) -> str:
    address = f"arxiv.org/abs/{paper.id}v{version}"
    lines = [
        "  <entry>",
        f"    <id>http://{address}</id>",
        f"    <title>{escape(paper.name)}</title>",
        f"    <updated>{_moment(paper, version)}</updated>",
        f'    <link href="https://{address}" rel="alternate" type="text/html"/>',
        f'    <link href="https://{address.replace("/abs/", "/pdf/")}" rel="related" type="application/pdf" title="pdf"/>',
        f"    <summary>{escape(paper.abstract)}</summary>",
        *(f'    <category term="{term}" scheme="http://arxiv.org/schemas/atom"/>' for term in paper.categories),
        f"    <published>{paper.published}</published>",
    ]
    if paper.comment:
        lines.append(f"    <arxiv:comment>{escape(paper.comment)}</arxiv:comment>")
    lines.append(f'    <arxiv:primary_category term="{paper.categories[0]}"/>')
    if paper.journal_ref:
        lines.append(f"    <arxiv:journal_ref>{escape(paper.journal_ref)}</arxiv:journal_ref>")
    for name in paper.authors:
        lines += ["    <author>", f"      <name>{escape(name)}</name>"]
        told = paper.affiliations.get(name, ())
        lines += [f"      <arxiv:affiliation>{escape(each)}</arxiv:affiliation>" for each in told]
        lines.append("    </author>")
    for doi in paper.dois:
        lines += [
            f"    <arxiv:doi>{escape(doi)}</arxiv:doi>",
            f'    <link href="https://doi.org/{escape(doi)}" rel="related" title="doi"/>',
        ]
    return "\n".join([*lines, "  </entry>", ""])


def _old_entry(paper: Paper, version: int) -> str:
    address = f"http://arxiv.org/abs/{paper.id}v{version}"
    space = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'
    scheme = 'scheme="http://arxiv.org/schemas/atom"'
    wrapped = "\n".join(textwrap.wrap(escape(paper.abstract), 78))
    lines = [
        "  <entry>",
        f"    <id>{address}</id>",
        f"    <updated>{_moment(paper, version)}</updated>",
        f"    <published>{paper.published}</published>",
        "    <title>" + "\n  ".join(textwrap.wrap(escape(paper.name), 68)) + "</title>",
        f"    <summary>  {wrapped}\n</summary>",
    ]
    for name in paper.authors:
        lines += ["    <author>", f"      <name>{escape(name)}</name>"]
        told = paper.affiliations.get(name, ())
        lines += [f"      <arxiv:affiliation {space}>{escape(each)}</arxiv:affiliation>" for each in told]
        lines.append("    </author>")
    if paper.dois:
        told_dois = " ".join(map(escape, paper.dois))
        lines.append(f"    <arxiv:doi {space}>{told_dois}</arxiv:doi>")
        lines += [f'    <link title="doi" href="http://dx.doi.org/{each}" rel="related"/>' for each in paper.dois]
    if paper.comment:
        lines.append(f"    <arxiv:comment {space}>{escape(paper.comment)}</arxiv:comment>")
    if paper.journal_ref:
        lines.append(f"    <arxiv:journal_ref {space}>{escape(paper.journal_ref)}</arxiv:journal_ref>")
    lines += [
        f'    <link href="{address}" rel="alternate" type="text/html"/>',
        f'    <link title="pdf" href="{address.replace("/abs/", "/pdf/")}" rel="related" type="application/pdf"/>',
        f'    <arxiv:primary_category {space} term="{paper.categories[0]}" {scheme}/>',
        *(f'    <category term="{term}" {scheme}/>' for term in (*paper.categories, *paper.strange_categories)),
    ]
    return "\n".join([*lines, "  </entry>", ""])


def _oai_record(paper: Paper, metadata: str) -> str:
    return f"""<GetRecord>
<record>
<header><identifier>oai:arXiv.org:{paper.id}</identifier><datestamp>{paper.changed}</datestamp><setSpec>cs</setSpec></header>
<metadata>
{metadata}
</metadata>
</record>
</GetRecord>"""


def _oai_texts(paper: Paper, generation: Generation) -> str:
    """Write the format `arXiv`: the old server dates the first version, the new one the last."""
    names = [name.rpartition(" ") for name in paper.authors]
    people = "".join(
        f"<author><keyname>{escape(family)}</keyname>{f'<forenames>{escape(given)}</forenames>' if given else ''}</author>"
        for given, _, family in names
    )
    last = _moment(paper, paper.versions)[:10]
    created, updated = (last, paper.changed) if generation == "new" else (paper.published[:10], last)
    told = f"<updated>{updated}</updated>" if generation == "new" or paper.versions > 1 else ""
    return f""" <arXiv xmlns="http://arxiv.org/OAI/arXiv/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <id>{paper.id}</id><created>{created}</created>{told}<authors>{people}</authors><title>{escape(paper.name)}</title><categories>{" ".join(paper.categories)}</categories>{_oai_rest(paper)}</arXiv>"""


def _oai_history(paper: Paper) -> str:
    """Write the format `arXivRaw`, which names every version and how its files are kept."""
    versions = "".join(
        f'<version version="v{number}"><date>{_rfc822(_moment(paper, number))}</date><size>12kb</size>{kept}</version>'
        for number in range(1, paper.versions + 1)
        for kept in [f"<source_type>{'AI' if paper.withdrawn and number == paper.versions else 'D'}</source_type>"]
    )
    people = " and ".join(filter(None, [", ".join(paper.authors[:-1]), *paper.authors[-1:]]))
    return f""" <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <id>{paper.id}</id><submitter>{escape(paper.authors[0])}</submitter>{versions}<title>{escape(paper.name)}</title><authors>{escape(_in_tex(people))}</authors><categories>{" ".join(paper.categories)}</categories>{_oai_rest(paper)}</arXivRaw>"""


def _oai_rest(paper: Paper) -> str:
    told = {"comments": paper.comment, "journal-ref": paper.journal_ref, "doi": " ".join(paper.dois)}
    optional = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in told.items() if value)
    return f"""{optional}<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  {escape(paper.abstract)}
</abstract>"""


def _rfc822(moment: str) -> str:
    return format_datetime(datetime.fromisoformat(moment), usegmt=True)


def _in_tex(text: str) -> str:
    return text.replace("é", r"\'e")
