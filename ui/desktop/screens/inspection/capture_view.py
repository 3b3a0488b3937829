"""The capture page: the picture large, the shot list beside it, the shutter under the thumb."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from inspector.records import PhotoTag
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET, XS, L, M, S
from ui.desktop.widgets import Button, Kind, Role, Words, scrolled

_SHOTS_WIDTH = 220


class CaptureView(QWidget):
    """Fills the work area; Space is the shutter and Escape leads back."""

    shutter_pressed = Signal(object)
    """PhotoTag the picture is taken for"""
    left = Signal()
    camera_missed = Signal()
    """There is no camera, or it went away."""
    picture_shown = Signal()
    """The live view has a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture = LivePicture()
        self._shots = QButtonGroup(self)
        self._tags = tuple(PhotoTag)
        self._camera = Words("", Role.STRONG)
        self._count = Words("", Role.MUTED)
        self._problem = Words("", Role.PROBLEM)
        self._problem.setFixedHeight(20)
        self.shutter = Button(tr("ui.capture.shutter"), Kind.PRIMARY, "camera")
        self.shutter.setMinimumHeight(56)
        self.shutter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back = Button(tr("ui.capture.back"), icon="chevron-left")
        self._lay_out()
        self.shutter.clicked.connect(self._press)
        self._back.clicked.connect(self.left)

    def show_camera(self, name: str) -> None:
        """Say which camera is running."""
        self._camera.setText(name)
        self.shutter.setEnabled(True)
        self._problem.setText("")

    def show_no_camera(self, sentence: str) -> None:
        """Say that there is none, and what to do instead."""
        self._camera.setText(tr("ui.capture.no_camera"))
        self.shutter.setEnabled(False)
        self._picture.show_words(tr("ui.capture.no_camera"), tr("ui.capture.no_camera_text"))
        self._problem.setText(sentence)
        self.camera_missed.emit()

    def show_picture(self, picture: QImage) -> None:
        """Show one picture of the live view."""
        self._picture.show_picture(picture)
        self.picture_shown.emit()

    def show_problem(self, sentence: str) -> None:
        """Say why the last picture was not taken."""
        self._problem.setText(sentence)

    def show_sealed(self, sealed: int, waiting: int, shots: Mapping[PhotoTag, int]) -> None:
        """Show how many photos are sealed, and the shot list's empty frames."""
        words = [tr("ui.capture.sealed", count=sealed)]
        if waiting:
            words.append(tr("ui.capture.sealing", count=waiting))
        self._count.setText("　".join(words))
        for place, tag in enumerate(self._tags):
            button = self._shots.button(place)
            count = shots.get(tag, 0)
            if button is not None:
                button.setText(
                    tr("ui.capture.shot", name=tr(f"ui.tag.{tag}"), count=count)
                    if count
                    else tr(f"ui.tag.{tag}")
                )
                button.setIcon(
                    theme().icon("circle-check" if count else "circle", Tone.OK if count else Tone.MUTED)
                )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes the picture; holding it down takes only one."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._press()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self.shutter.isEnabled():
            self.shutter_pressed.emit(self._tags[max(0, self._shots.checkedId())])

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
        listed = QWidget()
        listed.setLayout(shots)
        side = QWidget()
        side.setFixedWidth(_SHOTS_WIDTH)
        beside = column(
            Words(tr("ui.capture.shots"), Role.SECTION),
            scrolled(listed),
            self.shutter,
            self._back,
            spacing=S,
        )
        beside.setStretch(1, 1)
        side.setLayout(beside)
        seen = column(row(self._camera, 1, self._count), self._picture, self._problem, spacing=S)
        seen.setStretch(1, 1)
        whole = row(seen, side, spacing=L)
        whole.setStretch(0, 1)
        whole.setContentsMargins(L, M, L, M)
        self.setLayout(whole)


class LivePicture(QWidget):
    """Paints the newest picture as large as it fits, without stretching it."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("ui.capture.title"))

    def sizeHint(self) -> QSize:
        """Ask for four by three."""
        return QSize(640, 480)

    def show_picture(self, picture: QImage) -> None:
        """Show the newest picture."""
        self._picture, self._words = picture, ("", "")
        self.update()

    def show_words(self, title: str, text: str) -> None:
        """Show words where there is no picture."""
        self._picture, self._words = QImage(), (title, text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint picture or words on the line colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tokens.line))
        painter.drawRoundedRect(self.rect(), 8, 8)
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        elif self._words[0]:
            painter.setPen(QColor(theme().tokens.text))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "\n\n".join(self._words))
        painter.end()
