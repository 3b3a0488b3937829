"""What a screen reader calls the widgets that paint themselves: Qt knows them as nothing in particular."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

ROLE = "spoken_role"
"""Name of the class attribute, a `QAccessible.Role`, by which a widget says what it is."""

_told: list[QAccessibleInterface] = []
"""Belong to Qt, which ends them with their widgets; held here so that Python does not end them before."""


def tell_roles() -> None:
    """Let screen readers be told; once for the application."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_kind: str, widget: QObject) -> QAccessibleInterface | None:
    """Return what speaks for a widget with a role of its own; None leaves it to Qt."""
    role = getattr(type(widget), ROLE, None)
    if role is None or not isinstance(widget, QWidget):
        return None
    _told[:] = [each for each in _told if isValid(each)]
    _told.append(QAccessibleWidget(widget, role))
    return _told[-1]
