"""Fields: label above, editor, and a line beneath that is there before it has anything to say."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import CAPTION, TARGET, XS
from ui.desktop.widgets.words import Role, Words


class Field(QWidget):
    """A labelled editor whose problem is said in place.

    Without `editor` it is a line of text. `value_changed` follows every key; `finished` comes when the
    field is left or Enter is pressed.
    """

    value_changed = Signal(str)
    finished = Signal()

    def __init__(
        self,
        label: str,
        *,
        editor: QWidget | None = None,
        hint: str = "",
        placeholder: str = "",
        is_secret: bool = False,
        lines: int = 1,
    ) -> None:
        """`lines` of room are kept beneath for what may have to be said."""
        super().__init__()
        self._hint = hint
        self.editor: QWidget = editor if editor is not None else QLineEdit()
        self.label = Words(label, Role.CAPTION)
        self.label.setBuddy(self.editor)
        self._line = Words(hint, Role.CAPTION, wraps=lines > 1)
        self._line.setFixedHeight((CAPTION + 7) * lines)
        self._line.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.label)
        column.addWidget(self.editor)
        column.addWidget(self._line)
        self.editor.setMinimumHeight(TARGET)
        self.editor.setAccessibleName(label)
        self.setFocusProxy(self.editor)
        grows = isinstance(self.editor, QPlainTextEdit)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        )
        self._connect(is_secret=is_secret, placeholder=placeholder)

    @property
    def problem(self) -> str:
        """What is wrong, empty if nothing."""
        return self._line.text() if self.editor.property("wrong") else ""

    def text(self) -> str:
        """Return what is typed or chosen, without outer blanks."""
        editor = self.editor
        if isinstance(editor, QLineEdit):
            return (
                editor.text() if editor.echoMode() is QLineEdit.EchoMode.Password else editor.text().strip()
            )
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText().strip()
        if isinstance(editor, QComboBox):
            return str(editor.currentData() if editor.currentData() is not None else editor.currentText())
        if isinstance(editor, QDateEdit):
            return editor.date().toString(Qt.DateFormat.ISODate)
        return ""

    def set_text(self, text: str) -> None:
        """Fill the editor; what is being typed into keeps what is typed."""
        editor = self.editor
        if self.text() == text:
            return
        if isinstance(editor, QLineEdit):
            editor.setText(text)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(text), 0))
        elif isinstance(editor, QDateEdit):
            editor.setDate(QDate.fromString(text, Qt.DateFormat.ISODate))

    def say(self, problem: str) -> None:
        """Say what is wrong at this field; empty takes it back and shows the hint again."""
        self._line.setText(problem or self._hint)
        self._line.setToolTip(problem)
        self._restyle(self._line, "role", "problem" if problem else "caption")
        self._restyle(self.editor, "wrong", bool(problem))
        self.editor.setAccessibleDescription(problem or self._hint)

    def set_hint(self, hint: str) -> None:
        """Say something helpful beneath, as long as nothing is wrong."""
        self._hint = hint
        if not self.problem:
            self._line.setText(hint)

    @staticmethod
    def _restyle(widget: QWidget, name: str, value: object) -> None:
        if widget.property(name) != value:
            widget.setProperty(name, value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _connect(self, *, is_secret: bool, placeholder: str) -> None:
        editor = self.editor
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText(placeholder)
            if is_secret:
                editor.setEchoMode(QLineEdit.EchoMode.Password)
            editor.textEdited.connect(self.value_changed)
            editor.editingFinished.connect(self.finished)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlaceholderText(placeholder)
            editor.setTabChangesFocus(True)
            editor.textChanged.connect(lambda: self.value_changed.emit(self.text()))
            editor.installEventFilter(self)
        elif isinstance(editor, QComboBox):
            editor.activated.connect(lambda _: self._chosen())
        elif isinstance(editor, QDateEdit):
            editor.dateChanged.connect(lambda _: self.value_changed.emit(self.text()))
            editor.editingFinished.connect(self.finished)

    def _chosen(self) -> None:
        self.value_changed.emit(self.text())
        self.finished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that a text of several lines was left."""
        if event.type() == QEvent.Type.FocusOut and watched is self.editor:
            self.finished.emit()
        return super().eventFilter(watched, event)


class Choice(QComboBox):
    """A list of words of which one holds; the wheel does not change it by accident."""

    def __init__(self, choices: tuple[tuple[str, str], ...] = ()) -> None:
        """`choices` are (value, words)."""
        super().__init__()
        self.setMinimumHeight(TARGET)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_choices(choices)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer other words; the value that holds stays if it is among them."""
        held = self.currentData()
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(held), 0) if choices else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow of the icon set."""
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - 32, (self.height() - 18) // 2, 18, 18)
        painter.drawPixmap(place, theme().pixmap("chevron-down", Tone.MUTED, 18))
        painter.end()


class DayEdit(QDateEdit):
    """A day typed as 2026-11-23, or moved with the arrow keys."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.setDisplayFormat("yyyy-MM-dd")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(TARGET)
        if day is not None:
            self.set_day(day)

    @property
    def day(self) -> date:
        """The day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show another day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text its room."""
        super().resizeEvent(event)
        self._lay_text()

    def changeEvent(self, event: QEvent) -> None:
        """Give the text its room again when the look changes."""
        super().changeEvent(event)
        self._lay_text()

    def _lay_text(self) -> None:
        """A style sheet leaves a spin box without buttons one pixel for its text (seen with Qt 6.11)."""
        self.lineEdit().setGeometry(self.rect().adjusted(12, 2, -12, -2))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Tick(QCheckBox):
    """A tick box as large as a finger."""

    _BOX = 22

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setMinimumHeight(TARGET)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return room for the box, the words and what lies between."""
        return QSize(self._BOX + 16 + self.fontMetrics().horizontalAdvance(self.text()), TARGET)

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are never cut."""
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        """Take a press anywhere on box and words."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick, words and focus in the tokens of the look."""
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(1, (self.height() - self._BOX) // 2, self._BOX, self._BOX)
        pen = painter.pen()
        pen.setWidthF(2 if self.hasFocus() else 1.2)
        pen.setColor(QColor(tokens.accent if self.isChecked() or self.hasFocus() else tokens.line_strong))
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, 5, 5)
        if self.isChecked():
            painter.drawPixmap(box.adjusted(2, 2, -2, -2), theme().pixmap("check", Tone.ON_ACCENT, 18))
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
        words = self.rect().adjusted(self._BOX + 13, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()
