"""The close look at one photo: read what stands in it, or measure by the scale card; the picture stays beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector.records import Dimension, Point
from inspector.records.seen import Corners
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.close_look_shown import ProposalShown
from ui.desktop.screens.inspection.parts import column, empty, row, say, tick
from ui.desktop.screens.inspection.photo_board import PhotoBoard, Pointing
from ui.desktop.screens.inspection.proposal_rows import ProposalRows
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import TARGET, XS, L, M, S
from ui.desktop.widgets import (
    Button,
    Field,
    IconButton,
    Kind,
    ProgressLine,
    Role,
    Segments,
    StateWord,
    Words,
    scrolled,
)

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_SIDE = 372


class CloseLookView(QWidget):
    """Fills the work area; Escape leads back."""

    left = Signal()
    turned_over = Signal(int)
    """To the next photo or the one before"""
    reading_asked = Signal(object)
    """(Point, Point) of a part, or None for the whole"""
    reading_cancelled = Signal()
    value_accepted = Signal(object, str)
    """(Target, value)"""
    mode_chosen = Signal(object)
    """Pointing"""
    ends_moved = Signal(object, object)
    """Point, Point"""
    length_asked = Signal(str, bool)
    """(what was measured, lies in the card's plane)"""
    length_taken_off = Signal(str)
    """Id of a length"""
    undo_asked = Signal()
    specification_asked = Signal()
    """The lengths of this photo shall stand in the specification of its row."""
    straightening_asked = Signal(bool)
    """The card's plane as seen from straight above, or the photo again"""
    card_asked = Signal()
    """The scale cards shall be printed."""

    def __init__(self) -> None:
        super().__init__()
        self.board = PhotoBoard()
        self.board.setAccessibleName(tr("ui.close_look.picture"))
        self._part: tuple[Point, Point] | None = None
        self._title = Words("", Role.SECTION)
        self._before = IconButton("chevron-left", tr("ui.close_look.before"))
        self._next = IconButton("chevron-right", tr("ui.close_look.next"))
        self.mode = Segments(
            tr("ui.close_look.mode"),
            [(Pointing.PART, tr("ui.close_look.read")), (Pointing.ENDS, tr("ui.close_look.measure"))],
        )
        self.mode.choose(Pointing.PART)
        self.read_button = Button(tr("ui.close_look.read_whole"), Kind.PRIMARY, "scan-text")
        self._progress = ProgressLine()
        self._said = Words("", Role.MUTED, wraps=True)
        self.proposals = ProposalRows()
        self._scale = StateWord()
        self._scale_why = Words("", Role.MUTED, wraps=True)
        self.straighten = Button(tr("ui.close_look.straighten"), icon="maximize")
        self.straighten.setCheckable(True)
        self._print_card = Button(tr("ui.close_look.print_card"), icon="printer")
        self.label = Field(tr("ui.close_look.label"))
        self.in_plane = tick(tr("ui.close_look.in_plane"))
        self.keep = Button(tr("ui.close_look.keep"), Kind.PRIMARY, "ruler")
        self._problem = Words("", Role.PROBLEM, wraps=True)
        self._lengths = column(spacing=S)
        self._undo = IconButton("undo-2", tr("ui.close_look.undo"))
        self.to_row = Button(tr("ui.close_look.to_specification"), icon="table", key="Ctrl+G")
        self._row_words = Words("", Role.MUTED, wraps=True)
        self._back = Button(tr("ui.close_look.back"), icon="chevron-left")
        self._lay_out()
        self._listen()

    # -- what is shown -----------------------------------------------------------------------------

    def show_photo(self, number: int, count: int, picture: QImage | None, name: str) -> None:
        """Show another photo, `number` of `count`; None: it cannot be decoded."""
        self._part = None
        self.straighten.setChecked(False)
        self.proposals.forget_picks()
        self._title.setText(tr("ui.close_look.number", number=number, count=count))
        self._title.setToolTip(name)
        self._before.setEnabled(number > 1)
        self._next.setEnabled(number < count)
        if picture is None:
            self.board.show_words(tr("ui.close_look.cannot_decode"))
        else:
            self.board.show_picture(picture)
        self._show_read_words()

    def show_waiting(self) -> None:
        """Say that the photo is being opened."""
        self.board.show_words(tr("ui.close_look.opening"))

    def show_mode(self, mode: Pointing) -> None:
        """Show the page for reading or for measuring."""
        self.mode.choose(mode)
        self.board.point_at(mode)
        self._modes.setCurrentIndex(0 if mode is Pointing.PART else 1)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the reading is; total 0 ends it."""
        if total > 0:
            self._progress.show_step(done, total, tr("ui.close_look.reading", done=done + 1, total=total))
        else:
            self._progress.end()
        self.read_button.setEnabled(total == 0)

    def show_read(
        self, shown: Sequence[ProposalShown], said: str, places: Sequence[Corners], *, is_frozen: bool
    ) -> None:
        """Show what was read, and one sentence about it."""
        self._said.setText(said)
        self.proposals.show_proposals(shown, is_frozen=is_frozen, cut=self.board.cut)
        self.board.show_places(places)

    def show_scale(self, words: str, why: str, outline: Sequence[Point]) -> None:
        """Say which card lies in the photo, or why nothing can be measured."""
        say(self._scale, words, Tone.WARN if why else Tone.OK)
        self._scale_why.setText(why or tr("ui.close_look.measure_how"))
        self.board.show_card(outline)
        self.straighten.setEnabled(bool(outline))
        self._show_can_keep()

    def show_straightened(self, picture: QImage) -> None:
        """Show the card's plane from straight above, only for the eye."""
        self.board.show_picture(picture)
        self.board.point_at(Pointing.NOTHING)
        self.show_length((), "", "")

    def ask_printer(self) -> QPrinter | None:
        """Let the officer choose a printer; nothing if it shall not be printed."""
        from ui.desktop.printing import asked_printer, new_printer

        printer = new_printer(two_sided=False)
        return printer if asked_printer(self, printer) else None

    def show_printed(self, pages: int) -> None:
        """Say that the cards went to the printer."""
        self._scale_why.setText(tr("ui.close_look.card_printed", pages=pages))

    def show_length(self, ends: Sequence[Point], words: str, why: str) -> None:
        """Show the length between the ends, or why there is none."""
        self._can_measure = bool(words)
        self.board.show_ends(ends, words)
        self._tell(why)
        self._show_can_keep()

    def show_lengths(self, lengths: Sequence[Dimension], *, can_undo: bool) -> None:
        """List the lengths written down over this photo."""
        empty(self._lengths)
        for each in lengths:
            words = Words(length_words(each), Role.BODY, wraps=True)
            off = IconButton("trash-2", tr("ui.close_look.take_off", label=each.label))
            off.clicked.connect(lambda _=False, which=each.id: self.length_taken_off.emit(which))
            line = QWidget()
            layout = row(words, off, spacing=S)
            layout.setStretch(0, 1)
            line.setLayout(layout)
            self._lengths.addWidget(line)
        self._undo.setEnabled(can_undo)
        self.to_row.setVisible(bool(lengths))
        self._row_words.setVisible(bool(lengths))
        self.board.show_kept([(each.start, each.end, length_words(each)) for each in lengths])

    def show_row(self, words: str, *, can_take: bool) -> None:
        """Say which row the lengths would go to and what its specification says now."""
        self._row_words.setText(words)
        self.to_row.setEnabled(can_take)

    def show_problem(self, sentence: str) -> None:
        """Say what was not done."""
        self._tell(sentence)
        self._said.setText(sentence)

    def _tell(self, sentence: str) -> None:
        """Say what is wrong in the place of how it is done."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._scale_why.setVisible(not sentence)

    def kept(self) -> None:
        """Make ready for the next length."""
        self.label.set_text("")
        self.in_plane.setChecked(False)
        self.show_length((), "", "")

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._can_measure = False
        reading = QWidget()
        self._listed = scrolled(column(self.proposals))
        page = column(self._said, self._listed, self._progress, self.read_button, spacing=S)
        page.setStretch(1, 1)
        reading.setLayout(page)
        kept = scrolled(column(self._lengths, 1, spacing=0))
        kept.setMinimumHeight(2 * TARGET)  # more of them scroll here, and the page as a whole does not
        below = column(
            self._scale,
            self._scale_why,
            self._problem,
            row(self.straighten, self._print_card, 1, spacing=S),
            self.label,
            self.in_plane,
            self.keep,
            row(Words(tr("ui.close_look.kept"), Role.STRONG), 1, self.to_row, self._undo, spacing=S),
            self._row_words,
            kept,
            spacing=XS,
        )
        below.setStretch(below.count() - 1, 1)
        self._said.setMinimumHeight(72)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._modes = QStackedWidget()
        self._modes.addWidget(reading)
        self._modes.addWidget(scrolled(below))  # a low window keeps the way back in sight
        side = QWidget()
        side.setFixedWidth(_SIDE)
        beside = column(
            row(self._back, self._title, 1, self._before, self._next, spacing=S),
            self.mode,
            self._modes,
            spacing=S,
        )
        beside.setStretch(2, 1)
        side.setLayout(beside)
        whole = row(self.board, side, spacing=L)
        whole.setStretch(0, 1)
        whole.setContentsMargins(L, M, L, M)
        self.setLayout(whole)
        self._show_can_keep()

    def _listen(self) -> None:
        self._back.clicked.connect(self.left)
        self._before.clicked.connect(lambda: self.turned_over.emit(-1))
        self._next.clicked.connect(lambda: self.turned_over.emit(1))
        self.mode.chosen.connect(lambda value: self.mode_chosen.emit(Pointing(value)))
        self.read_button.clicked.connect(lambda: self.reading_asked.emit(self._part))
        self._progress.cancelled.connect(self.reading_cancelled)
        self.proposals.accepted.connect(self.value_accepted)
        self.proposals.looked_at.connect(self._light_up)
        self.board.part_drawn.connect(self._part_drawn)
        self.board.ends_moved.connect(self.ends_moved)
        self.label.value_changed.connect(lambda _: self._show_can_keep())
        self.in_plane.toggled.connect(lambda _: self._show_can_keep())
        self.keep.clicked.connect(
            lambda: self.length_asked.emit(self.label.text(), self.in_plane.isChecked())
        )
        self._undo.clicked.connect(self.undo_asked)
        self.to_row.clicked.connect(self.specification_asked)
        self.straighten.clicked.connect(self.straightening_asked)
        self._print_card.clicked.connect(self.card_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _part_drawn(self, part: tuple[Point, Point] | None) -> None:
        self._part = part
        self._show_read_words()

    def _show_read_words(self) -> None:
        self.read_button.set_text(tr("ui.close_look.read_part" if self._part else "ui.close_look.read_whole"))

    def _light_up(self, shown: ProposalShown) -> None:
        for each in self.proposals.rows:
            if each.shown is shown:
                self._listed.ensureWidgetVisible(each)
        self.board.show_places(
            [corners for each in self.proposals.rows for corners in each.shown.corners], shown.corners
        )

    def _show_can_keep(self) -> None:
        is_said = bool(self.label.text().strip()) and self.in_plane.isChecked()
        self.keep.setEnabled(self._can_measure and is_said)


def length_words(dimension: Dimension) -> str:
    """Return a length with its doubt, e.g. 口径 82.4 ± 0.9 毫米."""
    length = dimension.length
    return tr("ui.close_look.length_of", label=dimension.label, mm=length.mm, doubt=length.uncertainty_mm)
