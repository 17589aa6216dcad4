"""What an address says by itself."""

from __future__ import annotations

import pytest

from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.local import Local
from bibdb.values import Found, Query, WorkType


@pytest.mark.parametrize(
    ("address", "kind", "author", "issued"),
    [
        ("https://github.com/fabrica/lattice", WorkType.SOFTWARE, "fabrica", None),
        ("https://huggingface.co/fabrica/lattice-7b", WorkType.MODEL, "fabrica", None),
        ("https://huggingface.co/datasets/fabrica/lattices", WorkType.DATASET, "fabrica", None),
        ("https://huggingface.co/spaces/fabrica/demo", WorkType.SOFTWARE, "fabrica", None),
        ("https://x.com/fabrica/status/1886192184808149383", WorkType.POST, "@fabrica", "2025-02-02"),
        ("https://twitter.com/fabrica/status/20", WorkType.POST, None, None),
        ("https://www.youtube.com/watch?v=fabricated0", WorkType.VIDEO, None, None),
        ("https://blog.example.org/lattices", WorkType.POST, None, None),
        ("https://example.org/blog/lattices", WorkType.POST, None, None),
        ("https://example.org/2025/03/04/lattices", WorkType.POST, None, "2025-03-04"),
        ("https://example.org/posts/2025-03-04-lattices", WorkType.POST, None, "2025-03-04"),
        ("https://example.org/posts/2024-11-28-reward", WorkType.POST, None, "2024-11-28"),
        ("https://example.org/2025/lattices", WorkType.POST, None, "2025"),
        ("https://example.org/lattices-2025", WorkType.WEBPAGE, None, None),
        ("https://fabrica.substack.com/p/lattices", WorkType.POST, "fabrica", None),
        ("https://example.org/lattices.pdf", WorkType.PAPER, None, None),
        ("https://x.com/i/web/status/1886192184808149383", WorkType.POST, None, "2025-02-02"),
        ("https://nitter.net/fabrica/status/1886192184808149383", WorkType.POST, "@fabrica", "2025-02-02"),
        ("https://bsky.app/profile/fabrica.example/post/3kabc", WorkType.POST, "fabrica.example", None),
        ("https://social.example/@fabrica/112233445566778899", WorkType.POST, "@fabrica", None),
        ("https://medium.com/@fabrica/lattices-0123456789ab", WorkType.POST, "fabrica", None),
        ("https://fabrica.github.io/posts/2025-03-04-lattices/", WorkType.POST, "fabrica", "2025-03-04"),
        ("https://fabrica.github.io/lattice", WorkType.WEBPAGE, "fabrica", None),
        ("https://github.com/fabrica/lattice/tree/main/demo", WorkType.SOFTWARE, "fabrica", None),
        ("https://github.com/fabrica/lattice/blob/main/lattice.ipynb", WorkType.WEBPAGE, "fabrica", None),
        ("https://github.com/fabrica/lattice/issues/7", WorkType.POST, "fabrica", None),
        ("https://github.com/fabrica/lattice/blob/main/lattice.pdf", WorkType.PAPER, "fabrica", None),
        ("https://gist.github.com/fabrica/0123456789abcdef", WorkType.SOFTWARE, "fabrica", None),
        ("https://gitlab.com/fabrica/lattice", WorkType.SOFTWARE, "fabrica", None),
        ("https://fabrica-lattices.notion.site/Lattices-0123", WorkType.POST, None, None),
        ("https://ieeexplore.ieee.org/document/1234567", WorkType.PAPER, None, None),
        ("https://www.mdpi.com/2079-9292/9/1/1", WorkType.PAPER, None, None),
        ("https://ojs.example.org/index.php/LATTICE/article/view/17", WorkType.PAPER, None, None),
        ("https://neurips.cc/virtual/2099/poster/17", WorkType.PAPER, None, None),
    ],
)
def test_kind_owner_and_date(address: str, kind: WorkType, author: str | None, issued: str | None) -> None:
    identifier = identify(address)
    assert identifier is not None
    (outcome,) = Local().fetch([identifier])
    assert isinstance(outcome, Found)
    fields = outcome.record.fields
    assert outcome.record.type is kind
    assert (fields.authors[0].display if fields.authors else None) == author
    assert (str(fields.issued) if fields.issued else None) == issued
    assert fields.title is None
    assert fields.url


def test_the_same_address_says_the_same_at_any_time() -> None:
    asked = [Identifier(Scheme.GITHUB, "fabrica/lattice")]
    assert list(Local().fetch(asked)) == list(Local().fetch(asked))
    assert Local().search(Query("lattice")) == []


@pytest.mark.parametrize("address", ["https://[::1", "", "https://x.com/a/status/99999999999999999999", "\u202e"])
def test_strange_addresses_do_no_harm(address: str) -> None:
    (outcome,) = Local().fetch([Identifier(Scheme.URL, address)])
    assert isinstance(outcome, Found)
