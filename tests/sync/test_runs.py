"""Where a run ends: no byte too many, never in an epoch that is over, never without what was said to be missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.bundle.entries import Entry
from sync.runs import end_of_run

SIZES = st.lists(st.integers(0, 9), min_size=1, max_size=30)


def entries(sizes: list[int], epochs: list[int]) -> list[Entry]:
    """One entry a number; those above 0 bring in an object named after their place."""
    return [
        Entry(
            b"",
            "d",
            epochs[at],
            at + 1,
            "",
            "photo.taken",
            "Photo",
            "",
            {"id": f"{at:032x}"} if size else None,
        )
        for at, size in enumerate(sizes)
    ]


@given(sizes=SIZES, most=st.integers(1, 40), missing=st.integers(0, 29), turn=st.integers(0, 29))
def test_a_run_holds_all_it_may_and_ends_where_it_must(
    sizes: list[int], most: int, missing: int, turn: int
) -> None:
    epochs = [1 if at < turn else 2 for at in range(len(sizes))]
    told = {f"{missing:032x}": len(sizes)} if missing < len(sizes) else {}
    end = end_of_run(
        entries(sizes, epochs),
        epoch=epochs[-1],
        told_missing=told,
        size_of=lambda name: sizes[int(name, 16)],
        most_bytes=most,
    )
    assert 1 <= end <= len(sizes)
    assert epochs[end - 1] == epochs[-1]
    inside = sizes[:end]
    if missing < end and sizes[missing] and told:
        assert end == len(sizes)
    elif epochs[0] == epochs[-1]:
        assert sum(inside) <= most or sum(1 for size in inside if size) == 1
        if end < len(sizes):
            assert sum(inside) + sizes[end] > most
