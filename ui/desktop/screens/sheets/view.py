"""The import page: at the left which column says what, at the right what each row becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.sheets import Sheet
from inspector.sheets.sheet import column_letter
from ui.desktop.i18n import tr
from ui.desktop.screens.sheets.preview import Preview, PreviewModel
from ui.desktop.screens.sheets.target import PreviewRow, Target
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import (
    Banner,
    Button,
    Card,
    Choice,
    Field,
    Kind,
    Page,
    ProgressLine,
    Role,
    Segments,
    Words,
    row_of,
)

_CHOICES_WIDTH = 372
_HEADINGS = 15
"""Rows among which the heading can be chosen."""
_NONE = ""


class Shown(StrEnum):
    """Which rows the table lists."""

    ALL = "all"
    REFUSED = "refused"
    REMARKED = "remarked"


class SheetView(QWidget):
    """Nothing is written until the primary button, which says how many rows."""

    sheet_chosen = Signal(str)
    heading_chosen = Signal(int)
    """Place among the rows, -1 for none"""
    column_chosen = Signal(str, int)
    """(field, column or -1)"""
    confirmed = Signal()
    left = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PreviewRow, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._model = PreviewModel()
        self._table = Preview(self._model)
        self._title = Words("", Role.PAGE)
        self._file = Words("", Role.MUTED)
        self._sheets = Field(tr("ui.sheet.sheet"), editor=Choice(), lines=0)
        self._heading = Field(tr("ui.sheet.heading"), editor=Choice(), lines=0)
        self._fields: dict[str, Field] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(S)
        self._which = Segments(
            tr("ui.sheet.show"), [(each.value, tr(f"ui.sheet.show.{each}")) for each in Shown]
        )
        self._which.choose(Shown.ALL.value)
        self._progress = ProgressLine()
        self._banner = Banner(lines=2)
        self._back = Button(tr("ui.sheet.back"), icon="chevron-left")
        self._go = Button(tr("ui.sheet.go", count=0), Kind.PRIMARY, "check")
        self._lay_out()
        self._sheets.value_changed.connect(self.sheet_chosen)
        self._heading.value_changed.connect(lambda said: self.heading_chosen.emit(int(said)))
        self._which.chosen.connect(lambda _: self._show_rows())
        self._progress.cancelled.connect(self.cancelled)
        self._back.clicked.connect(self.left)
        self._go.clicked.connect(self.confirmed)

    def begin(self, target: Target, file_name: str) -> None:
        """Show an import that has not been read yet."""
        self._title.setText(target.title)
        self._file.setText(file_name)
        self._labels = target.labels
        self._rows = ()
        self._which.choose(Shown.ALL.value)
        self._show_rows()
        self._make_fields(target)
        self.say("")
        self._choices.setEnabled(False)
        self._show_go(0)

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Show how far reading is; nothing with no total."""
        if words:
            self._progress.show_step(done, total, words)
        else:
            self._progress.end()

    def show_sheet(self, sheet: Sheet, heading: int, places: Mapping[str, int]) -> None:
        """Show the columns there are and which of them says what."""
        self._choices.setEnabled(True)
        kind = tr("ui.sheet.workbook", sheet=sheet.name) if sheet.name else sheet.kind.upper()
        self._file.setText(f"{sheet.file_name} · {kind} · {tr('ui.sheet.rows', count=len(sheet.rows))}")
        _offer(self._sheets, [(name, name) for name in sheet.names], sheet.name)
        self._sheets.setVisible(len(sheet.names) > 1)
        rows = [("-1", tr("ui.sheet.no_heading"))]
        rows += [
            (str(place), tr("ui.sheet.heading_row", row=row.number, words=" ".join(row.cells)[:24]))
            for place, row in enumerate(sheet.rows[:_HEADINGS])
        ]
        _offer(self._heading, rows, str(heading))
        names = _column_names(sheet, heading)
        for name, field in self._fields.items():
            _offer(field, [(_NONE, tr("ui.sheet.no_column")), *names], str(places.get(name, _NONE)))

    def show_rows(self, rows: Sequence[PreviewRow]) -> None:
        """Show what each row becomes."""
        self._rows = tuple(rows)
        taken = sum(1 for row in rows if not row.refused)
        self._show_rows()
        self._show_go(taken)
        left_out = len(rows) - taken
        remarks = sum(1 for row in rows if row.remarks and not row.refused)
        words = tr("ui.sheet.summary", taken=taken, refused=left_out, remarks=remarks)
        self.say(words, Tone.WARN if left_out or remarks else Tone.OK)

    def say(self, sentence: str, tone: Tone = Tone.DANGER) -> None:
        """Say what the import comes to, or what is wrong with the file."""
        self._banner.say(sentence, tone)

    def show_working(self, *, is_working: bool) -> None:
        """Keep a second press from doing it twice."""
        self._go.setEnabled(not is_working and any(not row.refused for row in self._rows))
        self._choices.setEnabled(not is_working)

    def _show_rows(self) -> None:
        which = Shown(self._which.value)
        self._model.show_rows([row for row in self._rows if _is_wanted(row, which)], self._labels)

    def _show_go(self, count: int) -> None:
        self._go.set_text(tr("ui.sheet.go", count=count))
        self._go.setEnabled(count > 0)

    def _make_fields(self, target: Target) -> None:
        if tuple(self._fields) == target.fields:
            return
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._fields = {}
        for number, (name, label) in enumerate(zip(target.fields, target.labels, strict=True)):
            words = tr("ui.sheet.needed", label=label) if name in target.needed else label
            field = Field(words, editor=Choice(), lines=0)
            field.value_changed.connect(
                lambda said, name=name: self.column_chosen.emit(name, int(said) if said else -1)
            )
            self._fields[name] = field
            self._grid.addWidget(field, *divmod(number, 2))

    def _lay_out(self) -> None:
        card = Card(tr("ui.sheet.columns"))
        card.body.setSpacing(S)
        card.body.addWidget(self._sheets)
        card.body.addWidget(self._heading)
        card.body.addLayout(self._grid)
        card.body.addStretch(1)
        self._choices = QScrollArea()
        self._choices.setWidget(card)
        self._choices.setWidgetResizable(True)
        self._choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choices.setFrameShape(QScrollArea.Shape.NoFrame)
        self._choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choices.setFixedWidth(_CHOICES_WIDTH)
        rows = Card()
        rows.body.setContentsMargins(M, M, M, M)
        rows.body.addLayout(row_of(self._which))
        rows.body.addWidget(self._table, 1)
        page = Page(margin=L)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(M)
        head.addWidget(self._file, 1)
        head.addWidget(self._progress)
        page.body.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(L)
        columns.addWidget(self._choices)
        columns.addWidget(rows, 1)
        page.body.addLayout(columns, 1)
        page.foot.addWidget(self._banner, 1)
        page.foot.addWidget(self._back)
        page.foot.addWidget(self._go)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)


def _is_wanted(row: PreviewRow, which: Shown) -> bool:
    if which is Shown.ALL:
        return True
    is_refused = bool(row.refused)
    return is_refused if which is Shown.REFUSED else bool(row.remarks) and not is_refused


def _offer(field: Field, choices: Sequence[tuple[str, str]], chosen: str) -> None:
    editor = field.editor
    if isinstance(editor, Choice):
        editor.set_choices(tuple(choices))
        editor.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        editor.setCurrentIndex(max(editor.findData(chosen), 0))


def _column_names(sheet: Sheet, heading: int) -> list[tuple[str, str]]:
    """Return every column as a person knows it: its letter and its heading, or what stands in it first."""
    rows = sheet.rows[heading : heading + 1] if heading >= 0 else sheet.rows[:1]
    head = rows[0] if rows else None
    return [
        (str(place), f"{column_letter(place)}　{head.cell(place) if head else ''}".strip())
        for place in range(sheet.width)
    ]
