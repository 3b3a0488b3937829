"""The whole demo: device and centre, journey, delivery both ways, verification, and the report of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector.actions import open_inspection, read
from inspector.canonical import Json, canonical
from inspector.clock import CHINA, SystemClock
from inspector.errors import InputError
from inspector.ids import Ids
from inspector.records import Delivery
from ui.demo import sample
from ui.demo.for_the_court import ForTheCourt, hand_to_court
from ui.demo.journey import Outcome, walk
from ui.demo.portraits import Portraits
from ui.wiring import OpenDevice, Workplace

MARKER = ".inspector-demo"
"""Says that a folder holds an earlier demo and may be made anew."""


@dataclass(frozen=True)
class Report:
    """What the demo's last line says."""

    outcome: Outcome
    confirmed: int
    items: int
    notices: tuple[tuple[str, str, str, str], ...]
    """form, number, pdf path, sha256."""
    bundle: Path
    receipt: Path
    verdict: str
    court: ForTheCourt

    @property
    def taken(self) -> int:
        """Count the files taken in: photos, film and sound."""
        return len(self.outcome.taken) + len(self.outcome.recordings)

    @property
    def is_complete(self) -> bool:
        """Tell whether everything given is confirmed or refused by name."""
        outcome = self.outcome
        return (
            outcome.given == self.taken + len(outcome.refused)
            and self.confirmed == self.taken
            and self.verdict == self.court.verdict == "intact"
        )

    def as_plain(self) -> dict[str, Json]:
        """Return the report as JSON values."""
        outcome = self.outcome
        return {
            "photos": {
                "given": outcome.given,
                "refused": [{"file": r.file, "reason": f"{r.code}：{r.reason_zh}"} for r in outcome.refused],
                "taken": self.taken,
                "recordings": len(outcome.recordings),
                "confirmed": self.confirmed,
            },
            "items": self.items,
            "notices": [
                {"form": form, "number": number, "pdf": pdf, "sha256": sha256}
                for form, number, pdf, sha256 in self.notices
            ],
            "not_issued": {
                form: [f"{finding.id} {finding.message_zh}（{finding.article}）" for finding in findings]
                for form, findings in outcome.not_issued.items()
            },
            "bundle": str(self.bundle),
            "receipt": str(self.receipt),
            "verdict": self.verdict,
            "proof": str(self.court.folder),
            "proof_verdict": self.court.verdict,
            "verifier": str(self.court.verifier),
        }


def demonstrate(out: Path, photos: Path, tell: Callable[[str], None]) -> Report:
    """Run the demo into `out` and return the report.

    Raises:
        InputError: `demo.not_empty` if `out` holds anything that is not an earlier demo; `demo.no_photos`.
    """
    from sync.central import create_central, invite, running_central

    if not photos.is_dir():
        raise InputError("demo.no_photos", folder=photos)
    _clear(out)
    portraits = Portraits(out / "screens")
    central = out / "central"
    create_central(central, "样本市案件中心（演示）")
    with running_central(central) as url, _first_start(out / "device", portraits) as opened:
        tell(f"① 设备已建立：{opened.folder}")
        invitation = out / "invitation.json"
        invitation.write_text(json.dumps(invite(central, url), ensure_ascii=False), "utf-8")
        opened.delivery.enrol(invitation)
        invitation.unlink()

        outcome = walk(opened, photos, portraits.moment)
        films = f"、录像录音 {len(outcome.recordings)}" if outcome.recordings else ""
        tell(
            f"② 照片：给出 {outcome.given}，已封存 {len(outcome.taken)}{films}，按名拒收 {len(outcome.refused)}"
        )
        tell(f"③ 文书：已出具 {len(outcome.notices)} 份")
        portraits.sync("sync_before", opened)

        delivered = opened.delivery.seal_and_send(by=_first_officer(opened))
        status = opened.delivery.status()
        tell(f"④ 送达：已拍 {status.taken}，回执确认 {status.confirmed}")
        portraits.sync("sync", opened)
        _next_stand(opened, outcome)
        _carry(opened, central, out / "carried")
        portraits.today(opened)
        portraits.photos(opened)
        portraits.settings(opened)

        notices = _export_notices(opened, outcome, out / "notices")
        bundle, receipt = _export_delivery(opened, delivered[0], out)
        court = hand_to_court(
            opened, outcome.inspection_id, out / "signers.json", out, by=_first_officer(opened)
        )
        portraits.verify(opened, [bundle, receipt, court.folder])
        items = len(read.dossier(opened.device, outcome.inspection_id).items)
        confirmed = _confirmed(opened, outcome)
    verdict = _verify(bundle)
    tell(f"⑤ 核验：{verdict}；结果在 {out}")
    tell(
        f"⑥ 交给法院的证明：{court.verdict}；核验程序 {court.verifier.name} 的 SHA-256 {court.verifier_sha256}"
    )
    return Report(outcome, confirmed, items, notices, bundle, receipt, verdict, court)


