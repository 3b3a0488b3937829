"""RFC 6962 proofs against the definitions of the RFC, written down naively."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.store.merkle import EMPTY_ROOT, Frontier, Tree, is_extension, leaf_hash, root_from_inclusion

SMALL = 70


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


def split(size: int) -> int:
    return max(power for power in (1 << bit for bit in range(40)) if power < size)


def naive_root(run: list[bytes]) -> bytes:
    if not run:
        return hashlib.sha256(b"").digest()
    if len(run) == 1:
        return run[0]
    k = split(len(run))
    return hashlib.sha256(b"\1" + naive_root(run[:k]) + naive_root(run[k:])).digest()


def naive_path(m: int, run: list[bytes]) -> list[bytes]:
    if len(run) == 1:
        return []
    k = split(len(run))
    if m < k:
        return [*naive_path(m, run[:k]), naive_root(run[k:])]
    return [*naive_path(m - k, run[k:]), naive_root(run[:k])]


def naive_consistency(m: int, run: list[bytes], is_whole: bool = True) -> list[bytes]:
    if m == len(run):
        return [] if is_whole else [naive_root(run)]
    k = split(len(run))
    if m <= k:
        return [*naive_consistency(m, run[:k], is_whole), naive_root(run[k:])]
    return [*naive_consistency(m - k, run[k:], False), naive_root(run[:k])]


def test_every_small_tree_is_as_the_rfc_defines_it() -> None:
    whole = Tree(leaves(SMALL))
    for size in range(SMALL + 1):
        run = leaves(size)
        assert whole.root(size) == Tree(run).root() == naive_root(run)
        for index in range(size):
            path = whole.inclusion(index, size)
            assert list(path) == naive_path(index, run)
            assert root_from_inclusion(run[index], index, size, path) == naive_root(run)
        for smaller in range(1, size + 1):
            proof = whole.consistency(smaller, size)
            assert list(proof) == naive_consistency(smaller, run)
            assert is_extension(smaller, naive_root(run[:smaller]), size, naive_root(run), proof)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 3000), st.data())
def test_large_trees_agree_with_the_frontier(size: int, data: st.DataObject) -> None:
    run = leaves(size)
    tree, frontier = Tree(run), Frontier()
    for leaf in run:
        frontier.add(leaf)
    index, smaller = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert tree.root() == frontier.root()
    assert root_from_inclusion(run[index], index, size, tree.inclusion(index)) == tree.root()
    assert is_extension(smaller, tree.root(smaller), size, tree.root(), tree.consistency(smaller))


def test_nothing_is_the_empty_hash() -> None:
    assert Tree([]).root() == EMPTY_ROOT


@given(st.integers(2, 300), st.data())
def test_a_changed_path_leads_elsewhere(size: int, data: st.DataObject) -> None:
    run, tree = leaves(size), Tree(leaves(size))
    index = data.draw(st.integers(0, size - 1))
    path, root = list(tree.inclusion(index)), tree.root()
    place = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = bytearray(path[place])
    flipped[bit // 8] ^= 1 << bit % 8
    wrong = [*path[:place], bytes(flipped), *path[place + 1 :]]
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    for shown in (wrong, path[:-1], [*path, root], path[1:]):
        assert root_from_inclusion(run[index], index, size, shown) != root
    assert root_from_inclusion(run[other], index, size, path) != root
    assert root_from_inclusion(run[index], other, size, path) != root


@given(st.integers(2, 300), st.data())
def test_a_changed_history_is_no_extension(size: int, data: st.DataObject) -> None:
    run = leaves(size)
    smaller = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, smaller - 1))
    rewritten = Tree([*run[:changed], leaf_hash(b"another"), *run[changed + 1 :]])
    old, proof = Tree(run).root(smaller), rewritten.consistency(smaller)
    assert not is_extension(smaller, old, size, rewritten.root(), proof)
    true = Tree(run)
    good = true.consistency(smaller)
    assert not is_extension(smaller, old, size, true.root(), good[:-1])
    assert not is_extension(smaller, old, size, true.root(), (*good, old))
    assert not is_extension(size, true.root(), smaller, old, good)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_place_outside_the_tree_has_no_root(index: int, size: int) -> None:
    assert root_from_inclusion(leaf_hash(b""), index, size, ()) is None


def test_a_tree_of_nothing_is_extended_by_none() -> None:
    assert not is_extension(0, EMPTY_ROOT, 3, Tree(leaves(3)).root(), ())


def test_sizes_name_different_trees() -> None:
    roots = [Tree(leaves(size)).root() for size in range(SMALL)]
    assert all(one != other for one, other in pairwise(roots))
