"""What stands on the screens and is not in the record: gathered as a draft, and put back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ui.desktop.drafts.fields import (
    Named,
    by_name,
    cursor_in,
    editor_of,
    form_fields,
    marks,
    put_cursor,
    text_fields,
    was_typed_into,
)
from ui.desktop.screens.inspection.steps import Step
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.office.view import OfficeView
from ui.desktop.screens.today.forms import StartForm
from ui.desktop.widgets import Field, bring_into_view
from ui.draft_book import Draft, ImportChoices, TypedCell, TypedText

if TYPE_CHECKING:
    from ui.desktop.screens.inspection.view import InspectionScreen
    from ui.desktop.workplace import WorkplaceOnScreen


@dataclass(frozen=True)
class Typing:
    """Where an officer is typing."""

    field: str = ""
    """Name of the field with the cursor."""
    cursor: int = 0
    row: str = ""
    """Id of the row of the goods the cursor stands in."""
    cell: TypedCell | None = None
    imports: bool = False
    """The import page fills the work area."""


def gathered(working: WorkplaceOnScreen, typing: Typing | None = None) -> Draft:
    """Return the draft of what is on the screens now; `typing` if the keyboard was taken away already."""
    typing = typing or typing_now(working)
    stand = working.stand if working.open_stand else None
    form = working.today_form
    texts = [*_form_texts(working, form)]
    set_marks: list[str] = []
    for page, root in _pages(stand):
        typed = [
            TypedText(each.name, each.widget.text())
            for each in text_fields(page, root)
            if isinstance(each.widget, TextField) and each.widget.is_unrecorded
        ]
        texts += typed
        if typed:
            set_marks += _set_marks(page, root)
    return Draft(
        place=working.shell.place.value,
        stand=working.open_stand,
        step=int(stand.step) if stand is not None else 0,
        form=form if any(text.field.startswith("today.") for text in texts) else "",
        marks=tuple(set_marks),
        texts=tuple(texts),
        row=stand.listed_id(typing.row) if stand is not None else "",
        cell=_listed(typing.cell, stand) if stand is not None else None,
        signatures=stand.ink if stand is not None else (),
        focus=typing.field,
        cursor=typing.cursor,
        import_rest=tuple(str(path) for path in stand.import_rest) if stand is not None else (),
        import_page=_import_page(stand, typing),
        lost_shots=stand.lost_shots if stand is not None else (),
        was_delivering=working.sync.was_stopped,
        was_sending=working.sync.sending.is_wanted,
    )


def typing_now(working: WorkplaceOnScreen) -> Typing:
    """Return which field or cell has the cursor, or had it when another window came before ours, and where in it."""
    stand = working.stand if working.open_stand else None
    row = stand.chosen_row() if stand is not None else ""
    cell = _open_cell(stand) if stand is not None else None
    imports = stand is not None and stand.import_is_open
    for each in _focused_fields(working):
        editor = editor_of(each.widget)
        if editor is not None:
            return Typing(each.name, cursor_in(editor), row, cell, imports)
    return Typing(row=row, cell=cell, imports=imports)


def _import_page(stand: InspectionScreen | None, typing: Typing) -> ImportChoices | None:
    chosen = stand.import_page if stand is not None else None
    return None if chosen is None else replace(chosen, is_open=typing.imports)


def hold(working: WorkplaceOnScreen) -> Typing:
    """Return where an officer is typing, and let nothing of it be recorded: half a price is no price."""
    typing = typing_now(working)
    for each in _focused_fields(working):
        if isinstance(each.widget, TextField) and each.widget.is_unrecorded:
            each.widget.hold()
    if typing.cell is not None and working.stand is not None:
        working.stand.close_cell()
    return typing


def put_back_at_stand(screen: InspectionScreen, draft: Draft) -> None:
    """Put unrecorded texts, ticks and the open cell back on a stand that has just been read."""
    for step in Step:
        if any(text.field.startswith(f"{_page_name(step)}|") for text in draft.texts):
            screen.view_of(step)
    if draft.row:
        screen.go_to_row(draft.row)  # before the texts: those of a row stand beneath the table
    for page, root in _pages(screen):
        if any(text.field.startswith(f"{page}|") for text in draft.texts):
            for name, button in by_name(marks(page, root)).items():
                if name in draft.marks and isinstance(button, QAbstractButton) and not button.isChecked():
                    button.click()
        fields = by_name(text_fields(page, root))
        for text in draft.texts:
            field = fields.get(text.field)
            if isinstance(field, TextField):
                field.put_back(text.text)
    screen.put_ink_back(draft.signatures)
    screen.show_step(draft.step or Step.ARRIVAL)
    if draft.cell is not None:
        screen.reopen_cell(draft.cell.item_id, draft.cell.column, draft.cell.text, draft.cell.cursor)
    if draft.import_rest:
        screen.offer_import(draft.import_rest)
    if draft.import_page is not None:
        screen.put_back_import(draft.import_page)


def take_off(working: WorkplaceOnScreen) -> None:
    """Let the screens say what the record says: the next officer does not see another one's draft."""
    working.close_today_form()
    stand = working.stand if working.open_stand else None
    for page, root in _pages(stand):
        for each in text_fields(page, root):
            if isinstance(each.widget, TextField) and each.widget.is_unrecorded:
                each.widget.follow_record()
    if stand is not None:
        stand.put_ink_back(())
        stand.forget_imports()


