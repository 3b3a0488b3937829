"""Words offered beneath a line while one types: taken with a tap, or with ↓ and Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop.theme.tokens import TARGET

_LEAST_WIDTH = 200


class _TallRows(QStyledItemDelegate):
    """Rows as high as a finger."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a target."""
        return QSize(super().sizeHint(option, index).width(), TARGET)


def propose(line: QLineEdit, proposals: Callable[[str], Sequence[str]]) -> None:
    """Offer what `proposals` makes of the text, at every key; Escape closes the offer and keeps what is typed."""
    words = QStringListModel(line)
    completer = QCompleter(words, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    popup = completer.popup()
    if isinstance(popup, QListView):
        popup.setItemDelegate(_TallRows(popup))
        popup.setMinimumWidth(_LEAST_WIDTH)
        popup.setAccessibleName(line.accessibleName())
    line.setCompleter(completer)

    def offer(typed: str) -> None:
        found = list(proposals(typed))
        words.setStringList(found)
        if found:
            completer.complete()
            return
        shown = completer.popup()  # asked anew: Qt may have put another list in the place of the first one
        if shown is not None:
            shown.hide()

    line.textEdited.connect(offer, Qt.ConnectionType.DirectConnection)
