"""The place of the fault tests: one folder with a device, its centre and a stick, made once and copied for each fault."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspector import keys
from inspector.actions import issue_notice, take_photo
from inspector.actions.make_thumbnails import make_thumbnails
from inspector.actions.take_recording import take_recording
from inspector.actions.write_case import write_case
from inspector.clock import SetClock
from inspector.errors import InputError
from inspector.records import CaseFieldName, Inspection, Officer, Photo, PhotoOrigin, Recording
from sync.central import Centre, create_central, invite, take_in_folder
from sync.central.office import edit_case
from tests import pictures
from tests.recordings import make_wav
from tests.stand import CHEAP, MORNING, PASSPHRASE, Stand, begin
from ui.wiring import OpenDevice, Workplace

NEW_PASSPHRASE = "another four words for it"
LATER = MORNING + timedelta(minutes=5)
"""When the steps are taken: after everything that was prepared."""
UNTIL_NEXT_START = timedelta(minutes=30)
"""How long after the step the device is opened again."""


@dataclass(frozen=True)
class Place:
    """Where everything of one fault lies."""

    folder: Path
    now: datetime = LATER

    @property
    def device(self) -> Path:
        return self.folder / "device"

    @property
    def outbox(self) -> Path:
        return self.device / "outbox"

    @property
    def central(self) -> Path:
        return self.folder / "central"

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    @property
    def card(self) -> Path:
        return self.folder / "card"

    @property
    def medium(self) -> Path:
        return self.folder / "medium"

    @property
    def clock(self) -> SetClock:
        """The machine's clock; one that was off for days has been started anew."""
        return SetClock(self.now, "boot-1" if self.now - LATER < timedelta(days=1) else "boot-2")

    def restored(self) -> Workplace:
        """The empty machine a backup is brought back to."""
        return Workplace(
            self.folder / "other-machine" / "device", clock=self.clock, is_sample=True, kdf_cost=CHEAP
        )

    def workplace(self) -> Workplace:
        return Workplace(self.device, clock=self.clock, is_sample=True, kdf_cost=CHEAP)

    def unlocked(self) -> OpenDevice:
        """Open the device as the next start does, whichever passphrase is the one by now."""
        workplace = self.workplace()
        try:
            return workplace.unlock(PASSPHRASE)
        except InputError as error:
            if error.code != "keys.wrong_secret":
                raise
            return workplace.unlock(NEW_PASSPHRASE)

    @contextmanager
    def opened(self) -> Iterator[Stand]:
        """Open the device and go to its stand."""
        with self.unlocked() as opened:
            yield at_the_stand(opened)


def at_the_stand(opened: OpenDevice) -> Stand:
    """Return the stand of an opened device."""
    with opened.device.reading() as unit:
        inspection = unit.all(Inspection)[-1]
        officers = tuple(unit.get(Officer, name) for name in inspection.officer_ids)
    clock = opened.device.clock
    assert isinstance(clock, SetClock)
    return Stand(opened.workplace, opened, clock, inspection, officers)


def picture(seed: int) -> bytes:
    """Return the same picture for the same seed, of one, two or three segments in the vault."""
    chance = random.Random(seed)
    return pictures.make_jpeg(96, 64, seed) + chance.randbytes((16, 40_000, 262_160, 600_000)[seed % 4])


def take(stand: Stand, content: bytes) -> Photo:
    """Take a photo; the one that is there already if these very bytes were taken before."""
    try:
        return take_photo.take_photo(
            stand.device,
            stand.inspection.id,
            content=io.BytesIO(content),
            file_name="IMG_0001.JPG",
            origin=PhotoOrigin.CAMERA,
            by=stand.by,
        )
    except InputError as error:
        if error.code != "photo.already_sealed":
            raise
        with stand.device.reading() as unit:
            known = unit.photo_with(hashlib.sha256(content).hexdigest())
        assert known is not None
        return known


def sound(seed: int) -> bytes:
    """Return the same sound recording for the same seed, of three segments in the vault."""
    return make_wav(1) + random.Random(seed).randbytes(600_000)


