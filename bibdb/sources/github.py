"""GitHub repositories, without a token: what the repository says of itself, and how it asks to be cited.

The REST API gives description, owner, licence and dates (https://docs.github.com/rest/repos/repos#get-a-repository),
the file `CITATION.cff` (https://citation-file-format.github.io) title, authors, version and the paper it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.http import Absent, Garbled, Refused, Silence
from bibdb.sources.shapes import address_of, day_of, items, json_of, mapping, name_of, text
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Fields, Name, Record, RelationKind, WorkType

if TYPE_CHECKING:
    from yaml.events import Event

__all__ = ["GitHub", "read_citation", "read_repository"]

_LARGEST_CITATION = 256 * 1024
_MOST_BRACKETS = 1_000
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_DEEPEST = 50
# One repository that was closed (copyright, terms of use) is no word about the others.
_WITHHELD = {403: b"access blocked", 451: b""}
_SCHOLARLY = frozenset({Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW})


class GitHub(Singly):
    """GitHub as a source of repositories."""

    name = "github"
    schemes = frozenset({Scheme.GITHUB})

    def _ask(self, repository: Identifier) -> Record:
        path = quote(repository.value)
        told = self._http.ask(
            "github",
            self._http.address("github", f"/repos/{path}"),
            read_repository,
            accept="application/vnd.github+json",
            absent={404: b"not found"},
            withheld=_WITHHELD,
        )
        citation = self._citation(path)
        return Record(
            identifier=repository,
            source=self.name,
            kind=EditionKind.PUBLICATION,
            type=WorkType.DATASET if mapping(citation).get("type") == "dataset" else WorkType.SOFTWARE,
            fields=_fields(told, citation),
            retrieved_at=self._clock(),
            same_as=_renamed(told, repository),
            relations=tuple(dict.fromkeys(_papers(mapping(citation)))),
        )

    def _citation(self, path: str) -> Mapping[str, Any] | None:
        """Ask for the citation file: empty if there is none, None if nobody answered."""
        url = self._http.address("githubraw", f"/{path}/HEAD/CITATION.cff")
        try:
            return self._http.ask(
                "githubraw", url, read_citation, accept="text/plain", absent={404: b""}, largest=_LARGEST_CITATION
            )
        except Absent:
            return {}
        except (Silence, Refused):
            return None


def read_repository(body: bytes) -> Mapping[str, Any]:
    """Read what the API says of a repository."""
    told = mapping(json_of(body))
    if not isinstance(told.get("full_name"), str):
        raise Garbled("something that is no repository")
    return told


def read_citation(body: bytes) -> Mapping[str, Any]:
    """Read a citation file; a broken one says nothing, for its author is not the service."""
    import yaml

    # The base loader makes texts alone, of whatever tag: a date or number that is none cannot fail, and `1.10` stays.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # To look for the end of each bracket, the reader takes time that grows with the square of their number.
        if body.count(b"{") + body.count(b"[") > _MOST_BRACKETS or not _is_flat(yaml.parse(body, Loader=loader)):
            return {}
        return mapping(yaml.load(body, Loader=loader))  # noqa: S506 - it makes no objects
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}


def _is_flat(events: Iterable[Event]) -> bool:
    """Whether a document has no aliases, which grow without bound, and is no deeper than a stack of calls may be."""
    from yaml import events as kinds

    depth = 0
    for event in events:
        depth += isinstance(event, kinds.CollectionStartEvent) - isinstance(event, kinds.CollectionEndEvent)
        if depth > _DEEPEST or isinstance(event, kinds.AliasEvent):
            return False
    return True


def _fields(told: Mapping[str, Any], citation: Mapping[str, Any] | None) -> Fields:
    """Make the fields; without a citation file the owner stands for the authors, and its year for the release."""
    cited = mapping(citation)
    owner = text(mapping(told.get("owner")).get("login"))
    authors = tuple(_authors(cited)) or ((Name(owner, literal=True),) if owner else ())
    created = day_of(told.get("created_at"))
    return Fields(
        title=_said(cited, "title") or text(told.get("name")),
        authors=None if citation is None else authors,
        abstract=text(told.get("description")) or _said(cited, "abstract"),
        issued=day_of(str(cited.get("date-released"))) or created,
        submitted=created,
        number=_said(cited, "version"),
        publisher="GitHub",
        url=address_of(told.get("html_url")),
        doi=_own_doi(cited),
        license=_license(told) or _said(cited, "license"),
        keywords=tuple(word for each in items(told.get("topics")) if (word := text(each))) or None,
    )


def _renamed(told: Mapping[str, Any], repository: Identifier) -> tuple[Identifier, ...]:
    """Name a repository as it is called now: the API answers to its older names too."""
    named = identify(f"github:{told.get('full_name')}")
    return () if named is None or named == repository else (named,)


def _license(told: Mapping[str, Any]) -> str | None:
    name = text(mapping(told.get("license")).get("spdx_id"))
    return None if name == "NOASSERTION" else name


def _authors(cited: Mapping[str, Any]) -> Iterator[Name]:
    for person in map(mapping, items(cited.get("authors"))):
        family = " ".join(part for key in ("name-particle", "family-names") if (part := _said(person, key)))
        name = name_of(_said(person, "given-names"), family, _said(person, "name-suffix"), _said(person, "name"))
        if name is not None:
            yield name


def _said(told: Mapping[str, Any], name: str) -> str | None:
    """Give a text of a citation file, but YAML's words for nothing (https://yaml.org/spec/1.2.2/#103-core-schema)."""
    said = text(told.get(name))
    return None if said in _NOTHING else said


def _own_doi(cited: Mapping[str, Any]) -> str | None:
    doi = identify(str(cited.get("doi") or ""))
    return doi.value if doi is not None and doi.scheme is Scheme.DOI else None


def _papers(cited: Mapping[str, Any]) -> Iterator[tuple[RelationKind, Identifier]]:
    """Name the paper whose code this is: the one that the file asks to cite in its place."""
    reference = mapping(cited.get("preferred-citation"))
    values = [reference.get("doi"), reference.get("url")]
    values += [mapping(each).get("value") for each in items(reference.get("identifiers"))]
    for value in values:
        paper = identify(str(value)) if value else None
        if paper is not None and paper.scheme in _SCHOLARLY:
            yield RelationKind.CODE_OF, Identifier(paper.scheme, paper.value)
