"""Each dump is made here as the tool's own writer makes it, from the same two lists."""

from __future__ import annotations

import html
import json
from pathlib import PurePath, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import formats, read, read_member
from bibdb.values import Document

README = """# Widgets

- [On Widgets & <Things>](https://arxiv.org/abs/2409.01234)

## More

```bash
make widgets
```

- [Gadgets](https://doi.org/10.5555/gadgets) are *not* widgets
"""
BIB = """@article{doe2024,
  title = {On Widgets},
  eprint = {2409.01234},
}
"""
FILES = {"README.md": README, "lists/widgets.bib": BIB}
RULE = "-" * 80


def _numbered(text: str, form: str) -> str:
    lines = text.rstrip("\n").split("\n")
    return "\n".join(form.format(number, line).rstrip() for number, line in enumerate(lines, 1)) + "\n"


def _uithub(files: dict[str, str]) -> str:
    return "├── README.md\n└── lists\n\n\n" + "".join(
        f"/{name}:\n{RULE}\n{text}\n\n\n{RULE}\n" for name, text in files.items()
    )


def _gitingest(files: dict[str, str]) -> str:
    rule = "=" * 48
    tree = "Directory structure:\n└── x/\n    ├── README.md\n    └── lists/\n        └── widgets.bib\n\n"
    return tree + "".join(f"{rule}\nFILE: {name}\n{rule}\n{text}\n\n\n" for name, text in files.items())


def _repomix_xml(files: dict[str, str]) -> str:
    body = "".join(f'<file path="{name}">\n{text}\n</file>\n\n' for name, text in files.items())
    return f"This file is a merged representation.\n\n<file_summary>\nx\n</file_summary>\n\n<files>\n{body}</files>\n"


def _repomix_parsable(files: dict[str, str]) -> str:
    body = "".join(f'<file path="{name}">{html.escape(text)}</file>' for name, text in files.items())
    return f"<repomix><file_summary>x</file_summary><files>This section{body}</files></repomix>"


def _repomix_markdown(files: dict[str, str]) -> str:
    body = "".join(f"## File: {name}\n````md\n{text}\n````\n\n" for name, text in files.items())
    return f"This file is merged.\n\n# Directory Structure\n````\nREADME.md\n````\n\n# Files\n\n{body}# Git Logs\n\n## Commit: x\n"


def _repomix_plain(files: dict[str, str]) -> str:
    rule, long = "=" * 16, "=" * 64
    body = "".join(f"{rule}\nFile: {name}\n{rule}\n{text}\n\n" for name, text in files.items())
    return f"Merged.\n\n{long}\nFiles\n{long}\n\n{body}\n\n{long}\nEnd of Codebase\n{long}\n"


def _repomix_json(files: dict[str, str]) -> str:
    return json.dumps({"fileSummary": {"purpose": "x"}, "files": files}, indent=2)


def _repo2txt_old(files: dict[str, str]) -> str:
    body = "".join(f"\n\n---\nFile: /{name}\n---\n\n{text}\n" for name, text in files.items())
    return f"Directory Structure:\n\n└── ./\n    └── README.md\n\n{body}"


def _repo2txt_new(files: dict[str, str]) -> str:
    body = "".join(f"\nFile: {name}\nLines: 9\nTokens: 20\n---\n{text}\n\n" for name, text in files.items())
    return f"Directory Structure:\n---\n└── 📄 README.md\n\nFile Contents:\n---\n{body}"


def _repo2txt_markdown(files: dict[str, str]) -> str:
    body = "".join(f"### {name}\n\n````md\n{text}\n````\n\n" for name, text in files.items())
    return f"# Repository Contents\n\n## Directory Structure\n\n```\n└── x\n```\n\n## File Contents\n\n{body}"


def _repo2txt_python(files: dict[str, str]) -> str:
    out = "Repository Documentation\nWords.\n\nDirectory/File Tree Begins -->\n\nx/\n\n<-- Directory/File Tree Ends\n\nFile Content Begin -->\n"
    for name, text in files.items():
        indent = "  " * name.count("/")
        lines = "".join(f"{indent}{line}\n" for line in text.split("\n")[:-1])
        out += f"{indent}[File Begins] {name}\n{lines}\n{indent}[File Ends] {name}\n\n"
    return out + "\n<-- File Content Ends\n\n"


