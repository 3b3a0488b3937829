"""The list on the left: each paper with its state, and beneath it what goes with the papers of a stand."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, empty, say
from ui.desktop.screens.inspection.row_button import RowButton
from ui.desktop.screens.notices.shown import NoticeLine, SetAside
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, M, S
from ui.desktop.widgets import Role, StateWord, Words, rule, scrolled

LIST_WIDTH = 168


class Place(StrEnum):
    """What fills the step beside the list."""

    PAPERS = "papers"
    SCANS = "scans"
    LABELS = "labels"
    FORMS = "forms"


class PaperList(QWidget):
    """Exactly one line is marked: the paper or the place that is open."""

    paper_chosen = Signal(str)
    """Key of the paper"""
    place_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(LIST_WIDTH)
        self._group = QButtonGroup(self)
        self._papers = column(spacing=XS)
        self._lines: tuple[NoticeLine, ...] = ()
        self._places: dict[Place, tuple[RowButton, StateWord]] = {
            place: self._place(place) for place in Place if place is not Place.PAPERS
        }
        inside = column(self._papers, rule(), *(button for button, _ in self._places.values()), 1, spacing=XS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))  # papers set aside make the list longer than the window

    def show_lines(self, lines: Sequence[NoticeLine]) -> None:
        """Show the papers that fit the decision."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        for button in self._group.buttons():
            if button.property("paper"):
                self._group.removeButton(button)
        empty(self._papers)
        for line in lines:
            self._papers.addWidget(self._paper(line))
            for former in line.set_aside:
                self._papers.addWidget(_former(former))

    def mark(self, key: str) -> None:
        """Mark the paper or the place that is open."""
        for button in self._group.buttons():
            button.setChecked(key in {button.property("paper"), button.property("place")})

    def show_state(self, place: Place, word: str, tone: Tone = Tone.MUTED) -> None:
        """Say how far something beside the papers is; an empty word says nothing."""
        button, state = self._places[place]
        say(state, word, tone)
        button.setAccessibleName(f"{tr(f'ui.notices.place.{place.value}')} {word}".strip())

    @property
    def keys(self) -> set[str]:
        """The papers listed."""
        return {line.key for line in self._lines}

    def _paper(self, line: NoticeLine) -> RowButton:
        state = StateWord()
        word, tone = _state(line)
        say(state, word, tone)
        inside = column(
            Words(tr("ui.notices.form", form=line.form), Role.CAPTION),
            Words(line.title, Role.STRONG, wraps=True),
            *((Words(line.about, Role.CAPTION, wraps=True),) if line.about else ()),
            state,
            spacing=2,
        )
        inside.setContentsMargins(M, S, S, S)
        name = f"{tr('ui.notices.form', form=line.form)} {line.title} {word}"
        button = RowButton(inside, name, kind="nav", least=76)
        button.setProperty("paper", line.key)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.paper_chosen.emit(line.key))
        self._group.addButton(button)
        return button

    def _place(self, place: Place) -> tuple[RowButton, StateWord]:
        words = tr(f"ui.notices.place.{place.value}")
        state = StateWord()
        state.hide()
        inside = column(Words(words, Role.STRONG, wraps=True), state, spacing=2)
        inside.setContentsMargins(M, S, S, S)
        button = RowButton(inside, words, kind="nav", least=48)
        button.setProperty("place", place.value)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.place_chosen.emit(place.value))
        self._group.addButton(button)
        return button, state


def _former(former: SetAside) -> Words:
    """Return a line for a paper that holds no more, beneath the one that takes its place."""
    told = tr("ui.notices.was_set_aside", reason=former.reason)
    words = Words(f"{former.number}\n{told}".strip(), Role.CAPTION, wraps=True)
    words.setContentsMargins(M, 0, S, XS)
    return words


def _state(line: NoticeLine) -> tuple[str, Tone]:
    if line.to_scan:
        return tr("ui.notices.to_scan", count=line.to_scan), Tone.WARN
    if line.is_issued:
        return tr("ui.notices.issued"), Tone.OK
    if line.missing:
        return tr("ui.notices.missing", count=line.missing), Tone.DANGER
    return tr("ui.notices.ready"), Tone.ACCENT
