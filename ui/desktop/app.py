"""Starts the desktop: as little as possible before the first window, everything else when it is needed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from inspector.clock import SystemClock
from ui.desktop.session import Session
from ui.desktop.shell import Window
from ui.desktop.theme import Look, theme
from ui.wiring import Workplace, default_data_dir


def make_application() -> QApplication:
    """Return the one application, dressed: typeface, look, Chinese standard dialogs."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("inspector")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    _translate_dialogs(app)
    theme().apply(Look.LIGHT)
    return app


def open_window(folder: Path, *, is_demo: bool = False) -> Session:
    """Show the window of the device in `folder`: first start, or unlock."""
    demo_passphrase = ""
    if is_demo:
        from ui.demo.sample import PASSPHRASE

        demo_passphrase = PASSPHRASE
    window = Window()
    session = Session(
        Workplace(folder, is_sample=is_demo), window, SystemClock(), demo_passphrase=demo_passphrase
    )
    session.start()
    window.show()
    return session


def first_window(folder: Path) -> Window:
    """Return the first window once it is painted; for measuring the start."""
    app = make_application()
    session = open_window(folder)
    app.processEvents()
    return session.window_


def run_desktop(*, data_dir: Path | None = None, is_demo: bool = False) -> int:
    """Run the desktop until its window is closed; return the exit code."""
    app = make_application()
    folder = data_dir or default_data_dir()
    if is_demo and data_dir is None:
        folder = folder / "demo"
    session = open_window(folder, is_demo=is_demo)
    code = app.exec()
    session.close()
    return code


def _translate_dialogs(app: QApplication) -> None:
    """Let Qt's own dialogs (files, printing) speak Chinese."""
    from PySide6.QtCore import QLibraryInfo

    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load("qtbase_zh_CN", folder):
        app.installTranslator(words)
