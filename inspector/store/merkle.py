"""The Merkle tree of RFC 6962: its root over a growing list, and proofs that one list is part of another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The whole subtrees at the right edge, largest first: enough to add leaves and to tell the root."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take in the next leaf hash."""
        node = leaf
        size = self.size
        while size & 1:  # each trailing 1 bit is a whole subtree of that height waiting for its sister
            node = node_hash(self._subtrees.pop(), node)
            size >>= 1
        self._subtrees.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the tree hash over all leaves so far."""
        if not self._subtrees:
            return EMPTY_ROOT
        root = self._subtrees[-1]
        for subtree in reversed(self._subtrees[:-1]):
            root = node_hash(subtree, root)
        return root


class Tree:
    """A whole tree held for making proofs: every subtree of 2^k leaves is hashed once."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = list(leaves)
        self.size = len(level)
        self._levels = [level]
        while len(level) > 1:
            level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self, size: int | None = None) -> bytes:
        """Return the tree hash over the first `size` leaves, over all if it is not given."""
        size = self.size if size is None else size
        return self._hash_of(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the audit path of leaf `index`, from 0, in the tree of `size` leaves (RFC 6962, 2.1.1)."""
        first, size, path = 0, self.size if size is None else size, []
        while size > 1:
            split = _split(size)
            if index - first < split:
                path.append(self._hash_of(first + split, size - split))
                size = split
            else:
                path.append(self._hash_of(first, split))
                first, size = first + split, size - split
        return tuple(reversed(path))

    def consistency(self, smaller: int, larger: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that the tree of `larger` leaves begins with that of `smaller` (RFC 6962, 2.1.2)."""
        first, size, proof = 0, self.size if larger is None else larger, []
        is_whole = True  # the smaller root itself is known to the reader
        while first + size != smaller and smaller > 0:
            split = _split(size)
            if smaller - first <= split:
                proof.append(self._hash_of(first + split, size - split))
                size = split
            else:
                proof.append(self._hash_of(first, split))
                first, size, is_whole = first + split, size - split, False
        if not is_whole:
            proof.append(self._hash_of(first, size))
        return tuple(reversed(proof))

    def _hash_of(self, first: int, size: int) -> bytes:
        height = size.bit_length() - 1
        if size == 1 << height and not first & (size - 1):
            return self._levels[height][first >> height]
        split = _split(size)
        return node_hash(self._hash_of(first, split), self._hash_of(first + split, size - split))


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root an audit path leads to, None if it has not the length this place in the tree needs."""
    if not 0 <= index < size:
        return None
    node, last, rest = leaf, size - 1, list(path)
    while last:
        if index & 1 or index != last:  # a node without a sister goes up as it is
            if not rest:
                return None
            sister = rest.pop(0)
            node = node_hash(sister, node) if index & 1 else node_hash(node, sister)
        index, last = index >> 1, last >> 1
    return None if rest else node


def is_extension(smaller: int, old_root: bytes, larger: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether `proof` shows that the tree of `larger` leaves begins with the tree of `smaller` leaves."""
    if not 0 < smaller <= larger:
        return False
    if smaller == larger:
        return not proof and old_root == new_root
    index, last = smaller - 1, larger - 1
    while index & 1:  # the old tree's last whole subtree
        index, last = index >> 1, last >> 1
    rest = [old_root, *proof] if index == 0 else list(proof)
    if not rest:
        return False
    old = new = rest.pop(0)
    while last:
        if index & 1 or index != last:
            if not rest:
                return False
            sister = rest.pop(0)
            if index & 1:
                old, new = node_hash(sister, old), node_hash(sister, new)
            else:
                new = node_hash(new, sister)
        index, last = index >> 1, last >> 1
    return not rest and (old, new) == (old_root, new_root)


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
