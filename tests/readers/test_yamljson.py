from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import read
from bibdb.readers.jsontree import parse_json
from bibdb.readers.trees import MAX_DEPTH, scalars
from bibdb.readers.yamltree import parse_yaml
from bibdb.values import Document, WorkType


def _read(text: str, name: str) -> Document:
    (document,) = read(text.encode(), PurePath(name))
    assert b"".join(block.raw for block in document.blocks) == text.encode()
    return document


def _links(document: Document) -> list[tuple[int, str, str, str]]:
    return [(link.line, str(link.role), str(link.kind), str(link.identifier or link.url)) for link in document.links]


def test_a_yaml_record_with_a_folded_title() -> None:
    document = _read(
        "# widgets\n"
        "- id: doe2024widgets\n"
        "  title: 'On Widgets and\n"
        "    Other Things'\n"
        "  authors: Jane Doe, Jan van der Berg\n"
        "  year: '2024'\n"
        "  abstract: 'Long. See\n"
        "    https://example.org/widgets for more.'\n"
        "  project_page: https://widgets.example.org/\n"
        "  paper: https://arxiv.org/pdf/2409.01234.pdf\n"
        "  video: null\n"
        "  tags:\n"
        "  - Things\n"
        "  - Project\n"
        "- title: Second\n",
        "list.yaml",
    )
    first, second = document.entries
    assert (first.line, first.end_line, first.key) == (2, 14, "doe2024widgets")
    assert first.title == "On Widgets and Other Things"
    assert first.authors == ("Jane Doe", "Jan van der Berg")
    assert (str(first.date), first.tags, first.type) == ("2024", ("Things", "Project"), WorkType.PAPER)
    assert (second.line, second.title) == (15, "Second")
    assert _links(document) == [
        (8, "mention", "other", "https://example.org/widgets"),
        (9, "mention", "project", "https://widgets.example.org/"),
        (10, "subject", "paper", "arxiv:2409.01234"),
    ]


def test_sections_and_nested_parts() -> None:
    document = _read(
        '{"Widgets": [\n'
        '  {"title": "One", "authors": ["Doe, Jane", "Roe, Richard"], "links": {"Paper": "https://arxiv.org/abs/2401.00001",\n'
        '    "Code": "https://github.com/example/one"}},\n'
        '  {"title": "Two", "authors": [{"firstName": "Jane", "lastName": "Doe"}], "date": "2024-02-03",\n'
        '    "resources": [{"name": "Slides", "url": "https://example.org/two.pptx"}]}],\n'
        ' "More": {"Gadgets": [{"name": "Three", "doi": "10.5555/three"}]}}\n',
        "list.json",
    )
    assert [(section.path, section.line) for section in document.sections] == [
        (("Widgets",), 1),
        (("More",), 6),
        (("More", "Gadgets"), 6),
    ]
    assert [(entry.title, entry.section, entry.line) for entry in document.entries] == [
        ("One", 0, 2),
        ("Two", 0, 4),
        ("Three", 2, 6),
    ]
    assert document.entries[0].authors == ("Doe, Jane", "Roe, Richard")
    assert document.entries[1].authors == ("Jane Doe",)
    assert _links(document) == [
        (2, "subject", "paper", "arxiv:2401.00001"),
        (3, "mention", "code", "github:example/one"),
        (5, "mention", "slides", "https://example.org/two.pptx"),
        (6, "subject", "paper", "doi:10.5555/three"),
    ]


def test_lists_of_identifiers_and_numbers() -> None:
    document = _read('{"Reading": ["2409.01234", "https://example.org/a"], "scores": {"f1": 1203.4567}}', "a.json")
    assert [entry.label for entry in document.entries] == ["2409.01234", "https://example.org/a"]
    assert [(role, value) for _, role, _, value in _links(document)] == [
        ("subject", "arxiv:2409.01234"),
        ("subject", "https://example.org/a"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "entries"),
    [
        ("a.yaml", "doe2024:\n  title: One\n  year: 2024\nroe2023:\n  title: Two\n  url: https://a.b/\n",
         [(1, "One", "doe2024", None), (4, "Two", "roe2023", "https://a.b/")]),
        ("a.json", '{"2409.01234": {"title": "One"},\n "2409.01235": {"title": "Two", "code": null}}',
         [(1, "One", None, "arxiv:2409.01234"), (2, "Two", None, "arxiv:2409.01235")]),
        ("a.json", '{"Widgets": {\n"2409.01234": "|**2024-09-02**|**One**|Doe et al.|[2409.01234](http://arxiv.org/abs/2409.01234)|"}}',
         [(2, "One", None, "arxiv:2409.01234")]),
        ("a.jsonl", '{"id": "2409.01234", "title": "On\\nOne", "doi": "10.5555/x", "authors": "C. Bal\\\\\'azs"}\n{"id": "k2", "title": "Two"}\n',
         [(1, "On One", None, "arxiv:2409.01234"), (2, "Two", "k2", None)]),
        ("a.yaml", "categories:\n- name: Vision\n  description: d\n  subcategories:\n  - name: Small\n    papers:\n    - title: One\n",
         [(7, "One", None, None)]),
        ("a.json", '{"results": [{"title": "One", "authorships": [{"author": {"display_name": "Jane Doe"}}]}]}',
         [(1, "One", None, None)]),
    ],
)  # fmt: skip
def test_shapes(name: str, text: str, entries: list[tuple[int, str, str | None, str | None]]) -> None:
    document = _read(text, name)
    subjects = {link.entry: str(link.identifier or link.url) for link in document.links if link.role == "subject"}
    found = [
        (entry.line, entry.title, entry.key, subjects.get(number)) for number, entry in enumerate(document.entries)
    ]
    assert found == entries


