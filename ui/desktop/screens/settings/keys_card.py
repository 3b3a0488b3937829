"""The keys this device believes and seals for: fingerprints to compare by telephone, since when, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, empty
from ui.desktop.screens.office.field_words import day
from ui.desktop.screens.settings.grouped import grouped
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, M
from ui.desktop.widgets import Card, Role, StateWord, Words

if TYPE_CHECKING:
    from ui.feed_desk import FeedStatus


@dataclass(frozen=True)
class KeyShown:
    """One key: what it is for, its fingerprint, and how it stands."""

    name: str
    fingerprint: str
    state: Line


class KeysCard(Card):
    """Shows the keys; knows nothing of how they are believed."""

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.keys"))
        self._lines = column(spacing=M)
        self.body.addWidget(Words(tr("ui.settings.keys.line"), Role.CAPTION, wraps=True))
        self.body.addLayout(self._lines)
        self._shown: tuple[KeyShown, ...] = ()

    def show_keys(self, keys: Sequence[KeyShown]) -> None:
        """Show the keys; a device that is not enrolled has none."""
        self.setVisible(bool(keys))
        if tuple(keys) == self._shown:
            return
        self._shown = tuple(keys)
        empty(self._lines)
        for each in keys:
            holder = QWidget()
            parts = [Words(each.name, Role.STRONG)]
            if each.fingerprint:
                parts.append(Words(each.fingerprint, Role.CAPTION, wraps=True))
            holder.setLayout(
                column(*parts, StateWord(each.state.icon, each.state.text, each.state.tone), spacing=XS)
            )
            self._lines.addWidget(holder)


def keys_shown(status: FeedStatus) -> tuple[KeyShown, ...]:
    """Say the keys in words; none while not enrolled."""
    keys = status.keys
    if keys is None:
        return ()
    former = tr("ui.settings.keys.former", count=keys.former) if keys.former else ""
    root = (
        Line("shield-check", tr("ui.settings.keys.pinned"), Tone.OK)
        if keys.root
        else Line("circle", tr("ui.settings.keys.no_root"))
    )
    certificate = (
        Line("shield-check", tr("ui.settings.keys.certified"), Tone.OK)
        if keys.is_certified
        else Line("circle", tr("ui.settings.keys.not_certified"))
    )
    if keys.revoked:
        words = tr("ui.settings.keys.revoked", since=day(keys.revoked))
        certificate = Line("octagon-alert", words, Tone.DANGER)
    return (
        KeyShown(tr("ui.settings.keys.root"), _two_lines(keys.root), root),
        KeyShown(
            tr("ui.settings.keys.receipt"),
            _two_lines(keys.receipt),
            Line("file-check", _since(keys.receipt_since) + former),
        ),
        KeyShown(tr("ui.settings.keys.recipient"), grouped(keys.recipient), _recipient(status)),
        KeyShown(tr("ui.settings.keys.device"), "", certificate),
    )


def _recipient(status: FeedStatus) -> Line:
    keys = status.keys
    if keys is None or not keys.recipient_until:
        return Line("lock", _since(keys.recipient_since if keys else ""))
    until = day(keys.recipient_until)
    if status.is_ending:
        return Line("triangle-alert", tr("ui.settings.keys.ending", until=until), Tone.WARN)
    return Line("lock", _since(keys.recipient_since) + tr("ui.settings.keys.until", until=until))


def _two_lines(fingerprint: str) -> str:
    """Return 64 digits as two lines of four groups, so that one finds the place again when reading aloud."""
    half = len(fingerprint) // 2
    return f"{grouped(fingerprint[:half])}\n{grouped(fingerprint[half:])}" if fingerprint else ""


def _since(at: str) -> str:
    return tr("ui.settings.keys.since", since=day(at)) if at else tr("ui.settings.keys.since_enrolment")
