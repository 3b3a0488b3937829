"""The page on which a recording is played: picture large, one row of controls, what it is and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.recording_words import clock_words
from ui.desktop.screens.recordings.film_canvas import FilmCanvas
from ui.desktop.screens.recordings.seek_bar import SeekBar
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import Banner, Button, IconButton, Kind, ProgressLine, Role, Words, row_of

STEP_MS = 10_000
FAR_MS = 60_000
VOLUME_STEP = 10
_FULL_VOLUME = 100
_BAR = 1000
_VOLUME_WIDTH = 112
_TIME_WIDTH = 128


class PlayerView(QWidget):
    """Shows and tells; Space plays and waits, arrows go on and back, and make it louder or softer."""

    left = Signal()
    play_asked = Signal()
    """Play, or wait."""
    sought = Signal(int)
    """Milliseconds to go to"""
    moved = Signal(int)
    """Milliseconds to go on, negative for back"""
    volume_chosen = Signal(int)
    """0 to 100"""
    check_asked = Signal()
    check_stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.canvas = FilmCanvas()
        self._title = Words("", Role.STRONG)
        self._line = Words("", Role.CAPTION)
        self._back = Button(tr("ui.recording.back"), icon="chevron-left", key="Ctrl+Backspace")
        self.play = Button(tr("ui.recording.play"), Kind.PRIMARY, "play")
        self._before = IconButton("rewind", tr("ui.recording.step_back"))
        self._after = IconButton("fast-forward", tr("ui.recording.step_on"))
        self.place = SeekBar(tr("ui.recording.place"), _BAR)
        self._time = Words("", Role.CAPTION)
        self._mute = IconButton("volume-2", tr("ui.recording.mute"), key="M")
        self.volume = SeekBar(tr("ui.recording.volume"), _FULL_VOLUME)
        self._banner = Banner()
        self.check = Button(tr("ui.recording.check"), icon="shield-check")
        self._checking = ProgressLine()
        self._length_ms = 0
        self._loud = _FULL_VOLUME
        self._lay_out()
        self._listen()
        self.show_volume(_FULL_VOLUME)

    # -- what is shown -----------------------------------------------------------------------------

    def show_recording(self, title: str, line: str, icon: str) -> None:
        """Begin with a recording: it is being opened."""
        self._title.setText(title)
        self._line.setText(line)
        self._line.setToolTip(line)
        self.canvas.show_words(tr("ui.recording.opening"), icon)
        self.say("")
        self._allow(is_open=False)
        self.check.setEnabled(False)
        self.show_length(0)
        self.show_place(0)
        self.show_playing(is_playing=False)
        self.show_checking(0, 0)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_open(self, length_ms: int) -> None:
        """It can be played."""
        self._allow(is_open=True)
        self.check.setEnabled(True)
        self.show_length(length_ms)

    def show_sound_only(self) -> None:
        """There is nothing to see."""
        self.canvas.show_words(tr("ui.recording.sound_only"), "audio-lines")

    def show_trouble(self, sentence: str) -> None:
        """Say why it cannot be played."""
        self.canvas.show_words(sentence, "triangle-alert")
        self._allow(is_open=False)
        self.check.setEnabled(True)

    def show_length(self, length_ms: int) -> None:
        """Say how long it is; 0 where nobody knows."""
        self._length_ms = length_ms
        self.place.setEnabled(length_ms > 0)

    def show_place(self, at_ms: int) -> None:
        """Say where it is; a bar that is held stays under the finger."""
        whole = clock_words(self._length_ms) if self._length_ms else tr("ui.recording.no_length")
        self._time.setText(f"{clock_words(at_ms)} / {whole}")
        if self._length_ms and not self.place.isSliderDown():
            self.place.setValue(min(_BAR, at_ms * _BAR // self._length_ms))

    def show_playing(self, *, is_playing: bool) -> None:
        """Let the button say what it does next."""
        self.play.set_text(tr("ui.recording.pause" if is_playing else "ui.recording.play"))
        self.play.set_icon("pause" if is_playing else "play")

    def show_picture(self, picture: QImage) -> None:
        """Show one picture of the film."""
        self.canvas.show_picture(picture)

    def show_sound(self, *, is_there: bool) -> None:
        """Offer how loud it is only where anything can be heard."""
        for part in (self.volume, self._mute):
            part.setEnabled(is_there)

    def show_volume(self, percent: int) -> None:
        """Show how loud it is."""
        self.volume.setValue(percent)
        icon, name = ("volume-2", "ui.recording.mute") if percent else ("volume-x", "ui.recording.unmute")
        self._mute.set_icon(icon, f"{tr(name)} (M)")

    def show_checking(self, done: int, total: int) -> None:
        """Show how much of the file was compared; total 0 ends it."""
        if total:
            self._checking.show_step(done, total, tr("ui.recording.checking", done=done, total=total))
        else:
            self._checking.end()
        self.check.setVisible(not total)

    def say(self, sentence: str, tone: Tone = Tone.ACCENT) -> None:
        """Say in the reserved place how it stands."""
        self._banner.say(sentence, tone)

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._banner.sentence

    @property
    def time_words(self) -> str:
        """Where it is and how long it is, as it is written."""
        return self._time.text()

    def forget(self) -> None:
        """Let nothing of the recording stay on the page."""
        self.canvas.forget()
        self._title.setText("")
        self._line.setText("")

    # -- what the officer does ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, arrows, Home and Escape, wherever the keyboard is on this page."""
        is_far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = FAR_MS if is_far else STEP_MS
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Space: self._play,
            Qt.Key.Key_K: self._play,
            Qt.Key.Key_Left: lambda: self.moved.emit(-step),
            Qt.Key.Key_Right: lambda: self.moved.emit(step),
            Qt.Key.Key_Up: lambda: self._volume(self.volume.value() + VOLUME_STEP),
            Qt.Key.Key_Down: lambda: self._volume(self.volume.value() - VOLUME_STEP),
            Qt.Key.Key_Home: lambda: self.sought.emit(0),
            Qt.Key.Key_Escape: self.left.emit,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _play(self) -> None:
        if self.play.isEnabled():
            self.play_asked.emit()

    def _volume(self, percent: int) -> None:
        percent = min(max(percent, 0), _FULL_VOLUME)
        if self.volume.isEnabled():
            self.show_volume(percent)
            self.volume_chosen.emit(percent)

    def _mute_or_not(self) -> None:
        now = self.volume.value()
        if now:
            self._loud = now
        self._volume(0 if now else self._loud)

    def _allow(self, *, is_open: bool) -> None:
        for part in (self.play, self._before, self._after, self.place):
            part.setEnabled(is_open)

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QFrame()
        top.setProperty("role", "bar")
        bar = row_of(self._back, self._title, self._line, self._checking, self.check, spacing=M)
        bar.setStretch(2, 1)
        bar.setContentsMargins(L, S, L, S)
        top.setLayout(bar)
        self._line.setMinimumWidth(40)
        self._checking.setMinimumWidth(320)
        self._checking.setVisible(False)
        policy = self._checking.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self._checking.setSizePolicy(policy)
        self._time.setMinimumWidth(_TIME_WIDTH)
        self._time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.volume.setFixedWidth(_VOLUME_WIDTH)
        self.play.setMinimumWidth(112)
        for part in (self.place, self.volume):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        controls = row_of(
            self._before, self._after, self.place, self._time, self._mute, self.volume, self.play, spacing=S
        )
        controls.setStretch(2, 1)
        controls.setContentsMargins(L, S, L, M)
        middle = QVBoxLayout()
        middle.setContentsMargins(L, M, L, 0)
        middle.setSpacing(S)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self._banner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(middle, 1)
        whole.addLayout(controls)

    def _listen(self) -> None:
        self._back.clicked.connect(self.left)
        self.play.clicked.connect(self.play_asked)
        self.canvas.tapped.connect(self._play)
        self._before.clicked.connect(lambda: self.moved.emit(-STEP_MS))
        self._after.clicked.connect(lambda: self.moved.emit(STEP_MS))
        self.place.sought.connect(lambda value: self.sought.emit(value * self._length_ms // _BAR))
        self.volume.sought.connect(self._volume)
        self._mute.clicked.connect(self._mute_or_not)
        self.check.clicked.connect(self.check_asked)
        self._checking.cancelled.connect(self.check_stopped)
