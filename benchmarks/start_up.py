"""From process start to the first painted window, and what was imported for it.

Peer: a bare Qt window of the same size in the same Python. Each is a fresh process; rounds alternate.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 5
ROOT = Path(__file__).parents[1]

BARE = """
import json, resource, sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([]); window = QLabel("检查"); window.resize(1366, 768); window.show(); app.processEvents()
print(json.dumps({"modules": len(sys.modules), "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
"""
OURS = """
import json, resource, sys
from pathlib import Path
from ui.desktop.app import first_window
window = first_window(Path(sys.argv[1]))
heavy = sorted(set(sys.modules) & {"cv2", "reportlab", "sqlalchemy", "PIL", "fastapi", "numpy", "httpx"})
print(json.dumps({"modules": len(sys.modules), "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "heavy": heavy}))
"""


def measure() -> dict[str, object]:
    """Return milliseconds to the first window, memory and the ratio to a bare Qt window."""
    ours, bare, last = [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            bare.append(_run(BARE, folder)[0])
            seconds, last = _run(OURS, folder)
            ours.append(seconds)
    return {
        "first_window_ms": round(median(ours) * 1000),
        "bare_qt_window_ms": round(median(bare) * 1000),
        "ratio_to_bare_qt": round(median(mine / theirs for mine, theirs in zip(ours, bare, strict=True)), 2),
        **last,
    }


def _run(code: str, folder: str) -> tuple[float, dict[str, object]]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, folder], env=environment, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    facts: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return seconds, facts
