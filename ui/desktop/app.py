"""Starts the desktop: as little as possible before the first window, everything else when it is needed."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from inspector.clock import SystemClock
from inspector.errors import SystemFault
from ui.desktop.collecting import collect_here_only
from ui.desktop.i18n import Language, speak
from ui.desktop.preferences import preferred_language, preferred_look
from ui.desktop.session import Session
from ui.desktop.shell import Window
from ui.desktop.spoken_roles import tell_roles
from ui.desktop.theme import Look, theme
from ui.desktop.window_place import keep_where_it_is, show_where_it_was
from ui.wiring import Workplace, default_data_dir

if TYPE_CHECKING:
    from ui.demo.desk import DemoDesk

_log = logging.getLogger(__name__)

_DIALOGS = "words of dialogs"
_ROOMY = QSize(1440, 860)
"""A desk smaller than this is filled by the window."""

_TURN_S = 0.001
"""How long a working thread may keep the interpreter while the window waits for it; Python's 5 ms are a third of a frame."""


def make_application() -> QApplication:
    """Return the one application, dressed: typeface, look, Chinese standard dialogs."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    sys.setswitchinterval(_TURN_S)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("inspector")
    collect_here_only(app)
    tell_roles()
    speak_everywhere(Language.CHINESE)
    theme().apply(Look.LIGHT)
    return app


def open_window(workplace: Workplace, demo: DemoDesk | None = None) -> Session:
    """Show the window of a device: first start, or unlock."""
    theme().apply(preferred_look(workplace.folder))
    speak_everywhere(preferred_language(workplace.folder))
    window = Window()
    session = Session(workplace, window, SystemClock(), demo=demo)
    session.start()
    room = window.screen().availableGeometry().size()
    is_small = room.width() < _ROOMY.width() or room.height() < _ROOMY.height()  # every line counts
    show_where_it_was(window, workplace.folder, fills_by_default=is_small)
    window.closing.connect(lambda: _remember(window, workplace))
    return session


def _remember(window: Window, workplace: Workplace) -> None:
    """Keep the window's place; where no device was set up nothing is kept."""
    if not workplace.is_set_up():
        return
    try:
        keep_where_it_is(window, workplace.folder)
    except SystemFault as fault:  # the window goes: nobody is left to read a sentence
        _log.warning("place of the window not kept: %s", fault.code)


def first_window(folder: Path) -> Window:
    """Return the first window once it is painted; for measuring the start."""
    app = make_application()
    session = open_window(Workplace(folder))
    app.processEvents()
    return session.window_


def run_desktop(*, data_dir: Path | None = None, is_demo: bool = False) -> int:
    """Run the desktop until its window is closed; return the exit code."""
    app = make_application()
    if not is_demo:
        return _run(app, Workplace(data_dir or default_data_dir()), None)
    from ui.demo.desk import demo_desk

    with demo_desk(data_dir or default_data_dir().with_name("inspector-demo")) as demo:
        return _run(app, Workplace(demo.device, is_sample=True), demo)


def _run(app: QApplication, workplace: Workplace, demo: DemoDesk | None) -> int:
    session = open_window(workplace, demo)
    code = app.exec()
    session.close()
    return code


def speak_everywhere(language: Language) -> None:
    """Choose the language of the screens made from now on, of Qt's own dialogs (files, printing) and of dates."""
    speak(language)
    is_chinese = language is Language.CHINESE
    QLocale.setDefault(
        QLocale(QLocale.Language.Chinese, QLocale.Country.China)
        if is_chinese
        else QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    )
    app = QApplication.instance()
    if app is None:
        return
    words = app.findChild(QTranslator, _DIALOGS) or _dialog_words(app)
    if is_chinese:
        app.installTranslator(words)
    else:
        app.removeTranslator(words)


def _dialog_words(app: QCoreApplication) -> QTranslator:
    from PySide6.QtCore import QLibraryInfo

    words = QTranslator(app)
    words.setObjectName(_DIALOGS)
    words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return words
