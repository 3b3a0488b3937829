"""The two rails: where in the program, and which step of a stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import CAPTION, XS, L, M, S
from ui.desktop.widgets.buttons import Button, IconButton, Kind, Pressable
from ui.desktop.widgets.words import Role, Words

_RAIL, _NARROW_RAIL = 152, 60


@dataclass(frozen=True)
class NavEntry:
    """One place of the program."""

    id: str
    words: str
    icon: str


class NavRail(QWidget):
    """The places of the program, one below the other; Alt+1, Alt+2… go there."""

    place_chosen = Signal(str)

    def __init__(self, entries: Sequence[NavEntry], *, name: str, has_keys: bool = True) -> None:
        """`has_keys` False for a rail within a place: its numbers would be the same keys."""
        super().__init__()
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_RAIL)
        self._is_narrow = False
        self.setAccessibleName(name)
        self._entries = tuple(entries)
        self._names: OfficerNames | None = None
        self._group = QButtonGroup(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(S, M, S, M)
        self.column.setSpacing(XS)
        for number, entry in enumerate(self._entries):
            button = _NavButton(entry)
            button.setCheckable(True)
            if has_keys:
                button.setToolTip(f"{entry.words} (Alt+{number + 1})")
                button.setShortcut(f"Alt+{number + 1}")
            button.toggled.connect(
                lambda is_here, button=button, icon=entry.icon: button.show_icon(
                    icon, Tone.ACCENT if is_here else Tone.MUTED
                )
            )
            self._group.addButton(button, number)
            self.column.addWidget(button)
        self.column.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(XS)
        self.column.addLayout(self._foot)
        self._group.idClicked.connect(lambda number: self.place_chosen.emit(self._entries[number].id))

    def show_place(self, place: str) -> None:
        """Mark where the window is, without telling anyone."""
        for number, entry in enumerate(self._entries):
            if entry.id == place:
                self._group.button(number).setChecked(True)

    def show_count(self, place: str, count: int, name: str) -> None:
        """Show beside a place how many things wait there, 0 for none; `name` says both for screen readers."""
        for number, entry in enumerate(self._entries):
            button = self._group.button(number)
            if entry.id == place and isinstance(button, _NavButton):
                button.show_count(count, name)

    def set_foot(self, widget: OfficerNames) -> None:
        """Put who works here at the foot of the rail."""
        self._foot.addWidget(widget)
        self._names = widget

    @property
    def narrow_width(self) -> int:
        """Pixels the rail takes with icons only."""
        return _NARROW_RAIL

    def show_narrow(self, is_narrow: bool) -> None:
        """Show icons only, or the words beside them again."""
        if is_narrow is self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.setFixedWidth(_NARROW_RAIL if is_narrow else _RAIL)
        for button in self._group.buttons():
            if isinstance(button, _NavButton):
                button.show_words(not is_narrow)
        if self._names is not None:
            self._names.show_narrow(is_narrow)


class _NavButton(Pressable):
    """A place of the rail, with a number where something waits there."""

    _SIZE = 22

    def __init__(self, entry: NavEntry) -> None:
        super().__init__(entry.words, entry.words, entry.icon, Tone.MUTED)
        self._entry = entry
        self._count = 0
        self.setProperty("kind", "nav")

    def show_count(self, count: int, name: str) -> None:
        """Show how many things wait, 0 for none."""
        self._count = count
        self.setAccessibleName(name if count else self._entry.words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number at the right."""
        super().paintEvent(event)
        if not self._count:
            return
        tokens, words = theme().tokens, str(min(self._count, 99))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(body_font(CAPTION, strong=True))
        width = max(self._SIZE, painter.fontMetrics().horizontalAdvance(words) + M)
        top = (self.height() - self._SIZE) // 2 if self.has_words else 0
        place = QRect(self.width() - width - (S if self.has_words else 0), top, width, self._SIZE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(place, self._SIZE / 2, self._SIZE / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class StepMark(Enum):
    """How far a step has come."""

    EMPTY = "empty"
    OPEN = "open"
    """Begun, and something is still missing."""
    DONE = "done"


_STEP_ICONS = {
    StepMark.EMPTY: ("circle", Tone.MUTED, ""),
    StepMark.OPEN: ("circle-dot", Tone.WARN, "ui.step.open"),
    StepMark.DONE: ("circle-check", Tone.OK, "ui.step.done"),
}


class StepRail(QWidget):
    """The steps of a stand side by side, each with its mark; any step can be gone to."""

    step_chosen = Signal(int)
    """Number of the step, from 1."""

    def __init__(self, steps: Sequence[str], *, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._steps = tuple(steps)
        self._marks = [StepMark.EMPTY] * len(self._steps)
        self._group = QButtonGroup(self)
        self._buttons: list[Pressable] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS)
        for number, words in enumerate(self._steps, 1):
            button = Pressable(f"{number} {words}", words, "", Tone.MUTED)
            button.setProperty("kind", "step")
            button.setCheckable(True)
            button.setIconSize(QSize(16, 16))
            button.setShortcut(f"Ctrl+{number}")
            self._group.addButton(button, number)
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(self.step_chosen)
        self._draw()

    def show_step(self, number: int) -> None:
        """Mark the step that is open, without telling anyone."""
        self._group.button(number).setChecked(True)

    def show_marks(self, marks: Sequence[StepMark]) -> None:
        """Show how far each step has come, in order."""
        self._marks = list(marks)
        self._draw()

    def _draw(self) -> None:
        for number, (words, mark) in enumerate(zip(self._steps, self._marks, strict=True), 1):
            icon, tone, said = _STEP_ICONS[mark]
            button = self._buttons[number - 1]
            button.show_icon(icon, tone)
            button.setAccessibleName(f"{number} {words} {tr(said)}".strip())


class OfficerNames(QWidget):
    """Who is working on this device, at the foot of the rail, and a way to hand it over."""

    hand_over_asked = Signal()

    def __init__(self, title: str, hand_over: str) -> None:
        super().__init__()
        self._title = Words(title, Role.CAPTION)
        self._names = Words("", Role.STRONG, wraps=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(M, S, M, L)
        self._column.setSpacing(XS)
        self._column.addWidget(self._title)
        self._column.addWidget(self._names)
        self._button = Button(hand_over, Kind.PLAIN)
        self._button.setShortcut("Alt+U")  # a text field keeps Ctrl+U on Linux: it empties the line
        self._button.setToolTip(f"{hand_over} (Alt+U)")
        self._button.clicked.connect(self.hand_over_asked)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._instead = IconButton("users", hand_over, tone=Tone.ACCENT)
        self._instead.clicked.connect(self.hand_over_asked)
        self._instead.hide()
        self._column.addWidget(self._instead)

    def show_names(self, names: Sequence[str]) -> None:
        """Show the officers' names."""
        self._names.setText("\n".join(names))
        self._instead.setToolTip("\n".join([self._button.toolTip(), *names]))

    def show_narrow(self, is_narrow: bool) -> None:
        """Show an icon only; it names the officers when pointed at."""
        self._column.setContentsMargins(*((0, S, 0, S) if is_narrow else (M, S, M, L)))
        for part in (self._title, self._names, self._button):
            part.setVisible(not is_narrow)
        self._instead.setVisible(is_narrow)
        self._instead.setShortcut("Alt+U" if is_narrow else "")
        self._button.setShortcut("" if is_narrow else "Alt+U")
