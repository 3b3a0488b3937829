"""Looking closely at one photo: until it is seen whole, and until it is seen at full size; against Qt decoding all of it.

Peer: QImageReader decodes the same file whole inside the window's process, as a viewer without tiles does. Sizes of
12 and 96 megapixels, JPEG. Rounds alternate; medians are given. Memory is the most that the window's process gained.
"""

from __future__ import annotations

import io
import os
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
        looked.tile(1, 0, 0)
        moves.append((time.perf_counter() - start) * 1000)
        held_mb.append(_megabytes() - before)
        looked.close()
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
        "qt_whole_ms": round(median(peers), 1),
        "ratio_full_size_to_qt": round(
            median((a + b) / c for a, b, c in zip(fits, fulls, peers, strict=True)), 2
        ),
        "window_gained_mb": round(max(held_mb), 1),
        "qt_gained_mb": round(max(peer_mb), 1),
        "load_average": os.getloadavg()[0],
    }


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
