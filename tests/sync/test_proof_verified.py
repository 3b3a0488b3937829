"""What the product exports for a court, the verifier proves: photos and notices, before and after a receipt."""

from __future__ import annotations

import errno
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from inspector.actions.assign_recording import assign_recording
from inspector.actions.supersede_notice import supersede_notice
from inspector.actions.take_recording import take_recording
from inspector.records import PhotoOrigin, Receipt
from sync.central.rotating import rotate_receipt
from sync.engine import deliver
from sync.enrolment import pin
from sync.statement import Statement
from sync.transport.http import HttpTransport
from sync.verifier import Given, Report, signers, verify_all, verifying
from tests.recordings import make_wav
from tests.stand import Stand
from tests.sync.delivery_site import Site
from tests.sync.fed_site import WHO, FedSite
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


def test_what_a_key_signed_outside_its_time_or_after_it_was_given_away_does_not_count(
    site: Site, tmp_path: Path
) -> None:
    stand, out, known = site.stand, tmp_path / "out", tmp_path / "signers.json"
    photo = stand.photo(9)
    pin(stand.device, site.centre, by=stand.by)
    with HttpTransport(site.url) as transport:
        deliver(stand.device, transport, site.centre, site.seal(), site.outbox, by=stand.by)
    export_proof(stand.device, photo.id, out, by=stand.by)
    with stand.device.reading() as unit:
        (held,) = unit.all(Receipt)
    (out / f"{held.id}.receipt").write_bytes(Statement(held.text, held.signature).encoded())
    told = json.loads((site.data / "signers.json").read_text("utf-8"))
    told["signers"] = []  # the centre's word alone
    (key,) = told["centres"]

    def verdicts() -> dict[str, str]:
        known.write_text(json.dumps(told), "utf-8")
        found = judged(out, Given(known)).verdicts
        return {each.kind: each.verdict for each in found}

    whole = {"proof": "intact", "photo": "intact", "receipt": "intact"}
    unknown = dict.fromkeys(whole, "signer-unknown")
    assert verdicts() == whole
    key["from"], key["to"] = "2000-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
    assert verdicts() == whole
    key["to"] = key["from"]  # given away
    assert verdicts() == unknown
    key["from"], key["to"] = None, "2000-01-02T00:00:00Z"
    assert verdicts() == unknown
    by_hand = Given(known, (site.centre.receipt_public,))
    assert {each.verdict for each in judged(out, by_hand).verdicts} == {"intact"}


def test_the_first_key_given_away_counts_at_no_time(fed: FedSite) -> None:
    first = fed.centre.keys.receipt_public
    rotate_receipt(fed.centre, by=WHO, is_given_away=True)
    listed = signers.read(fed.data / "signers.json")
    assert first in listed.centre_keys
    for at in ("2000-01-01T00:00:00Z", "2026-11-20T01:00:00Z", "2099-01-01T00:00:00Z"):
        assert not listed.key_counts(first, at)
        assert not listed.key_cosigned(first, at)


def test_the_verifier_says_of_a_paper_that_it_was_set_aside(stand: Stand, tmp_path: Path) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.seize(row)
    listed = stand.issue("24")
    supersede_notice(stand.device, listed.id, reason="数量有误", by=stand.by)
    export_proof(stand.device, listed.id, tmp_path / "out", by=stand.by)
    found = {Path(each.file).name: each for each in judged(tmp_path / "out").verdicts}
    said = {name for name, each in found.items() if any("作废：数量有误" in one.zh for one in each.remarks)}
    assert said == {f"{listed.id}.pdf", f"{listed.id}.last.proof.json"}


def test_a_folder_that_was_not_judged_whole_is_never_called_intact(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_proof(stand.device, stand.photo(1).id, tmp_path / "out", by=stand.by)
    (tmp_path / "out" / "more").mkdir()
    monkeypatch.setattr(verifying, "FILES_MOST", 2)
    assert judged(tmp_path / "out").verdicts[0].verdict == "cannot-tell"
    monkeypatch.undo()
    real = os.scandir

    def asked(path: str = ".") -> Any:
        if os.path.basename(path) == "more":  # noqa: PTH119
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", asked)
    found = judged(tmp_path / "out")
    assert (found.verdict, len(found.verdicts)) == ("cannot-tell", 1)


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
