"""RFC 6962, section 2.1.1: from one leaf and its path to the root of the tree."""

from __future__ import annotations

import hashlib


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return hashlib.sha256(b"\0" + entry).digest()


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root that leaf number `index` (from 0) of `size` and its path lead to, lowest sibling first.

    None if the path has not exactly the length that such a leaf has.
    """
    found, last = leaf, size - 1
    for sibling in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            found = hashlib.sha256(b"\1" + sibling + found).digest()
            while not index & 1 and index:  # the leaf hangs lower here: skip the levels without a sibling
                index, last = index >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + sibling).digest()
        index, last = index >> 1, last >> 1
    return found if last == 0 else None
