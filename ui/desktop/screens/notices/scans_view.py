"""Signed pages come back: files chosen or dropped on the left, printed page and scan side by side on the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QListView, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.notices.scans_shown import ScanRow, ScansShown
from ui.desktop.screens.notices.sheet_picture import SheetPicture
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET, XS, L, M, S
from ui.desktop.widgets import Banner, Button, Kind, ProgressLine, Role, Words

_ROOT = QModelIndex()
_LIST_WIDTH = 328
_EDGE = 2
_LEAST_HEIGHT = 416
"""Pixels below which a sentence of the left side would lose a line."""
"""Pixels of the list's edge while it has the keyboard."""
_BEFORE_THE_REST = 100
"""The list takes all the room it needs before the empty rest does."""
_ROW = 52


class ScansModel(QAbstractListModel):
    """Pages first, then files that belong to none."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ScanRow, ...] = ()

    def show_rows(self, rows: Sequence[ScanRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> ScanRow:
        """Return one row."""
        return self._rows[number]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return page or file with its state in words; the icon says the same."""
        shown = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{shown.name}\n{shown.state}"
        if role == Qt.ItemDataRole.DecorationRole:
            return theme().pixmap(shown.icon, shown.tone)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return " · ".join(filter(None, (shown.name, shown.state, shown.told)))
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, _ROW)
        return None


class ScansView(QWidget):
    """Shows; what becomes of a file is asked of the presenter."""

    files_given = Signal(object)
    """list of Path"""
    photos_asked = Signal()
    stopped = Signal()
    row_chosen = Signal(object)
    """ScanRow"""
    set_aside_asked = Signal(object)
    """ScanRow"""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.model = ScansModel()
        self.banner = Banner(lines=2)
        self.list = QListView()
        self._summary = Words("", Role.STRONG, wraps=True)
        self._choose = Button(tr("ui.scans.choose"), icon="folder-open")
        self._among = Button(tr("ui.scans.among"), Kind.PLAIN, "images")
        self._progress = ProgressLine()
        self._page, self._scan = _Sheet(tr("ui.scans.printed")), _Sheet(tr("ui.scans.scan"))
        self._told = Words("", Role.MUTED, wraps=True)
        self._told.setMinimumHeight(44)
        self._set_aside = Button(tr("ui.scans.set_aside"), Kind.PLAIN, "undo-2")
        self._is_frozen = False
        self._lay_out()
        self._choose.clicked.connect(self._choose_files)
        self._among.clicked.connect(self.photos_asked)
        self._progress.cancelled.connect(self.stopped)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_row())
        self._set_aside.clicked.connect(self._give_set_aside)

    def show_scans(self, shown: ScansShown) -> None:
        """Show the pages; the one looked at stays open."""
        at = self.list.currentIndex().row()
        self._is_frozen = shown.is_frozen
        self._summary.setText(shown.summary)
        self.model.show_rows(shown.rows)
        self.list.setVisible(bool(shown.rows))  # a box with nothing in it says nothing
        edges = 2 * self.list.frameWidth() + 2 * _EDGE
        self.list.setMaximumHeight(len(shown.rows) * max(self.list.sizeHintForRow(0), TARGET) + edges)
        for each in (self._choose, self._among):
            each.setEnabled(not shown.is_frozen)
        if shown.rows:
            self.list.setCurrentIndex(self.model.index(min(max(at, 0), len(shown.rows) - 1), 0))
        else:
            self._show_row()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how many files have been read; a total of 0 ends it."""
        for each in (self._choose, self._among):
            each.setEnabled(total == 0 and not self._is_frozen)
        if total:
            self.banner.say("")
            self._progress.show_step(done, total, tr("ui.scans.progress", done=done, total=total, what=what))
        else:
            self._progress.end()

    def show_told(self, sentence: str, tone: Tone) -> None:
        """Say what became of the files."""
        self.banner.say(sentence, tone)

    def show_pictures(self, page: QImage | None, scan: QImage | None) -> None:
        """Show the printed page and the scan; None leaves a place empty."""
        self._page.show_picture(page)
        self._scan.show_picture(scan)

    @property
    def chosen(self) -> ScanRow | None:
        """The page or file that is open."""
        index = self.list.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, as long as something can be filed."""
        if event.mimeData().hasUrls() and self._choose.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.files_given.emit(paths)

    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr("ui.scans.choose_title"), "", tr("ui.scans.files"))
        if files:
            self.files_given.emit([Path(file) for file in files])

    def _show_row(self) -> None:
        shown = self.chosen
        self.show_pictures(None, None)
        self._page.setVisible(shown is not None and bool(shown.notice_id))
        self._scan.setVisible(shown is not None and bool(shown.photo_id))
        is_filed = shown is not None and bool(shown.notice_id and shown.photo_id)
        self._set_aside.setVisible(is_filed and not self._is_frozen)
        self._told.setText(shown.told or (tr("ui.scans.compare") if is_filed else "") if shown else "")
        if shown is not None:
            self.row_chosen.emit(shown)

    def _give_set_aside(self) -> None:
        if self.chosen is not None:
            self.set_aside_asked.emit(self.chosen)

    def _lay_out(self) -> None:
        self.list.setProperty("role", "files")
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("ui.scans.title"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(20, 20))
        left = QWidget()
        left.setFixedWidth(_LIST_WIDTH)
        left.setMinimumHeight(_LEAST_HEIGHT)
        inner = column(
            Words(tr("ui.scans.title"), Role.SECTION),
            self._summary,
            self.list,
            1,
            self._progress,
            self.banner,
            Words(tr("ui.scans.drop"), Role.CAPTION, wraps=True),
            row(self._choose, self._among, 1, spacing=S),
            spacing=S,
        )
        inner.setStretch(2, _BEFORE_THE_REST)
        left.setLayout(inner)
        sheets = row(self._page, self._scan, spacing=M)
        sheets.setStretch(0, 1)
        sheets.setStretch(1, 1)
        foot = row(self._told, self._set_aside, spacing=S)
        foot.setStretch(0, 1)
        right = column(sheets, foot, spacing=XS)
        right.setStretch(0, 1)
        whole = row(left, right, spacing=L)
        whole.setStretch(1, 1)
        self.setLayout(whole)


class _Sheet(QWidget):
    """A picture as large as there is room for, under its caption."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._label = SheetPicture(caption)
        self._label.setMinimumSize(120, 160)
        inner = column(Words(caption, Role.CAPTION), self._label, spacing=XS)
        inner.setStretch(1, 1)
        self.setLayout(inner)

    def show_picture(self, picture: QImage | None) -> None:
        """Show a picture, or nothing."""
        self._picture = picture
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into what room there is."""
        self._draw()

    def _draw(self) -> None:
        if self._picture is None:
            self._label.clear()
            return
        density = self.devicePixelRatioF()
        room = self._label.size() * density
        fitted = self._picture.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(density)
        self._label.setPixmap(QPixmap.fromImage(fitted))
