"""The list of all forms to search in, and one button for what can be begun here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.notices.forms_model import FormColumn, FormRow, FormsModel, MadeWhere
from ui.desktop.theme.tokens import TARGET, S
from ui.desktop.widgets import Button, Role, Words


class FormsView(QWidget):
    """A line to search in, the list, and one button for what can be begun here."""

    asked = Signal(str)
    """Number of the form to begin"""

    def __init__(self) -> None:
        super().__init__()
        self.model = FormsModel()
        self.search = _Search()
        self.table = QTableView()
        self._told = Words("", Role.CAPTION, wraps=True)
        self._begin = Button(tr("ui.paper.begin"), icon="plus")
        self._is_frozen = False
        self._lay_out()
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._ask)
        self.search.moved.connect(self._move)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.table.doubleClicked.connect(lambda _: self._ask())
        self._begin.clicked.connect(self._ask)
        self._narrow("")

    def freeze(self, *, is_frozen: bool) -> None:
        """Let the list be read but nothing begun, once the stand was left."""
        self._is_frozen = is_frozen
        self._show()

    def begin_search(self) -> None:
        """Put the cursor into the search."""
        self.search.selectAll()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> FormRow | None:
        """The form the cursor stands on."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _narrow(self, text: str) -> None:
        self.model.narrow(text)
        if self.model.rowCount():
            self.table.selectRow(0)
        self._show()

    def _move(self, by: int) -> None:
        at = self.table.currentIndex().row() + by
        if 0 <= at < self.model.rowCount():
            self.table.selectRow(at)

    def _show(self) -> None:
        form = self.chosen
        self._begin.setEnabled(form is not None and form.where is MadeWhere.HERE and not self._is_frozen)
        if form is None:
            self._told.setText(tr("ui.forms.nothing"))
        elif self._is_frozen:
            self._told.setText(tr("ui.forms.frozen"))
        else:
            self._told.setText(tr(f"ui.forms.{form.where.value}.line", title=form.title))

    def _ask(self) -> None:
        form = self.chosen
        if form is not None and self._begin.isEnabled():
            self.asked.emit(form.number)

    def _lay_out(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setProperty("role", "list")
        table.setAccessibleName(tr("ui.forms.title"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(TARGET)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(FormColumn.TITLE, QHeaderView.ResizeMode.Stretch)
        for at, width in ((FormColumn.NUMBER, 64), (FormColumn.STAGE, 176), (FormColumn.WHERE, 176)):
            header.resizeSection(at, width)
        foot = row(self._told, self._begin, spacing=S)
        foot.setStretch(0, 1)
        whole = column(Words(tr("ui.forms.title"), Role.SECTION), self.search, table, foot, spacing=S)
        whole.setStretch(2, 1)
        self.setLayout(whole)


class _Search(QLineEdit):
    """A line to type in; up and down move in the list below it."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("ui.forms.search"))
        self.setAccessibleName(tr("ui.forms.search"))
        self.setMinimumHeight(TARGET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the list; Escape empties the line."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
