"""Opening a stand: until its first step is on the screen, and each further step when it is first shown.

Offscreen, at 1366x768, wired to a real device. Peer: a plain Qt window that shows as many widgets of the same kinds
(labels, lines, buttons and so on) as the first step does, in one column, under the same style sheet. Rounds alternate; medians.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _device import stand

ROUNDS = 9


def measure() -> dict[str, object]:
    """Return milliseconds and the ratio to plain Qt."""
    from ui.desktop.app import make_application

    app = make_application()
    with stand() as place:
        return _measured(app, place)


def _measured(app: object, place: object) -> dict[str, object]:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from ui.desktop.portrait import LAPTOP, settle
    from ui.desktop.screens.inspection import Step
    from ui.desktop.screens.inspection.view import InspectionScreen
    from ui.desktop.tasks import Tasks
    from ui.desktop.theme import theme

    firsts, peers, steps = [], [], []
    for _ in range(ROUNDS + 1):  # the first round loads modules and letters
        tasks = Tasks()
        start = time.perf_counter()
        screen = InspectionScreen(place.opened, tasks, theme())  # type: ignore[attr-defined]
        screen.resize(LAPTOP)
        screen.show()
        screen.open(place.inspection_id)  # type: ignore[attr-defined]
        settle(tasks)
        firsts.append((time.perf_counter() - start) * 1000)
        kinds = _kinds(screen)
        for step in list(Step)[1:]:
            start = time.perf_counter()
            screen.show_step(step)
            settle(tasks)
            steps.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        bare = _bare(kinds)
        bare.resize(LAPTOP)
        bare.show()
        settle()
        peers.append((time.perf_counter() - start) * 1000)
        tasks.close()
        for window in (screen, bare):
            window.close()
            window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    firsts, peers = firsts[1:], peers[1:]
    return {
        "first_step_ms": round(median(firsts)),
        "plain_qt_ms": round(median(peers)),
        "ratio_to_plain_qt": round(
            median(ours / theirs for ours, theirs in zip(firsts, peers, strict=True)), 2
        ),
        "slowest_step_ms": round(max(median(steps[at::5]) for at in range(5))),
        "widgets": sum(kinds.values()),
    }


def _kinds(screen: object) -> Counter[type]:
    """Count what is on the screen by the Qt class it comes from."""
    from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

    plain = (QPushButton, QLineEdit, QLabel, QComboBox, QPlainTextEdit)
    counted: Counter[type] = Counter()
    for widget in screen.findChildren(QWidget):  # type: ignore[attr-defined]
        if widget.isVisible():
            counted[next((kind for kind in plain if isinstance(widget, kind)), QWidget)] += 1
    return counted


def _bare(kinds: Counter[type]) -> object:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    window = QWidget()
    column = QVBoxLayout(window)
    for kind, count in kinds.items():
        for number in range(count):
            widget = kind()
            if hasattr(widget, "setText"):
                widget.setText(f"样本 {number}")
            column.addWidget(widget)
    return window
