"""What holds of every screen, whatever it shows: each fact is asked of the widgets as they stand and answers in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QImage, QPainter, QPixmap, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from ui.desktop.shell import Window
from ui.desktop.theme import Look, theme
from ui.desktop.theme.tokens import TARGET
from ui.desktop.widgets import Line
from ui.desktop.widgets.editors import BESIDE_WORDS

_CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QAbstractSlider,
)
_LEAST_CONTRAST = {Look.LIGHT: 4.5, Look.DARK: 4.5, Look.HIGH_CONTRAST: 7.0}
LEAST_WIDTH, LEAST_HEIGHT = 960 - 12, 672
"""Points of a window on 1920x1080 at 200 % beside a scroll bar (wide) and at 150 % without the task bar (high)."""
_DENSITY = 2
_MOST_STOPS = 400
"""Tab presses after which a way round that did not close is none."""


def controls(window: QWidget) -> Iterator[QWidget]:
    """What a person can press, type into or walk in, as far as it is shown; parts of a control are not told."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or _is_part(widget):
            continue
        has_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if isinstance(widget, _CONTROLS) or has_keys:
            yield widget


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return (
        isinstance(widget, QScrollBar | QHeaderView)
        or isinstance(parent, QAbstractSpinBox | QComboBox | QHeaderView)
        or (isinstance(parent, QTableView) and isinstance(widget, QAbstractButton))  # the corner
        or widget.objectName() == "qt_scrollarea_viewport"
    )


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def called(widget: QWidget) -> str:
    """Name it in a sentence."""
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    above = " < ".join(type(each).__name__ for each in _above(widget))
    return f"{type(widget).__name__} {spoken_name(widget) or words!r} ({above})"


def _above(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if type(parent).__module__.startswith("ui."):
            yield parent
        parent = parent.parentWidget()


# -- names, targets ------------------------------------------------------------------------------------


def unnamed(window: QWidget) -> Iterator[str]:
    """Every control has a name and a role a screen reader can say."""
    for widget in controls(window):
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name).strip():
            yield f"no name: {called(widget)}"
        if spoken.role() in {QAccessible.Role.NoRole, QAccessible.Role.Client}:
            yield f"no role: {called(widget)}"


def small_targets(window: QWidget) -> Iterator[str]:
    """Nothing a finger has to hit is smaller than 44 pixels; rows of a list count as such."""
    for widget in controls(window):
        if isinstance(widget, QAbstractItemView):
            yield from _low_rows(widget)
        elif isinstance(widget, _CONTROLS) and (widget.height() < TARGET or widget.width() < TARGET):
            yield f"{widget.width()}x{widget.height()}: {called(widget)}"


def _low_rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is not None and model.rowCount():
        place = view.visualRect(model.index(0, 0))
        if 0 < place.height() < TARGET:
            yield f"rows {place.height()} high: {called(view)}"


# -- words ---------------------------------------------------------------------------------------------


