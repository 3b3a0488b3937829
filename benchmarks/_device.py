"""A throw-away device and files for the benchmarks."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from inspector.actions import open_fair, open_inspection, read
from inspector.clock import CHINA, SystemClock
from inspector.ids import Ids
from ui.demo import sample
from ui.wiring import OpenDevice, Workplace


@dataclass(frozen=True)
class Stand:
    """An open device with one inspection begun."""

    opened: OpenDevice
    inspection_id: str
    by: str
    folder: Path


@contextmanager
def stand(parent: Path | None = None) -> Iterator[Stand]:
    """Open a fresh device with an inspection, and remove it afterwards."""
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        clock = SystemClock()
        ids = Ids(clock)
        today = clock.now().wall.astimezone(CHINA).date()
        workplace = Workplace(folder / "device", clock=clock, is_sample=True)
        with workplace.set_up(
            sample.bureau(ids), sample.officers(ids, today), sample.PASSPHRASE
        ).open_device as opened:
            officers = read.today(opened.device).officers
            by = officers[0].id
            fair = open_fair.open_fair(
                opened.device, opens=today, closes=today + timedelta(days=1), by=by, **sample.FAIR
            )
            inspection = open_inspection.open_inspection(
                opened.device,
                fair_id=fair.id,
                officer_ids=tuple(o.id for o in officers),
                by=by,
                **sample.STAND,
            )
            yield Stand(opened, inspection.id, by, folder)


def write_photos(folder: Path, count: int, size: int = 5_000_000, seed: int = 1) -> list[Path]:
    """Write `count` different JPEG files of about `size` bytes: noise, as a full card would hold."""
    import io

    from PIL import Image

    source = random.Random(seed)
    picture = Image.frombytes("RGB", (1600, 1200), source.randbytes(1600 * 1200 * 3))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=95)
    jpeg = buffer.getvalue()
    filler = source.randbytes(max(0, size - len(jpeg)))
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        file = folder / f"IMG_{number:04}.jpg"
        file.write_bytes(jpeg + filler + number.to_bytes(8, "big"))
        files.append(file)
    return files
