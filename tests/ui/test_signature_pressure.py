"""A pen's pressure is kept beside its strokes; a mouse gives none, and then none is kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desktop.widgets.signature_pad import SignaturePad


def pen(pad: SignaturePad, kind: QEvent.Type, x: float, pressure: float) -> None:
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    at = QPointF(x, 40)
    held = Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, device, at, at, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, held, held
    )
    QApplication.sendEvent(pad.sheet, event)


def test_a_pen_gives_pressure_for_every_point(qtbot: QtBot) -> None:
    pad = SignaturePad("甲")
    qtbot.addWidget(pad)
    pen(pad, QEvent.Type.TabletPress, 10, 0.25)
    pen(pad, QEvent.Type.TabletMove, 60, 0.5)
    pen(pad, QEvent.Type.TabletMove, 90, 1.0)
    pen(pad, QEvent.Type.TabletRelease, 90, 0.0)
    assert pad.pressure == ((250, 500, 1000),)
    assert len(pad.strokes[0]) == 3
    pad.undo_stroke()
    assert pad.pressure == ()


def test_a_mouse_gives_none(qtbot: QtBot) -> None:
    pad = SignaturePad("甲")
    qtbot.addWidget(pad)
    pad.resize(400, 200)
    pad.show()
    qtbot.mousePress(pad.sheet, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(pad.sheet, pad.sheet.rect().center())
    qtbot.mouseRelease(pad.sheet, Qt.MouseButton.LeftButton)
    assert pad.strokes
    assert pad.pressure == ()


def test_pressure_put_back_goes_on_with_the_pen(qtbot: QtBot) -> None:
    pad = SignaturePad("甲")
    qtbot.addWidget(pad)
    pad.put_back((((100, 100, 0), (200, 150, 40)),), ((300, 900),))
    pen(pad, QEvent.Type.TabletPress, 10, 0.25)
    pen(pad, QEvent.Type.TabletRelease, 90, 0.0)
    assert pad.pressure == ((300, 900), (250,))
    pad.put_back((((100, 100, 0), (200, 150, 40)),))
    pen(pad, QEvent.Type.TabletPress, 10, 0.25)
    assert pad.pressure == (), "the stroke from the draft has none"
