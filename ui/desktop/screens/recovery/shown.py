"""A recovery in words, worked out of its facts: pure, so that every sentence is tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector.clock import CHINA
from inspector.store.recovery import Recovered
from ui.desktop.i18n import tr
from ui.desktop.theme import Tone


@dataclass(frozen=True)
class Counted:
    """What is on the device after the recovery."""

    photos: int
    """Photos on record."""
    missing_objects: int
    """Photos and notices on record whose sealed file is gone."""
    unnamed_objects: int = 0
    """Sealed files no record names, kept in quarantine."""


@dataclass(frozen=True)
class Said:
    """One sentence of the page with its icon and tone."""

    icon: str
    text: str
    tone: Tone = Tone.TEXT


@dataclass(frozen=True)
class RecoveryShown:
    """Everything on the page."""

    headline: str
    is_whole: bool
    """True if nothing is missing."""
    happened: tuple[Said, ...]
    safe: tuple[Said, ...]
    missing: tuple[Said, ...]


def recovery_shown(told: Recovered, counted: Counted) -> RecoveryShown:
    """Say what a recovery did, by numbers of entries and photos."""
    missing = _missing(told, counted)
    return RecoveryShown(
        headline=tr("ui.recovery.headline.missing" if missing else "ui.recovery.headline.whole"),
        is_whole=not missing,
        happened=_happened(told),
        safe=_safe(told, counted),
        missing=missing or (Said("circle-check", tr("ui.recovery.nothing_missing"), Tone.OK),),
    )


def _happened(told: Recovered) -> tuple[Said, ...]:
    when = datetime.fromisoformat(told.wall).astimezone(CHINA)
    why = told.why.removeprefix("store.")
    said = [Said("clock", tr(f"ui.recovery.why.{why}", time=f"{when:%Y-%m-%d %H:%M}"))]
    if told.snapshot:
        said.append(
            Said(
                "refresh-cw",
                tr("ui.recovery.from_snapshot", entries=told.from_snapshot, replayed=told.replayed),
            )
        )
    elif told.replayed:
        said.append(Said("refresh-cw", tr("ui.recovery.from_log", replayed=told.replayed)))
    if told.set_aside:
        said.append(Said("folder-open", tr("ui.recovery.set_aside", file=told.set_aside), Tone.MUTED))
    return tuple(said)


def _safe(told: Recovered, counted: Counted) -> tuple[Said, ...]:
    whole = counted.photos - min(counted.photos, counted.missing_objects)
    return (
        Said("circle-check", tr("ui.recovery.entries_safe", entries=told.length), Tone.OK),
        Said("circle-check", tr("ui.recovery.photos_safe", photos=whole), Tone.OK),
    )


def _missing(told: Recovered, counted: Counted) -> tuple[Said, ...]:
    said = []
    if told.lost:
        numbers = tr("ui.recovery.comma").join(map(str, told.lost[:5]))
        if len(told.lost) > 5:
            numbers += tr("ui.recovery.and_more")
        said.append(
            Said(
                "octagon-alert",
                tr("ui.recovery.entries_lost", entries=len(told.lost), numbers=numbers),
                Tone.DANGER,
            )
        )
        if counted.unnamed_objects:
            said.append(Said("images", tr("ui.recovery.unnamed", files=counted.unnamed_objects), Tone.WARN))
    if told.carried_over:
        said.append(Said("pen-line", tr("ui.recovery.carried_over", entries=told.carried_over), Tone.WARN))
    if counted.missing_objects:
        said.append(
            Said("octagon-alert", tr("ui.recovery.files_gone", files=counted.missing_objects), Tone.DANGER)
        )
    return tuple(said)
