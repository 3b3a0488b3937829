"""What is under way at once: bounded in bytes, the oldest never waits, and all of it ends."""

from __future__ import annotations

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.transport.flight import Flight


@settings(max_examples=40, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=12), most=st.integers(0, 60))
def test_no_more_than_allowed_is_ever_unanswered_and_nothing_waits_for_ever(
    sizes: list[int], most: int
) -> None:
    flight, lock = Flight(most), threading.Lock()
    out: dict[int, int] = {}
    seen: list[tuple[int, int]] = []
    halves: list[int] = []

    def bring(part: int, size: int) -> None:
        flight.wait_for_turn(part)
        for _ in range(size):
            flight.leave(part, 1)
            with lock:
                out[part] = out.get(part, 0) + 1
                seen.append((len([count for count in out.values() if count]), sum(out.values())))
                halves.append(
                    sum(out[each] < sizes[each] - 1 for each in out)
                )  # a last block is counted as it leaves
        with lock:
            del out[part]
        flight.end(part)

    waiting: list[threading.Thread] = []
    for part, size in enumerate(sizes):
        flight.begin(part, size)
        waiting.append(threading.Thread(target=bring, args=(part, size)))
        waiting[-1].start()
        if len(waiting) == 3:
            waiting.pop(0).join()
    for thread in waiting:
        thread.join()
    assert all(left <= most for parts, left in seen if parts > 1)
    assert max(halves) <= 1, "two parts were on the line at once"
