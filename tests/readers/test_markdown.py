"""Markdown as people write it: what each shape of item is read as."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import markdown
from bibdb.values import BlockRole, Document, Entry, LinkKind, LinkRole


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = markdown.read(data, PurePath("list.md"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def subject(document: Document, entry: int = 0) -> str | None:
    links = [link for link in document.links if link.entry == entry and link.role is LinkRole.SUBJECT]
    return links[0].url if links else None


def only(text: str) -> tuple[Entry, str | None]:
    document = read(text)
    assert len(document.entries) == 1, [entry.title for entry in document.entries]
    return document.entries[0], subject(document)


A = "https://arxiv.org/abs/2001.00001"
B = "https://github.com/someone/wool"


@pytest.mark.parametrize(
    ("text", "title", "date", "venue", "authors"),
    [
        (f"- [On Wool]({A})", "On Wool", None, None, ()),
        (f"- [x] :star: [On Wool]({A}) — great", "On Wool", None, None, ()),
        (f"- ✅ **[On Wool]({A})**, Ada Ng, Bo Sato, *ICML 2020* [[code]({B})]", "On Wool", "2020", "ICML 2020", ("Ada Ng", "Bo Sato")),
        (f"- [2022/10] **On Wool.** *Ada Ng et al. arXiv.* [[paper]({A})] [[code]({B})]", "On Wool", "2022-10", "arXiv", ("Ada Ng et al.",)),
        (f"1. **On Wool.** ACL 2019. [paper]({A})\n\n    *Ada Ng, Bo Sato.*", "On Wool", "2019", "ACL 2019", ("Ada Ng", "Bo Sato")),
        (f"- On wool and yarn (WOOL) (2015), A. Ng et al. [[pdf]]({A})", "On wool and yarn (WOOL)", "2015", None, ("A. Ng et al.",)),
        (
            f'**[41]** Ng, Ada, and Bo Sato. "**On wool and yarn**." arXiv preprint arXiv:2001.00001 362 (2015). [[pdf]]({A}) :star::star:',
            "On wool and yarn", "2015", "arXiv", ("Ng, Ada", "Bo Sato"),
        ),
        (
            f"**On Wool** \\\n*Ada Ng, Bo Sato, Cleo Petrov* \\\narXiv 2023. [[Paper({A})] \\\n29 Mar 2023",
            "On Wool", "2023-03-29", "arXiv 2023", ("Ada Ng", "Bo Sato", "Cleo Petrov"),
        ),
        (f"* WOOL*: [A*esque Wool: Sheep]({A}) (Ng et al., NAACL 2022) ([Code]({B}))", "A*esque Wool: Sheep", "2022", "NAACL 2022", ("Ng et al.",)),
        (f"* WOOL - [On Wool]({A}) ([github]({B}))", "On Wool", None, None, ()),
        (f"- [Wool Lab] [On Wool]({A}) by Ada Ng", "On Wool", None, None, ("Ada Ng",)),
        (f"- **WOOL**: Learning to Spin, ICML 2021 [[Paper]]({A}) [[Code]]({B})", "WOOL: Learning to Spin", "2021", "ICML 2021", ()),
        (f"- *On Wool and Yarn*, Ada Ng and Bo Sato. [PDF]({A}) [Slides](https://x.org/s.pdf)", "On Wool and Yarn", None, None, ("Ada Ng", "Bo Sato")),
        (f"- **(ICLR 2024)** Wool: Yarn of Yore [[paper]({A})]", "Wool: Yarn of Yore", "2024", "ICLR 2024", ()),
        (f"- [![arXiv](https://img.shields.io/x.svg)]({A}) **On Wool and Yarn** (CVPR 2022)", "On Wool and Yarn", "2022", "CVPR 2022", ()),
        (f"- 论羊毛 [[论文]({A})] [[代码]({B})]", "论羊毛", None, None, ()),
        ('1. "On Wool and Yarn", Bo Sato, 2019. arXiv:2001.00001', "On Wool and Yarn", "2019", None, ("Bo Sato",)),
        (f"1. Ng, A., et al. (2017). On wool and yarn. *NeurIPS*. {A}", "On wool and yarn", "2017", "NeurIPS", ("Ng, A.", "et al.")),
        (f"On Wool: {A}", "On Wool", None, None, ()),
        (f"### [On Wool]({A}) (ICLR 2024)", "On Wool", "2024", "ICLR 2024", ()),
        (f"### On Wool and Yarn\n[[paper]]({A}) [[code]]({B})", "On Wool and Yarn", None, None, ()),
        (f"**On Wool and Yarn**\n\n[pdf]({A})", "On Wool and Yarn", None, None, ()),
        ("- On Wool and Yarn\n\t- arXiv:2001.00001\n\t- a classic", "On Wool and Yarn", None, None, ()),
        (f"-[]({A})\n  - Ada Ng, Bo Sato, Cleo Petrov, et al.\n  - Keyword: wool", None, None, None, ("Ada Ng", "Bo Sato", "Cleo Petrov", "et al.")),
        (f"- [[2001.00001]({A})] On Wool and Yarn", "On Wool and Yarn", None, None, ()),
        (f"- [ICML 2020]({A}) On Wool and Yarn", "On Wool and Yarn", "2020", "ICML 2020", ()),
        (f"- On Wool and Yarn [[arXiv 2020]]({A})", "On Wool and Yarn", "2020", "arXiv 2020", ()),
        (f"- On Wool and Yarn<br>Ada Ng, Bo Sato<br>[Paper]({A})", "On Wool and Yarn", None, None, ("Ada Ng", "Bo Sato")),
        (f"- [**On Wool**]({A}) *Ada Ng, Bo Sato* (ICML 2020)", "On Wool", "2020", "ICML 2020", ("Ada Ng", "Bo Sato")),
        (f"- [On Wool]({A}) — Ada Ng, Bo Sato, Cleo Petrov · ICML · 2020", "On Wool", "2020", "ICML", ("Ada Ng", "Bo Sato", "Cleo Petrov")),
        (f"- [1] Ng A, Sato B. On wool and yarn[J]. Nature, 2020, 5(3): 1-9. [link]({A})", "On wool and yarn", "2020", "Nature", ("Ng A", "Sato B")),
        (f"- [2020] [ICLR] [On Wool]({A}) | [bibtex](https://x.org/b)", "On Wool", "2020", "ICLR", ()),
        (f"- ICML 2020 - On Wool and Yarn [[Paper]({A})]", "On Wool and Yarn", "2020", "ICML 2020", ()),
        (f'- **WOOL** "On Wool and Yarn", ICML, 2020. [[Paper]({A})]', "On Wool and Yarn", "2020", "ICML", ()),
        (f"-[On Wool]({A})\n-[the same](#wool)", "On Wool", None, None, ()),
        (f'[^1]: Ada Ng. "On Wool and Yarn." 2019. {A}', "On Wool and Yarn", "2019", None, ("Ada Ng",)),
        ("(2024 Nov) On Wool and Yarn", "On Wool and Yarn", "2024-11", None, ()),
    ],
)  # fmt: skip
def test_items(text: str, title: str | None, date: str | None, venue: str | None, authors: tuple[str, ...]) -> None:
    entry, url = only(text)
    assert (entry.title, str(entry.date) if entry.date else None, entry.venue, entry.authors) == (
        title,
        date,
        venue,
        authors,
    )
    assert url in ({A, None} if "(2024 Nov)" in text else {A})


@pytest.mark.parametrize(
    ("text", "url", "title"),
    [
        ("- [On Wool](2001.00001)", A, "On Wool"),
        ("- [On Wool](ttps://arxiv.org/abs/2001.00001)", A, "On Wool"),
        ("- [On Wool](https//arxiv.org/abs/2001.00001)", A, "On Wool"),
        ("- [On Wool](https:// arxiv.org/abs/2001.00001)", A, "On Wool"),
        ("- [On Wool](arxiv.org/abs/2001.00001)", A, "On Wool"),
        (f"- [On Wool]({A}", A, "On Wool"),
        (f"- [On Wool] ({A})", A, "On Wool"),
        (f"- (On Wool)[{A}]", A, "On Wool"),
        (f"- **On Wool** [[Paper({A})]", A, "On Wool"),
        ("- [On Wool](https://x.org/a b.pdf)", "https://x.org/a%20b.pdf", "On Wool"),
        ("- [On Wool](https://x.org/wool_(yarn))", "https://x.org/wool_(yarn)", "On Wool"),
        (f"- [On [white] Wool]({A})", A, "On [white] Wool"),
        (f"- [On\n  Wool]({A})", A, "On Wool"),
        (f"- [On Wool][w]\n\n[w]: {A}", A, "On Wool"),
        (f'- <a href="{A}">On Wool</a>', A, "On Wool"),
        (f"<ul><li><a href='{A}'>On Wool</a></li></ul>", A, "On Wool"),
        (f"<details>\n<summary>More</summary>\n- [On Wool]({A})\n</details>", A, "On Wool"),
    ],
)
def test_broken_and_unusual_links(text: str, url: str, title: str) -> None:
    entry, found = only(text)
    assert (entry.title, found) == (title, url)


def test_several_links_of_one_item_are_one_entry() -> None:
    document = read(
        f"- **On Wool** [[code]({B})] [[paper]({A})] [[slides](https://x.org/s.pdf)] [[video](https://youtu.be/abcdefghijk)]"
    )
    kinds = [(link.role, link.kind, link.entry) for link in document.links]
    assert kinds == [
        (LinkRole.MENTION, LinkKind.CODE, 0),
        (LinkRole.SUBJECT, LinkKind.PAPER, 0),
        (LinkRole.MENTION, LinkKind.SLIDES, 0),
        (LinkRole.MENTION, LinkKind.VIDEO, 0),
    ]


def test_tables() -> None:
    document = read(
        "| Year | Paper | Code | Note |\n|:--|:--|--|--|\n"
        f"| 2020 | On Wool and Yarn [[pdf]({A})] | [GitHub]({B}) | fine |\n"
        "| 2021 | [On Yarn](https://arxiv.org/abs/2001.00002) Ng et al. | - | |\n\n"
        "|||||\n|:---|:---|:---|:--|\n"
        "| WOOL | 2017.06.12 | NIPS(NeurIPS) 2017 | [Wool Is All You Need](https://arxiv.org/abs/2001.00003) |\n"
        "| GPT | 2018.06.11 | - | [Improving Wool](https://x.org/wool.pdf) |\n"
    )
    rows = [(entry.line, entry.title, str(entry.date), entry.venue, entry.authors) for entry in document.entries]
    assert rows == [
        (3, "On Wool and Yarn", "2020", None, ()),
        (4, "On Yarn", "2021", None, ("Ng et al.",)),
        (8, "Wool Is All You Need", "2017-06-12", "NIPS(NeurIPS) 2017", ()),
        (9, "Improving Wool", "2018-06-11", None, ()),
    ]
    assert [block.role for block in document.blocks].count(BlockRole.TABLE_ROW) == 6


def test_tables_of_html_and_without_a_header() -> None:
    document = read(
        "<table>\n<tr><th>Title</th><th>Venue</th><th>Links</th></tr>\n"
        f"<tr><td><b>On Wool and Yarn</b></td><td>ICLR 2021</td><td><a href='{A}'>paper</a> <a href='{B}'>code</a></td></tr>\n"
        "<tr>\n<td><a href='https://arxiv.org/abs/2001.00002'>On Yarn</a></td><td>NeurIPS 2022</td></tr>\n</table>\n\n"
        "Name | Link\n---|---\nWool | https://arxiv.org/abs/2001.00003\n"
    )
    assert [(entry.line, entry.title, entry.venue) for entry in document.entries] == [
        (3, "On Wool and Yarn", "ICLR 2021"),
        (4, "On Yarn", "NeurIPS 2022"),
        (10, "Wool", None),
    ]


def test_running_text_holds_mentions() -> None:
    document = read(
        f"# Wool\n\nThis list is about wool, see [our survey]({A}) and arXiv:2001.00002 or 10.1000/wool.1 for more.\n\n"
        f"- Spinning: [Spinner]({B}) seems a must for most of us\n- Some tutorials [here]({B}) and [here]({A})\n"
        f"- Algorithms: [Combing](https://arxiv.org/abs/2001.00003), [Carding](https://arxiv.org/abs/2001.00004)\n\n"
        f"> [!NOTE]\n> As [this work]({A}) shows.\n"
    )
    assert document.entries == ()
    assert {link.role for link in document.links} == {LinkRole.MENTION}
    assert len(document.links) == 9


def test_a_list_under_a_group_is_of_entries_and_under_an_entry_is_its_note() -> None:
    document = read(
        f"- Spinning tools:\n  - [Spinner]({B}) is fine\n  - [Wheel](https://x.org/wheel)\n\n"
        f"## Papers\n\n[On Wool]({A})\n\n- [A talk on it](https://x.org/talk)\n- nice\n\n[On Yarn](https://arxiv.org/abs/2001.00002)\n"
    )
    assert [entry.title for entry in document.entries] == ["Spinner", "Wheel", "On Wool", "On Yarn"]
    assert document.entries[2].note == "- [A talk on it](https://x.org/talk)\n- nice"
    (talk,) = [link for link in document.links if "talk" in link.url]
    assert (talk.role, talk.entry, talk.section) == (LinkRole.MENTION, 2, 0)


def test_headings_over_papers_are_sections() -> None:
    document = read(
        f"# [Wool Papers](https://x.org/list)\n\n## 2020\n\n- [On Wool]({A})\n- [On Yarn](https://arxiv.org/abs/2001.00002)\n"
    )
    assert [section.path for section in document.sections] == [("Wool Papers",), ("Wool Papers", "2020")]
    assert [entry.section for entry in document.entries] == [1, 1]
    assert document.title == "Wool Papers"


def test_lines_of_links_in_one_paragraph_are_entries() -> None:
    document = read(
        f"[On Wool]({A}) Ada Ng, 2020\n[On Yarn](https://arxiv.org/abs/2001.00002)\nBo Sato et al.\n[Felt](https://x.org/f)\n"
    )
    assert [(entry.line, entry.title) for entry in document.entries] == [(1, "On Wool"), (2, "On Yarn"), (4, "Felt")]
    assert [link.line for link in document.links] == [1, 2, 4]


def test_contents_badges_images_and_anchors_are_nothing() -> None:
    document = read(
        "[![build](https://x.org/b.svg)](https://x.org/ci)\n\n![wool](https://x.org/w.png)\n\n"
        "- [Papers](#papers)\n  - [Old](#old)\n- [Contributing](CONTRIBUTING.md)\n"
    )
    assert document.entries == ()
    assert [link.url for link in document.links] == ["https://x.org/ci"]


def test_hidden_identifiers_are_links() -> None:
    document = read(
        "---\ntitle: 'Wool'\nurl: https://arxiv.org/abs/2001.00001\n---\n# Wool list\n\n<!-- https://arxiv.org/abs/2001.00002 -->\n\n"
        "```bibtex\n@article{x, eprint={2001.00003}, archivePrefix={arXiv}}\n```\n\n[unused]: https://arxiv.org/abs/2001.00004\n"
    )
    found = {link.line: link.identifier.value for link in document.links if link.identifier}
    assert found == {3: "2001.00001", 7: "2001.00002", 10: "2001.00003", 13: "2001.00004"}
    assert document.blocks[0].role is BlockRole.FRONT_MATTER
    assert document.title == "Wool"


def test_line_ends_and_byte_order_mark() -> None:
    text = f"# Wool\n\n- [On Wool]({A})\n- [On Yarn](https://arxiv.org/abs/2001.00002)\n"
    plain = read(text)
    for data in (b"\xef\xbb\xbf" + text.encode(), text.replace("\n", "\r\n").encode()):
        other = read(data)
        assert [(entry.line, entry.title) for entry in other.entries] == [
            (entry.line, entry.title) for entry in plain.entries
        ]
        assert [section.title for section in other.sections] == ["Wool"]


def test_other_encodings_are_read_and_reported_once() -> None:
    document = read(
        "# Wolle\n\n- [Über Wolle](https://arxiv.org/abs/2001.00001)\n- [Garn für alle](https://x.org/g)\n".encode(
            "cp1252"
        )
    )
    assert [entry.title for entry in document.entries] == ["Über Wolle", "Garn für alle"]
    assert [(finding.rule, finding.line) for finding in document.findings] == [("encoding", 3)]


def test_findings_name_the_line() -> None:
    document = read(
        "# Wool\n\n- **On Wool** [paper]()\n- Yarn: arXiv:512.04993\n- [(2025 Jue) Felt](https://x.org/f)\n"
    )
    assert {(finding.rule, finding.line) for finding in document.findings} >= {
        ("broken-link", 3),
        ("impossible-month", 5),
    }
    assert read("").findings[0].rule == "empty"
    assert read(" \n\n").findings[0].rule == "empty"


def test_a_link_whose_text_shows_another_identifier() -> None:
    document = read("- **On Wool** [arXiv:2001.00009](https://arxiv.org/abs/2001.00001)\n")
    assert sorted(link.identifier.value for link in document.links if link.identifier) == ["2001.00001", "2001.00009"]
    assert subject(document) == A


PIECES = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "  ", "\t", "> ", "**", "*", "_", "`", "```\n", "[", "]", "(", ")", "](", "[[", "]]", "![", "|", "|-|-|\n",
     "\n", "\n\n", "\\\n", "<a href='https://x.org'>", "</a>", "<td>", "<tr>", "<li>", "<b>", "</table>", "<!--", "-->", "<", ">", "---\n",
     A, B, "arXiv:2001.00001", "10.1000/wool", "On Wool", "Ada Ng, Bo Sato", "ICML 2020", "2020", "paper", ":", ".", ",", '"', "é", "羊",
     "\u00ad", "\r", "[w]: ", "[^1]: ", "- [ ] ", "\x00", "&amp;", "🐑", "\ue000", "\ufeff"]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_generated_markdown_keeps_its_promises(text: str) -> None:
    document = read(text)
    lines = text.count("\n") + 1
    for entry in document.entries:
        assert 1 <= entry.line <= entry.label_end_line <= entry.end_line <= lines
    for link in document.links:
        assert 1 <= link.line <= lines
        assert (link.role is LinkRole.SUBJECT) <= (link.entry is not None)
    for block in document.blocks:
        assert block.raw


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_one_document(data: bytes) -> None:
    assert read(data).content == data


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[a](",
        "- ",
        "> ",
        "*a_ **b ",
        "<td><a href='x'>",
        "(",
        "Ada Ng, ",
        "`",
        "|a",
        "![",
        "<!--",
        "&",
        "https://x.org/a ",
    ],
)
def test_hostile_input_is_read(piece: str) -> None:
    read(piece * 3000)
    read((piece + "\n") * 800)
