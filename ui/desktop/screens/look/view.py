"""Looking closely on the screen: one photo with tools, or two side by side that move alike."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.look.glance import STEP, Glance, moved_alike
from ui.desktop.screens.look.history_panel import HistoryPanel
from ui.desktop.screens.look.mark_canvas import MarkCanvas
from ui.desktop.screens.look.tool_bar import ToolBar
from ui.desktop.theme.tokens import XS, L, S
from ui.desktop.widgets import Button, IconButton, Role, Sparing, Words, row_of

PANES = 2
_TWO_LINES = 40
"""Pixels of a line beneath a photo that wraps."""


class LookView(QWidget):
    """Photo as large as the window lets it be; chrome above and one line beneath."""

    left = Signal()
    step_asked = Signal(int)
    """+1 the next photo, -1 the one before"""
    export_asked = Signal(object)
    """Path of the folder"""

    def __init__(self) -> None:
        super().__init__()
        self.panes = [MarkCanvas(tr("ui.look.photo")) for _ in range(PANES)]
        self.tools = ToolBar()
        self.history = HistoryPanel()
        self._titles = [Words("", Role.STRONG) for _ in range(PANES)]
        self._lines = [Words("", Role.CAPTION, wraps=True) for _ in range(PANES)]
        self._is_comparing = False
        self._back = Button(tr("ui.look.back"), icon="chevron-left", key="Ctrl+Backspace")
        self._before = IconButton("chevron-left", tr("ui.look.before"), key="PgUp")
        self._next = IconButton("chevron-right", tr("ui.look.next"), key="PgDown")
        self._smaller = IconButton("zoom-out", f"{tr('ui.look.smaller')} (-)")
        self._larger = IconButton("zoom-in", f"{tr('ui.look.larger')} (+)")
        self._scale = Words("", Role.CAPTION)
        self._fit = Button(tr("ui.look.fit"))
        self._full = Button("100%")
        self._marks = Button(tr("ui.look.marks"), icon="layers")
        self._together = Button(tr("ui.look.together"), icon="link")
        self._export = Button(tr("ui.gallery.export"), icon="download", key="Ctrl+Shift+E")
        self._message = Words("", Role.CAPTION)
        self._lay_out()
        self._listen()

    # -- what is shown -----------------------------------------------------------------------------

    def show_one(self) -> None:
        """Show one photo with its tools."""
        self._arrange(is_comparing=False)

    def show_two(self) -> None:
        """Show two side by side, to be looked at only."""
        self._arrange(is_comparing=True)

    def show_photo(self, pane: int, title: str, line: str) -> None:
        """Begin with a photo."""
        self._titles[pane].setText(title)
        self.show_photo_line(pane, line)
        self.panes[pane].begin_photo(tr("ui.look.opening"))
        self.panes[pane].show_drawing(None, 1)
        self.panes[pane].set_tool(None)
        self.panes[pane].choose(None)
        self.panes[pane].allow_drawing(not self._is_comparing)
        self.panes[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._allow_tools(False)
        self._export.setEnabled(False)

    def show_photo_line(self, pane: int, line: str) -> None:
        """Say beneath a photo what file it is."""
        self._lines[pane].setText(line)
        self._lines[pane].setToolTip(line)

    def show_open(self, pane: int, size: tuple[int, int]) -> None:
        """The photo is open."""
        self.panes[pane].open_photo(size)
        self._allow_tools(True)
        self._export.setEnabled(not self._is_comparing)

    def show_trouble(self, pane: int, sentence: str) -> None:
        """Say why a photo cannot be shown."""
        self.panes[pane].show_trouble(sentence)
        self.panes[pane].allow_drawing(False)
        self._allow_tools(False)
        self._export.setEnabled(False)

    def show_message(self, sentence: str, *, is_problem: bool = False) -> None:
        """Say what was done, or what could not be."""
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        role = (Role.PROBLEM if is_problem else Role.CAPTION).value
        if self._message.property("role") != role:
            self._message.setProperty("role", role)
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)

    def forget(self) -> None:
        """Let go of every pixel, as when the look ends."""
        for pane in self.panes:
            pane.forget()

    @property
    def is_comparing(self) -> bool:
        """Tell whether two photos are side by side."""
        return self._is_comparing

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for button in (self._marks, self._together):
            button.setCheckable(True)
            button.setChecked(True)
            button.setProperty("kind", "segment")
        self._scale.setFixedWidth(52)
        self._scale.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top = Sparing()
        top.setProperty("role", "bar")
        bar = top.row
        left: tuple[QWidget, ...] = (self._back, self._before, self._next, self.tools.layers)
        right: tuple[QWidget, ...] = (
            self._smaller,
            self._scale,
            self._larger,
            self._fit,
            self._full,
            self._marks,
            self._together,
            self._export,
        )
        for part in left:
            bar.addWidget(part)
        bar.addStretch(1)
        for part in right:
            bar.addWidget(part)
        bar.setContentsMargins(L, S, L, S)
        top.spare((self._marks, self._together, self._export))
        self._seen = QHBoxLayout()
        self._seen.setSpacing(2)
        self._columns = []
        for title, line, canvas in zip(self._titles, self._lines, self.panes, strict=True):
            column = QWidget()
            inner = QVBoxLayout(column)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(0)
            inner.addWidget(canvas, 1)
            foot = row_of(title, line, spacing=L)
            foot.setStretch(1, 1)
            foot.setContentsMargins(L, XS, L, XS)
            inner.addLayout(foot)
            line.setMinimumWidth(40)
            self._columns.append(column)
            self._seen.addWidget(column, 1)
        self._seen.addWidget(self.history)
        self._message.setFixedHeight(24)
        self._message.setContentsMargins(L, 0, L, XS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.tools)
        whole.addLayout(self._seen, 1)
        whole.addWidget(self._message)
        self._arrange(is_comparing=False)

    def _arrange(self, *, is_comparing: bool) -> None:
        self._is_comparing = is_comparing
        self._columns[1].setVisible(is_comparing)
        for line in self._lines:
            line.setMinimumHeight(_TWO_LINES if is_comparing else 0)  # half as wide: the room is there before
        self._together.setVisible(is_comparing)
        self.tools.setVisible(not is_comparing)
        self.history.setVisible(not is_comparing and self.tools.history.isChecked())
        self.tools.layers.setVisible(not is_comparing)
        self._export.setVisible(not is_comparing)
        self._before.setEnabled(not is_comparing)
        self._next.setEnabled(not is_comparing)
        self.show_message("")

    def _listen(self) -> None:
        self._back.clicked.connect(self.left)
        self._before.clicked.connect(lambda: self.step_asked.emit(-1))
        self._next.clicked.connect(lambda: self.step_asked.emit(1))
        self._smaller.clicked.connect(lambda: self._active.zoom(1 / STEP))
        self._larger.clicked.connect(lambda: self._active.zoom(STEP))
        self._fit.clicked.connect(self._fit_all)
        self._full.clicked.connect(lambda: self._active.zoom_to(1))
        self._marks.toggled.connect(self._show_marks)
        self._together.toggled.connect(lambda is_on: self._together.set_icon("link" if is_on else "unlink"))
        self._export.clicked.connect(self._choose_folder)
        for number, pane in enumerate(self.panes):
            pane.glance_moved.connect(
                lambda before, after, number=number: self._follow(1 - number, before, after)
            )
            pane.glance_changed.connect(self._show_scale)
        first = self.panes[0]
        first.tool_changed.connect(self.tools.show_tool)
        first.mark_chosen.connect(self.tools.show_mark)
        self.tools.tool_taken.connect(self._take_tool)
        self.tools.ink_taken.connect(first.set_ink)
        self.tools.take_asked.connect(first.take_chosen)
        self.tools.show_mark(None)

    @property
    def _active(self) -> MarkCanvas:
        """The pane with the keyboard, else the first."""
        return next((pane for pane in self.panes if pane.hasFocus()), self.panes[0])

    def _allow_tools(self, can_draw: bool) -> None:
        self.tools.setEnabled(can_draw)
        self.tools.layers.setEnabled(can_draw)

    def _fit_all(self) -> None:
        for pane in self.panes:
            pane.fit()

    def _take_tool(self, tool: object) -> None:
        self.panes[0].set_tool(tool)  # type: ignore[arg-type]  # a Shape or None, as the tool bar tells it
        self.panes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, other: int, before: Glance, after: Glance) -> None:
        """Move the other photo alike while both are held together."""
        if self._is_comparing and self._together.isChecked() and self.panes[other].size_ is not None:
            self.panes[other].look_at(moved_alike(self.panes[other].glance, before, after))

    def _show_scale(self) -> None:
        pane = self._active
        self._scale.setText(
            f"{pane.glance.scale * pane.devicePixelRatioF() * 100:.0f}%" if pane.size_ else ""
        )

    def _show_marks(self, is_shown: bool) -> None:
        for pane in self.panes:
            pane.show_marks(is_shown)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("ui.gallery.export_title"))
        if folder:
            self.export_asked.emit(Path(folder))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back, once no tool and no mark is in the hand."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
