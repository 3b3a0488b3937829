"""The RFC 6962 tree over the journal's leaves, kept as its frontier: O(log n) state, one root."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of one entry; also what the next entry names as `prev`."""
    return hashlib.sha256(b"\0" + entry).digest()


@dataclass(frozen=True)
class Frontier:
    """The roots of the full subtrees, largest first: all that is needed to go on."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def with_leaf(self, leaf: bytes) -> Frontier:
        """Return the frontier after one more leaf."""
        peaks, node, count = list(self.peaks), leaf, self.size
        while count & 1:
            node = _node(peaks.pop(), node)
            count >>= 1
        return Frontier(self.size + 1, (*peaks, node))

    def root(self) -> bytes:
        """Return the tree hash over all leaves so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = _node(peak, node)
        return node

    def encoded(self) -> bytes:
        """Return the peaks back to back, to be kept beside `size`."""
        return b"".join(self.peaks)

    @classmethod
    def decoded(cls, size: int, raw: bytes) -> Frontier:
        """Return the frontier kept as `size` and `encoded`."""
        return cls(size, tuple(raw[i : i + 32] for i in range(0, len(raw), 32)))


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
