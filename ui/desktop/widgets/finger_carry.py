"""Photos under a finger: held long they lift, are carried to a row and let go; held and let go where they lie, they ask.

A stroke scrolls and a tap clicks, as everywhere. Qt starts no drag from a touch, and a drag of its own would follow the
pointer and not the finger; so what is carried is handed to the model under the finger, as a drop would hand it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QEventPoint, QPainter, QPixmap, QTouchEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QRubberBand, QScroller, QWidget

from ui.desktop.widgets.touch_pointer import SLACK, TouchPointer

HOLD_MS = 450
EDGE = 48
"""Points from the edge of a list at which it begins to scroll under the finger."""
_STEP_MS, _STEP = 30, 14
_LIFTED = 96
_COPY = Qt.DropAction.CopyAction


class FingerCarry(QObject):
    """Watches one view's fingers; knows nothing of what is carried."""

    lifted = Signal()
    """What lay under the finger is off the page and follows it."""
    asked = Signal(QPoint)
    """Held and let go in its place: what can be done with it? (global point)"""
    let_go = Signal(bool)
    """Whether a row took it"""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._begun_at: QPointF | None = None
        """Where the one finger began, global; None while there is none, or it scrolls."""
        self._at = QPointF()
        self._was_moved = False
        self._pointer = TouchPointer(view.viewport())
        self._picture: QLabel | None = None
        self._ring: QRubberBand | None = None
        self._target: QAbstractItemView | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._lift)
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_STEP_MS)
        self._scrolling.timeout.connect(self._scroll)
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        view.viewport().installEventFilter(self)

    @property
    def is_carrying(self) -> bool:
        """Tell whether something is off the page."""
        return self._picture is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow one finger. The view gets no touch, or Qt would end them after the first; a tap is made a click here."""
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        return False

    def _touched(self, event: QTouchEvent) -> None:
        points = event.points()
        if event.type() is QEvent.Type.TouchCancel or len(points) != 1:
            self._end(takes=False)
            return
        self._at = points[0].globalPosition()
        state = points[0].state()
        if state is QEventPoint.State.Pressed:
            self._begun_at, self._was_moved = self._at, False
            self._hold.start()
        elif state is QEventPoint.State.Released:
            self._released()
        elif self._begun_at is not None:
            self._was_moved |= (self._at - self._begun_at).manhattanLength() > SLACK
            if self.is_carrying:
                self._follow()
            elif self._was_moved:
                self._end(takes=False)  # a stroke: the page scrolls

    def _lift(self) -> None:
        view = self._view
        if self._begun_at is None:
            return
        index = view.indexAt(view.viewport().mapFromGlobal(self._begun_at.toPoint()))
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsDragEnabled:
            return
        if not view.selectionModel().isSelected(index):
            view.setCurrentIndex(index)
        QScroller.scroller(view.viewport()).stop()
        self._picture = _floating(view, index)
        self._follow()
        self._scrolling.start()
        self.lifted.emit()

    def _follow(self) -> None:
        """Put the picture above the finger, and a ring around the row that would take it."""
        if self._picture is None:
            return
        place = self._view.window().mapFromGlobal(self._at.toPoint())
        self._picture.move(place - QPoint(self._picture.width() // 2, self._picture.height() + SLACK))
        target, row = self._beneath()
        if self._ring is not None and (target is not self._target or target is None):
            self._ring.deleteLater()
            self._ring = None
        self._target = target
        if target is None or not row.isValid():
            if self._ring is not None:
                self._ring.hide()
            return
        if self._ring is None:
            self._ring = QRubberBand(QRubberBand.Shape.Rectangle, target.viewport())
        whole = target.visualRect(row)
        whole.setLeft(0)
        whole.setRight(target.viewport().width() - 1)
        self._ring.setGeometry(whole)
        self._ring.show()

    def _beneath(self) -> tuple[QAbstractItemView | None, QModelIndex]:
        """Return the list under the finger that takes what is carried, and its row there, if there is one."""
        at = self._at.toPoint()
        window = self._view.window()
        widget: QWidget | None = window.childAt(window.mapFromGlobal(at))
        while widget is not None and not isinstance(widget, QAbstractItemView):
            widget = widget.parentWidget()
        if not isinstance(widget, QAbstractItemView) or widget is self._view or not widget.isEnabled():
            return None, QModelIndex()
        row = widget.indexAt(widget.viewport().mapFromGlobal(at))
        model, data = widget.model(), self._view.model().mimeData(self._view.selectedIndexes())
        takes = row.isValid() and bool(row.flags() & Qt.ItemFlag.ItemIsDropEnabled)
        if takes and not model.canDropMimeData(data, _COPY, -1, -1, row):
            takes = False
        is_list_of_rows = bool(set(model.mimeTypes()) & set(data.formats()))
        return (widget if is_list_of_rows else None), (row if takes else QModelIndex())

    def _scroll(self) -> None:
        """Move the list on while the finger rests at its edge."""
        target = self._target
        if target is None:
            return
        y = target.viewport().mapFromGlobal(self._at.toPoint()).y()
        step = -_STEP if y < EDGE else _STEP if y > target.viewport().height() - EDGE else 0
        if step:
            bar = target.verticalScrollBar()
            bar.setValue(bar.value() + step)
            self._follow()

    def _released(self) -> None:
        was_carrying, was_moved, is_mine = self.is_carrying, self._was_moved, self._begun_at is not None
        self._end(takes=was_moved)
        if was_carrying and not was_moved:
            self.asked.emit(self._at.toPoint())
        elif is_mine and not was_carrying and not was_moved:
            self._pointer.tap(QPointF(self._view.viewport().mapFromGlobal(self._at.toPoint())))

    def _end(self, *, takes: bool) -> None:
        self._hold.stop()
        self._scrolling.stop()
        self._begun_at = None
        if self._picture is None:
            return
        self._picture.deleteLater()
        self._picture = None
        target, row = self._beneath() if takes else (None, QModelIndex())
        if self._ring is not None:
            self._ring.deleteLater()
            self._ring = None
        self._target = None
        was_taken = False
        if target is not None and row.isValid():
            data = self._view.model().mimeData(self._view.selectedIndexes())
            was_taken = target.model().dropMimeData(data, _COPY, -1, -1, row)
        self.let_go.emit(was_taken)


def _floating(view: QAbstractItemView, index: QModelIndex) -> QLabel:
    """Return a small picture of what is carried; a second edge behind it says that there are more."""
    cell = (
        view.viewport()
        .grab(view.visualRect(index))
        .scaledToWidth(_LIFTED, Qt.TransformationMode.SmoothTransformation)
    )
    several = len(view.selectedIndexes()) > 1
    picture = QPixmap(cell.width() + 6, cell.height() + 6)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(0.85)
    if several:
        painter.drawPixmap(6, 6, cell)
    painter.drawPixmap(0, 0, cell)
    painter.end()
    label = QLabel(view.window())
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setPixmap(picture)
    label.resize(picture.size())
    label.show()
    return label
