from __future__ import annotations

from pathlib import PurePath

import pytest

from bibdb.identifiers import identify
from bibdb.readers import read


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://arxiv.org/abs/2409.1291", "this address holds no arXiv identifier"),
        ("https://arxiv.org/abs/", "this address holds no arXiv identifier"),
        ("https://www.arxiv.org/pdf/my-paper.pdf", "this address holds no arXiv identifier"),
        ("https://openreview.net/forum", "this address holds no OpenReview identifier"),
        ("https://doi.org/10.1", "this address holds no DOI"),
        ("https://arxiv.org/abs/2409.12917", None),
        ("https://arxiv.org/list/cs.CL/recent", None),
        ("https://arxiv.org/", None),
        ("https://openreview.net/group?id=Fictional.cc/2030", None),
        ("https://doi.org/10.1234/lists", None),
        ("https://example.org/abs/", None),
    ],
)
def test_a_broken_link_is_told_with_its_line(url: str, message: str | None) -> None:
    text = f"# Lists\n\n- [(2024) A paper]({url})\n"
    (document,) = read(text.encode(), PurePath("list.md"))
    told = [(finding.message, finding.line) for finding in document.findings if finding.rule == "broken-link"]
    assert told == ([] if message is None else [(f"{message}: {url}", 3)])


@pytest.mark.parametrize("number", ["2409.1291", "2413.12917", "2409.00000", "1412.12345", "2409.12917", "1412.1234"])
def test_a_link_means_what_its_address_means(number: str) -> None:
    url = f"https://arxiv.org/abs/{number}"
    (document,) = read(f"- [(2024) A paper]({url})\n".encode(), PurePath("list.md"))
    assert document.links[0].identifier == identify(url)
