r"""What a text looks like: for each format a test of the first characters of a document.

The tests look for what the format's own syntax or the dump tool's template always writes; they are regular expressions
without nested repetition, so that no head makes them slow. Line ends are `\n` when a test sees the head.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["HEAD", "SNIFFS", "Sniff"]

HEAD = 65536
"""How many characters of a document a test sees."""

Sniff = Callable[[str], bool]


def _any(*patterns: str, flags: re.RegexFlag = re.MULTILINE) -> Sniff:
    """Make a test that one of some patterns is found."""
    compiled = [re.compile(pattern, flags) for pattern in patterns]
    return lambda head: any(pattern.search(head) for pattern in compiled)


def _all(*patterns: str) -> Sniff:
    """Make a test that all of some patterns are found."""
    compiled = [re.compile(pattern, re.MULTILINE) for pattern in patterns]
    return lambda head: all(pattern.search(head) for pattern in compiled)


def _repomix(head: str) -> bool:
    return _REPOMIX_XML(head) or _REPOMIX_TEXT(head) or _REPOMIX_JSON(head)


def _code2prompt(head: str) -> bool:
    return _CODE2PROMPT_MARKDOWN(head) or _CODE2PROMPT_XML(head)


def _delimited(delimiter: str) -> Sniff:
    """Make a test that the first lines have equally many delimiters, and some."""

    def sniff(head: str) -> bool:
        lines = [line for line in head.split("\n", 12)[:12] if line.strip()][:8]
        if len(head) > 4096 and len(lines) > 1:
            lines = lines[:-1]
        counts = [re.sub(r'"[^"\n]*"', "", line).count(delimiter) for line in lines]
        return len(counts) > 2 and counts[0] > 0 and len(set(counts)) == 1

    return sniff


_REPOMIX_XML = _all(
    r'<file path="[^"\n]+">',
    r"<(?:repomix|file_summary|files|repository_files|directory_structure|repository_structure)>",
)
_REPOMIX_TEXT = _any(r"^={16}\nFile: .+\n={16}$", r"^## File: .+\n`{3,}")
_REPOMIX_JSON = _any(
    r'\A\s*\{\s*"(?:fileSummary|userProvidedHeader|directoryStructure)"\s*:',
    r'\A\s*\{\s*"files"\s*:\s*\{\s*"[^"\n]+\.\w+"\s*:\s*"',
    flags=re.NOFLAG,
)
_CODE2PROMPT_MARKDOWN = _all(r"^(?:Project Path: |Source Tree:)", r"^`[^`\n]+`:$")
_CODE2PROMPT_XML = _all(r"^<directory>", r"^<source-tree>")

_CSL_TYPES = (
    "article|article-journal|article-magazine|article-newspaper|bill|book|broadcast|chapter|dataset|document|entry|"
    "entry-dictionary|entry-encyclopedia|event|figure|graphic|interview|legal_case|manuscript|map|motion_picture|"
    "musical_score|pamphlet|paper-conference|patent|performance|periodical|personal_communication|post|post-weblog|"
    "regulation|report|review|review-book|software|song|speech|standard|thesis|treaty|webpage"
)

SNIFFS: dict[str, Sniff] = {
    # dumps
    "repo-to-text": _any(r"\A\s*<repo-to-text>", r"^Contents of .+:\n`{3}$"),
    "files-to-prompt": _any(
        r'\A\s*<documents>\s*<document index="\d+">\s*<source>',
        r"\A\S*[./]\S*\n---\n",
        r"\A\S*[./]\S*\n`{3,}\w*\n",
    ),
    "code2prompt": _code2prompt,
    "gitingest": _any(r"^={48}\n(?:FILE|File|SYMLINK|DIRECTORY): .+\n={48}$"),
    "repomix": _repomix,
    "repo2txt": _any(
        r"^---\nFile: .+\n---$",
        r"^File: .+\nLines: \d+\n(?:Tokens: \d+\n)?---$",
        r"^ *\[File Begins\] ",
        r"\A# Repository Contents\n\n## Directory Structure$",
    ),
    "uithub": _any(r"^/?[^\s/:][^:\n]*:\n-{80}$", r"^/[^:\n]*:\n-{80}$"),
    # records
    "ipynb": _any(r'\A\s*\{(?=[\s\S]*"nbformat"|\s*"cells"\s*:\s*\[)', flags=re.NOFLAG),
    "csl-json": _any(rf'\A\s*[\[{{](?=[\s\S]{{0,20000}}?"type"\s*:\s*"(?:{_CSL_TYPES})")', flags=re.NOFLAG),
    "jsonl": _any(r"\A\s*\{.*\}[ \t]*\n+\{.*\}[ \t]*(?:\n|\Z)", flags=re.NOFLAG),
    "json": _any(r'\A\s*(?:\{\s*"|\[\s*[\[{"])', flags=re.NOFLAG),
    "bibtex": _any(r"^\s*@\s*[A-Za-z]+\s*[{(]\s*[^,\s{}]*\s*,\s*$", r"^\s*@\s*[A-Za-z]+\s*\{[^,\s{}]+,\s*\w+\s*="),
    "ris": _any(r"^TY  ?- ?[A-Z]+ *$"),
    "html": _any(r"<!doctype (?:html|netscape-bookmark)|<html[\s>]|<body[\s>]", flags=re.IGNORECASE),
    "latex": _any(r"^[^%\n]*\\(?:documentclass|begin\{document\}|begin\{thebibliography\}|bibitem\b)"),
    "org": _any(r"^#\+(?:title|author|startup|options|filetags|begin_\w+):?", r"\[\[https?://[^\]\n]+\]\[",
                r"^:PROPERTIES:$", flags=re.IGNORECASE | re.MULTILINE),
    "rst": _any(r"`[^`\n]+<https?://[^>\n]+>`__?", r"^\.\. (?:_[^\n:]+:|\[[^\]\n]+\]|[\w-]+::)"),
    "asciidoc": _any(r"^={1,5} \S.*\n(?:\n|:[\w-]+:)", r"https?://[^\s\[\]]+\[[^\]\n]+\](?!\()",
                     r"^:(?:toc|doctype|author):"),
    "markdown": _any(r"\]\(\s*<?(?:https?:|/|#)", r"^#{1,6} \S", r"^\[[^\]\n]+\]:\s*\S", r"^\|[ :|-]+\|\s*$"),
    "yaml": _any(r"\A(?:[ \t]*(?:#.*)?\n|---.*\n)*"
                 r"(?:- +)?[\w-]+:(?:[ \t]+\S.*)?\n[ \t]*(?:- +)?[\w-]+:[ \t\n]", flags=re.NOFLAG),
    "tsv": _delimited("\t"),
    "csv": lambda head: any(_delimited(delimiter)(head) for delimiter in ",;|"),
}  # fmt: skip
