"""YouTube videos through oEmbed: title and channel, without a key (https://oembed.com)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.sources.http import Garbled
from bibdb.sources.shapes import json_of, mapping, text
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Fields, Name, Record, WorkType

__all__ = ["YouTube", "read_video"]

_UNKNOWN = {404: b"not found", 400: b"bad request"}


class YouTube(Singly):
    """YouTube as a source of videos."""

    name = "youtube"
    schemes = frozenset({Scheme.YOUTUBE})

    def _ask(self, video: Identifier) -> Record:
        page = web_address(video)
        url = self._http.address("youtube", "/oembed", {"url": page, "format": "json"})
        # A video whose owner forbids embedding exists, but is not told of: that is no failure of the service.
        told = self._http.ask("youtube", url, read_video, absent=_UNKNOWN, withheld={401: b"", 403: b""})
        channel = text(told.get("author_name"))
        return Record(
            identifier=video,
            source=self.name,
            kind=EditionKind.PUBLICATION,
            type=WorkType.VIDEO,
            fields=Fields(
                title=text(told.get("title")),
                authors=(Name(channel, literal=True),) if channel else None,
                publisher="YouTube",
                url=page,
            ),
            retrieved_at=self._clock(),
        )


def read_video(body: bytes) -> Mapping[str, Any]:
    """Read an oEmbed answer."""
    told = mapping(json_of(body))
    if not isinstance(told.get("title"), str):
        raise Garbled("something that is no video")
    return told
