"""Fields: label above, editor, and a line beneath that is there before it has anything to say."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.i18n import code_of
from ui.desktop.theme.tokens import CAPTION, TARGET, XS
from ui.desktop.widgets.stands_for import StandsFor
from ui.desktop.widgets.words import Role, Words


class Field(StandsFor):
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
        self.name = code_of(label)
        """The same in every language."""
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
        self.stand_for(self.editor)
        height = QSizePolicy.Policy.Fixed
        if isinstance(self.editor, QPlainTextEdit):
            height = QSizePolicy.Policy.Expanding
        elif self.editor.hasHeightForWidth():
            height = QSizePolicy.Policy.Minimum  # words that wrap need a second line where it is narrow
        self.setSizePolicy(QSizePolicy.Policy.Expanding, height)
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
