"""The day whose traces are looked for: everything a thief would want, under names that occur nowhere else.

    python -m tests.faults.canaries FOLDER

Leaves `device/`, `stick/`, `medium/`, `other-machine/` and `central/` in FOLDER, says its canaries as one line of JSON, and is killed by
SIGKILL in the middle of a photo.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import signal
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from inspector.actions import (
    issue_notice,
    make_thumbnails,
    name_party,
    open_fair,
    open_inspection,
    preview_notice,
    read,
    take_photo,
)
from inspector.clock import SetClock
from inspector.ids import Ids
from inspector.records import Notice, Officer, Photo, PhotoOrigin, Signature, SignatureRole
from sync.central import create_central, invite
from tests import pictures
from tests.faults.place import at_the_stand
from tests.stand import CHEAP, MORNING, Stand
from ui.demo import sample
from ui.restoring import restore
from ui.wiring import OpenDevice, Workplace

PASSPHRASE = "canary passphrase of four words"
BUREAU = "金丝雀市市场监督管理局"
NAMES = {
    "officer": "金丝雀甲",
    "certificate": "CANARY0001",
    "party": "金丝雀陶瓷有限公司",
    "person": "金丝雀乙",
    "phone": "000-7654321",
    "id number": "36020219900822003X",
    "credit code": "91360200MA1XG6125D",
    "goods": "金丝雀盖碗",
    "booth": "Z-917",
    "place": "金丝雀市会展大道",
    "file": "CANARY_0001",
    "camera": "CanaryCam",
    "place of the camera": "GPSLatitude",
}
_HEX = re.compile(rb"[0-9a-fA-F]+")
WINDOW = 24
"""Bytes of content looked for together: long enough that chance never makes them."""


def work(folder: Path) -> dict[str, list[str]]:
    """Do the day; return what is looked for: texts, and pieces of content as hex."""
    clock = SetClock(MORNING)
    ids = Ids(clock)
    create_central(folder / "central", "样本中心")
    (folder / "medium").mkdir()
    invitation = folder / "invitation.json"
    invitation.write_text(json.dumps(invite(folder / "central")), "utf-8")
    workplace = Workplace(folder / "device", clock=clock, is_sample=True, kdf_cost=CHEAP)
    one, two = sample.officers(ids, date(2026, 11, 20))
    one = replace(one, name=NAMES["officer"], cert_no=NAMES["certificate"], unit=BUREAU)
    officers = (one, replace(two, unit=BUREAU))
    made = workplace.set_up(replace(sample.bureau(ids), name=BUREAU), officers, PASSPHRASE)
    with made.open_device as opened:
        opened.delivery.enrol(invitation)
        content = a_day(begin(opened, clock, officers))
        (folder / "stick").mkdir()
        opened.delivery.carry_to(folder / "stick", by=officers[0].id)
        opened.backup.back_up(folder / "medium", by=officers[0].id)
    with workplace.unlock(PASSPHRASE) as again:  # it was locked
        content.append(read.original(again.device, at_the_stand(again).photo(2).id))
    other = Workplace(folder / "other-machine" / "device", clock=clock, is_sample=True, kdf_cost=CHEAP)
    brought_back, _ = restore(other, folder / "medium", PASSPHRASE)
    with brought_back:
        content.append(read.original(brought_back.device, at_the_stand(brought_back).photo(5).id))
    texts = [*NAMES.values(), PASSPHRASE, made.recovery_code, *made.recovery_code.split("-")]
    return {"texts": texts, "pieces": [piece.hex() for each in content for piece in pieces(each)]}


def begin(opened: OpenDevice, clock: SetClock, officers: tuple[Officer, ...]) -> Stand:
    """Open a fair and a stand whose every word is a canary."""
    clock.advance(timedelta(minutes=1))
    by = officers[0].id
    fair = open_fair.open_fair(
        opened.device, opens=date(2026, 11, 19), closes=date(2026, 11, 22), by=by, **sample.FAIR
    )
    stand = {**sample.STAND, "booth": NAMES["booth"], "place": NAMES["place"]}
    inspection = open_inspection.open_inspection(
        opened.device, fair_id=fair.id, officer_ids=tuple(o.id for o in officers), by=by, **stand
    )
    return Stand(opened.workplace, opened, clock, inspection, officers)


def a_day(stand: Stand) -> list[bytes]:
    """Photograph, make small pictures, list, seize, issue; return all content in plain."""
    device, by = stand.device, stand.by
    exif = pictures.make_exif(make=NAMES["camera"], place=("N", (29.0, 18.0, 0.0), "E", (117.0, 12.0, 0.0)))
    photo = take_photo.take_photo(
        device,
        stand.inspection.id,
        content=io.BytesIO(pictures.make_jpeg(640, 480, 1, exif)),
        file_name=f"{NAMES['file']}.JPG",
        origin=PhotoOrigin.CAMERA,
        by=by,
    )
    make_thumbnails.make_thumbnails(device, [photo.id])
    stand.visit()
    party = {
        **sample.PARTY,
        "name": NAMES["party"],
        "representative": NAMES["person"],
        "phone": NAMES["phone"],
        "id_number": NAMES["id number"],
    }
    name_party.name_party(device, stand.inspection.id, by=by, **party)  # type: ignore[arg-type]
    stand.seize(stand.item(label_name=NAMES["goods"]))
    now = stand.clock.now().wall
    signatures = (
        Signature(SignatureRole.PARTY, NAMES["person"], now, sample.strokes(1)),
        *(
            Signature(SignatureRole.OFFICER, each.name, now, sample.strokes(2), cert_no=each.cert_no)
            for each in stand.officers
        ),
    )
    for form in ("24", "21"):
        issue_notice.issue_notice(device, stand.inspection.id, form, signatures=signatures, by=by)
    preview_notice.preview_notice(device, stand.inspection.id, "9")
    with device.reading() as unit:
        notices = unit.all(Notice)
        photos = unit.all(Photo)
    small = [read.thumbnail(device, each.id) or b"" for each in photos]
    printed = [read.print_copy(device, each.id, 75.0) or b"" for each in photos]
    return [
        *(read.original(device, each.id) for each in photos),
        *small,
        *printed,
        *(read.notice_pdf(device, each.id) for each in notices),
    ]


def pieces(content: bytes) -> list[bytes]:
    """Return pieces of a file's bytes: its beginning, its end, and some between, none of them plain padding."""
    if len(content) < WINDOW:
        return []
    chance = random.Random(len(content))
    starts = [0, len(content) - WINDOW, *(chance.randrange(len(content) - WINDOW + 1) for _ in range(12))]
    found = {content[start : start + WINDOW] for start in starts}
    # a seal's container is written in hex and holds the certificate, which is public and lies in the key file too
    return sorted(piece for piece in found if len(set(piece)) > 4 and not _HEX.fullmatch(piece))


class _Deadly(io.BytesIO):
    """A photo during whose second piece the process dies."""

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self.tell() > 300_000:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().readinto(buffer)


def die_in_a_photo(folder: Path) -> None:
    """Leave a database whose log was not folded in and a sealed file that was not finished."""
    with Workplace(
        folder / "device", clock=SetClock(MORNING + timedelta(hours=1)), is_sample=True, kdf_cost=CHEAP
    ).unlock(PASSPHRASE) as opened:
        stand = at_the_stand(opened)
        stand.photo(4)
        content = pictures.make_jpeg(640, 480, 3) + random.Random(3).randbytes(900_000)
        take_photo.take_photo(
            opened.device,
            stand.inspection.id,
            content=_Deadly(content),
            file_name=f"{NAMES['file']}.JPG",
            origin=PhotoOrigin.CAMERA,
            by=stand.by,
        )


def main() -> None:
    folder = Path(sys.argv[1])
    print(json.dumps(work(folder)), flush=True)
    die_in_a_photo(folder)


if __name__ == "__main__":
    main()
