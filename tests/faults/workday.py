"""The working day that is killed: photos, bundles, photos, through the very actions of the product.

    python -m tests.faults.workday FOLDER [--rounds N] [--seed N] [--die-at N]

FOLDER holds what `workday_check.Bureau` made: `device/` with one inspection begun, enrolled with the centre
in `central/`. Each acknowledgement is one line of JSON on standard output, written when the action returned.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
from pathlib import Path
from typing import Any

from inspector.actions import take_photo
from inspector.records import Inspection, PhotoOrigin
from sync.outbox import seal_bundle
from tests import pictures
from tests.faults.child import die_at
from tests.stand import CHEAP, PASSPHRASE
from ui.wiring import OpenDevice, Workplace

PHOTOS_BEFORE_SEALING = (2, 1)
"""In turn: what a round takes before each bundle."""
NEVER = 10**9
BEHIND_THE_PICTURE = (0, 40_000, 262_144, 600_000)
"""Bytes added to a small picture, so that vault files of one, two and three segments are written."""


def original(seed: int) -> bytes:
    """Return a picture nobody else of the day takes, of one of several sizes."""
    chance = random.Random(seed)
    return pictures.make_jpeg(96, 64, seed) + chance.randbytes(chance.choice(BEHIND_THE_PICTURE) + 16)


def work(opened: OpenDevice, outbox: Path, rounds: int, seed: int) -> None:
    """Take photos and seal bundles in turn, and say each once it is safe."""
    device, centre = opened.device, opened.delivery.centre()
    assert centre is not None
    with device.reading() as unit:
        inspection = unit.all(Inspection)[-1]
    by = inspection.officer_ids[0]
    taken = 0
    for number in range(rounds):
        for _ in range(PHOTOS_BEFORE_SEALING[number % len(PHOTOS_BEFORE_SEALING)]):
            content = original(seed * 1000 + taken)
            photo = take_photo.take_photo(
                device,
                inspection.id,
                content=io.BytesIO(content),
                file_name=f"IMG_{taken:04}.JPG",
                origin=PhotoOrigin.CAMERA,
                by=by,
            )
            taken += 1
            say({"photo": photo.id, "sha256": hashlib.sha256(content).hexdigest()})
        delivery = seal_bundle(device, centre, outbox, by=by)
        assert delivery is not None
        say({"delivery": delivery.id, "foot_sha256": delivery.foot_sha256})


def say(fact: dict[str, Any]) -> None:
    print(json.dumps(fact), flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--rounds", type=int, default=2)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--die-at", type=int)
    given = arguments.parse_args()
    device = given.folder / "device"
    with Workplace(device, is_sample=True, kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        say({"ready": given.seed})
        passed = die_at(NEVER if given.die_at is None else given.die_at)
        work(opened, device / "outbox", given.rounds, given.seed)
        say({"points": passed()})


if __name__ == "__main__":
    main()