def _code2prompt(files: dict[str, str]) -> str:
    body = "".join(f"`{name}`:\n\n````md\n{text}\n````\n\n" for name, text in files.items())
    return f"Project Path: x\n\nSource Tree:\n\n```txt\nx\n└── README.md\n```\n\n{body}"


def _code2prompt_xml(files: dict[str, str]) -> str:
    body = "".join(f'  <file path="{name}">\n    ```md\n{text}\n    ```\n  </file>\n' for name, text in files.items())
    return f"<directory>x</directory>\n\n<source-tree>\n  x\n</source-tree>\n\n<files>\n{body}</files>\n"


def _files_to_prompt(files: dict[str, str]) -> str:
    return "".join(f"{name}\n---\n{text}\n\n---\n" for name, text in files.items())


def _files_to_prompt_cxml(files: dict[str, str]) -> str:
    body = "".join(
        f'<document index="{number}">\n<source>{name}</source>\n<document_content>\n{text}\n</document_content>\n</document>\n'
        for number, (name, text) in enumerate(files.items(), 1)
    )
    return f"<documents>\n{body}</documents>\n"


def _files_to_prompt_markdown(files: dict[str, str]) -> str:
    return "".join(f"{name}\n````md\n{text}\n````\n" for name, text in files.items())


def _repo_to_text(files: dict[str, str]) -> str:
    body = "".join(f'\n<content full_path="{name}">\n{text}\n</content>\n' for name, text in files.items())
    return (
        f"<repo-to-text>\nDirectory: x\n\n<directory_structure>\n.\n</directory_structure>\n{body}\n</repo-to-text>\n"
    )


def _repo_to_text_old(files: dict[str, str]) -> str:
    body = "".join(f"\nContents of {name}:\n```\n{text}\n```\n" for name, text in files.items())
    return f"Directory: x\n\nDirectory Structure:\n```\n.\n├── README.md\n```\n{body}\n"


MAKERS = {
    "uithub": (_uithub, "a.txt", "{:2} | {}"),
    "gitingest": (_gitingest, "a.txt", None),
    "repomix": (_repomix_xml, "a.xml", "{:2}: {}"),
    "repomix markdown": (_repomix_markdown, "a.md", "{:2}: {}"),
    "repomix plain": (_repomix_plain, "a.txt", "{:2}: {}"),
    "repomix parsable": (_repomix_parsable, "a.xml", "{:2}: {}"),
    "repomix json": (_repomix_json, "a.json", None),
    "repo2txt old": (_repo2txt_old, "a.txt", None),
    "repo2txt new": (_repo2txt_new, "a.txt", None),
    "repo2txt markdown": (_repo2txt_markdown, "a.md", None),
    "repo2txt python": (_repo2txt_python, "a.txt", None),
    "code2prompt": (_code2prompt, "a.md", "{:4} | {}"),
    "code2prompt xml": (_code2prompt_xml, "a.xml", "{:4} | {}"),
    "files-to-prompt": (_files_to_prompt, "a.txt", "{:2}  {}"),
    "files-to-prompt cxml": (_files_to_prompt_cxml, "a.xml", "{:2}  {}"),
    "files-to-prompt markdown": (_files_to_prompt_markdown, "a.md", "{:2}  {}"),
    "repo-to-text": (_repo_to_text, "a.txt", None),
    "repo-to-text old": (_repo_to_text_old, "a.txt", None),
}
CASES = [(name, False) for name in MAKERS] + [(name, True) for name, (_, _, form) in MAKERS.items() if form]


def _dump(name: str, *, numbered: bool) -> tuple[str, str]:
    make, path, form = MAKERS[name]
    files = {each: _numbered(text, form) for each, text in FILES.items()} if numbered and form else FILES
    return make(files), path


@pytest.mark.parametrize(("name", "numbered"), CASES)
def test_the_files_come_out_as_they_went_in(name: str, numbered: bool) -> None:
    text, path = _dump(name, numbered=numbered)
    readme, bib = read(text.encode(), PurePath("in") / path)
    assert [(document.path, document.container, document.format) for document in (readme, bib)] == [
        ("README.md", str(PurePath("in") / path), "markdown"),
        ("lists/widgets.bib", str(PurePath("in") / path), "bibtex"),
    ]
    assert readme.content.decode() == README
    assert bib.content.decode() == BIB
    assert not readme.findings
    assert not bib.findings
    lines = text.split("\n")
    for document in (readme, bib):
        assert len(document.lines) == document.content.count(b"\n")
        for link in document.links:
            assert link.identifier is not None
            assert link.identifier.value in lines[document.lines[link.line - 1] - 1]
    assert bib.locus(3) == f"{PurePath('in') / path}:{bib.lines[2]} (lists/widgets.bib:3)"