def take_in(stand: Stand, content: bytes) -> Recording:
    """Take in a recording; the one that is there already if these very bytes were taken before."""
    try:
        return take_recording(
            stand.device,
            stand.inspection.id,
            content=io.BytesIO(content),
            file_name="VOICE.WAV",
            by=stand.by,
        )
    except InputError as error:
        if error.code != "recording.already_sealed":
            raise
        with stand.device.reading() as unit:
            known = unit.recording_with(hashlib.sha256(content).hexdigest())
        assert known is not None
        return known


def prepare(folder: Path, state: str) -> None:
    """Make a place ready for the steps that begin in `state`."""
    place = Place(folder)
    if state == "nothing":
        folder.mkdir()
        return
    create_central(place.central, "样本中心")
    invitation = folder / "invitation.json"
    invitation.write_text(json.dumps(invite(place.central)), "utf-8")
    place.stick.mkdir()
    place.medium.mkdir()
    place.card.mkdir()
    for seed in (200, 201):
        (place.card / f"{seed}.jpg").write_bytes(picture(seed))
    stand = begin(place.device)
    with stand.opened as opened:
        if state != "older":  # its schema knew no centre yet
            opened.delivery.enrol(invitation)
        for seed in (8, 9):
            take(stand, picture(seed))
        if state == "backed-up":
            opened.backup.back_up(place.medium, by=stand.by)
        if state in {"carried", "confirmed", "told", "differing"}:
            (delivery,) = opened.delivery.carry_to(place.stick, by=stand.by)
            take_in_folder(place.central, place.stick)
            assert (place.stick / "IPB-IN" / f"{delivery.id}.receipt").exists()
        if state in {"confirmed", "told", "differing"}:
            opened.delivery.collect_from(place.stick, by=stand.by)
        if state == "confirmed":  # nothing is let go that has no small picture yet
            with opened.device.reading() as unit:
                make_thumbnails(opened.device, [photo.id for photo in unit.all(Photo)])
        if state in {"told", "differing"}:
            _write_on_both_sides(place, stand)
        if state == "differing":
            opened.delivery.feed.take_from(place.stick)
        if state in {"notice", "leaving"}:
            stand.visit()
            stand.seize(stand.item())
        if state == "leaving":
            signatures = stand.signatures()
            for form in ("24", "21"):
                issue_notice.issue_notice(
                    stand.device, stand.inspection.id, form, signatures=signatures, by=stand.by
                )
            # the on-site record and the sealing come with the step
    if state == "damaged":
        with place.opened() as again, again.device.reading() as unit:
            first = unit.all(Photo)[0]
        file = place.device / "vault" / first.id[:2] / f"{first.id}.ipv"
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
    if state == "older":
        make_older(place.device / "store.db")
    if state == "broken":
        spoil(place.device / "store.db")


def _write_on_both_sides(place: Place, stand: Stand) -> None:
    """The office writes number and storage place of the case, the device another number; the stick has the office's."""
    number, keeping = CaseFieldName.NUMBER, CaseFieldName.STORAGE_PLACE
    with Centre(place.central) as centre:
        edit_case(
            centre, stand.inspection.id, {number: "样知立〔2026〕7号", keeping: "样本库房"}, by="内勤样本"
        )
    write_case(stand.device, stand.inspection.id, {number: "样知立〔2026〕8号"}, by=stand.by)
    stand.opened.delivery.feed.carry_request(place.stick)
    assert take_in_folder(place.central, place.stick)["told"] == [stand.device.id]


def make_older(path: Path) -> None:
    """Take a database back to the first schema."""
    from inspector.store.database_file import connect
    from tests.older_schema import take_back_to_the_first

    with keys.unlock(path.parent / "keys", PASSPHRASE, floor=CHEAP) as keyring:
        take_back_to_the_first(connect(path, keyring.database_key().hex()))


def spoil(path: Path) -> None:
    """Change a bit of every fourth page of a database."""
    content = bytearray(path.read_bytes())
    for page in range(0, len(content), 4 * 4096):
        content[page + 2000] ^= 4
    path.write_bytes(content)
