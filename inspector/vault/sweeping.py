"""Tidying at start: what a cut-off run left behind is removed, set aside or reported, never deleted."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from inspector.durable import replace, sync_folder
from inspector.vault.layout import FRESH, QUARANTINE, SUFFIX, drawers


@dataclass(frozen=True)
class Swept:
    """What was found."""

    stale: int
    """Unfinished files removed: they were never acknowledged."""
    orphans: tuple[str, ...]
    """Ids of whole files no record knows; set aside in `quarantine/`, not deleted."""
    missing: tuple[str, ...]
    """Ids a record knows whose file is gone: a red alert."""


def sweep_folder(folder: Path, known: AbstractSet[str], own: AbstractSet[str]) -> Swept:
    """Tidy the vault; `known` are the ids in the database, `own` those written since this start."""
    stale = 0
    orphans = []
    present = set()
    for drawer in (folder / name for name in drawers()):
        touched = False
        for file in sorted(drawer.iterdir()):
            object_id = file.name.partition(".")[0]
            if file.suffix == FRESH and object_id not in own:
                file.unlink()
                stale += 1
                touched = True
            elif file.suffix == SUFFIX:
                present.add(object_id)
                if object_id not in known and object_id not in own:
                    replace(file, folder / QUARANTINE / file.name)
                    orphans.append(object_id)
                    touched = True
        if touched:
            sync_folder(drawer)
    if orphans:
        sync_folder(folder / QUARANTINE)
    return Swept(stale, tuple(orphans), tuple(sorted(known - present)))
