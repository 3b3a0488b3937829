"""Reads a foreign table, guesses its columns, shows what it comes to and hands the rows over at a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.errors import InputError, InspectorError, SystemFault
from inspector.progress import Progress
from inspector.sheets import Sheet, guess_columns, read_table
from inspector.sheets.columns import headed_by
from inspector.sheets.limits import FILE_BYTES
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.sheets.target import PreviewRow, Target
from ui.desktop.screens.sheets.view import SheetView
from ui.desktop.tasks import Lane, Tasks


class SheetPresenter(QObject):
    """One import at a time."""

    accepted = Signal(object, object)
    """(Sheet, list of what each accepted row means): to be written now, then `finish` or `refuse`."""
    left = Signal()

    def __init__(self, tasks: Tasks, view: SheetView) -> None:
        super().__init__(view)
        self._tasks = tasks
        self._view = view
        self._file = Path()
        self._target: Target | None = None
        self._sheet: Sheet | None = None
        self._heading = -1
        self._places: dict[str, int] = {}
        self._rows: tuple[PreviewRow, ...] = ()
        self._turn = 0
        """Counts what was asked for; an answer to something older is not shown."""
        self._reading: Progress | None = None
        view.sheet_chosen.connect(self._read)
        view.heading_chosen.connect(self._choose_heading)
        view.column_chosen.connect(self._choose_column)
        view.confirmed.connect(self._confirm)
        view.left.connect(self._leave)
        view.cancelled.connect(self._stop)

    def begin(self, file: Path, target: Target) -> None:
        """Read a file and show what it would come to."""
        self._file, self._target = file, target
        self._view.begin(target, file.name)
        self._read("")

    def _read(self, sheet: str) -> None:
        self._stop()
        turn = self._next_turn()
        self._sheet, self._rows = None, ()

        def arrived(sheet: Sheet) -> None:
            if turn == self._turn:
                self._show_sheet(sheet)

        self._reading = self._tasks.run(
            lambda progress: _table_of(self._file, sheet, progress),
            lane=Lane.STANDING,
            owner=self,
            done=arrived,
            failed=self._heard(turn, self._failed),
            stepped=lambda done, total, _: self._view.show_progress(
                done, total, tr("ui.sheet.reading", rows=done)
            ),
            cancelled=lambda: self._view.show_progress(0, 0, ""),
        )

    def _show_sheet(self, sheet: Sheet) -> None:
        if self._target is None:
            return
        self._view.show_progress(0, 0, "")
        self._sheet = sheet
        guess = guess_columns(sheet.rows, self._target.columns)
        self._heading, self._places = guess.heading, dict(guess.places)
        self._view.show_sheet(sheet, self._heading, self._places)
        self._examine()

    def _choose_heading(self, heading: int) -> None:
        if self._sheet is None or self._target is None:
            return
        self._heading = heading
        if heading >= 0:
            self._places = headed_by(self._sheet.rows[heading], self._target.columns)
        self._view.show_sheet(self._sheet, self._heading, self._places)
        self._examine()

    def _choose_column(self, field: str, column: int) -> None:
        if self._sheet is None:
            return
        self._places = {
            name: place for name, place in self._places.items() if name != field and place != column
        }
        if column >= 0:
            self._places[field] = column
        self._view.show_sheet(self._sheet, self._heading, self._places)
        self._examine()

    def _examine(self) -> None:
        target, sheet = self._target, self._sheet
        if target is None or sheet is None:
            return
        turn, places, rows = self._next_turn(), dict(self._places), sheet.rows[self._heading + 1 :]

        def arrived(preview: tuple[PreviewRow, ...]) -> None:
            if turn == self._turn:
                self._rows = preview
                self._view.show_rows(preview)

        self._tasks.run(
            lambda _: target.examine(rows, places),
            lane=Lane.READ,
            owner=self,
            done=arrived,
            failed=self._heard(turn, self._failed),
        )

    def finish(self) -> None:
        """Forget the table: its rows were written."""
        self._forget()

    def refuse(self, error: InspectorError) -> None:
        """Say why the rows were not written; everything stays to be mended."""
        self._failed(error)

    def _confirm(self) -> None:
        meant = [row.meant for row in self._rows if not row.refused]
        if self._sheet is not None and meant:
            self._view.show_working(is_working=True)
            self.accepted.emit(self._sheet, meant)

    def _leave(self) -> None:
        self._forget()
        self.left.emit()

    def _forget(self) -> None:
        """What was read and not written is nobody's business any more."""
        self._stop()
        self._next_turn()
        self._target, self._sheet, self._rows = None, None, ()
        self._view.show_rows(())

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _failed(self, error: InspectorError) -> None:
        self._view.show_progress(0, 0, "")
        self._view.say(error.sentence(spoken()))
        self._view.show_working(is_working=False)

    def _heard(self, turn: int, failed: Callable[[InspectorError], None]) -> Callable[[InspectorError], None]:
        return lambda error: failed(error) if turn == self._turn else None

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn


def _table_of(file: Path, sheet: str, progress: Progress) -> Sheet:
    try:
        if file.stat().st_size > FILE_BYTES:
            raise InputError("sheet.too_large", file=file.name, limit=FILE_BYTES // 1024**2)
        content = file.read_bytes()
    except OSError as error:
        raise SystemFault("sheet.io", file=file.name, why=error.strerror or "") from error
    return read_table(content, file.name, sheet=sheet, progress=progress)
