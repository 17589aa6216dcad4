"""Works as the connected components of identifiers under `same-as`, with the person's cuts."""

from __future__ import annotations

from collections.abc import Iterable

from bibdb.identifiers import Identifier

__all__ = ["Node", "Ties", "label_node"]

Node = Identifier | str
"""An identifier, or the folded label of what has none."""


def label_node(folded: str) -> Node:
    """Name a thing that only its label identifies."""
    return f"label:{folded}"


class Ties:
    """A union-find over nodes that refuses a tie which would join what a person said is not the same.

    Ties are best made in the order of their trust: the first ones stand, and a later one that contradicts a cut is
    dropped. Each operation is nearly constant time; a cut costs one look at each join.
    """

    def __init__(self, cuts: Iterable[tuple[Node, Node]] = ()) -> None:
        """Start with every node alone; `cuts` are the pairs that are not the same work."""
        self._parent: dict[Node, Node] = {}
        self._cuts = tuple(cuts)

    def find(self, node: Node) -> Node:
        """Give the node that stands for the component of `node`."""
        parent = self._parent.setdefault(node, node)
        while parent != node:
            grandparent = self._parent[parent]
            self._parent[node] = grandparent
            node, parent = grandparent, self._parent[grandparent]
        return node

    def join(self, one: Node, other: Node) -> bool:
        """Tie two nodes; False when a cut forbids it."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return True
        if any({self.find(a), self.find(b)} == {first, second} for a, b in self._cuts):
            return False
        self._parent[second] = first
        return True

    def components(self) -> dict[Node, list[Node]]:
        """Give the members of each component, in the order in which they were first seen."""
        members: dict[Node, list[Node]] = {}
        for node in list(self._parent):
            members.setdefault(self.find(node), []).append(node)
        return members
