"""No original leaves the device without a receipt naming its hash, the days, and a yes; and then it leaves for good."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inspector.actions import make_thumbnails, read, take_photo
from inspector.errors import InputError, SystemFault
from inspector.records import ConfirmedObject, Delivery, DeliveryState, Photo, PhotoOrigin, Receipt
from inspector.store.checking import check_store
from inspector.store.entry import Origin
from inspector.store.journal_log import Frame, LogReader
from inspector.store.recovery import recover
from inspector.store.snapshots import kept_snapshots
from sync.central import create_central, invite, read_object, running_central
from sync.enrolment import enrol, pin
from sync.outbox import PhotoState, photo_states
from sync.retention import LEAST_DAYS
from sync.verifier import Given, verify_all
from tests import pictures
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from tests.sync.delivery_site import Site
from ui.checking import check_device
from ui.proof_export import export_proof
from ui.rekeying import rekey
from ui.restoring import restore
from ui.wiring import STORE, OpenDevice, Workplace

DAYS = 30


@pytest.fixture
def delivered(site: Site) -> Iterator[Site]:
    """Three photos with small pictures, confirmed by the centre."""
    stand = site.stand
    pin(stand.device, site.centre, by=stand.by)
    with stand.device.reading() as unit:
        make_thumbnails.make_thumbnails(stand.device, [photo.id for photo in unit.all(Photo)])
    stand.opened.delivery.seal_and_send(by=stand.by)
    yield site


def photos(stand: Stand) -> list[str]:
    with stand.device.reading() as unit:
        return [photo.id for photo in unit.all(Photo)]


def release_all(stand: Stand, days: int = DAYS) -> int:
    return stand.opened.delivery.release(frozenset(photos(stand)), days=days, by=stand.by)


def test_after_receipt_days_and_a_yes_the_original_is_gone_and_everything_else_stays(delivered: Site) -> None:
    stand = delivered.stand
    assert release_all(stand) == 0, "too early"
    stand.clock.advance(timedelta(days=DAYS))
    first, *others = photos(stand)
    assert len(stand.opened.delivery.originals(days=DAYS).may_go) == 3
    assert stand.opened.delivery.release(frozenset([first]), days=DAYS, by=stand.by) == 1
    with pytest.raises(SystemFault, match=r"vault\.released"):
        read.original(stand.device, first)
    assert read.thumbnail(stand.device, first) is not None
    assert all(read.original(stand.device, other) for other in others)
    assert not list((stand.opened.folder / "vault").rglob(f"{first}*"))
    assert delivered.states() == {PhotoState.CONFIRMED}
    assert not list((stand.opened.folder / "outbox").glob("*.ipb"))
    told = [
        raw for raw in stand.device.journal.entries_of_change("original.released") if first.encode() in raw
    ]
    assert len(told) == 1
    assert stand.opened.delivery.originals(days=DAYS).released == 1
    stand.photo(9)
    (sent,) = stand.opened.delivery.seal_and_send(by=stand.by)
    assert sent.state is DeliveryState.CONFIRMED, "the centre is told with the next bundle"


def test_a_clock_put_forward_makes_nobody_wait_less(delivered: Site) -> None:
    stand = delivered.stand
    stand.clock.step(timedelta(days=400))
    assert release_all(stand) == 0
    stand.clock.advance(timedelta(days=DAYS))
    assert release_all(stand) == 3


def test_nobody_may_ask_for_fewer_days_than_the_least(delivered: Site) -> None:
    with pytest.raises(InputError, match=r"release\.days"):
        delivered.stand.opened.delivery.originals(days=LEAST_DAYS - 1)


def test_a_receipt_put_into_the_records_by_hand_releases_nothing(delivered: Site) -> None:
    """The record says so, the signature does not."""
    stand = delivered.stand
    later = stand.photo(7)
    make_thumbnails.make_thumbnails(stand.device, [later.id])
    stand.clock.advance(timedelta(days=DAYS))
    with stand.device.unit() as unit:
        (kept,) = unit.all(Receipt)
        forged = replace(kept, objects=(*kept.objects, ConfirmedObject(later.id, later.sha256)))
        unit.save(forged, change="receipt.verified", by=stand.by)
        unit.commit()
    assert later.id not in {each.object_id for each in stand.opened.delivery.originals(days=DAYS).may_go}
    assert release_all(stand) == 3
    assert read.original(stand.device, later.id)


def test_no_copy_of_the_records_holds_the_key_any_more(delivered: Site) -> None:
    stand = delivered.stand
    folder, keyring = stand.opened.folder, stand.opened.keyring
    first = photos(stand)[0]
    with stand.device.reading() as unit:
        wrapped = unit.sealed_object(first).wrapped_key
    stand.opened._store.keep_snapshot(is_wanted=True)
    stand.clock.advance(timedelta(days=DAYS))
    release_all(stand)
    assert not stand.opened._store.has_unfinished_release
    frames = LogReader(folder / "journal.log", keyring.journal_log_key(), stand.device.id).frames()
    opens = [sealed for frame in frames if isinstance(frame, Frame) for sealed in frame.opens]
    assert first in {sealed.id for sealed in opens}
    assert wrapped not in {sealed.wrapped_key for sealed in opens}
    assert len(kept_snapshots(folder / STORE)) == 1
    assert (folder / f"{STORE}-wal").stat().st_size == 0 or wrapped not in (
        folder / f"{STORE}-wal"
    ).read_bytes()


def test_check_rebuild_backup_and_a_new_master_key_know_of_it(delivered: Site, tmp_path: Path) -> None:
    stand = delivered.stand
    medium = tmp_path / "medium"
    medium.mkdir()
    stand.opened.backup.back_up(medium, by=stand.by)
    first = photos(stand)[0]
    assert list(medium.rglob(f"{first}*"))
    stand.clock.advance(timedelta(days=DAYS))
    release_all(stand)
    stand.opened.backup.back_up(medium, by=stand.by)
    assert not list(medium.rglob(f"{first}*"))
    folder, keyring = stand.opened.folder, stand.opened.keyring
    key, log_key, device = keyring.database_key(), keyring.journal_log_key(), stand.device.id
    report = check_store(folder / STORE, key, log_key=log_key, device_id=device)
    assert (report.database, report.log) == ((), ())
    checked = check_device(folder, keyring)
    assert checked.is_sound
    assert [each.released for each in checked.looked if each.what == "vault"] == [3]
    stand.opened._store.close()
    recover(folder / STORE, key, log_key=log_key, origin=Origin(device, 1), clock=stand.clock)
    again = check_device(folder, keyring)
    assert [each.released for each in again.looked if each.what == "vault"] == [3]
    assert all(each.is_sound for each in again.looked if each.what in {"vault", "database"})


def test_after_a_new_master_key_and_a_backup_what_stayed_opens_and_what_left_is_known(
    delivered: Site, tmp_path: Path
) -> None:
    stand, medium = delivered.stand, tmp_path / "medium"
    medium.mkdir()
    stand.clock.advance(timedelta(days=DAYS))
    first, *others = photos(stand)
    originals = delivered.originals()
    stand.opened.delivery.release(frozenset([first]), days=DAYS, by=stand.by)
    stand.opened.close()
    rekey(stand.workplace, PASSPHRASE)

    def holds(opened: OpenDevice) -> None:
        device = opened.device
        assert {name: read.original(device, name) for name in others} == {
            name: originals[name] for name in others
        }
        with pytest.raises(SystemFault, match=r"vault\.released"):
            read.original(device, first)
        assert read.thumbnail(device, first) is not None
        assert opened.missing_objects == ()
        with device.reading() as unit:
            assert unit.find(Receipt, unit.all(Delivery)[0].id) is not None
            assert set(photo_states(unit).values()) == {PhotoState.CONFIRMED}
        assert opened.delivery.originals(days=DAYS).released == 1

    with stand.workplace.unlock(PASSPHRASE) as opened:
        holds(opened)
        opened.backup.back_up(medium, by=stand.by)
        assert check_device(opened.folder, opened.keyring).is_sound
    assert not list(medium.rglob(f"{first}*"))
    again = Workplace(tmp_path / "again", clock=stand.clock, is_sample=True, kdf_cost=CHEAP)
    opened, restored = restore(again, medium, PASSPHRASE)
    with opened:
        assert restored.damaged == ()
        holds(opened)


def test_a_card_that_still_holds_the_photo_brings_nothing_back(delivered: Site) -> None:
    stand = delivered.stand
    stand.clock.advance(timedelta(days=DAYS))
    release_all(stand)
    with pytest.raises(InputError, match=r"photo\.already_sealed"):
        take_photo.take_photo(
            stand.device,
            stand.inspection.id,
            content=io.BytesIO(pictures.make_jpeg(96, 64, 1)),
            file_name="IMG_0001.JPG",
            origin=PhotoOrigin.IMPORTED,
            by=stand.by,
        )


def test_a_proof_goes_out_with_the_centre_s_copy_and_is_intact(delivered: Site, tmp_path: Path) -> None:
    stand = delivered.stand
    first = photos(stand)[0]
    stand.clock.advance(timedelta(days=DAYS))
    release_all(stand)
    alone = export_proof(stand.device, first, tmp_path / "alone", by=stand.by)
    assert (alone.originals, alone.released) == ((), (f"{first}.jpg",))
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "from the centre").write_bytes(read_object(delivered.data, first))
    (copies / "another").write_bytes(b"something else")
    done = export_proof(stand.device, first, tmp_path / "out", by=stand.by, copies=copies)
    assert (done.originals, done.released) == ((f"{first}.jpg",), ())
    found = verify_all([tmp_path / "out"], Given(delivered.data / "signers.json"))
    assert found.verdict == "intact"


@pytest.mark.parametrize("step", ["vault.forget", "store.fold_in", "log", "snapshot"])
def test_a_release_cut_off_anywhere_is_finished_at_the_next_start(
    delivered: Site, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stand = delivered.stand
    stand.clock.advance(timedelta(days=DAYS))
    store, vault = stand.opened._store, stand.device.vault
    owner, name = {
        "vault.forget": (vault, "forget"),
        "store.fold_in": (stand.opened.delivery, "_forget"),
        "log": (store._follower, "write_anew"),
        "snapshot": (store, "keep_snapshot"),
    }[step]

    def cut(*_: object, **__: object) -> None:
        raise SystemFault("store.io", why="cut off by the test")

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, cut)
        with pytest.raises(SystemFault, match=r"store\.io"):
            release_all(stand)
    assert store.has_unfinished_release
    first = photos(stand)[0]
    stand.opened.close()
    with stand.workplace.unlock(PASSPHRASE) as again:
        assert not again._store.has_unfinished_release
        assert not list((again.folder / "vault").rglob(f"{first}*"))
        assert again.missing_objects == ()
        assert again.delivery.originals(days=DAYS).released == 3
        assert len(kept_snapshots(again.folder / STORE)) == 1


class ReleaseMachine(RuleBasedStateMachine):
    """Photos, deliveries, days, clock jumps, forged receipts and yeses in any order."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.stand = begin(self.folder / "device")
        create_central(self.folder / "central", "样本中心")
        self.running = running_central(self.folder / "central")
        url = self.running.__enter__()
        pin(
            self.stand.device,
            enrol(self.stand.device, "样本局", invite(self.folder / "central", url)),
            by="x",
        )
        self.originals: dict[str, str] = {}
        self.seed = 0

    @rule()
    def photograph(self) -> None:
        self.seed += 1
        photo = self.stand.photo(self.seed)
        self.originals[photo.id] = photo.sha256
        make_thumbnails.make_thumbnails(self.stand.device, [photo.id])

    @rule()
    def deliver(self) -> None:
        self.stand.opened.delivery.seal_and_send(by=self.stand.by)

    @rule(days=st.sampled_from([1, 20, 31]))
    def wait(self, days: int) -> None:
        self.stand.clock.advance(timedelta(days=days))

    @rule(days=st.sampled_from([-3, 40]))
    def move_clock(self, days: int) -> None:
        self.stand.clock.step(timedelta(days=days))

    @precondition(lambda self: self.originals)
    @rule()
    def forge(self) -> None:
        """Somebody writes a receipt into the records for everything there is."""
        with self.stand.device.unit() as unit:
            named = tuple(ConfirmedObject(name, sha256) for name, sha256 in self.originals.items())
            forged = Receipt("f" * 32, "{}", "", self.stand.clock.now().wall - timedelta(days=99), named)
            unit.save(forged, change="receipt.verified", by=self.stand.by)
            unit.commit()

    @rule()
    def agree(self) -> None:
        self.stand.opened.delivery.release(frozenset(self.originals), days=DAYS, by=self.stand.by)

    @invariant()
    def what_left_is_at_the_centre(self) -> None:
        if not hasattr(self, "originals"):
            return
        for name, sha256 in self.originals.items():
            with self.stand.device.reading() as unit:
                sealed = unit.sealed_object(name)
            held = (
                read_object(self.folder / "central", name)
                if sealed.is_released
                else read.original(self.stand.device, name)
            )
            assert hashlib.sha256(held).hexdigest() == sha256

    def teardown(self) -> None:
        if hasattr(self, "running"):
            self.stand.opened.close()
            self.running.__exit__(None, None, None)
            shutil.rmtree(self.folder)


class TestQuick(ReleaseMachine.TestCase):  # type: ignore[misc]  # made by Hypothesis
    settings = settings(max_examples=2, stateful_step_count=12, deadline=None)


@pytest.mark.long
class TestLong(ReleaseMachine.TestCase):  # type: ignore[misc]  # made by Hypothesis
    settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
