"""Where a run of the journal ends that goes into one bundle, so that its receipt is not long in coming."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sync.bundle.entries import Entry

RUN_BYTES = 128 << 20
"""Bytes of object files in one bundle, about: two dozen photos turn green at a time, and FAT32 holds the file."""


def end_of_run(
    entries: Iterable[Entry],
    *,
    epoch: int,
    told_missing: Mapping[str, int],
    size_of: Callable[[str], int],
    most_bytes: int,
) -> int:
    """Return the number of the last entry of the run that begins with the first of `entries`.

    It ends before the entry that brings in one byte too many. It never ends in an epoch that is over (`epoch` is the
    present one), nor before the entry that says of one of its objects that it could not be read: `told_missing` maps
    each such object to that entry's number. `size_of` gives an object's bytes, 0 if it was delivered already.
    """
    held, last, last_epoch = 0, 0, 0
    named: set[str] = set()
    for entry in entries:
        fresh = set(entry.object_ids) - named
        brings = sum(size_of(name) for name in fresh)
        if held and brings and held + brings > most_bytes and last_epoch == epoch:
            return max([last, *(told_missing[name] for name in named if name in told_missing)])
        held, last, last_epoch = held + brings, entry.seq, entry.epoch
        named |= fresh
    return last
