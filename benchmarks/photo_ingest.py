"""Photo ingest, the durable path of the shutter, against copying and fsyncing the same files.

Peer: for each file, copy, fsync the file, rename, fsync the folder. Rounds alternate; medians are given.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from _device import Stand, stand, write_photos

PHOTOS, ROUNDS = 30, 5


def measure() -> dict[str, object]:
    """Return photos per second, and the ratio to the peer, over alternating rounds."""
    ours, peer = [], []
    with stand() as place:
        for number in range(ROUNDS):
            files = write_photos(place.folder / f"card-{number}", PHOTOS, seed=number)
            peer.append(_copied(files, place.folder / f"copy-{number}"))
            ours.append(_ingested(files, place))
    return {
        "photos": PHOTOS * ROUNDS,
        "photo_bytes": 5_000_000,
        "photos_per_second": round(median(ours), 1),
        "copy_fsync_per_second": round(median(peer), 1),
        "ratio_to_copy_fsync": round(
            median(mine / theirs for mine, theirs in zip(ours, peer, strict=True)), 2
        ),
        "rounds": [round(value, 1) for value in ours],
    }


def _ingested(files: list[Path], place: Stand) -> float:
    from inspector.actions.import_photos import import_photos

    start = time.perf_counter()
    result = import_photos(place.opened.device, place.inspection_id, files, by=place.by)
    seconds = time.perf_counter() - start
    if len(result.taken) != len(files):
        raise SystemExit(f"not all taken: {result.refused}")
    return len(files) / seconds


def _copied(files: list[Path], folder: Path) -> float:
    folder.mkdir()
    start = time.perf_counter()
    for file in files:
        part = folder / (file.name + ".part")
        with file.open("rb") as source, part.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
            sink.flush()
            os.fsync(sink.fileno())
        part.rename(folder / file.name)
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return len(files) / (time.perf_counter() - start)
