"""Sameness is transitive, and a person's cut holds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.components import Ties, label_node
from bibdb.identifiers import Identifier, Scheme

A, B, C, D = (Identifier(Scheme.DOI, f"10.1/{name}") for name in "abcd")


def test_ties_are_transitive() -> None:
    ties = Ties()
    assert ties.join(A, B)
    assert ties.join(B, C)
    ties.find(D)
    assert sorted(map(sorted, ties.components().values())) == [[A, B, C], [D]]


def test_a_cut_holds_against_a_chain() -> None:
    ties = Ties([(A, C)])
    assert ties.join(A, B)
    assert not ties.join(B, C)
    assert ties.join(C, D)
    assert not ties.join(A, D)
    assert ties.find(A) == ties.find(B) != ties.find(C)


def test_labels_are_nodes_beside_identifiers() -> None:
    ties = Ties()
    ties.join(A, label_node("a title"))
    assert ties.find(label_node("a title")) == ties.find(A)


def test_a_long_chain_is_one_component() -> None:
    ties = Ties()
    for one, other in pairwise(range(5000)):
        ties.join(str(one), str(other))
    assert len(ties.components()) == 1


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_the_order_of_ties_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    def partition(order: list[tuple[int, int]]) -> set[frozenset[object]]:
        ties = Ties()
        for one, other in order:
            ties.join(str(one), str(other))
        return {frozenset(members) for members in ties.components().values()}

    assert partition(pairs) == partition(pairs[::-1])
