"""The fields of a page by a name that is the same after unlocking and in every language: the code of the caption, and
the place among its like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.widgets import Field


@dataclass(frozen=True)
class Named:
    """One widget and its name."""

    name: str
    widget: QWidget


def text_fields(page: str, root: QWidget) -> list[Named]:
    """Return the fields of a stand's page."""
    return list(_named(page, ((f.name, f) for f in root.findChildren(TextField))))


def form_fields(page: str, root: QWidget) -> list[Named]:
    """Return the fields of a form that is recorded as a whole; secrets are never among them."""
    return list(_named(page, ((f.name, f) for f in root.findChildren(Field) if not _is_secret(f.editor))))


def marks(page: str, root: QWidget) -> list[Named]:
    """Return what can be ticked or chosen on a page."""
    buttons = (b for b in root.findChildren(QAbstractButton) if b.isCheckable())
    return list(_named(page, ((getattr(b, "name", "") or b.text(), b) for b in buttons)))


def editor_of(widget: QWidget) -> QLineEdit | QPlainTextEdit | None:
    """Return the text editor of a field."""
    editor = widget.edit if isinstance(widget, TextField) else getattr(widget, "editor", None)
    return editor if isinstance(editor, QLineEdit | QPlainTextEdit) else None


def was_typed_into(widget: QWidget) -> bool:
    """Tell whether a person changed a field of a form since it was shown."""
    editor = editor_of(widget)
    if isinstance(editor, QLineEdit):
        return editor.isModified() and bool(editor.text().strip())
    return editor is not None and editor.document().isModified()


def cursor_in(editor: QLineEdit | QPlainTextEdit) -> int:
    """Return where the cursor stands."""
    return editor.cursorPosition() if isinstance(editor, QLineEdit) else editor.textCursor().position()


def put_cursor(editor: QLineEdit | QPlainTextEdit, place: int) -> None:
    """Put the cursor where it stood."""
    if isinstance(editor, QLineEdit):
        editor.deselect()
        editor.setCursorPosition(place)
        return
    cursor = editor.textCursor()
    cursor.setPosition(min(place, len(editor.toPlainText())))
    editor.setTextCursor(cursor)


def by_name(fields: list[Named]) -> Mapping[str, QWidget]:
    """Return the widgets by name."""
    return {field.name: field.widget for field in fields}


def _is_secret(editor: QWidget) -> bool:
    return isinstance(editor, QLineEdit) and editor.echoMode() is not QLineEdit.EchoMode.Normal


def _named(page: str, found: Iterator[tuple[str, QWidget]]) -> Iterator[Named]:
    seen: dict[str, int] = {}
    for caption, widget in found:
        seen[caption] = seen.get(caption, 0) + 1
        yield Named(f"{page}|{caption}|{seen[caption]}", widget)


def choice_of(widget: QWidget) -> QComboBox | None:
    """Return the list of words of a field, if it is one."""
    editor = getattr(widget, "editor", None)
    return editor if isinstance(editor, QComboBox) else None
