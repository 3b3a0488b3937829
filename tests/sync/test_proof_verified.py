"""What the product exports for a court, the verifier proves: photos and notices, before and after a receipt."""

from __future__ import annotations

from pathlib import Path

from sync.engine import deliver
from sync.enrolment import pin
from sync.transport.http import HttpTransport
from sync.verifier import Given, Report, verify_all
from tests.stand import Stand
from tests.sync.delivery_site import Site
from tests.vectors.second_reading import place_of_fault
from ui.proof_export import export_proof


def judged(folder: Path, given: Given | None = None) -> Report:
    return verify_all([folder], given or Given())


def test_before_any_sync_the_photo_is_proved_but_the_signer_is_not_known(
    stand: Stand, tmp_path: Path
) -> None:
    photo = stand.photo(1)
    done = export_proof(stand.device, photo.id, tmp_path / "out", by=stand.by)
    found = judged(tmp_path / "out")
    assert {each.verdict for each in found.verdicts} == {"signer-unknown"}
    assert len(found.verdicts) == 2
    assert {each.fingerprint for each in found.verdicts} == {done.fingerprint}
    assert all("照片就是记入日志的那一份" in each.reason_zh for each in found.verdicts)
    original = tmp_path / "out" / f"{photo.id}.jpg"
    content = bytearray(original.read_bytes())
    content[100] ^= 1
    original.write_bytes(content)
    assert [each.verdict for each in judged(original).verdicts] == ["altered"]


def test_after_a_receipt_the_centre_s_list_knows_everything(site: Site, tmp_path: Path) -> None:
    device = site.stand.device
    pin(device, site.centre, by=site.stand.by)
    with HttpTransport(site.url) as transport:
        deliver(device, transport, site.centre, site.seal(), site.outbox, by=site.stand.by)
    done = export_proof(device, site.stand.inspection.id, tmp_path / "out", by=site.stand.by)
    found = judged(tmp_path / "out", Given(site.data / "signers.json"))
    assert found.verdict == "intact"
    assert len(found.verdicts) == len(done.proofs) + len(done.originals)
    assert all(place_of_fault(each.read_bytes()) == "" for each in (tmp_path / "out").glob("*.proof.json"))
    vouched = [each for each in found.verdicts if any("会签了日志检查点" in said.zh for said in each.remarks)]
    assert len(vouched) >= done.cosigned > 0
