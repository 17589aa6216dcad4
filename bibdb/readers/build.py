"""The last step of a reader of text: its parts put together as a document, and what a document promises checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from bibdb.values import Block, BlockRole, Document, Entry, Finding, Link, LinkRole, Section

__all__ = ["blocks_of_lines", "build"]


def build(
    path: PurePath,
    format: str,  # noqa: A002
    content: bytes,
    blocks: Sequence[Block],
    *,
    sections: Sequence[Section] = (),
    entries: Sequence[Entry] = (),
    links: Sequence[Link] = (),
    findings: Iterable[Finding] = (),
    title: str | None = None,
) -> Document:
    """Make a document of its parts.

    The blocks must join to the content, the links must be in the order of their lines, indexes must point to entries
    and sections, and an entry must have at most one subject link: AssertionError where a reader breaks this.
    """
    assert b"".join(block.raw for block in blocks) == content, "the blocks are not the document"
    assert all(link.entry is None or 0 <= link.entry < len(entries) for link in links), "a link without its entry"
    assert all(link.section is None or 0 <= link.section < len(sections) for link in links), (
        "a link without its section"
    )
    subjects = [link.entry for link in links if link.role is LinkRole.SUBJECT]
    assert None not in subjects, "a subject without its entry"
    assert len(set(subjects)) == len(subjects), "an entry has two subjects"
    document_title = title or next((section.title for section in sections if section.level == 1), None)
    return Document(
        path=str(path),
        format=format,
        content=content,
        blocks=tuple(blocks),
        sections=tuple(sections),
        entries=tuple(entries),
        links=tuple(links),
        findings=tuple(sorted(findings, key=lambda finding: finding.line)),
        title=document_title,
    )


def blocks_of_lines(lines: Sequence[bytes], roles: Sequence[tuple[BlockRole, object]]) -> list[Block]:
    """Join lines to blocks: neighbours with the same role and the same mark (any value) are one block.

    `lines` keep their line ends; `roles` has one pair for each line.
    """
    assert len(lines) == len(roles), "each line has one role"
    blocks: list[Block] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or roles[index] != roles[start]:
            blocks.append(Block(roles[start][0], start + 1, b"".join(lines[start:index])))
            start = index
    return blocks