def put_back_on_form(working: WorkplaceOnScreen, draft: Draft) -> None:
    """Open the form again and fill it as it stood."""
    working.open_today_form(draft.form)
    fields = by_name(_form_fields(working, draft.form))
    for text in draft.texts:
        field = fields.get(text.field)
        if isinstance(field, Field):
            field.set_text(text.text)
            editor = editor_of(field)
            if isinstance(editor, QLineEdit):
                editor.setModified(True)
            elif editor is not None:
                editor.document().setModified(True)
    page = working.form_page(draft.form)
    if isinstance(page, StartForm | OfficeView):
        page.follow_fields()


def put_cursor_back(working: WorkplaceOnScreen, draft: Draft) -> None:
    """Put the cursor where it stood."""
    for each in _all_fields(working):
        editor = editor_of(each.widget)
        if each.name == draft.focus and editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            put_cursor(editor, draft.cursor)
            bring_into_view(editor)


def _pages(stand: InspectionScreen | None) -> list[tuple[str, QWidget]]:
    """Return the pages of the open stand that were opened, by name."""
    return [] if stand is None else [(_page_name(step), view) for step, view in stand.built_views().items()]


def _page_name(step: Step) -> str:
    return f"step.{int(step)}"


def _all_fields(working: WorkplaceOnScreen) -> list[Named]:
    found = _form_fields(working, working.today_form)
    for page, root in _pages(working.stand if working.open_stand else None):
        found += text_fields(page, root)
    return found


def _focused_fields(working: WorkplaceOnScreen) -> list[Named]:
    focused = working.shell.window().focusWidget()
    return [
        each for each in _all_fields(working) if focused is not None and editor_of(each.widget) is focused
    ]


def _form_fields(working: WorkplaceOnScreen, form: str) -> list[Named]:
    root = working.form_page(form)
    return [] if root is None else form_fields(f"today.{form}", root)


def _form_texts(working: WorkplaceOnScreen, form: str) -> list[TypedText]:
    """Return a whole form as soon as a person has typed into one of its fields."""
    fields = _form_fields(working, form)
    if not any(was_typed_into(each.widget) for each in fields):
        return []
    return [TypedText(each.name, each.widget.text()) for each in fields if isinstance(each.widget, Field)]


def _set_marks(page: str, root: QWidget) -> list[str]:
    return [
        each.name
        for each in marks(page, root)
        if isinstance(each.widget, QAbstractButton) and each.widget.isChecked()
    ]


def _open_cell(stand: InspectionScreen) -> TypedCell | None:
    found = stand.open_cell()
    return None if found is None else TypedCell(*found)


def _listed(cell: TypedCell | None, stand: InspectionScreen) -> TypedCell | None:
    """Return the cell under the id its row was listed with: it may not have had one when the cell was held."""
    return None if cell is None else replace(cell, item_id=stand.listed_id(cell.item_id))
