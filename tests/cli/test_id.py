from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibdb.identifiers import first
from tests.cli.conftest import Bibdb


def test_texts(bibdb: Bibdb) -> None:
    ran = bibdb("id", "https://arxiv.org/pdf/1706.03762v2.pdf", "nothing here", "see doi:10.1145/3292500.3330648.")
    assert (ran.code, ran.out) == (0, "arxiv:1706.03762v2\n-\ndoi:10.1145/3292500.3330648\n")


def test_lines_of_stdin(bibdb: Bibdb) -> None:
    assert bibdb("id", "-", stdin="arXiv:1706.03762\n\nx").out == "arxiv:1706.03762\n-\n-\n"


def test_json(bibdb: Bibdb) -> None:
    ran = bibdb("id", "--json", "arXiv:1706.03762v2", "x")
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {"scheme": "arxiv", "value": "1706.03762", "version": 2},
        None,
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.one_of(st.text(), st.just("arXiv:1706.03762\nv2\u2028")), max_size=5))
def test_json_lines_are_answered_line_for_line(texts: list[str], bibdb: Bibdb) -> None:
    ran = bibdb("id", "--json", "-", stdin="".join(f"{json.dumps(text)}\n" for text in texts))
    answers = [json.loads(line) for line in ran.out.split("\n")[:-1]]
    expected = [first(text) for text in texts]
    assert answers == [
        {"scheme": found.scheme, "value": found.value, "version": found.version} if found else None
        for found in expected
    ]


def test_a_line_that_is_no_json_string(bibdb: Bibdb) -> None:
    ran = bibdb("id", "--json", "-", stdin='"x"\n{"a": 1}\n')
    assert (ran.code, ran.out) == (2, "null\n")
    assert "stdin:2" in ran.err


def test_stdin_that_is_not_utf_8(bibdb: Bibdb) -> None:
    assert bibdb("id", "-", stdin=b"\xff arXiv:1706.03762\n").out == "arxiv:1706.03762\n"
