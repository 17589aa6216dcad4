from __future__ import annotations

import pytest

from bibdb.identifiers import canonical_url

SAME = {
    "https://example.org/": ["HTTP://Example.ORG", "http://www.example.org:80/", "https://example.org:443?", "https://example.org/index.html#top"],
    "https://example.org/a/c?b=1": [
        "https://example.org/a/./b/../c/?b=1",
        "http://www.example.org/a/c/?utm_source=list&b=1&fbclid=2#part",
        "https://doe:secret@example.org/a/c?b=1",
        "https://example.org/a/c?b=1&amp;utm_medium=x",
    ],
    "https://example.org/~doe/a%20b": ["https://example.org/%7edoe/a b", "https://example.org/%7Edoe/a%20b/"],
    "https://example.org/caf%C3%A9": ["https://example.org/café", "https://example.org/caf%c3%a9"],
    "https://xn--bcher-kva.example/": ["https://bücher.example", "http://www.BÜCHER.example/"],
    "https://example.org/#!/route": ["http://example.org/#!/route"],
    "https://example.org/#/route": ["http://example.org#/route"],
    "http://example.org:8080/": ["http://EXAMPLE.org:8080"],
    "https://x.com/doe/status/1": ["https://twitter.com/doe/status/1?s=20&t=abc", "https://mobile.twitter.com/doe/status/1"],
    "https://example.org/a?s=20": ["https://example.org/a?s=20"],
    "https://example.org/a_b": ["https://example.org/a\\_b", "https://example.org/a{\\_}b"],
    "https://gov.example/": ["https://www.gov.example"],
    "https://www.com/": ["http://www.com"],
}  # fmt: skip


@pytest.mark.parametrize(("expected", "url"), [(key, url) for key, urls in SAME.items() for url in [key, *urls]])
def test_one_spelling(expected: str, url: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mailto:doe@example.org",
        "ftp://example.org/x",
        "https://",
        "https://exa mple.org",
        "http://.",
        "https://[::1",
    ],
)
def test_what_is_no_address_comes_back(text: str) -> None:
    assert canonical_url(text) == text


def test_different_pages_stay_different() -> None:
    urls = [
        "https://example.org/a",
        "https://example.org/A",
        "https://example.org/a?v=1",
        "https://example.org/a?v=2",
        "http://example.org:81/a",
        "https://sub.example.org/a",
        "https://example.org/a%2Fb",
        "https://example.org/a/b",
    ]
    assert len({canonical_url(url) for url in urls}) == len(urls)
