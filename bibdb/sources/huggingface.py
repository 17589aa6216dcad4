"""Hugging Face: models, data sets and spaces, by its public API (https://huggingface.co/docs/hub/api)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.http import Garbled
from bibdb.sources.shapes import day_of, json_of, mapping, text
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Fields, Name, Record, WorkType

__all__ = ["HuggingFace", "kind_of", "read_repository"]

_KINDS: Mapping[str, tuple[str, WorkType]] = {
    "datasets": ("datasets", WorkType.DATASET),
    "spaces": ("spaces", WorkType.SOFTWARE),
}
# To the unauthenticated, what is missing looks like what is private, and the other way round.
_UNKNOWN = {404: b"not found", 401: b"username or password"}
# A repository that was disabled, or whose owner keeps it to some countries: that is no word about the others.
_WITHHELD = {403: b"", 451: b""}


class HuggingFace(Singly):
    """Hugging Face as a source of models, data sets and spaces."""

    name = "huggingface"
    schemes = frozenset({Scheme.HUGGINGFACE})

    def _ask(self, repository: Identifier) -> Record:
        kind, name, work = kind_of(repository.value)
        url = self._http.address("huggingface", f"/api/{kind}/{quote(name)}")
        told = self._http.ask("huggingface", url, read_repository, absent=_UNKNOWN, withheld=_WITHHELD)
        return Record(
            identifier=repository,
            source=self.name,
            kind=EditionKind.PUBLICATION,
            type=work,
            fields=_fields(told, repository, name),
            retrieved_at=self._clock(),
        )


def kind_of(value: str) -> tuple[str, str, WorkType]:
    """Part an identifier's value into the API's kind, the repository's name, and the type of work."""
    head, _, rest = value.partition("/")
    if head in _KINDS and rest:
        kind, work = _KINDS[head]
        return kind, rest, work
    return "models", value, WorkType.MODEL


def read_repository(body: bytes) -> Mapping[str, Any]:
    """Read what the API says of a repository."""
    told = mapping(json_of(body))
    if not isinstance(told.get("id"), str):
        raise Garbled("something that is no repository")
    return told


def _fields(told: Mapping[str, Any], repository: Identifier, name: str) -> Fields:
    card = mapping(told.get("cardData"))
    owner = text(told.get("author")) or text(name.partition("/")[0] if "/" in name else None)
    created = day_of(told.get("createdAt"))
    return Fields(
        title=text(card.get("pretty_name")) or text(card.get("title")) or text(name.rpartition("/")[2]),
        authors=(Name(owner, literal=True),) if owner else (),
        abstract=text(told.get("description")),
        issued=created,
        submitted=created,
        publisher="Hugging Face",
        url=f"https://huggingface.co/{repository.value}",
        license=text(card.get("license")) if isinstance(card.get("license"), str) else None,
    )
