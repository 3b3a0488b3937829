"""A strip of buttons that keep only their icons where there is no room for their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.desktop.theme.tokens import XS, S
from ui.desktop.widgets.buttons import Pressable


class Sparing(QFrame):
    """Add parts to `row`, then name with `spare` the buttons that may lose their words; all have icons.

    A button that lost its words says them when pointed at; screen readers hear them always. The parts move together too.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_tight = False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(S)
        self._spared: Sequence[Pressable] = ()

    def spare(self, buttons: Sequence[Pressable]) -> None:
        """Name the buttons that can do without their words."""
        self._spared = tuple(buttons)

    def minimumSizeHint(self) -> QSize:
        """Return room for the strip without those words."""
        least = self.row.minimumSize()
        return QSize(least.width() - (0 if self._is_tight else self._given_up()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the words, or say them again."""
        super().resizeEvent(event)
        self.suit()

    def event(self, event: QEvent) -> bool:
        """Look again when a part came, went or changed its words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.suit()
        return super().event(event)

    def suit(self) -> None:
        """Show as many words as there is room for: all or none."""
        needed = self.row.minimumSize().width() + (self._given_up() if self._is_tight else 0)
        is_tight = self.width() < needed
        if is_tight is not self._is_tight:
            self._is_tight = is_tight
            self.row.setSpacing(XS if is_tight else S)
        for button in self._spared:
            button.show_words(not is_tight)

    def _given_up(self) -> int:
        """Return the pixels between the roomy strip and the tight one."""
        words = sum(button.words_width for button in self._spared if not button.isHidden())
        items = (self.row.itemAt(number) for number in range(self.row.count()))
        parts = sum(1 for item in items if item is not None and not item.isEmpty())
        return words + max(0, parts - 1) * (S - XS)
