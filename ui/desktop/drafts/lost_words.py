"""Photos that were lost with a lock, named so that they can be taken again: stand, row, what they were of, and why."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.actions.ports import Device
from inspector.clock import CHINA
from inspector.records import Inspection, Item
from ui.desktop.i18n import tr
from ui.draft_book import LostShot


def lost_words(device: Device, shots: Sequence[LostShot]) -> str:
    """Return one sentence that names every lost photo; empty for none. For any thread."""
    if not shots:
        return ""
    with device.reading() as unit:
        named = [
            _named(shot, unit.find(Inspection, shot.inspection_id), unit.find(Item, shot.item_id))
            for shot in shots
        ]
    reasons = "".join(dict.fromkeys(shot.why for shot in shots))
    return tr("ui.lost.photos", count=len(shots), which="；".join(named), why=reasons)


def _named(shot: LostShot, inspection: Inspection | None, item: Item | None) -> str:
    row = tr("ui.photos.row", row=item.position) if item is not None else tr("ui.gallery.whole_stand")
    return tr(
        "ui.lost.one",
        booth=inspection.booth if inspection is not None else "",
        row=row,
        tag=tr(f"ui.tag.{shot.tag}"),
        time=f"{shot.at.astimezone(CHINA):%H:%M}",
    )
