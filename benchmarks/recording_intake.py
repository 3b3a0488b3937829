"""A long recording streamed into the vault, against `cp` with a sync and `sha256sum` of the same file.

Peer: what an officer with a terminal does to keep a file and its hash, in the clear. Rounds alternate; medians are given.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import psutil

sys.path.insert(0, str(Path(__file__).parent))

from _device import Stand, stand

MEGABYTES, ROUNDS = 512, 3
_WAV_HEAD = bytes.fromhex(
    "52494646ffffffff57415645666d7420100000000100020080bb000000ee02000400100064617461ffffffff"
)


def measure() -> dict[str, object]:
    """Return MB a second, the ratio to the peer, and by how much the process grew."""
    ours, peer = [], []
    with stand() as place:
        files = [_written(place.folder / f"card-{number}") for number in range(ROUNDS)]
        before = psutil.Process().memory_info().rss
        for number, file in enumerate(files):
            peer.append(_copied(file, place.folder / f"copy-{number}"))
            ours.append(_taken(file, place))
        grown = psutil.Process().memory_info().rss - before
    return {
        "megabytes": MEGABYTES,
        "mb_per_second": round(MEGABYTES / median(ours), 1),
        "cp_sync_sha256sum_mb_per_second": round(MEGABYTES / median(peer), 1),
        "seconds_to_those_of_cp_sync_sha256sum": round(
            median(mine / theirs for mine, theirs in zip(ours, peer, strict=True)), 2
        ),
        "grown_mb": round(grown / 2**20, 1),
        "rounds_s": [round(value, 1) for value in ours],
    }


def _written(folder: Path) -> Path:
    folder.mkdir()
    file = folder / "VOICE.WAV"
    with file.open("wb") as sink:
        sink.write(_WAV_HEAD)
        for _ in range(MEGABYTES):
            sink.write(os.urandom(1 << 20))
        os.fsync(sink.fileno())
    return file


def _taken(file: Path, place: Stand) -> float:
    from inspector.actions.import_photos import import_photos

    start = time.perf_counter()
    result = import_photos(place.opened.device, place.inspection_id, [file], by=place.by)
    seconds = time.perf_counter() - start
    if len(result.recordings) != 1:
        raise SystemExit(f"not taken: {result.refused}")
    return seconds


def _copied(file: Path, target: Path) -> float:
    start = time.perf_counter()
    subprocess.run(["cp", file, target], check=True)
    subprocess.run(["sync", target], check=True)
    subprocess.run(["sha256sum", file], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
