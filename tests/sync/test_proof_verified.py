"""What the product exports for a court, the verifier proves: photos and notices, before and after a receipt."""

from __future__ import annotations

import io
from pathlib import Path

from inspector.actions.assign_recording import assign_recording
from inspector.actions.supersede_notice import supersede_notice
from inspector.actions.take_recording import take_recording
from inspector.records import PhotoOrigin
from sync.engine import deliver
from sync.enrolment import pin
from sync.transport.http import HttpTransport
from sync.verifier import Given, Report, verify_all
from tests.recordings import make_wav
from tests.stand import Stand
from tests.sync.delivery_site import Site
from tests.vectors.second_reading import place_of_fault
from ui.proof_export import SHEET, export_proof


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


def test_the_sheet_names_a_paper_that_was_set_aside_and_an_item_brings_its_recordings(
    stand: Stand, tmp_path: Path
) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    sound = take_recording(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(make_wav()),
        file_name="问话.wav",
        origin=PhotoOrigin.IMPORTED,
        by=stand.by,
    )
    assign_recording(stand.device, sound.id, item_id=row.id, tag=None, by=stand.by)
    stand.seize(row)
    listed = stand.issue("24")
    whole = export_proof(stand.device, listed.id, tmp_path / "standing", by=stand.by)
    assert "作废" not in (whole.folder / SHEET).read_text("utf-8")
    supersede_notice(stand.device, listed.id, reason="数量有误", by=stand.by)
    done = export_proof(stand.device, listed.id, tmp_path / "out", by=stand.by)
    assert f"{listed.id}.pdf　{listed.number}　数量有误" in (done.folder / SHEET).read_text("utf-8")
    of_row = export_proof(stand.device, row.id, tmp_path / "row", by=stand.by)
    assert f"{sound.id}.wav" in of_row.originals


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
