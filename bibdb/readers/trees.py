"""Trees of scalars, mappings and sequences with the line of each: what JSON and YAML have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["MAX_DEPTH", "Builder", "Mapping", "Node", "Scalar", "Sequence", "scalars"]

MAX_DEPTH = 200
"""How deep containers may lie in each other; what lies deeper is left out, so that no walk over a tree overflows."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value: its `text`, and its `source` as it stands from `line` on; a null is empty and `null`."""

    text: str
    line: int
    source: str = ""
    null: bool = False


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order; a key that is no scalar is left out."""

    line: int
    end_line: int = 0
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    tag: str = ""


@dataclass(slots=True)
class Sequence:
    """Values in order."""

    line: int
    end_line: int = 0
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence


@dataclass(slots=True)
class Builder:
    """Builds trees from a parser's events, without recursion; values that stand below each other are the `roots`."""

    roots: list[Node] = field(default_factory=list)
    stack: list[Mapping | Sequence] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    deeper: int = 0

    def open(self, node: Mapping | Sequence) -> None:
        """Begin a container."""
        if self.deeper or len(self.stack) >= MAX_DEPTH:
            self.deeper += 1
            return
        self.add(node)
        self.stack.append(node)
        self.keys.append(None)

    def close(self, line: int) -> None:
        """End the innermost container, whose last line is `line`."""
        if self.deeper:
            self.deeper -= 1
        elif self.stack:
            self.stack.pop().end_line = line
            self.keys.pop()

    def close_all(self, line: int) -> None:
        """End every container that is still open."""
        self.deeper = 0
        while self.stack:
            self.close(line)

    def add(self, node: Node) -> None:
        """Add a value: to a mapping a key and its value in turn."""
        if self.deeper:
            return
        if not self.stack:
            self.roots.append(node)
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = node if isinstance(node, Scalar) else Scalar("", node.line)
        else:
            parent.pairs.append((key, node))
            self.keys[-1] = None

    def forget_key(self) -> None:
        """Drop a key that has no value."""
        if self.keys and not self.deeper:
            self.keys[-1] = None


def scalars(node: Node) -> Iterator[Scalar]:
    """Give every scalar in and below a node that is not null, keys included, in order."""
    pending: list[Node] = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, Scalar):
            if not here.null:
                yield here
        elif isinstance(here, Sequence):
            pending.extend(reversed(here.items))
        else:
            for key, value in reversed(here.pairs):
                pending += [value, key]
