"""Writing bundles: whole or not there, exactly the vault's bytes, accepted by the stand-alone verifier."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.clock import SetClock
from inspector.errors import InputError
from inspector.progress import Cancelled, Progress
from inspector.records import Delivery
from sync.bundle import BundleOrder, write_frame
from sync.bundle.checkpoint import NO_HASH
from sync.bundle.entries import survey
from sync.bundle.frame import open_framed
from sync.outbox import seal_bundle
from sync.verifier import verify
from tests.fakes import fake_device_parts
from tests.stand import MORNING
from tests.sync.delivery_site import Site


def test_the_verifier_finds_a_fresh_bundle_intact_and_knows_its_signer(site: Site) -> None:
    delivery = site.seal()
    path = site.stand.opened.folder / "whole.ipb"
    path.write_bytes(site.whole(delivery))
    found = verify(path, site.data / "signers.json")
    assert (found.verdict, found.exit_code) == ("intact", 0)
    assert found.details["foot_sha256"] == delivery.foot_sha256
    assert found.details["bytes"] == delivery.size == path.stat().st_size


def test_the_bundle_holds_the_vault_files_unchanged(site: Site) -> None:
    delivery, device = site.seal(), site.stand.device
    with site.bundle(delivery) as bundle:
        regions = [region for region in bundle.foot.regions() if region.object_id]
        assert tuple(region.object_id for region in regions) == delivery.object_ids
        for region in regions:
            with (
                device.reading() as unit,
                device.vault.ciphertext(unit.sealed_object(region.object_id)) as file,
            ):
                assert bundle.region(region).read() == file.read()


def test_nothing_readable_is_in_a_bundle(site: Site) -> None:
    delivery = site.seal()
    whole = site.whole(delivery)
    secrets = [original[:64] for original in site.originals().values()]
    secrets += [b"JFIF", b"photo.taken", "样本".encode(), site.stand.inspection.id.encode(), b"IMG_"]
    assert [secret for secret in secrets if secret in whole] == []


def test_cancelling_leaves_neither_file_nor_record(site: Site) -> None:
    progress = Progress(lambda done, _total, _what: progress.cancel() if done == 1 else None)
    with pytest.raises(Cancelled):
        seal_bundle(site.stand.device, site.centre, site.outbox, by=site.stand.by, progress=progress)
    assert list(site.outbox.iterdir()) == []
    with site.stand.device.reading() as unit:
        assert unit.all(Delivery) == ()


def test_a_vault_file_that_changed_on_disk_is_never_bundled(site: Site, tmp_path: Path) -> None:
    victim = next(iter(site.originals()))
    file = next((tmp_path / "device" / "vault").rglob(f"{victim}*"))
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    delivery = site.seal()
    assert delivery.missing_ids == (victim,)
    with site.bundle(delivery) as bundle:
        assert victim not in {region.object_id for region in bundle.foot.regions()}


def test_a_bundle_left_by_a_crash_before_its_record_is_swept_away(site: Site) -> None:
    site.outbox.mkdir()
    for name in (f"{'0' * 32}.frame", f"{'1' * 32}.frame.part", f"{'2' * 32}.ipb"):
        (site.outbox / name).write_bytes(b"half")
    delivery = site.seal()
    assert [file.name for file in site.outbox.iterdir()] == [f"{delivery.id}.frame"]


def test_the_outbox_holds_nothing_the_vault_holds(site: Site) -> None:
    delivery = site.seal()
    (frame,) = site.outbox.iterdir()
    with site.bundle(delivery) as bundle:
        objects = sum(known.size for known in bundle.foot.objects)
        assert frame.stat().st_size + objects == bundle.size == delivery.size
        whole = bundle.whole().read()
    assert whole.startswith(frame.read_bytes()[:64])
    assert whole.endswith(frame.read_bytes()[64:])


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:-1])])
def test_an_object_gone_from_the_vault_is_named_when_the_bundle_is_read(
    site: Site, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    delivery = site.seal()
    victim = delivery.object_ids[1]
    spoil(next((tmp_path / "device" / "vault").rglob(f"{victim}*")))
    with site.bundle(delivery) as bundle, pytest.raises(InputError, match=r"bundle\.altered") as found:
        bundle.verify()
    assert found.value.facts["place"] == f"object {victim}"


def test_an_object_larger_than_a_part_is_cut_and_verified(tmp_path: Path) -> None:
    parts = fake_device_parts(SetClock(MORNING))
    with parts.unit() as unit:
        unit.note("sample.noted", "sample", {}, by="device")
        unit.commit()
    sealed = parts.vault.put("a1" * 16, io.BytesIO(bytes(100_000)))
    order = BundleOrder(
        bundle="b0" * 16,
        device=parts.id,
        sequence=1,
        previous=NO_HASH,
        created_ms=1,
        first=1,
        last=1,
        checkpoint=parts.journal.checkpoint(),
        survey=survey(parts.journal.entries(1, 1)),
        objects=(sealed,),
        recipients=(X25519PrivateKey.generate().public_key().public_bytes_raw(),),
        part_size=4096,
    )
    frame, path = tmp_path / "large.frame", tmp_path / "large.ipb"
    foot = write_frame(frame, order, vault=parts.vault, journal=parts.journal, signer=parts.signer)
    with open_framed(frame, lambda _: parts.vault.ciphertext(sealed)) as bundle:
        path.write_bytes(bundle.whole().read())
    assert len(foot.parts) == -(-sealed.cipher_size // 4096) + 3
    assert verify(path).verdict == "signer-unknown"


def test_names_in_the_encrypted_part_stay_out_of_foot(site: Site) -> None:
    delivery = site.seal()
    with site.bundle(delivery) as bundle:
        plain = json.loads(bundle.foot.encoded())
    assert "样本" not in json.dumps(plain, ensure_ascii=False)
    assert set(plain) == {
        "v", "min_reader", "critical", "suite", "bundle", "device", "epoch", "sequence", "previous",
        "created_ms", "first", "last", "checkpoint", "signer", "part_size", "objects", "manifest",
        "entries", "envelopes", "recipients", "parts",
    }  # fmt: skip
