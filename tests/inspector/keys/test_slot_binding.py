"""Nothing of a slot can be changed by somebody who knows the format and no secret: cost, officer, name, salt."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from inspector import keys
from inspector.canonical import canonical
from inspector.errors import InputError, SystemFault
from inspector.keys import Holder, KdfCost

QUICK = KdfCost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "青花 瓷瓶 样本 口令"
WANG = Holder("officer-1", "王样本", "样本-0001", "样本市市场监督管理局")


def edited(folder: Path, **changes: object) -> None:
    """Change the officer's slot in both copies; the sum is right, the MAC cannot be."""
    for file in folder.iterdir():
        content = json.loads(file.read_text("utf-8"))
        next(slot for slot in content["body"]["slots"] if slot["officer"]).update(changes)
        content["sum"] = sha256(canonical(content["body"])).hexdigest()
        file.write_bytes(canonical(content))


@pytest.mark.parametrize(
    "changes",
    [
        {"officer": "officer-2"},
        {"id": "00" * 16},
        {"passes": 2},
        {"memory_kib": 128},
        {"memory_kib": 128, "lanes": 2},
        {"salt": "00" * 16},
        {"nonce": "00" * 12},
        {"bound": 1},
        {"recipient": "00"},
    ],
)
def test_a_changed_slot_opens_nothing_and_the_recovery_code_tells_of_it(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    made = keys.create(tmp_path, PASSPHRASE, device_id="d0" * 16, holder=WANG, cost=QUICK)
    edited(tmp_path, **changes)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(InputError) as wrong:
        keys.unlock(tmp_path, PASSPHRASE, floor=QUICK)
    assert wrong.value.code == "keys.wrong_secret"
    with pytest.raises(SystemFault) as altered:
        keys.unlock(tmp_path, made.recovery_code, floor=QUICK)
    assert altered.value.code == "keys.damaged"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "changes", [{"memory_kib": 32}, {"passes": 0}, {"memory_kib": 1 << 30}, {"lanes": 0}]
)
def test_a_cost_below_the_floor_or_beyond_reason_is_refused_before_any_work(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    keys.create(tmp_path, PASSPHRASE, device_id="d0" * 16, holder=WANG, cost=QUICK)
    edited(tmp_path, **changes)
    with pytest.raises(SystemFault) as told:
        keys.unlock(tmp_path, PASSPHRASE, floor=QUICK)
    assert told.value.code == "keys.cost_lowered"
