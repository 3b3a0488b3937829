"""The frontier the centre keeps gives the tree of RFC 6962, wherever it is stopped and taken up again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.bundle.merkle import Frontier, leaf_hash
from tests.vectors.by_hand import tree


@settings(max_examples=60)
@given(st.integers(0, 130), st.integers(0, 130))
def test_the_root_is_the_rfc_s_after_any_stop(count: int, stop: int) -> None:
    entries = [str(number).encode() for number in range(count)]
    frontier = Frontier()
    for number, entry in enumerate(entries):
        if number == stop:
            frontier = Frontier.decoded(frontier.size, frontier.encoded())
        frontier = frontier.with_leaf(leaf_hash(entry))
    assert frontier.size == count
    assert frontier.root() == tree(entries)