def cut_words(window: QWidget) -> Iterator[str]:
    """No words are cut but those that are said whole when pointed at."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window):
            continue
        if isinstance(widget, QLabel) and widget.text():
            if _is_cut(widget) and widget.text() not in _told_at(widget):
                yield f"cut: {called(widget)} in {widget.width()}x{widget.height()}"
        elif isinstance(widget, QAbstractButton) and widget.text():
            if widget.width() < widget.minimumSizeHint().width():
                yield f"cut: {called(widget)}"
        elif isinstance(widget, QComboBox):
            room = widget.width() - BESIDE_WORDS
            if widget.fontMetrics().horizontalAdvance(widget.currentText()) > room and (
                widget.currentText() not in _told_at(widget)
            ):
                yield f"cut: {widget.currentText()!r} in {called(widget)}"
        elif isinstance(widget, QLineEdit):
            room = widget.width() - 24
            if widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room:
                yield f"cut: example {widget.placeholderText()!r} in {called(widget)}"
        elif isinstance(widget, QTableView):
            yield from _cut_cells(widget)
        elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            yield from _cut_heads(widget)


def _is_cut(label: QLabel) -> bool:
    if isinstance(label, Line):
        return label.shown() != label.text()
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return needed > label.height() + 1
    lines = label.text().split("\n")
    metrics = label.fontMetrics()
    widest = max(metrics.horizontalAdvance(line) for line in lines)
    # the line spacing of the typeface is generous: what counts is that no glyph is cut
    return widest > room.width() + 1 or metrics.tightBoundingRect(label.text()).height() > room.height()


def _told_at(widget: QWidget) -> str:
    """Point at a widget; return what it says."""
    at = widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    QToolTip.hideText()
    return widget.toolTip()


def _cut_cells(view: QTableView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    seen = view.viewport().rect()
    for row in range(model.rowCount(QModelIndex())):
        if not seen.intersects(view.visualRect(model.index(row, 0))):
            continue
        for column in range(model.columnCount(QModelIndex())):
            index = model.index(row, column)
            words, place = str(index.data() or ""), view.visualRect(index)
            if view.isColumnHidden(column) or not words or view.indexWidget(index) is not None:
                continue
            needed = view.fontMetrics().horizontalAdvance(words.split("\n", maxsplit=1)[0])
            tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            if needed > place.width() and words not in tip:
                yield f"cut: cell {words!r} ({row}, {column}) in {called(view)}"


def _cut_heads(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None:
        return
    for column in range(model.columnCount(QModelIndex())):
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        room = header.sectionSize(column) - 16
        if header.isSectionHidden(column) or not words:
            continue
        if header.fontMetrics().horizontalAdvance(words) * 13 / 15 > room:
            tip = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            if words not in str(tip or ""):
                yield f"cut: head {words!r} in {called(header)}"


def outside(window: QWidget) -> Iterator[str]:
    """Nothing sticks out of what it stands in, unless that scrolls there."""
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if parent is None or not widget.isVisibleTo(window) or widget.isWindow() or _is_part(widget):
            continue
        scrolls = isinstance(parent.parentWidget(), QAbstractScrollArea)
        room = parent.rect()
        place = widget.geometry()
        if scrolls:
            frame = parent.parentWidget()
            is_narrow = isinstance(frame, QScrollArea) and place.width() > room.width()
            if is_narrow and frame.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                yield f"wider than its frame: {called(widget)}"
            continue
        if not room.contains(place) and not place.isEmpty():
            yield f"sticks out: {called(widget)} {place} of {room}"


def too_large(window: Window) -> Iterator[str]:
    """What fills the window can be as small as a full-HD screen at 200 % is wide and one at 150 % is high."""
    page = window.page
    if page is not None:
        least = page.minimumSizeHint()
        if least.width() > LEAST_WIDTH or least.height() > LEAST_HEIGHT:
            yield f"needs {least.width()}x{least.height()}: {type(page).__name__}"


# -- keys ----------------------------------------------------------------------------------------------


def unreached(window: QWidget, known: set[frozenset[QWidget]] | None = None) -> Iterator[str]:
    """Tab goes round, past every control that can be used, and back to where it began; rounds in `known` were gone before."""
    wanted = {
        each
        for each in controls(window)
        if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
    }
    known = set() if known is None else known
    if not wanted or frozenset(wanted) in known:
        return
    known.add(frozenset(wanted))
    ring = _tab_ring(window)
    reached = {whole_of(widget) for widget in ring}
    groups = {_group(each) for each in reached} - {None}
    left_behind = {each for each in wanted - reached if isValid(each) and each.isVisibleTo(window)}
    for each in left_behind:  # an editor that ends when it is left is not missed
        if each.isEnabled() and _group(each) not in groups:  # inside a group the arrow keys lead on
            yield f"Tab does not reach {called(each)}; it goes round {len(ring)} places"


def _tab_ring(window: QWidget) -> list[QWidget]:
    """Press Tab until it comes back to where it was before; return the places of that round."""
    stops: list[QWidget] = []
    focused = window.focusWidget() or window
    for _ in range(_MOST_STOPS):
        walks_cells = isinstance(focused, QTableView) and focused.tabKeyNavigation()
        held = Qt.KeyboardModifier.ControlModifier if walks_cells else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(focused, Qt.Key.Key_Tab, held)
        before, focused = focused, window.focusWidget() or window
        if focused is before:
            continue  # from cell to cell, from year to month
        if focused in stops:
            return stops[stops.index(focused) :]
        stops.append(focused)
    return stops[-1:]


def _group(widget: QWidget) -> object:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return id(group) if group is not None and group.exclusive() else None


def whole_of(widget: QWidget) -> QWidget:
    """The control a part belongs to."""
    parent = widget.parentWidget()
    return parent if parent is not None and isinstance(parent, QAbstractSpinBox | QComboBox) else widget


def kind_of(widget: QWidget) -> tuple[object, ...]:
    """What the style sheet knows of a control: all of one kind show the keyboard alike."""
    is_checked = isinstance(widget, QAbstractButton) and widget.isChecked()
    return type(widget), *(widget.property(name) for name in ("kind", "role", "wrong")), is_checked


def unseen_focus(
    window: QWidget, known: set[object], told: Callable[[QWidget], object] = lambda widget: widget
) -> Iterator[str]:
    """Whoever has the keyboard shows it; what is `told` of a control and is in `known` was asked before."""
    before = window.focusWidget()
    for widget in list(controls(window)):
        if not isValid(widget):
            continue  # the one before let it go
        can_focus = widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not can_focus or told(widget) in known or widget.focusProxy() is not None:
            continue
        known.add(told(widget))
        if before is not None:
            before.clearFocus()
        widget.clearFocus()
        without = pixels(widget.grab().toImage())
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not widget.isVisibleTo(window):
            continue
        with_it = pixels(widget.grab().toImage())
        widget.clearFocus()
        if without.shape != with_it.shape:
            continue  # grew: seen enough
        changed = np.abs(without.astype(int) - with_it.astype(int)).max(axis=2) > 40
        if np.count_nonzero(changed) < 80:
            yield f"focus unseen ({np.count_nonzero(changed)} pixels): {called(widget)}"
    if before is not None:
        before.setFocus(Qt.FocusReason.OtherFocusReason)


# -- colours -------------------------------------------------------------------------------------------


def faint_words(window: QWidget, known: set[tuple[object, ...]] | None = None) -> Iterator[str]:
    """Words stand out from their ground by 4.5 to 1, in high contrast by 7 to 1: measured on the pixels drawn.

    What is in `known` was asked before, in the same words and the same state.
    """
    least = _LEAST_CONTRAST[theme().look]
    known = set() if known is None else known
    places: list[tuple[QWidget, QRect]] = []
    for widget in window.findChildren(QWidget):
        words = (
            widget.text()
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit)
            else widget.currentText()
            if isinstance(widget, QComboBox)
            else ""
        )
        if not words.strip() or not widget.isVisibleTo(window):
            continue
        is_checked = isinstance(widget, QAbstractButton) and widget.isChecked()
        told = (widget, words, widget.isEnabled(), is_checked, widget.size().toTuple())
        if told in known:
            continue
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).intersected(
            _seen_part(widget, window)
        )
        if place.width() < 8 or place.height() < widget.height():
            continue
        known.add(told)
        places.append((widget, place if isinstance(widget, QLabel) else place.adjusted(3, 3, -3, -3)))
    whole = QRect()
    for _, place in places:
        whole = whole.united(place)
    picture = _drawn(window, whole) if places else np.empty((0, 0, 3), np.uint8)
    for widget, place in places:
        inner = place.translated(-whole.topLeft())
        part = picture[
            inner.top() * _DENSITY : (inner.bottom() + 1) * _DENSITY,
            inner.left() * _DENSITY : (inner.right() + 1) * _DENSITY,
        ]
        found = _contrast(part)
        if found < least - 0.05:
            yield f"contrast {found:.1f}: {called(widget)}"


def _drawn(window: QWidget, place: QRect) -> NDArray[np.uint8]:
    """Return the pixels of a part of the window, `_DENSITY` each way for a point."""
    pixmap = QPixmap(place.size() * _DENSITY)
    pixmap.setDevicePixelRatio(_DENSITY)
    pixmap.fill(window.palette().window().color())
    painter = QPainter(pixmap)
    window.render(painter, QPoint(0, 0), QRegion(place))
    painter.end()
    return pixels(pixmap.toImage())


def _seen_part(widget: QWidget, window: QWidget) -> QRect:
    """The part of the window in which a widget can be seen at all."""
    seen = window.rect()
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        seen = seen.intersected(QRect(parent.mapTo(window, QPoint(0, 0)), parent.size()))
        parent = parent.parentWidget()
    return seen


def _contrast(part: NDArray[np.uint8]) -> float:
    """Contrast between the ground, which is the commonest colour, and the strongest drawn on it."""
    flat = part.reshape(-1, 3)
    packed = flat[:, 0].astype(np.uint32) << 16 | flat[:, 1].astype(np.uint32) << 8 | flat[:, 2]
    colours, counts = np.unique(packed, return_counts=True)
    ground = colours[counts.argmax()]
    levels = _luminance(np.array([colours >> 16 & 255, colours >> 8 & 255, colours & 255]).T)
    of_ground = levels[counts.argmax()]
    strongest = (np.maximum(levels, of_ground) + 0.05) / (np.minimum(levels, of_ground) + 0.05)
    often = (counts >= 2) | (colours == ground)
    return float(strongest[often].max())


def _luminance(colours: NDArray[np.uint32]) -> NDArray[np.float64]:
    parts = colours / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def pixels(picture: QImage) -> NDArray[np.uint8]:
    """Return red, green and blue of every pixel, rows first."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return raw[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


__all__ = [
    "QListView",
    "called",
    "controls",
    "cut_words",
    "faint_words",
    "outside",
    "pixels",
    "small_targets",
    "spoken_name",
    "unnamed",
    "unreached",
    "unseen_focus",
    "whole_of",
]
