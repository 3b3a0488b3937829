"""Writing a bundle from the vault against `tar | age -r` over the same photos, where age is installed.

Also the memory the process grows by while it bundles. Rounds alternate; medians are given.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Self

sys.path.insert(0, str(Path(__file__).parent))

from _device import Stand, stand, write_photos

from sync.enrolment import CentreKeys

PHOTOS, ROUNDS = 200, 4


def measure() -> dict[str, object]:
    """Return megabytes per second, the ratio to tar | age, and the growth of resident memory in MB."""
    ours, peer, growth, size = [], [], [], 0
    age = shutil.which("age")
    for number in range(ROUNDS):
        with stand() as place:
            files = write_photos(place.folder / "card", PHOTOS, seed=number)
            size = sum(file.stat().st_size for file in files)
            centre = _imported(place, files)
            turns = ["ours", "peer"] if number % 2 else ["peer", "ours"]
            for turn in turns if age else ["ours"]:
                os.sync()
                if turn == "peer":
                    peer.append(size / 1e6 / _tar_age(place.folder, age or ""))
                else:
                    seconds, grown = _bundled(place, files, centre)
                    ours.append(size / 1e6 / seconds)
                    growth.append(grown)
    figures: dict[str, object] = {
        "bytes": size,
        "bundle_mb_per_second": round(median(ours), 1),
        "memory_growth_mb": round(max(growth), 1),
        "rounds": [round(value, 1) for value in ours],
    }
    if peer:
        figures["tar_age_mb_per_second"] = round(median(peer), 1)
        figures["ratio_to_tar_age"] = round(
            median(mine / theirs for mine, theirs in zip(ours, peer, strict=True)), 2
        )
    else:
        figures["ratio_to_tar_age"] = "age is not installed"
    return figures


def _imported(place: Stand, files: list[Path]) -> CentreKeys:
    from inspector.actions.import_photos import import_photos
    from sync.central import create_central, invite

    central = place.folder / "central"
    create_central(central, "样本中心")
    invitation = place.folder / "invitation.json"
    invitation.write_text(json.dumps(invite(central, "")), "utf-8")
    import_photos(place.opened.device, place.inspection_id, files, by=place.by)
    return place.opened.delivery.enrol(invitation)


def _bundled(place: Stand, files: list[Path], centre: CentreKeys) -> tuple[float, float]:
    from sync.outbox import seal_bundle

    with _Memory() as memory:
        start = time.perf_counter()
        delivery = seal_bundle(place.opened.device, centre, place.folder / "outbox", by=place.by)
        seconds = time.perf_counter() - start
    if delivery is None or len(delivery.object_ids) != len(files):
        raise SystemExit("the bundle does not hold every photo")
    return seconds, memory.growth_mb


def _tar_age(folder: Path, age: str) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as keys:
        identity = Path(keys) / "key"
        subprocess.run(
            [shutil.which("age-keygen") or "age-keygen", "-o", identity], check=True, capture_output=True
        )
        public = next(line for line in identity.read_text().splitlines() if "public key" in line).split()[-1]
        os.sync()
        start = time.perf_counter()
        subprocess.run(
            f"tar -C '{folder}' -cf - card | '{age}' -r {public} -o '{folder}/peer.age' && sync '{folder}/peer.age'",
            shell=True,
            check=True,
        )
        return time.perf_counter() - start


class _Memory:
    """Samples resident memory every 10 ms while the work runs."""

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._base = self._peak = _resident_mb()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def growth_mb(self) -> float:
        return self._peak - self._base

    def _watch(self) -> None:
        while not self._stop.wait(0.01):
            self._peak = max(self._peak, _resident_mb())


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
