"""What a device really holds, read by the product's own code once its program has ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspector.actions import read
from inspector.records import Dossier, Inspection
from tests.journeys.window.morning import PASSPHRASE
from ui.wiring import OpenDevice, Workplace


@contextmanager
def device_of(folder: Path) -> Iterator[OpenDevice]:
    """Open the device a journey worked on."""
    with Workplace(folder / "device", is_sample=True).unlock(PASSPHRASE) as opened:
        yield opened


def stand_of(opened: OpenDevice, booth: str) -> Dossier:
    """Read what is recorded of a stand."""
    with opened.device.reading() as unit:
        stand = next(each for each in unit.all(Inspection) if each.booth == booth)
    return read.dossier(opened.device, stand.id)


def recorded(folder: Path, booth: str) -> Dossier:
    """Open a device and read what is recorded of a stand."""
    with device_of(folder) as opened:
        return stand_of(opened, booth)


def entries(opened: OpenDevice, *changes: str) -> list[dict[str, Any]]:
    """Return the journal's entries of some kinds of change as they were signed, those of one kind by age."""
    journal = opened.device.journal
    return [json.loads(entry) for change in changes for entry in journal.entries_of_change(change)]
