"""What the sync screen says, worked out of the delivery's status: pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from inspector.clock import CHINA
from inspector.records import Delivery, DeliveryState, Receipt
from ui.desktop.i18n import spoken, tr
from ui.desktop.photo_time import photo_time_line
from ui.desktop.screens.sync.passing import mb
from ui.desktop.theme import Tone
from ui.desktop.widgets import Reached, Square

if TYPE_CHECKING:
    from sync.carrying import CarriedIn
    from ui.delivery import DeliveryStatus, PhotoLine, StandDelivery

_REACHED = {
    "sealed": Reached.SEALED,
    "written": Reached.SEALED,
    "sent": Reached.SENT,
    "confirmed": Reached.CONFIRMED,
    "damaged": Reached.SEALED,
}
_STRIP = 8
"""Photos not confirmed that are shown by picture."""


@dataclass(frozen=True)
class StandSync:
    """One stand's photos on their way."""

    id: str
    title: str
    numbers: str
    is_complete: bool
    squares: tuple[Square, ...]
    missing: tuple[Square, ...] = ()
    """Photos not confirmed, to be shown by picture, while others of the stand are."""
    more_missing: int = 0


@dataclass(frozen=True)
class BatchShown:
    """One delivery: what, when and how it stands."""

    title: str
    line: str
    icon: str
    tone: Tone


@dataclass(frozen=True)
class SyncShown:
    """Everything on the sync screen."""

    total: str
    is_enrolled: bool
    is_complete: bool
    stands: tuple[StandSync, ...]
    history: tuple[BatchShown, ...]
    can_send: bool
    is_forked: bool = False
    """The centre found a contradiction: the device has to be enrolled anew."""


def sync_shown(status: DeliveryStatus) -> SyncShown:
    """Say the status in words; stands with something unsent come first."""
    stands = [stand_sync(stand) for stand in status.stands if stand.photos or stand.recordings]
    stands.sort(key=lambda stand: stand.is_complete)
    is_enrolled = bool(status.centre)
    return SyncShown(
        total=tr("ui.sync.total", taken=status.taken, sent=status.sent, confirmed=status.confirmed)
        + _recordings(status.recordings, status.recordings_confirmed),
        is_enrolled=is_enrolled,
        is_complete=status.taken + status.recordings > 0
        and (status.confirmed, status.recordings_confirmed) == (status.taken, status.recordings),
        stands=tuple(stands),
        history=history_shown(status),
        can_send=is_enrolled,
        is_forked=any(delivery.is_forked for delivery in status.deliveries),
    )


def stand_sync(stand: StandDelivery) -> StandSync:
    """Say one stand in words and squares."""
    squares = tuple(_square(line) for line in stand.photos)
    sent = sum(1 for square in squares if square.reached is not Reached.SEALED)
    confirmed = sum(1 for square in squares if square.reached is Reached.CONFIRMED)
    lacking = [square for square in squares if square.reached is not Reached.CONFIRMED] if confirmed else []
    recordings = len(stand.recordings)
    recordings_confirmed = sum(1 for line in stand.recordings if line.state == "confirmed")
    return StandSync(
        id=stand.inspection.id,
        title=f"{stand.inspection.hall} {stand.inspection.booth}".strip(),
        numbers=tr("ui.sync.row", taken=len(squares), sent=sent, confirmed=confirmed)
        + _recordings(recordings, recordings_confirmed),
        is_complete=(confirmed, recordings_confirmed) == (len(squares), recordings),
        squares=squares,
        missing=tuple(lacking[:_STRIP]),
        more_missing=max(0, len(lacking) - _STRIP),
    )


def _recordings(count: int, confirmed: int) -> str:
    """Say how far film and sound are, which no square stands for; nothing where there is none."""
    return tr("ui.sync.recordings", count=count, confirmed=confirmed) if count else ""


def history_shown(status: DeliveryStatus) -> tuple[BatchShown, ...]:
    """List what hangs first, then every delivery, the newest on top; a dropped one was replaced by another."""
    photos = {line.photo.id for stand in status.stands for line in stand.photos}
    receipts = {receipt.id: receipt for receipt in status.receipts}
    standing = [each for each in status.deliveries if each.state is not DeliveryState.DROPPED]
    standing.sort(key=lambda each: (_hangs(each), each.order), reverse=True)
    return tuple(_batch(each, photos, receipts.get(each.id)) for each in standing)


def _hangs(delivery: Delivery) -> bool:
    return bool(delivery.reason) and delivery.state is not DeliveryState.CONFIRMED


def _batch(delivery: Delivery, photos: set[str], receipt: Receipt | None) -> BatchShown:
    title = tr(
        "ui.sync.batch",
        sequence=delivery.sequence,
        photos=len(photos.intersection(delivery.object_ids)),
        size=mb(delivery.size),
    )
    if delivery.state is DeliveryState.REFUSED:
        line = tr("ui.sync.batch.refused", reason=delivery.reason)
        return BatchShown(title, line, "octagon-alert", Tone.DANGER)
    if _hangs(delivery):
        return BatchShown(
            title, tr("ui.sync.batch.aside", reason=delivery.reason), "triangle-alert", Tone.WARN
        )
    if receipt is not None:
        line = tr(
            "ui.sync.batch.confirmed",
            time=_moment(receipt.received),
            hash=hashlib.sha256(receipt.text.encode()).hexdigest()[:12],
        )
        return BatchShown(title, _with_resent(line, delivery), "file-check", Tone.OK)
    is_sent = delivery.state is DeliveryState.SENT
    line = tr(f"ui.sync.batch.{delivery.state.value}", time=_moment(delivery.created))
    return BatchShown(title, _with_resent(line, delivery), "send" if is_sent else "circle", Tone.MUTED)


def _with_resent(line: str, delivery: Delivery) -> str:
    """Say how many bytes went twice; of what was carried none did."""
    if not delivery.put_bytes:
        return line
    again = delivery.resent_bytes
    size = tr("ui.sync.batch.mb", mb=mb(again)) if again else tr("ui.sync.batch.no_bytes")
    return f"{line} · {tr('ui.sync.batch.resent', bytes=size)}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%m-%d %H:%M}"


def collected_words(found: CarriedIn) -> tuple[str, Tone]:
    """Say what a stick brought back: first what is not believed and why, never hidden by what went well."""
    confirmed = sum(1 for delivery in found.moved if delivery.state is DeliveryState.CONFIRMED)
    sentences = [
        tr(
            "ui.sync.not_believed",
            sequence=each.delivery.sequence,
            reason=each.error.sentence(spoken()),
        )
        for each in found.not_believed
    ]
    if confirmed:
        sentences.append(tr("ui.sync.collected", count=confirmed))
    if not sentences:
        sentences.append(tr("ui.sync.nothing_collected"))
    if found.not_believed:
        return "\n".join(sentences), Tone.DANGER
    return "\n".join(sentences), Tone.OK if confirmed else Tone.WARN


def _square(line: PhotoLine) -> Square:
    name = tr("ui.sync.photo", name=line.photo.file_name, state=tr(f"ui.sync.state.{line.state.value}"))
    when = photo_time_line(line.photo, line.time)
    return Square(line.photo.id, name, _REACHED[line.state.value], when)