def _clear(out: Path) -> None:
    """Make the folder anew if an earlier demo made it; never touch anything else."""
    if out.exists() and any(out.iterdir()):
        if not (out / MARKER).exists():
            raise InputError("demo.not_empty", folder=out)
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARKER).touch()


def _first_start(folder: Path, portraits: Portraits) -> OpenDevice:
    """Set the device up, lock it, and unlock it again: both starts are part of the journey."""
    clock = SystemClock()
    ids = Ids(clock)
    workplace = Workplace(folder, clock=clock, is_sample=True)
    portraits.first_start(workplace)
    made = workplace.set_up(
        sample.bureau(ids), sample.officers(ids, clock.now().wall.astimezone(CHINA).date()), sample.PASSPHRASE
    )
    made.open_device.close()
    portraits.unlock(workplace)
    return workplace.unlock(sample.PASSPHRASE)


def _first_officer(opened: OpenDevice) -> str:
    return read.today(opened.device).officers[0].id


def _next_stand(opened: OpenDevice, outcome: Outcome) -> None:
    """Move on to the next booth: something new for the second delivery."""
    device = opened.device
    first = read.dossier(device, outcome.inspection_id).inspection
    open_inspection.open_inspection(
        device,
        fair_id=first.fair_id,
        hall=first.hall,
        booth="B-218",
        place=first.place.replace(first.booth, "B-218"),
        subject=first.subject,
        officer_ids=first.officer_ids,
        by=first.officer_ids[0],
    )


def _carry(opened: OpenDevice, central: Path, stick: Path) -> None:
    """Deliver what is new by folder: the way without a network."""
    from sync.central import take_in_folder

    by = _first_officer(opened)
    stick.mkdir(parents=True, exist_ok=True)
    opened.delivery.carry_to(stick, by=by)
    take_in_folder(central, stick)
    opened.delivery.collect_from(stick, by=by)


def _export_notices(
    opened: OpenDevice, outcome: Outcome, folder: Path
) -> tuple[tuple[str, str, str, str], ...]:
    folder.mkdir()
    exported = []
    for notice in outcome.notices:
        file = folder / f"{notice.form}.pdf"
        file.write_bytes(read.notice_pdf(opened.device, notice.id))
        exported.append((notice.form, notice.number, str(file), notice.pdf_sha256))
    return tuple(exported)


def _export_delivery(opened: OpenDevice, delivery: Delivery, out: Path) -> tuple[Path, Path]:
    """Copy the bundle and write its receipt and the centre's list of signers beside them."""
    status = opened.delivery.status()
    for folder in ("bundles", "receipts"):
        (out / folder).mkdir()
    for each in status.deliveries:
        opened.delivery.write_bundle(each, out / "bundles" / f"{each.id}.ipb")
    for given in status.receipts:
        statement = canonical({"signature": given.signature, "text": given.text})
        (out / "receipts" / f"{given.id}.receipt").write_bytes(statement)
    shutil.copyfile(out / "central" / "signers.json", out / "signers.json")
    return out / "bundles" / f"{delivery.id}.ipb", out / "receipts" / f"{delivery.id}.receipt"


def _confirmed(opened: OpenDevice, outcome: Outcome) -> int:
    taken = {photo.id: photo.sha256 for photo in outcome.taken}
    taken |= {recording.id: recording.sha256 for recording in outcome.recordings}
    named = {
        confirmed.object_id: confirmed.sha256
        for receipt in opened.delivery.status().receipts
        for confirmed in receipt.objects
    }
    return sum(1 for photo_id, sha256 in taken.items() if named.get(photo_id) == sha256)


def _verify(bundle: Path) -> str:
    from sync.verifier import verify

    return verify(bundle, None).verdict
