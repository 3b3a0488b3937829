"""A device comes back from its backup into an empty place: for the command line and the first start."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.canonical import Json, canonical
from inspector.durable import write_file
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from ui.folder_faults import folder_faults

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from ui.wiring import OpenDevice, Workplace

LOG = "journal.log"
RESTORED = "device.restored"
"""What the journal says first on a device that came back: it may be a second one of its kind."""


_TO_TELL = "restored.json"
"""Lies in the folder from the moment it has its name until the journal tells of it."""


@dataclass(frozen=True)
class Restored:
    """What came back."""

    device: str
    made: datetime
    """When the backup was made."""
    entries: int
    objects: int
    damaged: tuple[str, ...]
    """Names of records made anew from the others, and ids of objects that did not come back: their photos are
    on the list and cannot be shown."""


def restore(
    workplace: Workplace, medium: Path, secret: str, *, device: str = "", progress: Progress | None = None
) -> tuple[OpenDevice, Restored]:
    """Bring a device back and open it; what is damaged is named and the rest comes.

    Raises:
        InputError: `backup.none_here`, `backup.several` (name one by `device`), `backup.newer`,
            `device.exists`, `device.folder_not_empty`, `keys.wrong_secret`.
        SystemFault: `backup.list_damaged`, `backup.records_damaged`, `backup.not_of_this_device`,
            `backup.no_room_here`, `device.disk_full`, `device.io`, `keys.*`, `store.*`.
            The place is as it was before, but for a fault at opening: then the device lies there and opens later.
    """
    from inspector.backup import copy_objects_back, copy_records_back, is_signed_by, read_manifest
    from inspector.backup.copying_back import require_target_room
    from inspector.store import length_of_sound_copy
    from ui.wiring import KEYS, STORE

    progress = progress or Progress()
    source = _chosen(medium, device)
    signed = read_manifest(source / "manifest.json")
    manifest = signed.manifest
    with workplace.being_made() as making:
        require_target_room(manifest, shutil.disk_usage(making).free)
        records = copy_records_back(source, manifest, making)
        # a damaged database is made anew from the journal's copy when the device is opened
        is_hopeless = {STORE, LOG} <= set(records.damaged) or not any((making / KEYS).glob("*.json"))
        if is_hopeless:
            raise SystemFault("backup.records_damaged", file=records.damaged[0])
        with workplace.keys_in(making / KEYS, secret) as keyring:
            if keyring.device_id != manifest.device or not is_signed_by(signed, keyring.signer.public_key):
                raise SystemFault("backup.not_of_this_device")
            if STORE not in records.damaged:
                length_of_sound_copy(making / STORE, keyring.database_key(), keyring.device_id)
        with folder_faults():
            objects = copy_objects_back(source, manifest, making / "vault", progress)
            facts: dict[str, Json] = {
                "checkpoint": manifest.checkpoint,
                "damaged": [*records.damaged, *objects.damaged],
                "entries": manifest.entries,
            }
            write_file(making / _TO_TELL, canonical(facts))
    return workplace.unlock(secret), Restored(
        device=manifest.device,
        made=manifest.made,
        entries=manifest.entries,
        objects=objects.whole,
        damaged=(*records.damaged, *objects.damaged),
    )


def tell_of_restore(folder: Path, device: Device) -> None:
    """Journal that the device came back, at its first opening, whoever opens it and however often that was tried."""
    waiting = folder / _TO_TELL
    if not waiting.exists():
        return
    from inspector.actions.number_blocks import close_blocks

    with folder_faults():
        facts: dict[str, Json] = json.loads(waiting.read_bytes())
        with device.unit() as unit:
            unit.note(RESTORED, device.id, facts, by="device")
            close_blocks(unit, "restored")  # what was printed after the backup is not known here
            unit.commit()
        waiting.unlink()


def _chosen(medium: Path, device: str) -> Path:
    from inspector.backup import devices_on

    found = devices_on(medium)
    if device:
        found = tuple(folder for folder in found if folder.name.startswith(device))
        if not found:
            raise InputError("backup.none_here", folder=medium)
    if len(found) > 1:
        raise InputError("backup.several", devices="、".join(folder.name for folder in found))
    return found[0]
