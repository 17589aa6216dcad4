"""Public spellings of identifiers, from services' documentation and from what other tools accept and refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bibdb.identifiers import Scheme, first, identify

HERE = Path(__file__).parent
REJECT = "REJECT"

# Where two vectors contradict each other, one of them is not followed.
CONTRADICTIONS = {
    "10.231/JIM.0b013e31820bab4c": "a registrant of three digits; doi:10.771/peerj.705 is refused for having one",
    "http://doi.org/10.1006/rwei.1999%20.0001": "a decoded blank; https://doi.org/10.1006/rwei.1999%20.0001 keeps it encoded",
    "This is an example of a DOI: 10.1130/2013.2502.......": "dots kept at the end of a sentence; of '… 10.1130/2013.2502.' none is kept",
}
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def rows(name: str) -> list[list[str]]:
    """Give the rows below the heading; not with csv, because quotation marks are part of the inputs."""
    lines = (HERE / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines[1:] if line]


def decoded(text: str) -> str:
    return re.sub(
        r"\\(u[0-9a-fA-F]{4}|[ntr\\])", lambda match: ESCAPES.get(match[1]) or chr(int(match[1][1:], 16)), text
    )


@pytest.mark.parametrize("row", rows("arxiv_vectors.tsv"), ids=lambda row: row[0])
def test_arxiv_vector(row: list[str]) -> None:
    text, expected, version = row[:3]
    for written in {text, decoded(text)}:
        found = first(written)
        paper = found if found and found.scheme is Scheme.ARXIV else None
        assert (paper.value if paper else REJECT, str((paper and paper.version) or "")) == (expected, version)


@pytest.mark.parametrize("row", rows("doi_vectors.tsv"), ids=lambda row: row[0])
def test_doi_vector(row: list[str]) -> None:
    text, expected = row[:2]
    for written in {text, decoded(text)}:
        found = first(written)
        value = found.value if found and found.scheme is Scheme.DOI else REJECT
        assert (value.lower() == expected.lower()) is (text not in CONTRADICTIONS), CONTRADICTIONS.get(text)


@pytest.mark.parametrize("row", rows("link_vectors.tsv"), ids=lambda row: row[0])
def test_link_vector(row: list[str]) -> None:
    url, expected, version = row
    found = identify(url)
    assert found is not None
    assert found == first(url)
    if expected:
        assert (f"{found.scheme}:{found.value}", str(found.version or "")) == (expected, version)
    else:
        assert found.scheme is Scheme.URL
