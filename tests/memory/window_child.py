"""A process with a real window: unlock by typing, look at a stand, lock; told by lines when to go on.

    python -m tests.memory.window_child DEVICE_FOLDER INSPECTION_ID

The passphrase comes in by the first line of its input. It never knows what the scan looks for.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.clock import SystemClock
from inspector.keys import KdfCost
from ui.desktop.app import make_application
from ui.desktop.lock_watch import Why
from ui.desktop.portrait import render, settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.private_memory import keep_memory_private
from ui.wiring import Workplace


def say(word: str) -> None:
    print(word, flush=True)
    os.read(0, 1)


def main(folder: Path, inspection: str) -> None:
    keep_memory_private()
    app = make_application()
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    session = Session(
        Workplace(folder, is_sample=True, kdf_cost=KdfCost(memory_kib=1024, passes=1, lanes=1)),
        window,
        SystemClock(),
        listen=lambda _: None,
    )
    session.start()
    view = window.page
    assert isinstance(view, UnlockView)
    while (letter := os.read(0, 1)) != b"\n":  # one by one: the test itself leaves no copy
        QTest.keyClick(view._field.editor, letter.decode())
    view._button.click()
    del view
    settle(session.gate)
    working = session.on_screen
    assert working is not None
    working.show_stand(inspection)
    settle(working.tasks)
    assert working.stand is not None
    working.stand.show_step(Step.GOODS)
    for place in (Place.INSPECTION, Place.SYNC, Place.TODAY, Place.INSPECTION):
        working.go(place)
        settle(working.tasks)
        render(working.shell, folder.parent / "seen.png")
        settle(working.tasks)
    working.go(Place.PHOTOS)
    settle(working.tasks)
    now = working.gallery.presenter.now
    assert now is not None
    working.gallery.look(now.listed[0].photo.id)
    settle(working.tasks)
    render(working.shell, folder.parent / "seen.png")
    settle(working.tasks)
    assert working.gallery.look_view.panes[0].tiles_held > 0
    del now
    (folder.parent / "seen.png").unlink()
    QApplication.clipboard().setText("剪贴板上的样本")
    del working
    say("open")
    waiting = QEventLoop()
    session.locked.connect(waiting.quit, Qt.ConnectionType.QueuedConnection)
    session.lock(Why.ASKED)
    waiting.exec()
    settle(session.gate)
    assert QApplication.clipboard().text() == ""
    say("locked")
    session.close()
    del app


main(Path(sys.argv[1]), sys.argv[2])
