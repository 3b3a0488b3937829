"""The demo's pictures: every screen drawn for real, with the data of that moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler

from inspector.clock import SystemClock
from ui.desktop.app import make_application
from ui.desktop.portrait import render, settle
from ui.desktop.screens.inspection.steps import Step
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen
from ui.wiring import OpenDevice, Workplace

STEPS = {
    "arrival": Step.ARRIVAL,
    "party": Step.PARTY,
    "items": Step.GOODS,
    "measure": Step.MEASURE,
    "notices": Step.NOTICES,
    "leave": Step.LEAVE,
}
"""Moments of the journey, and the step of the workspace that shows each."""


def _tell(_: QtMsgType, __: QMessageLogContext, message: str) -> None:
    """Pass Qt's messages on, but for what the offscreen platform says of every window."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


class Portraits:
    """Draws screens into a folder, one PNG for each name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._application = make_application()
        qInstallMessageHandler(_tell)

    def first_start(self, workplace: Workplace) -> None:
        """Draw the page a new device begins with."""
        self._before_work(workplace, "first_start")

    def unlock(self, workplace: Workplace) -> None:
        """Draw the page of every later start."""
        self._before_work(workplace, "unlock")

    def moment(self, name: str, opened: OpenDevice, inspection_id: str) -> None:
        """Draw the step of the workspace that belongs to a moment of the journey."""
        with _on_screen(opened) as working:
            working.show_stand(inspection_id)
            screen = working.stand
            if screen is None:
                return
            settle(working.tasks)
            screen.show_step(STEPS[name])
            self._draw(working, name)
            if name == "items":
                self._capture(working, screen)

    def today(self, opened: OpenDevice) -> None:
        """Draw the day's overview."""
        self._place(opened, Place.TODAY, "today")

    def sync(self, name: str, opened: OpenDevice) -> None:
        """Draw what was taken, sent and confirmed."""
        self._place(opened, Place.SYNC, name)

    def photos(self, opened: OpenDevice) -> None:
        """Draw the gallery, and one photo looked at closely."""
        with _on_screen(opened) as working:
            working.go(Place.PHOTOS)
            self._draw(working, "photos")
            now = working.gallery.presenter.now
            if now is not None and now.listed:
                working.gallery.look(now.listed[-1].photo.id)
                self._draw(working, "look")

    def settings(self, opened: OpenDevice) -> None:
        """Draw the settings."""
        self._place(opened, Place.SETTINGS, "settings")

    def verify(self, opened: OpenDevice, files: list[Path]) -> None:
        """Draw what the verifier says of some files."""
        with _on_screen(opened) as working:
            working.go(Place.VERIFY)
            working.verify.verify(files)
            self._draw(working, "verify")

    def _place(self, opened: OpenDevice, place: Place, name: str) -> None:
        with _on_screen(opened) as working:
            working.go(place)
            self._draw(working, name)

    def _capture(self, working: WorkplaceOnScreen, screen: InspectionScreen) -> None:
        """Draw the capture page once the camera shows a picture; the camera itself never comes to rest."""
        seen = QEventLoop()
        screen.picture_shown.connect(seen.quit)
        screen.open_camera()
        seen.exec()
        render(working.shell, self._folder / "capture.png")
        screen.close_camera()
        settle(working.tasks)

    def _draw(self, working: WorkplaceOnScreen, name: str) -> None:
        # laying out at the final size asks for more (thumbnails in view): draw once to ask, once to keep
        for _ in range(2):
            settle(working.tasks)
            render(working.shell, self._folder / f"{name}.png")

    def _before_work(self, workplace: Workplace, name: str) -> None:
        window = Window()
        session = Session(workplace, window, SystemClock())
        session.start()
        settle(session.gate)
        render(window, self._folder / f"{name}.png")
        session.close()
        window.deleteLater()
        settle()


@contextmanager
def _on_screen(opened: OpenDevice) -> Iterator[WorkplaceOnScreen]:
    tasks = Tasks()
    working = WorkplaceOnScreen(opened, tasks)
    try:
        yield working
    finally:
        tasks.close()
        working.shell.deleteLater()
        settle()
