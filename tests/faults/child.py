"""The process that is killed: does one step of real work on a device folder and says what it acknowledged.

    python -m tests.faults.child FOLDER STEP [--count N] [--seed N] [--die-at N]

Each acknowledgement is one line of JSON on standard output, written when the work says it is durable.
`--die-at N` kills the process with SIGKILL at the N-th point of the write protocol: every call that makes
something durable (open, fsync, rename, commit) has one point before it and one after it.
To add a step: write a function like `import_photos` and name it in `STEPS`; extend `killing.check` to match.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector import durable, keys
from inspector.clock import SystemClock
from inspector.ids import Ids
from inspector.keys import KdfCost
from inspector.records import Photo, PhotoOrigin
from inspector.store import Store
from inspector.store.unit_of_work import WritingUnit
from inspector.vault import FileVault, file_vault

QUICK = KdfCost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "样本 口令 只供 测试"
DEVICE_ID = "d0" * 16
Acknowledge = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Opened:
    """An unlocked device of the fault tests."""

    store: Store
    vault: FileVault
    ids: Ids
    clock: SystemClock


def set_up(folder: Path) -> Opened:
    """Make what is missing of a device, as the first start does."""
    clock = SystemClock()
    if keys.exists(folder):
        keyring = keys.unlock(folder, PASSPHRASE, floor=QUICK)
    else:
        keyring = keys.create(folder, PASSPHRASE, device_id=DEVICE_ID, cost=QUICK).keyring
    path = folder / "store.db"
    opening = Store.open if path.exists() else Store.create
    store = opening(
        path,
        keyring.database_key(),
        log_key=keyring.journal_log_key(),
        device_id=DEVICE_ID,
        signer=keyring.signer,
        clock=clock,
    )
    return Opened(store, FileVault(folder / "vault", keyring.vault_key), Ids(clock), clock)


def import_photos(device: Opened, count: int, seed: int, acknowledge: Acknowledge) -> None:
    """Take in invented photos one by one, each in its own transaction."""
    device.vault.sweep(device.store.object_ids())
    chance = random.Random(seed)
    for number in range(count):
        original = chance.randbytes(chance.choice([0, 5, 40_000, 262_144, 700_000]))
        sealed = device.vault.put(device.ids.object(), io.BytesIO(original))
        photo = Photo(
            id=sealed.id,
            inspection_id="inspection-1",
            file_name=f"IMG_{number:04}.JPG",
            sha256=sealed.sha256,
            size=sealed.size,
            media_type="image/jpeg",
            origin=PhotoOrigin.IMPORTED,
            arrived=device.clock.now().wall,
            taken_by="officer-1",
        )
        with device.store.unit() as unit:
            unit.keep_object(sealed)
            unit.save(photo, change="photo.taken", by="officer-1")
            unit.commit()
        acknowledge({"photo": photo.id, "sha256": photo.sha256, "size": len(original)})


def nothing_more(device: Opened, count: int, seed: int, acknowledge: Acknowledge) -> None:
    """Only set the device up: for kills during the first start."""
    acknowledge({"device": DEVICE_ID})


STEPS: dict[str, Callable[[Opened, int, int, Acknowledge], None]] = {
    "set-up": nothing_more,
    "import": import_photos,
}


def die_at(point: int) -> Callable[[], int]:
    """Kill this process at the `point`-th point of the write protocol from here on, counted from 0.

    Returns what tells how many points were passed so far.
    """
    passed = 0

    def reach() -> None:
        nonlocal passed
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            reach()
            result = real(*args, **kwargs)
            reach()
            return result

        return call

    creating = watched(durable.create_exclusively)
    durable.create_exclusively = creating
    file_vault.create_exclusively = creating  # type: ignore[attr-defined]  # imported by name there
    os.fsync = watched(os.fsync)
    os.replace = watched(os.replace)
    WritingUnit.commit = watched(WritingUnit.commit)  # type: ignore[method-assign]  # that is the hook
    return lambda: passed


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("step", choices=sorted(STEPS))
    arguments.add_argument("--count", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--die-at", type=int)
    given = arguments.parse_args()
    if given.step == "set-up" and given.die_at is not None:
        die_at(given.die_at)
    device = set_up(given.folder)
    if given.step != "set-up" and given.die_at is not None:
        die_at(given.die_at)
    STEPS[given.step](device, given.count, given.seed, lambda fact: print(json.dumps(fact), flush=True))
    device.store.close()


if __name__ == "__main__":
    main()
