"""The window's own shutter pressed thirty times without a pause; each durable photo is one line of JSON.

python -m tests.faults.burst_child DEVICE_FOLDER PICTURES INSPECTION_ID PASSPHRASE
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer

from inspector.actions import take_photo
from inspector.imaging.frames import ReplaySource
from inspector.records import Photo
from tests.stand import CHEAP
from ui.desktop.app import make_application
from ui.desktop.cameras import CameraChoice, GivenCameras
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.tasks import Tasks
from ui.desktop.theme import theme
from ui.wiring import Workplace

SHOTS = 30


def tell_what_is_durable() -> None:
    """Say each photo once the action that takes it has returned, as the page learns of it."""
    take = take_photo.take_photo

    def told(*given: Any, **named: Any) -> Photo:
        photo = take(*given, **named)
        print(json.dumps({"photo": photo.id, "sha256": photo.sha256}), flush=True)
        return photo

    take_photo.take_photo = told


def main(folder: Path, pictures: Path, inspection: str, passphrase: str) -> None:
    _application = make_application()
    tell_what_is_durable()
    with Workplace(folder, is_sample=True, kdf_cost=CHEAP).unlock(passphrase) as opened:
        tasks = Tasks()
        source = ReplaySource(pictures, frames_each=1_000_000)  # each shot another picture, none passed over
        cameras = GivenCameras([CameraChoice("one", source.name, lambda: source)])
        screen = InspectionScreen(opened, tasks, theme(), cameras=lambda: cameras)
        screen.show()
        screen.open(inspection)
        settle(tasks)
        seen = QEventLoop()
        screen.capture_page.picture_shown.connect(seen.quit)
        screen.open_camera()
        seen.exec()
        capture = screen._steps.capture().capture
        for _ in range(SHOTS):
            screen.capture_page._press()
        over = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: capture._pressed or capture._sealing or over.quit())
        look.start(20)
        over.exec()
        screen.close_camera()
        settle(tasks)
        tasks.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
