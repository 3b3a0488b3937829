"""The checkpoint kept outside the database: looked at when the device opens, written as it works and locks."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.records import Delivery, DeliveryState

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from inspector.store import Store
    from inspector.store.witness import Found

KEPT, ALARM = "journal.checkpoint", "journal.alarm"
"""Names inside a device's folder."""


def state_dir() -> Path:
    """Return where this system keeps what a program remembers, apart from its data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "inspector.state"
    return Path(os.environ.get("XDG_STATE_HOME", Path.home() / ".local" / "state")) / "inspector"


class JournalWatch:
    """Notices that the records of an open device are older than what it signed before."""

    def __init__(self, store: Store, device: Device, folder: Path) -> None:
        from inspector.store.witness import Alarm, Witness

        places = [folder / KEPT]
        if not device.is_sample:  # a sample leaves nothing outside its folder
            # one for each folder: a copy brought back elsewhere on this machine is another history
            where = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
            places.append(state_dir() / f"{device.id}.{where}.checkpoint")
        self._device = device
        self._alarm = Alarm(folder / ALARM)
        self._witness = Witness(places, store.journal, device.id, device.signer.public_key)
        self.found: Found | None = self._look()
        """What was found at this opening."""
        store.witness = self._witness

    @property
    def fault(self) -> str:
        """Why the alarm or the checkpoint could not be written outside; empty while all is well."""
        return self._alarm.fault or self._witness.fault

    @property
    def went_back(self) -> bool:
        """Tell whether entries once signed are gone, until the centre has taken in the entry that says so."""
        return self._alarm.is_raised(self._confirmed_to)

    def before_closing(self) -> None:
        """Write the checkpoint over everything up to the lock."""
        self._keep()

    def _keep(self) -> None:
        """Write the checkpoint, but never over the one that proves an alarm not written down yet."""
        self._alarm.keep()
        if not self._alarm.fault:
            self._witness.keep()

    def _look(self) -> Found | None:
        from inspector.actions.number_blocks import close_blocks
        from inspector.store.witness import Finding

        found = self._witness.look()
        if found is not None:
            with self._device.unit() as unit:
                unit.note(found.change, self._device.id, found.facts(), by="device")
                if found.finding is not Finding.MISSING:
                    close_blocks(unit, "went_back")  # papers may carry numbers these records know nothing of
                unit.commit()
            if found.finding is not Finding.MISSING:
                self._alarm.raise_at(self._device.journal.length())
        self._keep()
        return found

    def _confirmed_to(self) -> int:
        with self._device.reading() as unit:
            deliveries = unit.all(Delivery)
        return max(
            (each.last_entry for each in deliveries if each.state is DeliveryState.CONFIRMED), default=0
        )
