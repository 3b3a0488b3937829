"""What the sync screen says, worked out of the delivery's status: pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector.clock import CHINA
from inspector.records import DeliveryState
from ui.desktop.i18n import spoken, tr
from ui.desktop.photo_time import photo_time_line
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
_MB = 1_000_000
_PART_MB = 8.4
"""A part of a bundle (FORMAT.md) in megabytes, to say roughly how far sending is."""
_OBJECT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class StandSync:
    """One stand's photos on their way."""

    id: str
    title: str
    numbers: str
    is_complete: bool
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class ReceiptShown:
    """One receipt, or one refusal."""

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
    receipts: tuple[ReceiptShown, ...]
    can_send: bool
    is_forked: bool = False
    """The centre found a contradiction: the device has to be enrolled anew."""


def sync_shown(status: DeliveryStatus) -> SyncShown:
    """Say the status in words; stands with something unsent come first."""
    stands = [stand_sync(stand) for stand in status.stands if stand.photos]
    stands.sort(key=lambda stand: stand.is_complete)
    is_enrolled = bool(status.centre)
    return SyncShown(
        total=tr("ui.sync.total", taken=status.taken, sent=status.sent, confirmed=status.confirmed),
        is_enrolled=is_enrolled,
        is_complete=status.taken > 0 and status.confirmed == status.taken,
        stands=tuple(stands),
        receipts=receipts_shown(status),
        can_send=is_enrolled,
        is_forked=any(delivery.is_forked for delivery in status.deliveries),
    )


def stand_sync(stand: StandDelivery) -> StandSync:
    """Say one stand in words and squares."""
    squares = tuple(_square(line) for line in stand.photos)
    sent = sum(1 for square in squares if square.reached is not Reached.SEALED)
    confirmed = sum(1 for square in squares if square.reached is Reached.CONFIRMED)
    return StandSync(
        id=stand.inspection.id,
        title=f"{stand.inspection.hall} {stand.inspection.booth}".strip(),
        numbers=tr("ui.sync.row", taken=len(squares), sent=sent, confirmed=confirmed),
        is_complete=confirmed == len(squares),
        squares=squares,
    )


def receipts_shown(status: DeliveryStatus) -> tuple[ReceiptShown, ...]:
    """List refusals first, then receipts, the newest on top."""
    sequence = {delivery.id: delivery.sequence for delivery in status.deliveries}
    refused = [
        ReceiptShown(
            tr("ui.sync.refused", sequence=delivery.sequence, reason=delivery.reason),
            "",
            "octagon-alert",
            Tone.DANGER,
        )
        for delivery in status.deliveries
        if delivery.state is DeliveryState.REFUSED
    ]
    kept = sorted(status.receipts, key=lambda receipt: receipt.received, reverse=True)
    return (
        *refused,
        *(
            ReceiptShown(
                tr("ui.sync.receipt", sequence=sequence.get(receipt.id, 0), count=len(receipt.objects)),
                tr(
                    "ui.sync.receipt_line",
                    time=f"{receipt.received.astimezone(CHINA):%m-%d %H:%M}",
                    hash=hashlib.sha256(receipt.text.encode()).hexdigest()[:12],
                ),
                "file-check",
                Tone.OK,
            )
            for receipt in kept
        ),
    )


def step_words(done: int, total: int, what: str) -> str:
    """Say how far delivering is: bundling names an object, the stick a bundle file, sending a part."""
    if what.endswith(".ipb"):
        return tr("ui.sync.copying", bytes=_mb(done), all=_mb(total))
    if _OBJECT.fullmatch(what):
        return tr("ui.sync.packing", done=min(done + 1, total), total=total)
    return tr(
        "ui.sync.sending", done=min(done + 1, total), total=total, bytes=_parts(done), all=_parts(total)
    )


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


def _mb(count: int) -> str:
    return f"{count / _MB:.1f}"


def _parts(count: int) -> str:
    return f"{count * _PART_MB:.0f}"
