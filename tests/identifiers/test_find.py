from __future__ import annotations

import pytest

from bibdb.identifiers import find, first

# Text, and in order the identifiers in it, each with the words that spell it.
TEXTS: list[tuple[str, list[tuple[str, str]]]] = [
    ("see (https://arxiv.org/abs/2301.00001).", [("https://arxiv.org/abs/2301.00001", "arxiv:2301.00001")]),
    (
        "[a](https://en.wikipedia.org/wiki/A_(b)), and",
        [("https://en.wikipedia.org/wiki/A_(b)", "url:https://en.wikipedia.org/wiki/A_(b)")],
    ),
    ("<https://example.org/x>", [("https://example.org/x", "url:https://example.org/x")]),
    ("**https://example.org/x**!", [("https://example.org/x", "url:https://example.org/x")]),
    ("_https://example.org/x_", [("https://example.org/x", "url:https://example.org/x")]),
    ("|https://example.org/x|y|", [("https://example.org/x", "url:https://example.org/x")]),
    (
        "[https://example.org](https://example.net/b)",
        [("https://example.org", "url:https://example.org/"), ("https://example.net/b", "url:https://example.net/b")],
    ),
    (r"\href{https://doi.org/10.1000/AB\_c}{t}", [(r"https://doi.org/10.1000/AB\_c", "doi:10.1000/ab_c")]),
    ("<a href='https://example.org/x'>t</a>", [("https://example.org/x", "url:https://example.org/x")]),
    ('href="https://example.org/x?a=1&amp;b=2"', [("https://example.org/x?a=1&amp;b=2", "url:https://example.org/x?a=1&b=2")]),
    (r'"url": "https:\/\/arxiv.org\/abs\/1706.03762\n"', [(r"https:\/\/arxiv.org\/abs\/1706.03762", "arxiv:1706.03762")]),
    (r'"a\narxiv.org/abs/1706.03762\n"', [("arxiv.org/abs/1706.03762", "arxiv:1706.03762")]),
    ("https://example.org/x、https://example.org/y。", [("https://example.org/x", "url:https://example.org/x"), ("https://example.org/y", "url:https://example.org/y")]),
    ("http://a.example/c,http://b.example/f", [("http://a.example/c", "url:https://a.example/c"), ("http://b.example/f", "url:https://b.example/f")]),
    (
        "https://arxiv.org/pdf/1511.07289.pdf%5Cnhttp://arxiv.org/abs/1511.07290",
        [("https://arxiv.org/pdf/1511.07289.pdf", "arxiv:1511.07289"), ("http://arxiv.org/abs/1511.07290", "arxiv:1511.07290")],
    ),
    (
        "http://arxiv.org/pdf/1506.05869.pdf%20(http://arxiv.org/pdf/1506.05870.pdf)",
        [("http://arxiv.org/pdf/1506.05869.pdf", "arxiv:1506.05869"), ("http://arxiv.org/pdf/1506.05870.pdf", "arxiv:1506.05870")],
    ),
    (
        "https://web.archive.org/web/2020/https://arxiv.org/abs/1706.03762v2 x",
        [("https://web.archive.org/web/2020/https://arxiv.org/abs/1706.03762v2", "arxiv:1706.03762v2")],
    ),
    ("arXiv preprint arXiv:1505.00521 362", [("arXiv:1505.00521", "arxiv:1505.00521")]),
    ("arXiv: 2301.00001v3, 2302.00002.", [("arXiv: 2301.00001v3", "arxiv:2301.00001v3"), ("2302.00002", "arxiv:2302.00002")]),
    ("CoRR, abs/1409.0473", [("1409.0473", "arxiv:1409.0473")]),
    ("eprint = {1301.3781},", [("1301.3781", "arxiv:1301.3781")]),
    ("hep-th/9901001, math.GT/0309136v2; foo/math/0309136", [("hep-th/9901001", "arxiv:hep-th/9901001"), ("math.GT/0309136v2", "arxiv:math/0309136v2")]),
    ("10.2310/7290.2014.00033 and 10.1000/1301.3781", [("10.2310/7290.2014.00033", "doi:10.2310/7290.2014.00033"), ("10.1000/1301.3781", "doi:10.1000/1301.3781")]),
    ("doi: 10.1145/12; see 10.1145/1,10.1145/2).", [("doi: 10.1145/12", "doi:10.1145/12"), ("10.1145/1", "doi:10.1145/1"), ("10.1145/2", "doi:10.1145/2")]),
    (r"doi = {10.1007/978-3-319-46448-0{\_}8},", [(r"10.1007/978-3-319-46448-0{\_}8", "doi:10.1007/978-3-319-46448-0_8")]),
    ("<doi>10.1002/(SICI)15(1999)42:5<952::AID-X>3.0.CO;2-S</doi>", [("10.1002/(SICI)15(1999)42:5<952::AID-X>3.0.CO;2-S", "doi:10.1002/(sici)15(1999)42:5<952::aid-x>3.0.co;2-s")]),
    ("ISBN 978-0-262-03384-8, ISBN: 0-262-03384-4.", [("ISBN 978-0-262-03384-8", "isbn:9780262033848"), ("ISBN: 0-262-03384-4", "isbn:9780262033848")]),
    ("in 2020.acl-main.1, not 1.2020.acl-main.1", [("2020.acl-main.1", "acl:2020.acl-main.1")]),
    ("https://github.com/doe/lists.", [("https://github.com/doe/lists", "github:doe/lists")]),
    ("from 1203.4567% to 1203.4567(5), 2450274.4156, 1999.1234, 2012.1234, 10/2023, 10:30, v2.0", []),
    ("doe@arxiv.org, 10.1234 and 10.1234/ and 10.4025/diálogos.v17", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text for text, _ in TEXTS])
def test_find(text: str, expected: list[tuple[str, str]]) -> None:
    spans = list(find(text))
    assert [(text[span.start : span.end], str(span.identifier)) for span in spans] == expected
    assert str(first(text)) == (expected[0][1] if expected else "None")
