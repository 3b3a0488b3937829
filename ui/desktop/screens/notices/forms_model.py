"""The 56 forms as rows: which is written here, which follows from the record, which is made at the bureau."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from inspector.actions.notice_forms import PAPER_FORMS
from inspector.notices.catalogue import Listed, forms
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.theme import Tone, theme

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
