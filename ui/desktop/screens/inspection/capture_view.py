"""The capture page: the picture large, the shot list beside it, the shutter under the thumb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton, QWidget

from inspector.records import PhotoTag
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.live_picture import LivePicture
from ui.desktop.screens.inspection.parts import column, row, say
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET, XS, L, M, S
from ui.desktop.widgets import (
    Button,
    Choice,
    Filmstrip,
    Kind,
    PhotoRow,
    PhotoRows,
    Role,
    StateWord,
    Words,
    scrolled,
)

_SHOTS_WIDTH = 220
_SHOT_PICTURE = 76
_FOLDER = "folder"
_SHUTTER_KEYS = {Qt.Key.Key_Space, Qt.Key.Key_VolumeUp, Qt.Key.Key_VolumeDown, Qt.Key.Key_Camera}
"""Space; the keys at the edge of a tablet; what some keyboards have."""
_LAST_OF_ROW_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
"""Take the row's last picture and go on to the next row."""
_ROW_KEYS = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
_SHOT_KEYS = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Left): -1}


class CaptureView(QWidget):
    """Fills the work area; Space, a volume key or a tap is the shutter, ↓ and ↑ turn to another row, → and ← to another
    shot of it, Escape leads back."""

    shutter_pressed = Signal(object)
    """PhotoTag the picture is taken for"""
    left = Signal()
    row_chosen = Signal()
    """The next pictures are for another row."""
    camera_missed = Signal()
    """There is no camera, or it went away."""
    picture_shown = Signal()
    """The live view has a picture."""
    camera_chosen = Signal(str)
    """Key of a camera"""
    folder_chosen = Signal(object)
    """Path of a folder another camera puts its photos into"""
    sealing_asked_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its keys work from everywhere in it
        self.setAccessibleName(tr("ui.capture.page"))
        self._picture = LivePicture()
        self._shots = QButtonGroup(self)
        self._tags = tuple(PhotoTag)
        self._rows = Choice()
        self._rows.setAccessibleName(tr("ui.capture.for"))
        self._rows.setMaximumWidth(_SHOTS_WIDTH)
        self._rows.hide()
        self._counted: Mapping[PhotoTag, tuple[int, int]] = {}
        self._offered_rows: tuple[tuple[str, str], ...] = ()
        self._cameras = Choice()
        self._cameras.setMinimumWidth(260)
        self._cameras.setAccessibleName(tr("ui.capture.cameras"))
        self._count = StateWord()
        self._sealing = StateWord()
        self._line = Words("", Role.CAPTION)
        self._line.setFixedHeight(20)
        self._again = Button("", icon="refresh-cw")
        self._taken = PhotoRows(self)
        self.strip = Filmstrip(self._taken, name=tr("ui.capture.strip"), picture=_SHOT_PICTURE)
        self.strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shutter = Button(tr("ui.capture.shutter"), Kind.PRIMARY, "camera")
        self.shutter.setMinimumHeight(56)
        self.shutter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back = Button(tr("ui.capture.back"), icon="chevron-left")
        self._lay_out()
        self._again.hide()
        self.shutter.clicked.connect(self._press)
        self._picture.tapped.connect(self._press)
        self._back.clicked.connect(self.left)
        self._again.clicked.connect(self.sealing_asked_again)
        self._cameras.activated.connect(self._choose_camera)
        self._rows.activated.connect(self._choose_row)

    # -- what is shown -----------------------------------------------------------------------------

    def show_cameras(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer cameras as (key, name), and any folder; `chosen` is the one in use."""
        offered = choices or [("", tr("ui.capture.no_camera"))]
        self._cameras.set_choices((*offered, (_FOLDER, tr("ui.capture.folder"))))
        self._cameras.setCurrentIndex(max(0, self._cameras.findData(chosen)))

    def show_camera(self, name: str) -> None:
        """Say that a camera is running."""
        self._picture.setAccessibleName(f"{tr('ui.capture.title')} {name}")
        self.shutter.setEnabled(True)
        self.show_line("")

    def show_no_camera(self, sentence: str) -> None:
        """Say that there is none, and what to do instead."""
        self.shutter.setEnabled(False)
        self._picture.show_remark("")
        self._picture.show_words(tr("ui.capture.no_camera"), sentence or tr("ui.capture.no_camera_text"))
        self.camera_missed.emit()

    def show_lost(self, sentence: str) -> None:
        """Say quietly that the camera went away and is being started again; the last picture goes."""
        self.shutter.setEnabled(False)
        self._picture.show_words(tr("ui.capture.lost"), sentence)
        self.camera_missed.emit()

    def show_waiting(self, sentence: str) -> None:
        """Say that the source has nothing to show yet."""
        self._picture.show_words(tr("ui.capture.waiting"), sentence)

    def show_picture(self, picture: QImage) -> None:
        """Show one picture of the live view."""
        self._picture.show_picture(picture)
        self.picture_shown.emit()

    def show_line(self, sentence: str, *, is_problem: bool = False) -> None:
        """Say one quiet thing beneath the picture."""
        role = Role.PROBLEM if is_problem else Role.CAPTION
        if self._line.property("role") != role.value:
            self._line.setProperty("role", role.value)
            self._line.style().unpolish(self._line)
            self._line.style().polish(self._line)
        self._line.setText(sentence)
        self._line.setToolTip(sentence)

    @property
    def line(self) -> str:
        """What is said beneath the picture."""
        return self._line.text()

    def show_remark(self, sentence: str) -> None:
        """Say at the picture's edge what makes the last photo worth a second look."""
        self._picture.show_remark(sentence)

    @property
    def remark(self) -> str:
        """What is said at the picture's edge."""
        return self._picture.remark

    def show_unsealed(self, count: int) -> None:
        """Offer to seal again what could not be sealed; it is still in memory."""
        self._again.set_text(tr("ui.capture.seal_again", count=count))
        self._again.setVisible(count > 0)

    def show_taken(self, rows: Sequence[PhotoRow]) -> None:
        """Show the sealed photos in the strip, the newest first."""
        self._taken.set_rows(rows)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Offer the rows a picture may be taken for as (item id, words); the one chosen stays if it is there."""
        offered = (("", tr("ui.capture.for_stand")), *rows)
        if offered != self._offered_rows:
            self._offered_rows = offered
            self._rows.set_choices(offered)
            self._rows.setVisible(bool(rows))

    @property
    def row(self) -> str | None:
        """Id of the row the pictures are taken for; None for the stand as a whole."""
        return self._rows.currentData() or None

    def aim_at(self, item_id: str | None, tag: PhotoTag) -> None:
        """Make ready for one shot of a row, or of the stand as a whole."""
        self._rows.setCurrentIndex(max(0, self._rows.findData(item_id or "")))
        self.row_chosen.emit()
        button = self._shots.button(self._tags.index(tag))
        if button is not None:
            button.setChecked(True)

    def show_sealed(self, sealed: int, waiting: int, shots: Mapping[PhotoTag, tuple[int, int]]) -> None:
        """Show how many photos are sealed, and the shot list's empty frames: (taken, wanted) of each tag."""
        say(self._count, tr("ui.capture.sealed", count=sealed), Tone.OK if sealed else Tone.MUTED)
        say(self._sealing, tr("ui.capture.sealing", count=waiting) if waiting else "", Tone.ACCENT)
        self._counted = shots
        for place, tag in enumerate(self._tags):
            button = self._shots.button(place)
            count, wanted = shots.get(tag, (0, 0))
            if button is not None:
                name = tr(f"ui.tag.{tag}")
                if wanted:
                    name = tr("ui.capture.shot_of", name=name, count=count, wanted=wanted)
                elif count:
                    name = tr("ui.capture.shot", name=name, count=count)
                button.setText(name)
                button.setAccessibleName(name)
                button.setIcon(theme().icon(*_frame(count, wanted)))

    # -- what the officer does ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or a volume key takes the picture, Enter takes it and goes on to the next row; holding one down takes
        only one."""
        if event.key() in _SHUTTER_KEYS:
            if not event.isAutoRepeat():
                self._press()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _LAST_OF_ROW_KEYS:
            if not event.isAutoRepeat():
                self._press()
                self._turn_row(1)
        elif event.key() in _ROW_KEYS:
            self._turn_row(_ROW_KEYS[event.key()])
        elif event.key() in _SHOT_KEYS:
            self._turn_shot(_SHOT_KEYS[event.key()])
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self.shutter.isEnabled():
            self.shutter_pressed.emit(self._tags[max(0, self._shots.checkedId())])

    def _turn_row(self, by: int) -> None:
        row = self._rows.currentIndex() + by
        if 0 <= row < self._rows.count():
            self._rows.setCurrentIndex(row)
            self._choose_row()

    def _turn_shot(self, by: int) -> None:
        button = self._shots.button(max(0, self._shots.checkedId()) + by)
        if button is not None:
            button.setChecked(True)
            self._listed.ensureWidgetVisible(button, 0, TARGET)

    def _choose_row(self) -> None:
        """Go to another row, and to the first shot it still wants."""
        self.row_chosen.emit()
        missing = [place for place, tag in enumerate(self._tags) if self._missing(tag)]
        button = self._shots.button(missing[0]) if missing else None
        if button is not None:
            button.setChecked(True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _missing(self, tag: PhotoTag) -> bool:
        taken, wanted = self._counted.get(tag, (0, 0))
        return taken < wanted

    def _choose_camera(self, place: int) -> None:
        key = str(self._cameras.itemData(place))
        if key == _FOLDER:
            folder = QFileDialog.getExistingDirectory(self, tr("ui.capture.folder_title"))
            if folder:
                self.folder_chosen.emit(Path(folder))
            else:
                self.camera_chosen.emit("")
        elif key:
            self.camera_chosen.emit(key)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        shots = column(spacing=XS)
        for place, tag in enumerate(self._tags):
            button = QPushButton(tr(f"ui.tag.{tag}"))
            button.setProperty("kind", "nav")
            button.setCheckable(True)
            button.setMinimumHeight(TARGET)
            button.setAccessibleName(tr(f"ui.tag.{tag}"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._shots.addButton(button, place)
            shots.addWidget(button)
        first = self._shots.button(0)
        if first is not None:
            first.setChecked(True)
        shots.addStretch(1)
        self._listed = scrolled(shots)
        side = QWidget()
        side.setFixedWidth(_SHOTS_WIDTH)
        beside = column(
            Words(tr("ui.capture.shots"), Role.SECTION),
            self._rows,
            self._listed,
            self.shutter,
            self._back,
            spacing=S,
        )
        beside.setStretch(2, 1)
        side.setLayout(beside)
        above = row(self._cameras, 1, self._again, self._sealing, self._count, spacing=L)
        seen = column(above, self._picture, self._line, self.strip, spacing=S)
        seen.setStretch(1, 1)
        whole = row(seen, side, spacing=L)
        whole.setStretch(0, 1)
        whole.setContentsMargins(L, M, L, M)
        self.setLayout(whole)


def _frame(count: int, wanted: int) -> tuple[str, Tone]:
    """Return the frame of a shot: empty, begun, or whole."""
    if count and count >= wanted:
        return "circle-check", Tone.OK
    if wanted:
        return ("circle-dot" if count else "circle"), Tone.WARN
    return "circle", Tone.MUTED
