"""A labelled field that commits when it is left, keeps what is being typed, and has room for a sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop.i18n import code_of
from ui.desktop.theme.tokens import TARGET
from ui.desktop.widgets import Line, Role, Words
from ui.desktop.widgets.stands_for import StandsFor

_MESSAGE_LINE = 19
"""Pixels one line of a message takes; the room is there before the message."""
_REST_MS = 1200
"""A pause in typing after which a text is written down without leaving the field."""


class TextField(StandsFor):
    """One line (or a page, with `lines` above 1) under its caption, with a reserved line for a message."""

    committed = Signal(str)
    """What stands in the field, when it is left, Enter is pressed or typing rests."""
    typed = Signal(str)
    """What stands in the field, at every keystroke."""

    def __init__(
        self, caption: str, *, placeholder: str = "", lines: int = 1, message_lines: int = 1
    ) -> None:
        super().__init__()
        self.name = code_of(caption)
        """The same in every language."""
        # with no line beneath, what there is to say stands beside the caption, as far as there is room
        self._caption = Words(caption, Role.CAPTION) if message_lines else Line(caption, Role.CAPTION)
        self._called = caption
        self._edit: QLineEdit | QPlainTextEdit = QLineEdit() if lines == 1 else QPlainTextEdit()
        self._edit.setPlaceholderText(placeholder)
        self._edit.setAccessibleName(caption)
        self._caption.setBuddy(self._edit)
        self._message = Words("", Role.CAPTION, wraps=message_lines > 1)
        self._message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._message.setFixedHeight(_MESSAGE_LINE * message_lines)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._committed = ""
        self._shown = ""
        """What the record said last."""
        self._is_asked = False
        self._is_refused = False
        self._is_held = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.commit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if caption:
            column.addWidget(self._caption)
        column.addWidget(self._edit, 1)
        if message_lines:
            column.addWidget(self._message)
        if isinstance(self._edit, QLineEdit):
            self._edit.setMinimumHeight(TARGET)
            self._edit.textEdited.connect(self._changed)
            self._edit.returnPressed.connect(self.commit)
        else:
            self._edit.setMinimumHeight(24 * lines + 20)
            self._edit.setTabChangesFocus(True)
            self._edit.textChanged.connect(lambda: self._changed(self.text()))
        self._edit.installEventFilter(self)
        self.stand_for(self._edit)

    @property
    def edit(self) -> QLineEdit | QPlainTextEdit:
        """The editor itself."""
        return self._edit

    def text(self) -> str:
        """Return what stands in the field."""
        return self._edit.text() if isinstance(self._edit, QLineEdit) else self._edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Show what is recorded, unless something else is being typed here or was refused by the record."""
        is_being_typed = self._edit.hasFocus() and self.text().strip() != self._committed.strip()
        self._committed = self._shown = text
        if self.text().strip() == text.strip():
            self._is_refused = False
            return
        if is_being_typed or self._is_refused:
            return
        self._edit.blockSignals(True)
        if isinstance(self._edit, QLineEdit):
            self._edit.setText(text)
            self._edit.setCursorPosition(0)
        else:
            self._edit.setPlainText(text)
        self._edit.blockSignals(False)

    @property
    def is_unrecorded(self) -> bool:
        """Tell whether something stands here that the record does not say."""
        return self.text().strip() != self._shown.strip()

    def follow_record(self) -> None:
        """Show what the record said last in the place of what is typed."""
        self.put_back(self._shown)

    def put_back(self, text: str) -> None:
        """Show a text of a draft as it was typed; it is asked for when the field is left."""
        self._committed = self._shown
        self._is_held = False
        self._edit.blockSignals(True)
        if isinstance(self._edit, QLineEdit):
            self._edit.setText(text)
        else:
            self._edit.setPlainText(text)
        self._edit.blockSignals(False)
        self._is_refused = self.is_unrecorded

    @property
    def is_refused(self) -> bool:
        """Tell whether what stands here could not be written down yet."""
        return self._is_refused

    def keep_refused(self) -> None:
        """Keep what the record did not take; leaving the field or Enter asks for it again."""
        self._is_asked = False
        if self.text().strip() != self._shown.strip():
            self._is_refused = True
            self._committed = self._shown

    def note_taken(self) -> None:
        """Follow the record again once it took what was asked for."""
        if self._is_asked:
            self._is_asked = self._is_refused = False

    def let_go(self) -> None:
        """Follow the record again, whatever stands here: another stand is opened."""
        self._is_asked = self._is_refused = False

    def put(self, text: str) -> None:
        """Type a text for the officer; one undo brings the former one back."""
        if isinstance(self._edit, QPlainTextEdit):
            cursor = self._edit.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(text)
        else:
            self._edit.selectAll()
            self._edit.insert(text)
        self.commit()

    def show_message(self, sentence: str, *, is_wrong: bool = True) -> None:
        """Say something beneath the field; what is wrong is marked at the field, too."""
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        marked = bool(sentence) and is_wrong
        _restyle(self._message, "role", "problem" if marked else "caption")
        _restyle(self._edit, "wrong", marked)
        self._edit.setAccessibleDescription(sentence)

    def show_beside(self, words: str, whole: str = "") -> None:
        """Say something beside the caption, where there is no line beneath; `whole` is the sentence it comes from."""
        self._caption.setText(f"{self._called}　{words}" if words else self._called)
        policy = QSizePolicy.Policy.Ignored if words else QSizePolicy.Policy.Preferred
        self._caption.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        self._edit.setToolTip(whole)
        self._edit.setAccessibleDescription(whole)

    @property
    def is_wrong(self) -> bool:
        """Tell whether the field is marked as wrong."""
        return self._edit.property("wrong") is True

    def set_caption(self, caption: str) -> None:
        """Call the field otherwise, e.g. 姓名 instead of 名称."""
        self.name = code_of(caption)
        self._called = caption
        self._caption.setText(caption)
        self._edit.setAccessibleName(caption)

    def set_frozen(self, *, is_frozen: bool) -> None:
        """Let the field be read and copied but not changed."""
        self._edit.setReadOnly(is_frozen)

    def hold(self) -> None:
        """Hand nothing over until a draft puts it back: what is being typed here goes into one."""
        self._rest.stop()
        self._is_held = True

    def commit(self) -> None:
        """Hand over what stands in the field if it differs from the record."""
        self._rest.stop()
        if not self._is_held and self.text().strip() != self._committed.strip():
            self._committed = self.text()
            self._is_asked = True
            self.committed.emit(self.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when the field is left; Ctrl+Enter commits a page."""
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)

    def _changed(self, text: str) -> None:
        self.typed.emit(text)
        self._rest.start()


def _restyle(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
