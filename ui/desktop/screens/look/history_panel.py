"""The history of a layer beside the photo: every step with who and when, and the way back to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ui.desktop.i18n import tr
from ui.desktop.theme import body_font, theme
from ui.desktop.theme.tokens import CAPTION, RADIUS, TARGET, M, S
from ui.desktop.widgets import Button, Role, Words
from ui.desktop.widgets.photo_rows import AnyIndex

_WIDTH = 296
_DETAIL = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class StepShown:
    """One state of the layer in words."""

    revision: int
    words: str
    """What was done, e.g. 第 3 步　加上箭头."""
    detail: str
    """Who, when, and how many marks there were."""


class HistoryRows(QAbstractListModel):
    """The states, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[StepShown, ...] = ()

    def show_steps(self, steps: Sequence[StepShown]) -> None:
        """Show other states."""
        self.beginResetModel()
        self._steps = tuple(steps)
        self.endResetModel()

    def step(self, index: AnyIndex) -> StepShown:
        """Return the state at an index."""
        return self._steps[index.row()]

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of states."""
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return words, detail and what a screen reader says."""
        if not index.isValid():
            return None
        step = self._steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step.words
        if role == _DETAIL:
            return step.detail
        is_spoken = role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}
        return f"{step.words} {step.detail}" if is_spoken else None


class HistoryPanel(QFrame):
    """A step that is chosen is shown on the photo; the button puts the marks back as they stood then."""

    step_chosen = Signal(int)
    """Revision"""
    return_asked = Signal(int)
    """Revision"""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.rows = HistoryRows(self)
        self.steps = QListView()
        self.steps.setModel(self.rows)
        self.steps.setAccessibleName(tr("ui.look.history"))
        self.steps.setItemDelegate(_StepDelegate(self.steps))
        self.steps.setUniformItemSizes(True)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._empty = Words(tr("ui.look.history.none"), Role.CAPTION, wraps=True)
        self.back = Button(tr("ui.look.history.back"), icon="undo-2")
        column = QVBoxLayout(self)
        column.setContentsMargins(M, M, M, S)
        column.setSpacing(S)
        column.addWidget(Words(tr("ui.look.history.title"), Role.STRONG))
        column.addWidget(self._empty)
        column.addWidget(self.steps, 1)
        column.addWidget(self.back)
        self.steps.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.steps.activated.connect(lambda _: self._ask_back())
        self.back.clicked.connect(self._ask_back)
        self.show_steps(())

    def show_steps(self, steps: Sequence[StepShown]) -> None:
        """Show the states of another layer, or of the same after a step; none of them is chosen."""
        self.rows.show_steps(steps)
        self._empty.setVisible(not steps)
        self._show_can_return()

    @property
    def revision(self) -> int | None:
        """The state that is chosen."""
        index = self.steps.currentIndex()
        return self.rows.step(index).revision if index.isValid() else None

    def _chosen(self) -> None:
        self._show_can_return()
        if self.revision is not None:
            self.step_chosen.emit(self.revision)

    def _show_can_return(self) -> None:
        self.back.setEnabled(self.steps.currentIndex().row() > 0)  # the newest is how it stands

    def _ask_back(self) -> None:
        if self.back.isEnabled() and self.revision is not None:
            self.return_asked.emit(self.revision)


class _StepDelegate(QStyledItemDelegate):
    """Two lines: what was done, and beneath it who and when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height a finger can hit."""
        return QSize(0, TARGET + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a state in the tokens of the look."""
        tokens = theme().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(2, 2, -2, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        inner = rect.adjusted(S, 4, -S, -4)
        half = inner.height() // 2
        for role, font, colour, place in (
            (
                Qt.ItemDataRole.DisplayRole,
                body_font(),
                tokens.text,
                QRect(inner.left(), inner.top(), inner.width(), half),
            ),
            (
                _DETAIL,
                body_font(CAPTION),
                tokens.muted,
                QRect(inner.left(), inner.top() + half, inner.width(), half),
            ),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            words = painter.fontMetrics().elidedText(
                str(index.data(role)), Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()