@pytest.mark.parametrize("name", MAKERS)
def test_crlf(name: str) -> None:
    text, path = _dump(name, numbered=False)
    if name == "repomix json":
        return
    readme, bib = read(text.replace("\n", "\r\n").encode(), PurePath(path))
    assert (readme.content.decode(), bib.content.decode()) == (README, BIB)


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"repo2txt old", "repo2txt new"}))
def test_a_dump_that_was_cut_says_so(name: str) -> None:
    text, path = _dump(name, numbered=False)
    whole = text[: text.index("eprint")]
    documents = list(read(whole.encode(), PurePath(path)))
    if name == "gitingest":  # it writes no end: that a file is missing is seen by the tree
        documents = list(read(text[: text.index("FILE: lists")].encode(), PurePath(path)))
    assert [document.path for document in documents][:1] == ["README.md"]
    assert "dump-cut" in {finding.rule for finding in documents[-1].findings}


def test_a_line_without_a_number_belongs_to_the_one_before() -> None:
    text = f"/README.md:\n{RULE}\n1 | # A\n2 |\n\n3 | one\ntwo\n4 | - [T](http://arxiv.org/abs/2409.01234)\n{RULE}\n"
    (document,) = read(text.encode(), PurePath("a.txt"))
    assert document.content.decode() == "# A\n\none two\n- [T](http://arxiv.org/abs/2409.01234)\n"
    assert [(link.line, document.lines[link.line - 1]) for link in document.links] == [(4, 8)]


def test_names_are_labels_and_code_is_only_searched() -> None:
    files = {
        "../../etc/passwd.md": "[T](http://arxiv.org/abs/2409.00001)\n",
        "/abs/a\x1b[31m.md": "x\n",
        "img/a.png": "http://example.org/a.png\n",
        "LICENSE": "http://example.org/license\n",
        "src/main.py": "# see arXiv:2409.00002 and https://example.org/\nprint(1)\n",
        "src/other.py": "# https://example.org/\n",
    }
    documents = list(read(_files_to_prompt_cxml(files).encode(), PurePath("a.xml")))
    assert [(document.path, document.format) for document in documents] == [
        ("../../etc/passwd.md", "markdown"),
        ("abs/a[31m.md", "markdown"),
        ("src/main.py", "code"),
    ]
    assert [str(link.identifier) for link in documents[2].links] == ["arxiv:2409.00002"]
    assert not documents[2].entries


def test_a_dump_without_lists_and_a_dump_in_a_dump() -> None:
    (document,) = read(_files_to_prompt_cxml({"a.png": "x\n"}).encode(), PurePath("a.xml"))
    assert [finding.rule for finding in document.findings] == ["dump-empty"]
    inner = _gitingest(FILES)
    (document,) = read(_files_to_prompt_cxml({"inner.txt": inner}).encode(), PurePath("a.xml"))
    assert document.path == "inner.txt"
    (document,) = read_member(inner.encode(), PurePosixPath("inner.txt"))
    assert document.container is None


DUMPS = sorted(name for name, each in formats().items() if each.dump)
PIECES = [
    "\n", "---", RULE, "=" * 16, "=" * 48, "=" * 64, "/a.md:\n", "FILE: a.md\n", "File: a.md\n", '<file path="a.md">', "</file>",
    "<repomix>", "`a.md`:\n", "```", "<documents>\n", '<document index="1">\n', "<source>a.md</source>\n", "1 | x\n", "1: x\n",
    "[File Begins] a.md\n", "[File Ends] a.md\n", "## File: a.md\n", '{"files": {"a.md": "x', '"}}', "Contents of a.md:\n",
    "<repo-to-text>\n", '<content full_path="a.md">\n', "</content>", "\r\n", "é", "End of Codebase",
]  # fmt: skip


def _members(text: str, name: str) -> list[Document]:
    return list(read(text.encode(), PurePath("a.txt"), name))


@given(st.sampled_from(DUMPS), st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=120, deadline=None)
def test_any_pieces(name: str, pieces: list[str]) -> None:
    for document in _members("".join(pieces), name):
        assert "reader-fault" not in {finding.rule for finding in document.findings}
        assert b"".join(block.raw for block in document.blocks) == document.content
