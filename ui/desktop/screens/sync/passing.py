"""What is said while bundles are sealed, sent or copied: photos, bytes, how fast, how long yet. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ui.desktop.i18n import tr

if TYPE_CHECKING:
    from sync.meter import Passage

_MB = 1_000_000
_OBJECT = re.compile(r"[0-9a-f]{32}")
_MINUTE_S, _HOUR_S = 60, 3600


def step_words(done: int, total: int, what: str) -> str:
    """Say how far bundling or copying is: bundling names an object, the stick a bundle file."""
    if ".ipb" in what:
        return tr("ui.sync.copying", bytes=mb(done), all=mb(total))
    if _OBJECT.fullmatch(what):
        return tr("ui.sync.packing", done=min(done + 1, total), total=total)
    return tr("ui.sync.looking", done=min(done + 1, total), total=total)


def passage_words(done: int, total: int, what: str, passage: Passage) -> tuple[int, int, str]:
    """Return how far it is, of how much, and the words; once parts go out they are photos and bytes."""
    if not what.startswith("part"):
        return done, total, step_words(done, total, what)
    words = tr(
        "ui.sync.passing",
        photos=passage.photos,
        all_photos=passage.all_photos,
        bytes=mb(passage.bytes),
        all=mb(passage.all_bytes),
    )
    if passage.seconds_left is not None:
        words += tr("ui.sync.rate", rate=mb(round(passage.rate)), left=time_left(passage.seconds_left))
    return passage.bytes, passage.all_bytes, words


def time_left(seconds: float) -> str:
    """Say a time roughly, as one waits for it."""
    if seconds < _MINUTE_S:
        return tr("ui.sync.left_seconds")
    if seconds < _HOUR_S:
        return tr("ui.sync.left_minutes", minutes=round(seconds / _MINUTE_S))
    hours, rest = divmod(round(seconds / _MINUTE_S), 60)
    return tr("ui.sync.left_hours", hours=hours, minutes=rest)


def mb(count: int) -> str:
    """Return bytes as megabytes with one digit."""
    return f"{count / _MB:.1f}"
