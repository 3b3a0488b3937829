"""Words offered beneath a line while one types: taken with a tap, with ↓ and Enter, or the first one with Enter alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_lowercase

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStringListModel,
    Qt,
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


class _EnterTakesFirst(QObject):
    """Chooses the first row of the list for whoever presses Enter after letters of pinyin, and nothing else."""

    def __init__(self, line: QLineEdit, rows: _TallRows) -> None:
        super().__init__(line)
        self._rows = rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose, and let Qt's completer do the rest."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and self._rows.takes_first
            and isinstance(watched, QListView)
            and not watched.currentIndex().isValid()
        ):
            watched.setCurrentIndex(watched.model().index(0, 0))
        return False


def propose(line: QLineEdit, proposals: Callable[[str], Sequence[str]]) -> SignalInstance:
    """Offer what `proposals` makes of the text, at every key; Escape closes the offer and keeps what is typed.

    Small letters at the end can only be pinyin: Enter takes the first word then. Returns the signal that a word was taken.
    """
    words = QStringListModel(line)
    completer = QCompleter(words, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    popup = completer.popup()
    rows = _TallRows(line)
    enter = _EnterTakesFirst(line, rows)
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
                shown.installEventFilter(enter)
        elif shown is not None:
            shown.hide()

    line.textEdited.connect(offer, Qt.ConnectionType.DirectConnection)
    return completer.activated