def test_what_is_no_record_is_only_searched() -> None:
    document = _read(
        'site:\n  title: "A page"\n  url: "https://example.org/"\npubs:\n  - heading: "Gadgets"\n    items:\n'
        "    - !inproceedings\n      key: doe.2020\n      title: T\n      author:\n        - Doe, Jane\n",
        "site.yml",
    )
    (entry,) = document.entries
    assert (entry.title, entry.key, entry.type, entry.authors) == ("T", "doe.2020", WorkType.PAPER, ("Doe, Jane",))
    assert entry.section is not None
    assert document.sections[entry.section].title == "Gadgets"
    assert _links(document) == [(3, "mention", "other", "https://example.org/")]


@pytest.mark.parametrize(
    ("name", "text", "titles", "line"),
    [
        ("a.yaml", "- title: One\n- title: [\n- title: Three\n", ["One", "Three"], 3),
        ("a.yaml", "- title: One\n-\ttitle: 'x\n", ["One"], 2),
        (
            "a.json",
            '[{"title": "One"},\n {"title": "Two" "year": 1},\n {"title": "Three"}]',
            ["One", "Two", "Three"],
            2,
        ),
        ("a.json", '[{"title": "One"},\n {"title": "Tw', ["One", "Tw"], 2),
        ("a.jsonl", '{"title": "One"}\n{"title": \n{"title": "Three"}\n', ["One", "Three"], 2),
    ],
)
def test_what_is_malformed_is_one_finding(name: str, text: str, titles: list[str], line: int) -> None:
    document = _read(text, name)
    assert [entry.title for entry in document.entries if entry.title] == titles
    assert [finding.line for finding in document.findings] == [line]


def test_csl_json() -> None:
    document = _read(
        '[{"id": "doe2024", "type": "article-journal", "title": "On Widgets",\n'
        '  "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, {"literal": "Widget Team"}],\n'
        '  "issued": {"date-parts": [[2024, 9, 17]]}, "container-title": "J. Made-Up Res.",\n'
        '  "DOI": "10.5555/widgets", "note": "arXiv: 2409.01234 [cs]",\n'
        '  "URL": "https:\\/\\/example.org\\/w"}]\n',
        "library.json",
    )
    assert document.format == "csl-json"
    (entry,) = document.entries
    assert (entry.key, str(entry.date), entry.venue) == ("doe2024", "2024-09-17", "J. Made-Up Res.")
    assert entry.authors == ("Jan van der Berg", "Widget Team")
    assert entry.fields is not None
    assert (entry.fields.arxiv_id, entry.fields.doi) == ("2409.01234", "10.5555/widgets")
    assert [(line, role, value) for line, role, _, value in _links(document)] == [
        (4, "mention", "doi:10.5555/widgets"),
        (4, "subject", "arxiv:2409.01234"),
        (5, "mention", "https://example.org/w"),
    ]


def test_names_in_pairs_and_a_whole_date_as_year() -> None:
    (document,) = read(
        b"- title: On Widgets\n  year: '2024-09-17'\n  authors:\n  - - Jane\n    - Doe\n  - - Richard A.\n    - van Roe\n",
        PurePath("a.yaml"),
    )
    entry = document.entries[0]
    assert (str(entry.date), entry.authors) == ("2024-09-17", ("Jane Doe", "Richard A. van Roe"))


@pytest.mark.parametrize("opening", ["[", "{a: ", '{"a":', "- "])
def test_depth_is_bounded(opening: str) -> None:
    for parse in (parse_json, parse_yaml):
        roots, _ = parse(opening * 3000)
        assert len(list(scalars(roots[0]))) <= MAX_DEPTH + 1 if roots else True


def test_aliases_are_not_multiplied() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    roots, faults = parse_yaml(text)
    assert not faults
    assert sum(1 for _ in scalars(roots[0])) < 1000


@given(st.text(alphabet="[]{}\":,\\\n -&*!|>'#ta1\ud7ff", max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text(text: str) -> None:
    for name in ("a.json", "a.yaml", "a.jsonl"):
        assert "reader-fault" not in {finding.rule for finding in _read(text, name).findings}


def test_lines_are_those_that_end_in_a_line_feed() -> None:
    document = _read(
        "- title: One\u2028\n  note: a\rb\x85c\r\n- title: Two\n  url: https://arxiv.org/abs/2409.01234\n", "a.yaml"
    )
    assert [(entry.line, entry.title) for entry in document.entries] == [(1, "One"), (3, "Two")]
    assert [line for line, *_ in _links(document)] == [4]
