"""The 56 forms: which is written here, which follows from the record, which is made at the bureau."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from inspector.actions.issue_notice import PAPER_FORMS
from inspector.notices.catalogue import Listed, forms
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET, S
from ui.desktop.widgets import Button, Role, Words

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class MadeWhere(StrEnum):
    """Where a form is made."""

    HERE = "here"
    """Begun from this list, as many as are needed."""
    RECORD = "record"
    """Made from the record of the visit; it stands in the list of papers once it fits."""
    BUREAU = "bureau"


@dataclass(frozen=True)
class FormRow:
    """One of the 56."""

    number: str
    title: str
    stage: str
    where: MadeWhere

    def is_meant_by(self, text: str) -> bool:
        """Tell whether somebody who types `text` may mean this form."""
        return not text or text == self.number or text.lower() in f"{self.title} {self.stage}".lower()


def form_rows() -> tuple[FormRow, ...]:
    """Return all forms: what can be begun here first, each part by the stage of a case."""
    is_english = spoken() is Language.ENGLISH
    order = list(MadeWhere)
    ordered = sorted(forms(), key=lambda each: (order.index(_where(each)), each.place, int(each.number)))
    return tuple(
        FormRow(each.number, each.title, each.stage_en if is_english else each.stage, _where(each))
        for each in ordered
    )


def _where(form: Listed) -> MadeWhere:
    if form.number in PAPER_FORMS:
        return MadeWhere.HERE
    return MadeWhere.RECORD if form.is_printed_here else MadeWhere.BUREAU


class FormColumn(IntEnum):
    """The columns, from the left."""

    NUMBER = 0
    TITLE = 1
    STAGE = 2
    WHERE = 3


class FormsModel(QAbstractTableModel):
    """The forms somebody may mean."""

    def __init__(self) -> None:
        super().__init__()
        self._all = form_rows()
        self._rows = self._all

    def narrow(self, text: str) -> None:
        """Keep what `text` may mean."""
        self.beginResetModel()
        self._rows = tuple(each for each in self._all if each.is_meant_by(text.strip()))
        self.endResetModel()

    def row(self, number: int) -> FormRow:
        """Return one form."""
        return self._rows[number]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many are left."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(FormColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(f"ui.forms.column.{FormColumn(section).name.lower()}")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words; what is made at the bureau is muted."""
        form, at = self._rows[index.row()], FormColumn(index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return {
                FormColumn.NUMBER: form.number,
                FormColumn.TITLE: form.title,
                FormColumn.STAGE: form.stage,
                FormColumn.WHERE: tr(f"ui.forms.{form.where.value}"),
            }[at]
        if role == Qt.ItemDataRole.ForegroundRole:
            is_quiet = form.where is MadeWhere.BUREAU or at is FormColumn.STAGE
            return QColor(theme().tokens.tone(Tone.MUTED if is_quiet else Tone.TEXT))
        return None


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
