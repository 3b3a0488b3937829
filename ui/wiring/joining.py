"""The real parts of an unlocked device, joined once, for desktop and command line alike."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from inspector import law
from inspector.actions.ports import Device
from inspector.canonical import Json
from inspector.clock import Clock
from inspector.ids import Ids
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.recordings import GuardedRecordingReader
from inspector.keys import KdfCost, Keyring
from inspector.keys.changing import Opens
from inspector.notices import Fonts, PadesSealer, ReportlabPress, usual_font_folders
from inspector.notices.overlay import usual_overlay
from inspector.progress import Progress
from inspector.store.recovery import open_or_recover
from inspector.vault import FileVault
from sync.law_packs import law_in_force
from ui import wrong_tries
from ui.folder_faults import folder_faults
from ui.journal_watch import JournalWatch
from ui.restoring import tell_of_restore
from ui.safekeeping import Safekeeping
from ui.space_desk import SpaceDesk
from ui.ways_in import WaysIn, seals_at_hand
from ui.wiring.open_device import OpenDevice
from ui.wiring.workplace import KEYS, STORE, Workplace


def joined(
    workplace: Workplace,
    keyring: Keyring,
    held: ExitStack,
    opens: Opens,
    *,
    clock: Clock,
    cost: Callable[[], KdfCost],
    floor: KdfCost,
    progress: Progress | None,
) -> OpenDevice:
    """Join the real parts, after tidying what a cut-off run left behind.

    `held` lets go of everything on the way out; once all is well the open device takes it over.
    """
    store = open_or_recover(
        workplace.folder / STORE,
        keyring.database_key(),
        log_key=keyring.journal_log_key(),
        device_id=keyring.device_id,
        signer=keyring.signer,
        clock=clock,
        progress=progress,
    )
    held.callback(store.close)
    space = SpaceDesk(workplace.folder)
    vault = FileVault(workplace.folder / "vault", keyring.vault_key, make_room=space.give_up)
    photos = GuardedPhotoReader()
    held.callback(photos.close)
    recordings = GuardedRecordingReader()
    held.callback(recordings.close)
    device = Device(
        id=keyring.device_id,
        unit=space.watched(store.unit),
        reading=store.reading,
        vault=vault,
        journal=store.journal,
        signer=keyring.signer,
        clock=clock,
        ids=Ids(clock),
        law=law_in_force(store.journal, law.load()),
        photos=photos,
        recordings=recordings,
        press=ReportlabPress(
            Fonts(machine_folders=usual_font_folders(os.environ, Path.home())), usual_overlay(os.environ)
        ),
        sealer=PadesSealer(),
        seals=lambda: seals_at_hand(keyring),
        room_for=space.require_for_recording,
        is_sample=workplace.is_sample,
    )
    tell_of_restore(workplace.folder, device)
    ways_in = WaysIn(workplace.folder / KEYS, device, keyring, cost=cost, floor=floor, opens=opens)
    ways_in.tell_how_opened(wrong_tries.counted(workplace.folder / KEYS))
    with folder_faults():
        wrong_tries.forget(workplace.folder / KEYS)
    if store.has_unfinished_release:
        vault.forget(store.released_ids())
        store.forget_released()
    swept = vault.sweep(store.object_ids())
    if swept.orphans or swept.missing:
        with store.unit() as unit:
            facts: dict[str, Json] = {"orphans": list(swept.orphans), "missing": list(swept.missing)}
            unit.note("vault.swept", device.id, facts, by="device")
            unit.commit()
    safekeeping = Safekeeping(store, workplace.folder / STORE, device.unit)
    held.callback(safekeeping.before_closing)
    watch = JournalWatch(store, device, workplace.folder)
    held.callback(watch.before_closing)
    return OpenDevice(
        workplace,
        device,
        keyring,
        ways_in,
        store,
        photos,
        held,
        swept.missing,
        safekeeping,
        watch,
        space,
        len(swept.orphans),
    )
