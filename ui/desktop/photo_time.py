"""When a photo was taken, in one calm line: the device's own word, and what others vouch for."""

from __future__ import annotations

from datetime import datetime

from inspector.clock import CHINA
from inspector.records import Photo, PhotoOrigin
from inspector.records.time_bounds import TimeBounds
from ui.desktop.i18n import tr


def photo_time_line(photo: Photo, bounds: TimeBounds | None) -> str:
    """Return e.g. 拍摄时间 10:02:33（设备时钟）· 不早于 11-23 09:58 · 不晚于 11-24 18:20."""
    kind = "taken" if photo.origin is PhotoOrigin.CAMERA else "imported"
    claimed = photo.arrived.astimezone(CHINA)
    words = [tr(f"ui.time.{kind}", time=f"{claimed:%m-%d %H:%M:%S}")]
    if bounds is None or bounds.is_device_only:
        words.append(tr("ui.time.device_only"))
    else:
        if bounds.not_before is not None:
            words.append(tr("ui.time.not_before", time=_short(bounds.not_before)))
        if bounds.not_after is not None:
            words.append(tr("ui.time.not_after", time=_short(bounds.not_after)))
    if bounds is not None:
        words.extend(_doubts(bounds))
    return " · ".join(words)


def _doubts(bounds: TimeBounds) -> list[str]:
    """Say what speaks against the device's own word."""
    steps = bounds.steps_before + bounds.steps_after
    doubts = [tr("ui.time.steps", count=steps)] if steps else []
    if bounds.is_contradictory:
        return [*doubts, tr("ui.time.contradictory")]
    return doubts if bounds.is_claim_inside else [*doubts, tr("ui.time.claim_outside")]


def _short(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%m-%d %H:%M:%S}"
