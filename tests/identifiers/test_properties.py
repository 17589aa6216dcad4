"""Properties that hold for every text."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.identifiers import Identifier, Scheme, canonical_url, find, first, identify, web_address

# Words that the readers know, so that random texts get past their first steps.
WORDS = """ https:// http:// www. arxiv.org/abs/ arXiv: 1706.03762 v2 hep-th/9901001 math.GT/0309136 10.1145/ 10.48550/
 doi: doi.org/ ( ) [ ] { } \\_ %20 %5C %2F %25 https%3A%2F%2F . , ; : / // ? & = # ' " < > utm_source=x isbn: 978-0-262-03384-8
 github.com/doe/ openreview.net/forum?id= abcDEF12345 aclanthology.org/ 2020.acl-main.1 P19-1001 proceedings.mlr.press/v97/ x.html
 openaccess.thecvf.com/content_cvpr_2016/html/ Doe_On_CVPR_2016_paper .pdf papers.nips.cc/paper/ huggingface.co/ datasets/ youtu.be/
 KtBcIDtS13M dblp.org/rec/ conf/x/Y17 é 文 \u200b \ud800 \x00 İ ß \n url: github: web.archive.org/web/1/ index.html .. 10/gf4gqc 10%12ab""".split()  # noqa: SIM905

texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from([*WORDS, " "]), st.text(max_size=3)), max_size=9).map("".join),
)


@settings(max_examples=700, deadline=None)
@given(texts)
def test_no_text_makes_it_raise_and_all_is_read_back(text: str) -> None:
    canonical_url(text)
    spans = list(find(text))
    found = [span.identifier for span in spans]
    for identifier in [identify(text), first(text), *found]:
        if identifier is not None:
            again = identify(str(identifier))
            assert (again, again and again.version) == (identifier, identifier.version)
            assert web_address(identifier).startswith("http")
    ends = [0, *(place for span in spans for place in (span.start, span.end))]
    assert ends == sorted(ends)
    assert all(span.start < span.end <= len(text) for span in spans)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_canonical_url_is_stable(text: str) -> None:
    once = canonical_url(f"https://example.org/{text}")
    assert canonical_url(once) == once


def months() -> st.SearchStrategy[int]:
    return st.integers(1, 12)


@settings(max_examples=300, deadline=None)
@given(st.integers(7, 90), months(), st.integers(1, 9999), st.one_of(st.none(), st.integers(1, 99)))
def test_arxiv_numbers_in_every_form(year: int, month: int, number: int, version: int | None) -> None:
    late = year >= 15
    if year == 7 and month < 4:
        month += 3
    value = f"{year:02}{month:02}.{number:0{5 if late else 4}}"
    suffix = f"v{version}" if version else ""
    expected = Identifier(Scheme.ARXIV, value)
    forms = [
        "{}",
        "arXiv:{}",
        "https://arxiv.org/abs/{}",
        "http://arxiv.org/pdf/{}.pdf",
        "10.48550/arXiv.{}",
        "see arXiv:{}.",
    ]
    for form in forms:
        found = first(form.format(value + suffix))
        assert (found, found and found.version) == (expected, version)


HOSTILE = [
    "(", "[", "][", "https://", "https://a/?u=https%3A%2F%2F", "https://web.archive.org/web/1/", "10.1234/", "10.1234/a ", "10.1002/<a:b>",
    "doi:", "arXiv:", "1301.3781", "hep-th/", "%20", "%5Cn", "\\_", "{\\_}", "/../", "&amp;", "&utm_source=", "'", "www.", "isbn 978-",
    "2020.acl-", "://", "@", " / ", "\n/", "/index.html", "_", "a", "é",
]  # fmt: skip
HEADS = ["", "https://example.org/", "10.1234/", "https://github.com/a/b", "https://openaccess.thecvf.com/content_"]


def steps(text: str) -> int:
    """Count the calls of functions that reading a text takes."""
    count = 0

    def tally(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        first(text)
        list(find(text))
        canonical_url(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    for head in HEADS:
        short, long = (steps(head + unit * (length // len(unit))) for length in (1_000, 4_000))
        assert long <= 5 * short + 200


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_pattern_explodes(unit: str) -> None:
    """Where a pattern tried every way to match, this would not end within a lifetime."""
    text = unit * (40_000 // len(unit))
    assert sum(1 for _ in find(text)) <= len(text)
    first(text)
