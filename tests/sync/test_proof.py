"""Proofs of what this device recorded, as they leave it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from pathlib import Path

import pytest

from inspector.canonical import canonical
from inspector.errors import InputError
from inspector.store.merkle import leaf_hash, root_from_inclusion
from sync.bundle.checkpoint import read_checkpoint, read_cosigned
from sync.confirming import apply_receipt
from sync.engine import deliver
from sync.enrolment import pin
from sync.receipts import make_receipt, read_receipt
from sync.transport.http import HttpTransport
from tests.stand import Stand
from tests.sync.delivery_site import Site
from ui.proof_export import SHEET, export_proof


def said_in(file: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads(file.read_bytes())
    assert canonical(said) == file.read_bytes()  # type: ignore[arg-type]
    rest = {key: value for key, value in said.items() if key != "sum"}
    assert said["sum"] == hashlib.sha256(canonical(rest)).hexdigest()  # type: ignore[arg-type]
    return said


def proved_root(said: dict[str, object], size: int) -> bytes | None:
    entry = str(said["entry"]).encode()
    path = [bytes.fromhex(node) for node in said["path"]]  # type: ignore[attr-defined]
    return root_from_inclusion(leaf_hash(entry), json.loads(entry)["seq"] - 1, size, path)


def test_before_any_sync_the_device_alone_vouches(stand: Stand, tmp_path: Path) -> None:
    photo = stand.photo(1)
    done = export_proof(stand.device, photo.id, tmp_path / "out", by=stand.by)
    said = said_in(tmp_path / "out" / f"{photo.id}.proof.json")
    checkpoint = read_checkpoint(str(said["checkpoint"]), stand.device.signer.public_key)
    assert proved_root(said, checkpoint.size) == checkpoint.root
    assert (said["centre"], said["timestamp"], done.cosigned) == ("", "", 0)
    original = (tmp_path / "out" / f"{photo.id}.jpg").read_bytes()
    assert hashlib.sha256(original).hexdigest() == photo.sha256 in str(said["entry"])
    assert done.fingerprint in (tmp_path / "out" / SHEET).read_text()


def test_after_a_receipt_the_centre_vouches_too(site: Site, tmp_path: Path) -> None:
    device = site.stand.device
    pin(device, site.centre, by=site.stand.by)
    with HttpTransport(site.url) as transport:
        delivery = deliver(device, transport, site.centre, site.seal(), site.outbox, by=site.stand.by)
    later = site.stand.photo(9)
    done = export_proof(device, site.stand.inspection.id, tmp_path / "out", by=site.stand.by)
    assert len(done.originals) == 4
    assert done.cosigned == len(done.proofs) - 1
    for name in done.proofs:
        said = said_in(tmp_path / "out" / name)
        key = b64decode(str(said["centre"]))
        if name == f"{later.id}.proof.json":
            assert key == b""
            continue
        assert key == site.centre.receipt_public
        checkpoint = read_cosigned(str(said["checkpoint"]), device.signer.public_key, key)
        assert checkpoint.size == delivery.last_entry
        assert proved_root(said, checkpoint.size) == checkpoint.root


def test_an_item_brings_its_photos(stand: Stand, tmp_path: Path) -> None:
    item = stand.item()
    photo = stand.photo(1, item_id=item.id)
    stand.photo(2)
    done = export_proof(stand.device, item.id, tmp_path / "out", by=stand.by)
    assert done.originals == (f"{photo.id}.jpg",)
    assert {f"{item.id}.proof.json", f"{photo.id}.proof.json"} <= set(done.proofs)


def test_what_went_out_is_journalled(stand: Stand, tmp_path: Path) -> None:
    photo = stand.photo(1)
    export_proof(stand.device, photo.id, tmp_path / "out", by=stand.by)
    (entry,) = stand.device.journal.entries_of_change("proof.exported")
    assert json.loads(entry)["subject"] == photo.id
    assert json.loads(entry)["by"] == stand.by


def test_an_unknown_id_and_a_full_folder_are_refused(stand: Stand, tmp_path: Path) -> None:
    photo = stand.photo(1)
    with pytest.raises(InputError, match=r"proof\.unknown"):
        export_proof(stand.device, "f" * 32, tmp_path / "out", by=stand.by)
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("kept")
    with pytest.raises(InputError, match=r"proof\.folder_not_empty"):
        export_proof(stand.device, photo.id, tmp_path / "out", by=stand.by)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_a_receipt_over_another_journal_confirms_nothing(site: Site) -> None:
    from dataclasses import replace

    from sync.central.centre import Centre

    device = site.stand.device
    first = site.seal()
    with HttpTransport(site.url) as transport:
        deliver(device, transport, site.centre, first, site.outbox, by=site.stand.by)
        site.stand.photo(8)
        second = site.seal()
        transport_receipt = _receipt_of(site, transport, second)
    _, facts = read_receipt(transport_receipt, site.centre.receipt_public)
    with Centre(site.data) as centre:
        for note in (facts.checkpoint.replace("time 2026", "time 2027"), _first_checkpoint(site), ""):
            forged = make_receipt(replace(facts, checkpoint=note), centre.keys.signing.sign).encoded()
            with pytest.raises(InputError, match=r"receipt\.checkpoint"):
                apply_receipt(device, site.centre, second, forged, by=site.stand.by)
    assert (
        apply_receipt(device, site.centre, second, transport_receipt, by=site.stand.by).state == "confirmed"
    )


def _receipt_of(site: Site, transport: HttpTransport, delivery: object) -> bytes:
    from inspector.records import Delivery
    from sync.meter import Meter
    from sync.transport.protocol import Accepted, Caller

    assert isinstance(delivery, Delivery)
    caller = Caller(site.stand.device.id, site.stand.device.signer)
    with site.bundle(delivery) as bundle:
        transport.announce(caller, bundle)
        transport.send(caller, bundle, tuple(range(len(bundle.foot.parts))), _silent(), Meter())()
        said = transport.commit(caller, bundle)
    assert isinstance(said, Accepted)
    return said.receipt


def _silent() -> object:
    from inspector.progress import Progress

    return Progress()


def _first_checkpoint(site: Site) -> str:
    from inspector.records import Receipt

    with site.stand.device.reading() as unit:
        (receipt,) = unit.all(Receipt)
    return str(json.loads(receipt.text)["checkpoint"])
