"""One flipped byte anywhere in what a device sealed or a centre answered is found: 1,000 of 1,000."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from inspector.errors import InputError
from sync.central import create_central, invite, take_in_folder
from sync.receipts import read_receipt
from sync.verifier import verify
from tests.stand import begin

POSITIONS = 1000


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, bytes, Path]:
    """A bundle and its receipt as the product makes them, the key that signed the receipt, and the signers."""
    folder = tmp_path_factory.mktemp("flipped")
    create_central(folder / "central", "样本中心")
    invitation = folder / "invitation.json"
    invitation.write_text(json.dumps(invite(folder / "central")), "utf-8")
    stand = begin(folder / "device")
    with stand.opened as opened:
        centre = opened.delivery.enrol(invitation)
        photos = [stand.photo(seed) for seed in (1, 2)]
        (folder / "stick").mkdir()
        (delivery,) = opened.delivery.carry_to(folder / "stick", by=stand.by)
        take_in_folder(folder / "central", folder / "stick")
        assert opened.delivery.collect_from(folder / "stick", by=stand.by).moved
        bundle = opened.delivery.write_bundle(delivery, folder / "whole.ipb").read_bytes()
        receipt = (folder / "stick" / "IPB-IN" / f"{delivery.id}.receipt").read_bytes()
        assert all(photo.sha256.encode() in receipt for photo in photos)
        return bundle, receipt, centre.receipt_public, folder / "central" / "signers.json"


def flips(whole: bytes, seed: int) -> list[bytes]:
    chance = random.Random(seed)
    places = [(chance.randrange(len(whole)), chance.randrange(1, 256)) for _ in range(POSITIONS)]
    return [whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :] for at, by in places]


@pytest.mark.long
def test_in_a_bundle_the_verifier_finds_every_one(
    carried: tuple[bytes, bytes, bytes, Path], tmp_path: Path
) -> None:
    bundle, _, _, signers = carried
    path = tmp_path / "flipped.ipb"
    path.write_bytes(bundle)
    assert verify(path, signers).verdict == "intact"
    found = 0
    for flipped in flips(bundle, 20261125):
        path.write_bytes(flipped)
        found += verify(path, signers).verdict == "altered"
    assert found == POSITIONS


def test_in_a_receipt_the_device_finds_every_one(carried: tuple[bytes, bytes, bytes, Path]) -> None:
    _, receipt, key, _ = carried
    assert read_receipt(receipt, key)
    found = 0
    for flipped in flips(receipt, 20261126):
        try:
            read_receipt(flipped, key)
        except InputError as error:
            found += error.code in {"receipt.form", "receipt.signature"}
    assert found == POSITIONS
