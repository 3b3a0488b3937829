"""Words offered beneath a line while one types: taken with a tap, with ↓ and Enter, or the first one with Enter alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_lowercase

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    SignalInstance,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.desktop.theme.tokens import TARGET

_LEAST_WIDTH = 200
_PINYIN = frozenset(ascii_lowercase)


class _TallRows(QStyledItemDelegate):
    """Rows as high as a finger; the one that Enter takes is marked."""

    takes_first = False

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Mark the first row while Enter would take it."""
        super().initStyleOption(option, index)
        if self.takes_first and index.row() == 0:
            option.state |= QStyle.StateFlag.State_Selected

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a target."""
        return QSize(super().sizeHint(option, index).width(), TARGET)


class _EnterTakes(QObject):
    """Says what Enter and Escape mean while the list is open: Enter the chosen row, the first one after letters of pinyin,
    else what is typed, as if there were no list; Escape gives up a line nobody typed into, list and all."""

    def __init__(self, line: QLineEdit, rows: _TallRows) -> None:
        super().__init__(line)
        self._line = line
        self._rows = rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose, and let Qt's completer do the rest."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not isinstance(watched, QListView)
        ):
            return False
        is_given_up = event.key() == Qt.Key.Key_Escape and not self._line.text()
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and self._rows.takes_first and not watched.currentIndex().isValid():
            watched.setCurrentIndex(watched.model().index(0, 0))
            return False
        if not is_given_up and (not is_enter or watched.currentIndex().isValid()):
            return False
        watched.hide()
        meant = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
        QCoreApplication.sendEvent(self._line, meant)  # Qt would close the list only
        return True


def propose(
    line: QLineEdit, proposals: Callable[[str], Sequence[str]], *, at_once: bool = False
) -> SignalInstance:
    """Offer what `proposals` makes of the text, at every key; Escape closes the offer and keeps what is typed.

    `at_once` offers before the first key, too, where the line is empty. Small letters at the end can only be pinyin:
    Enter takes the first word then. Returns the signal that a word was taken.
    """
    words = QStringListModel(line)
    completer = QCompleter(words, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    popup = completer.popup()
    rows = _TallRows(line)
    enter = _EnterTakes(line, rows)
    if isinstance(popup, QListView):
        popup.setItemDelegate(rows)
        popup.setMinimumWidth(_LEAST_WIDTH)
        popup.setAccessibleName(line.accessibleName())
    line.setCompleter(completer)

    def offer(typed: str) -> None:
        found = list(proposals(typed))
        words.setStringList(found)
        rows.takes_first = bool(found) and typed[-1:] in _PINYIN
        shown = completer.popup()  # asked anew: Qt may have put another list in the place of the first one
        if found:
            completer.complete()
            if shown is not None:
                shown.setCurrentIndex(
                    QModelIndex()
                )  # Qt chooses the first that begins so: Enter would take it unasked
                shown.installEventFilter(enter)
        elif shown is not None:
            shown.hide()

    line.textEdited.connect(offer, Qt.ConnectionType.DirectConnection)
    if at_once:
        QTimer.singleShot(0, line, lambda: offer("") if line.isVisible() and not line.text() else None)
    return completer.activated
