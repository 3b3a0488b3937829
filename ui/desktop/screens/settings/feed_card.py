"""What comes back from the centre, in the settings: when, how much, what went wrong, and the two ways to fetch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from inspector.errors import InspectorError
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.parts import column, empty, row
from ui.desktop.screens.office.field_words import moment
from ui.desktop.screens.office.notices import kind_words, set_aside_words
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import AskingCard, Banner, Role, StateWord, Words

if TYPE_CHECKING:
    from ui.feed_desk import FeedStatus

_MOST_NAMED = 5
_OFFLINE = "transport.unreachable"


@dataclass(frozen=True)
class FeedShown:
    """How the feed stands, in words."""

    is_enrolled: bool
    last: Line
    latest: tuple[str, ...]
    """What came last, newest first, and that the feed began anew, if it did."""
    problem: str
    """Why the last fetch did not come to its end; empty: it did."""
    is_only_offline: bool
    """The centre was not reached: nothing is wrong with what it says."""
    meaning: str
    """What that means for the work of the day."""
    set_aside: tuple[str, ...]


class FeedCard(AskingCard):
    """Shows the feed and asks for it: over the network, or by stick in two ways."""

    fetch_asked = Signal()
    request_asked = Signal()
    stick_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.feed"), lines=2)
        self._last = StateWord("clock", "", wraps=True)
        self._latest = Words("", Role.CAPTION, wraps=True)
        self._problem = Banner()
        self._meaning = Words("", Role.MUTED, wraps=True)
        self._aside = Words(tr("ui.settings.feed.aside"), Role.STRONG)
        self._aside_lines = column(spacing=S)
        fetch = self.button("ui.office.fetch", "download")
        request = self.button("ui.settings.feed.request", "usb")
        stick = self.button("ui.settings.feed.stick", "usb")
        for button, asked in (
            (fetch, self.fetch_asked),
            (request, self.request_asked),
            (stick, self.stick_asked),
        ):
            button.clicked.connect(asked)
        self.body.addWidget(Words(tr("ui.settings.feed.line"), Role.CAPTION, wraps=True))
        self.body.addWidget(self._last)
        self.body.addWidget(self._latest)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._meaning)
        self.body.addWidget(self._aside)
        self.body.addLayout(self._aside_lines)
        self.body.addWidget(self.banner)
        self.body.addLayout(row(request, stick, 1, fetch, spacing=S))

    def show_feed(self, shown: FeedShown) -> None:
        """Show how the feed stands."""
        self.setVisible(shown.is_enrolled)
        self._last.say(shown.last.icon, shown.last.text, shown.last.tone)
        self._latest.setText("\n".join(shown.latest))
        self._latest.setVisible(bool(shown.latest))
        self._problem.say(shown.problem, Tone.WARN if shown.is_only_offline else Tone.DANGER)
        self._meaning.setText(shown.meaning)
        self._problem.setVisible(bool(shown.problem))
        self._meaning.setVisible(bool(shown.meaning))
        self._aside.setVisible(bool(shown.set_aside))
        empty(self._aside_lines)
        for line in shown.set_aside:
            self._aside_lines.addWidget(Words(line, Role.CAPTION, wraps=True))


def feed_shown(status: FeedStatus) -> FeedShown:
    """Say the feed in words."""
    if status.last is None:
        last = Line("clock", tr("ui.settings.feed.never"))
    else:
        words = tr("ui.settings.feed.last", count=status.entries, at=moment(status.last))
        if status.asked is not None:
            words += tr("ui.settings.feed.asked", at=moment(status.asked))
        last = Line("circle-check" if status.problem is None else "clock", words)
    named = [set_aside_words(each) for each in status.set_aside[:_MOST_NAMED]]
    if len(status.set_aside) > _MOST_NAMED:
        named.append(tr("ui.office.set_aside.more", count=len(status.set_aside) - _MOST_NAMED))
    return FeedShown(
        is_enrolled=status.keys is not None,
        last=last,
        latest=_latest(status),
        problem=_problem(status.problem),
        is_only_offline=status.problem is not None and status.problem.code == _OFFLINE,
        meaning=_meaning(status.problem),
        set_aside=tuple(named),
    )


def _latest(status: FeedStatus) -> tuple[str, ...]:
    """Name what came last."""
    lines = [
        tr(
            "ui.settings.feed.entry",
            at=moment(each.at),
            kind=kind_words(each),
            by=tr("ui.settings.feed.centre") if each.by == "centre" else each.by,
        )
        for each in status.latest
    ]
    if (said := status.anew) is not None:
        lines.append(tr("ui.office.anew", by=said.by, at=moment(said.at), reason=said.reason))
    return tuple(lines)


def _problem(problem: InspectorError | None) -> str:
    """Say what went wrong; of a centre that is not reached no address and no word of the system's."""
    if problem is None:
        return ""
    return tr("ui.settings.feed.offline") if problem.code == _OFFLINE else problem.sentence(spoken())


def _meaning(problem: InspectorError | None) -> str:
    """Say what a problem means for the work: evidence and delivery go on."""
    if problem is None:
        return ""
    if problem.code.startswith("transport."):
        return tr("ui.settings.feed.later")
    if problem.code == "feed.rollback":
        return tr("ui.settings.feed.rollback")
    return tr("ui.settings.feed.refused")
