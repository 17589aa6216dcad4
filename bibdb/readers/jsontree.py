"""JSON as a tree with lines, read in one pass that goes on behind what is malformed."""

from __future__ import annotations

import json
import re

from bibdb.readers.trees import Builder, Mapping, Node, Scalar, Sequence
from bibdb.values import Finding, Severity

__all__ = ["parse_json"]

_WORD = re.compile(
    r'(?P<string>"(?:[^"\\\n]|\\.)*"?)|(?P<mark>[{}\[\],:])|(?P<bare>[^\s{}\[\],:"/]+)'
    r"|(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?|/)",
    re.DOTALL,
)
_WORDS = frozenset({"true", "false", "null"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_NULLS = frozenset({"null", "undefined", "NaN", "None"})


def parse_json(text: str, line: int = 1) -> tuple[list[Node], list[Finding]]:
    """Read the JSON values of a text that begins at `line`, and say where it is malformed, at most once."""
    builder = Builder()
    faults: list[Finding] = []
    position, before = 0, ","
    for match in _WORD.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        if match.lastgroup == "comment":
            continue
        word = match.group()
        fault = _take(word, match.lastgroup == "string", before, line, builder)
        if fault and not faults:
            faults.append(_finding(f"malformed JSON: {fault}", line))
        line += text.count("\n", position, match.end())
        position = match.end()
        before = word if match.lastgroup == "mark" else "value"
    if builder.stack and not faults:
        faults.append(_finding("malformed JSON: it ends in the middle", line))
    builder.close_all(line)
    return builder.roots, faults


def _take(word: str, quoted: bool, before: str, line: int, builder: Builder) -> str | None:
    """Take one word of JSON (a mark, string or literal); give what is wrong with it."""
    if not quoted and word in "{[":
        fault = None if before in ",:[{" else "a comma is missing"
        builder.open(Mapping(line) if word == "{" else Sequence(line))
        return fault
    if not quoted and word in "}]":
        return _close(word, line, builder)
    if word == ",":
        fault = "a value is missing" if before in ":," else None
        builder.forget_key()
        return fault
    if word == ":":
        return None if before == "value" else "a colon stands where a value should"
    return _value(word, quoted, before, line, builder)


def _close(word: str, line: int, builder: Builder) -> str | None:
    """Close the innermost container, if the mark is its own."""
    if builder.deeper or (builder.stack and isinstance(builder.stack[-1], Mapping) == (word == "}")):
        builder.close(line)
        return None
    wanted = Mapping if word == "}" else Sequence
    if any(isinstance(each, wanted) for each in builder.stack[-8:]):
        while builder.stack and not isinstance(builder.stack[-1], wanted):
            builder.close(line)
        builder.close(line)
    return f"{word!r} closes nothing"


def _value(word: str, quoted: bool, before: str, line: int, builder: Builder) -> str | None:
    fault = "a comma is missing" if before in {"value", "}", "]"} else None
    if fault:
        builder.forget_key()
    if quoted:
        text, broken = _decoded(word)
        builder.add(Scalar(text, line, text.replace("\n", " ")))
        return "a string is not closed" if broken else fault
    builder.add(Scalar("" if word in _NULLS else word, line, word, null=word in _NULLS))
    return fault if word in _WORDS or _NUMBER.fullmatch(word) else f"{word[:20]!r} is no value"


def _decoded(word: str) -> tuple[str, bool]:
    """Give a string's text, and whether it is broken; half a surrogate pair becomes the replacement character."""
    broken = len(word) < 2 or not word.endswith('"')
    if "\\" not in word:
        return word.strip('"'), broken
    try:
        text = str(json.loads(word + '"' if broken else word, strict=False))
    except ValueError:
        return word.strip('"'), True
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), broken


def _finding(message: str, line: int) -> Finding:
    return Finding("json", message, line, Severity.WARNING)
