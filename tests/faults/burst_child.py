"""The window's own shutter pressed thirty times without a pause; each durable photo is one line of JSON.

python -m tests.faults.burst_child DEVICE_FOLDER PICTURES INSPECTION_ID PASSPHRASE
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop

from inspector.imaging.frames import ReplaySource
from inspector.records import Photo
from tests.stand import CHEAP
from ui.desktop.app import make_application
from ui.desktop.cameras import CameraChoice, GivenCameras
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection import InspectionScreen
from ui.desktop.tasks import Tasks
from ui.desktop.theme import theme
from ui.wiring import Workplace

SHOTS = 30


def main(folder: Path, pictures: Path, inspection: str, passphrase: str) -> None:
    app = make_application()
    with Workplace(folder, is_sample=True, kdf_cost=CHEAP).unlock(passphrase) as opened:
        tasks = Tasks()
        source = ReplaySource(pictures)
        cameras = GivenCameras([CameraChoice("one", source.name, lambda: source)])
        screen = InspectionScreen(opened, tasks, theme(), cameras=lambda: cameras)
        screen.show()
        screen.open(inspection)
        settle(tasks)
        seen = QEventLoop()
        screen.capture_page.picture_shown.connect(seen.quit)
        screen.open_camera()
        seen.exec()
        capture = screen._steps.capture
        remember = capture._photos.still_taken

        def tell(still: object, inspection_id: str, tag: object, sealed: object, not_sealed: object) -> None:
            def durable(photo: Photo) -> None:
                print(json.dumps({"photo": photo.id, "sha256": photo.sha256}), flush=True)
                sealed(photo)  # type: ignore[operator]  # the page's own

            remember(still, inspection_id, tag, durable, not_sealed)  # type: ignore[arg-type]  # passed on

        capture._photos.still_taken = tell  # type: ignore[method-assign]  # a window into the acknowledgement
        for _ in range(SHOTS):
            screen.capture_page._press()
        while capture._pressed or capture._sealing:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        screen.close_camera()
        settle(tasks)
        tasks.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
