"""What a link is for."""

from __future__ import annotations

import pytest

from bibdb.identifiers import identify
from bibdb.readers.links import link_kind
from bibdb.values import LinkKind


@pytest.mark.parametrize(
    ("text", "url", "kind"),
    [
        ("code", "https://example.org/lattice", LinkKind.CODE),
        ("free on Colab", "https://x.com/ada/status/1886192184808149383", LinkKind.DISCUSSION),
        ("code", "https://twitter.com/ada/status/1886192184808149383", LinkKind.DISCUSSION),
        ("Project page", "https://ada.github.io/lattice", LinkKind.PROJECT),
        ("paper", "https://arxiv.org/abs/2401.00001", LinkKind.PAPER),
        ("Lattice", "https://github.com/ada/lattice", LinkKind.CODE),
    ],
)
def test_the_kind_of_a_link(text: str, url: str, kind: LinkKind) -> None:
    assert link_kind(text, url, identify(url)) is kind
