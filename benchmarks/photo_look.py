"""Looking closely at one photo: until it is seen whole, and until it is seen at full size; against decoding all of it.

Peers: QImageReader decodes the same file whole inside the window's process, as a viewer without tiles does; and Pillow
decodes it whole in a worker, as before the rows were read in bands. Sizes of 12 and 96 megapixels, JPEG. Rounds
alternate; medians are given. Memory is the most that the window's process gained, and the most a worker ever held.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = {"12": (4000, 3000), "96": (12_000, 8_000)}
ROUNDS = 3
ROOM = (1214.0, 540.0)
"""The canvas on a laptop of 1366x768, points."""


def measure() -> dict[str, object]:
    """Return milliseconds and megabytes for each size."""
    from ui.desktop.app import make_application

    make_application()
    return {name: _measured(_jpeg(*size)) for name, size in SIZES.items()}


def _measured(original: bytes) -> dict[str, float]:
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImageReader

    from inspector.imaging import GuardedPhotoReader
    from ui.desktop.screens.look.glance import Glance, factor_for, fitting, tiles_in_view

    QImageReader.setAllocationLimit(0)
    reader = GuardedPhotoReader()
    fits, fulls, moves, peers, held_mb, peer_mb = [], [], [], [], [], []
    bottoms, tops, workers, wholes, whole_workers = [], [], [], [], []
    for _ in range(ROUNDS):
        before = _megabytes()
        start = time.perf_counter()
        looked = reader.look(original, 1)
        size = looked.size
        glance = fitting(size, ROOM)
        tiles = [
            looked.tile(*each) for each in tiles_in_view(glance, factor_for(glance, 1.0, size), size, ROOM)
        ]
        fits.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        full = Glance(size[0] / 2, size[1] / 2, 1.0)
        tiles += [looked.tile(*each) for each in tiles_in_view(full, 1, size, ROOM)]
        fulls.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        looked.tile(1, 0, size[1] // 2 // 512)
        moves.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        looked.tile(1, 0, (size[1] - 1) // 512)
        bottoms.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        looked.tile(1, 0, 0)
        tops.append((time.perf_counter() - start) * 1000)
        held_mb.append(_megabytes() - before)
        workers.append(_peak(looked.process_id))
        looked.close()
        whole_ms, whole_mb = _decoded_whole(original)
        wholes.append(whole_ms)
        whole_workers.append(whole_mb)
        tiles.clear()
        before = _megabytes()
        start = time.perf_counter()
        buffer = QBuffer()
        buffer.setData(QByteArray(original))
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        whole = QImageReader(buffer).read()
        if whole.isNull():
            raise SystemExit("the peer cannot read it")
        peers.append((time.perf_counter() - start) * 1000)
        peer_mb.append(_megabytes() - before)
        del whole
    reader.close()
    return {
        "seen_whole_ms": round(median(fits), 1),
        "then_full_size_ms": round(median(fulls), 1),
        "one_more_tile_ms": round(median(moves), 1),
        "then_at_the_bottom_ms": round(median(bottoms), 1),
        "then_back_at_the_top_ms": round(median(tops), 1),
        "decoded_whole_ms": round(median(wholes), 1),
        "ratio_full_size_to_whole": round(median(a / b for a, b in zip(fulls, wholes, strict=True)), 2),
        "worker_peak_mb": round(max(workers), 1),
        "worker_decoding_whole_peak_mb": round(max(whole_workers), 1),
        "qt_whole_ms": round(median(peers), 1),
        "ratio_full_size_to_qt": round(
            median((a + b) / c for a, b, c in zip(fits, fulls, peers, strict=True)), 2
        ),
        "window_gained_mb": round(max(held_mb), 1),
        "qt_gained_mb": round(max(peer_mb), 1),
        "load_average": os.getloadavg()[0],
    }


_WHOLE = """
import sys, time
from inspector.imaging import worker
from inspector.imaging.held_picture import HeldPicture
worker._load_libraries()
held = HeldPicture(sys.stdin.buffer.read(), 1)
start = time.perf_counter()
held._level(1).crop((0, 0, 512, 512)).tobytes()
print((time.perf_counter() - start) * 1000)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def _decoded_whole(original: bytes) -> tuple[float, float]:
    """Return milliseconds and the most megabytes of a process that decodes the photo whole for its first tile."""
    told = subprocess.run(
        [sys.executable, "-c", _WHOLE],
        input=original,
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[1],
    ).stdout.split()
    return float(told[0]), int(told[1]) / 1024


def _peak(process: int | None) -> float:
    """Return the most megabytes a process ever held."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _jpeg(width: int, height: int) -> bytes:
    """Return a photo-like JPEG: soft colours with grain, enlarged from a sample of the demo."""
    from importlib import resources

    from PIL import Image

    sample = (resources.files("resources") / "samples" / "sample_01_booth.jpg").read_bytes()
    with Image.open(io.BytesIO(sample)) as opened:
        picture = opened.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((width, height), 24).convert("RGB")
    content = io.BytesIO()
    Image.blend(picture, grain, 0.12).save(content, "JPEG", quality=90)
    return content.getvalue()


def _megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
