"""The first window comes before anything heavy is imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOOK = """
import json, sys
from pathlib import Path
from ui.desktop.app import first_window
window = first_window(Path(sys.argv[1]))
window.close()
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""
HEAVY = {
    "cv2",
    "numpy",
    "PIL",
    "pillow_heif",
    "reportlab",
    "sqlalchemy",
    "sqlcipher3",
    "fastapi",
    "uvicorn",
    "httpx",
    "asn1crypto",
    "pikepdf",
    "pyhanko",
    "onnxruntime",
    "rapidocr",
    "zxingcpp",
}


def test_nothing_heavy_is_imported_before_the_first_window(tmp_path: Path) -> None:
    imported = set(json.loads(_told(LOOK, str(tmp_path / "device"))))
    assert imported & HEAVY == set()


def test_papers_are_imported_without_the_workspace_that_shows_them() -> None:
    look = "import sys, ui.desktop.screens.notices.presenter; print('ui.desktop.screens.inspection.view' in sys.modules)"
    assert _told(look) == "False"


def _told(look: str, *given: str) -> str:
    """Return the last line that a program in a process of its own prints."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", look, *given], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]
