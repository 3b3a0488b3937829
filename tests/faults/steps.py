"""The steps that are killed and failed: each is one act of the product, done through its own doors.

To add a step: write its work, name the state it begins in (`place.prepare`) and put it into `STEPS`. What the
work says with `say` is an acknowledgement; `holding.hold` holds the device to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from inspector import keys
from inspector.actions import issue_notice, seal_inspection
from inspector.actions.import_photos import import_photos
from inspector.actions.settle_task import Decision, settle_tasks
from inspector.clock import SetClock
from inspector.errors import InspectorError
from inspector.ids import Ids
from inspector.keys.changing import by_secret, set_passphrase
from inspector.records import (
    Choice,
    FeedEntry,
    Inspection,
    InspectionState,
    Item,
    Notice,
    OfficeTask,
    Photo,
    TaskState,
)
from tests.faults.place import LATER, NEW_PASSPHRASE, Place, picture, sound, take, take_in
from tests.stand import CHEAP, PASSPHRASE, Stand
from ui.demo import sample
from ui.rekeying import rekey
from ui.restoring import restore

Say = Callable[[dict[str, Any]], None]
DAYS = 30
"""How long originals are kept after their receipt."""
Work = Callable[[Place, Stand, int, Say], None]
Beginning = Callable[[Place, int, Say], None]


@dataclass(frozen=True)
class Step:
    """One step; with `begins` the work starts on a closed device and opens it itself."""

    state: str
    points: int
    """At least so many calls change something: the quick tests pick among these without counting."""
    work: Work | None = None
    begins: Beginning | None = None
    mends: bool = False
    """Something is damaged before the step, and may be until it is acknowledged."""
    is_slow: bool = False
    """Pages are set: half a second each time."""
    now: datetime = LATER
    """When the step is taken."""


def first_start(place: Place, seed: int, say: Say) -> None:
    ids = Ids(SetClock(LATER))
    officers = sample.officers(ids, date(2026, 11, 20))
    if place.workplace().is_set_up():  # an earlier try came through, though it was not heard
        place.workplace().unlock(PASSPHRASE).close()
        return
    with place.workplace().set_up(sample.bureau(ids), officers, PASSPHRASE).open_device as opened:
        say({"device": opened.device.id})


def unlock(place: Place, seed: int, say: Say) -> None:
    with place.opened():
        pass


def change_passphrase(place: Place, seed: int, say: Say) -> None:
    try:
        keys.change_passphrase(place.device / "keys", PASSPHRASE, NEW_PASSPHRASE, cost=CHEAP, floor=CHEAP)
    except InspectorError as error:
        if error.code != "keys.wrong_secret":
            raise
        keys.unlock(place.device / "keys", NEW_PASSPHRASE, floor=CHEAP).close()
    say({"passphrase": NEW_PASSPHRASE})


def replace_recovery_code(place: Place, seed: int, say: Say) -> None:
    say({"code": keys.replace_recovery_code(place.device / "keys", PASSPHRASE, floor=CHEAP)})


def take_photos(place: Place, stand: Stand, seed: int, say: Say) -> None:
    for number in range(2):
        photo = take(stand, picture(100 + seed * 2 + number))
        say({"photo": photo.id, "sha256": photo.sha256})


def import_card(place: Place, stand: Stand, seed: int, say: Say) -> None:
    for photo in import_photos(stand.device, stand.inspection.id, [place.card], by=stand.by).taken:
        say({"photo": photo.id, "sha256": photo.sha256})


def take_film(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """Take in a recording of three segments; killed in the middle of it nothing of it is there."""
    recording = take_in(stand, sound(seed))
    say({"recording": recording.id, "sha256": recording.sha256})


def seal_a_photo_again(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """The first photo's sealed file is damaged; the same bytes mend it."""
    photo = take(stand, picture(8))
    say({"photo": photo.id, "sha256": photo.sha256})


def list_goods(place: Place, stand: Stand, seed: int, say: Say) -> None:
    for number in range(2):
        name = f"样本盖碗{seed}-{number}"
        with stand.device.reading() as unit:
            there = [item for item in unit.all(Item) if item.label_name == name]
        item = there[0] if there else stand.item(label_name=name)
        say({"item": item.id})


def issue(place: Place, stand: Stand, seed: int, say: Say) -> None:
    for form in ("24", "21"):
        _issue(stand, form, say)


def leave(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """End the record, issue it, and close the inspection for good."""
    with stand.device.reading() as unit:
        inspection = unit.get(Inspection, stand.inspection.id)
    if inspection.ended is None:
        stand.close()
    _issue(stand, "9", say)
    if inspection.state is InspectionState.OPEN:
        seal_inspection.seal_inspection(stand.device, stand.inspection.id, by=stand.by)
    say({"sealed": stand.inspection.id})


def seal_bundle(place: Place, stand: Stand, seed: int, say: Say) -> None:
    from sync.outbox import seal_bundle as seal

    centre = stand.opened.delivery.centre()
    assert centre is not None
    delivery = seal(stand.device, centre, place.outbox, by=stand.by)
    if delivery is not None:
        say({"delivery": delivery.id, "foot_sha256": delivery.foot_sha256})


def carry(place: Place, stand: Stand, seed: int, say: Say) -> None:
    for delivery in stand.opened.delivery.carry_to(place.stick, by=stand.by):
        say({"delivery": delivery.id, "foot_sha256": delivery.foot_sha256})


def collect(place: Place, stand: Stand, seed: int, say: Say) -> None:
    for delivery in stand.opened.delivery.collect_from(place.stick, by=stand.by).moved:
        say({"confirmed": delivery.id})


def take_feed(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """Take in from the stick what the office wrote about the case; one field was written here too."""
    stand.opened.delivery.feed.take_from(place.stick)
    with stand.device.reading() as unit:
        for entry in unit.all(FeedEntry):
            say({"heard": entry.id})


def settle_what_differs(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """Decide for the number written here; a decision that came through unheard is not taken twice."""
    with stand.device.reading() as unit:
        (task,) = unit.all(OfficeTask)
    if task.state is TaskState.OPEN:
        settle_tasks(stand.device, [Decision(task.id, Choice.OURS)], by=stand.by)
    say({"settled": task.id, "value": task.ours.value})


def release_originals(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """Let every original go that may: its key is destroyed."""
    with stand.device.reading() as unit:
        photos = frozenset(photo.id for photo in unit.all(Photo))
    stand.opened.delivery.release(photos, days=DAYS, by=stand.by)
    with stand.device.reading() as unit:
        for photo in sorted(photos):
            assert unit.sealed_object(photo).is_released
            say({"released": photo})


def work_and_lock(place: Place, seed: int, say: Say) -> None:
    """Open, take a photo, and lock: closing folds the log into the database."""
    with place.opened() as stand:
        photo = take(stand, picture(300 + seed))
        say({"photo": photo.id, "sha256": photo.sha256})


def keep_snapshot(place: Place, stand: Stand, seed: int, say: Say) -> None:
    kept = stand.opened._store.keep_snapshot(is_wanted=True)
    say({"snapshot": kept.path.name, "length": kept.length}) if kept else None


def rebuild(place: Place, seed: int, say: Say) -> None:
    """Make the catalogue anew from the log and the vault, as the command does."""
    from inspector.store import Store
    from inspector.store.entry import Origin
    from inspector.store.recovery import recover
    from ui.wiring import STORE

    path, clock = place.device / STORE, SetClock(place.now)
    with place.workplace().keys_held(PASSPHRASE) as keyring:
        key, log_key, device = keyring.database_key(), keyring.journal_log_key(), keyring.device_id
        recover(path, key, log_key=log_key, origin=Origin(device, 1), clock=clock)
        Store.open(path, key, log_key=log_key, device_id=device, signer=keyring.signer, clock=clock).close()


def give_passphrase(place: Place, seed: int, say: Say) -> None:
    """Give the second officer a passphrase and a seal of their own."""
    folder = place.device / "keys"
    opens = by_secret(folder, PASSPHRASE, CHEAP)
    set_passphrase(opens, keys.Holder(f"officer-{seed}", "李样本"), NEW_PASSPHRASE, cost=CHEAP, floor=CHEAP)
    say({"officer passphrase": NEW_PASSPHRASE})


def back_up(place: Place, stand: Stand, seed: int, say: Say) -> None:
    """Back up after one photo more; the backup holds it."""
    photo = take(stand, picture(400 + seed))
    say({"photo": photo.id, "sha256": photo.sha256})
    done = stand.opened.backup.back_up(place.medium, by=stand.by)
    say({"backup": done.verified.entries, "sha256": photo.sha256})


def bring_back(place: Place, seed: int, say: Say) -> None:
    """Restore into an empty machine; what an earlier try brought in whole is opened."""
    if place.restored().is_set_up():
        place.restored().unlock(PASSPHRASE).close()
        return
    opened, done = restore(place.restored(), place.medium, PASSPHRASE)
    opened.close()
    say({"restored": done.entries, "damaged": list(done.damaged)})


def change_all_keys(place: Place, seed: int, say: Say) -> None:
    say({"code": rekey(place.workplace(), PASSPHRASE)})


def _issue(stand: Stand, form: str, say: Say) -> None:
    with stand.device.reading() as unit:
        there = [each for each in unit.all(Notice) if each.form == form]
    if not there:
        there = [
            issue_notice.issue_notice(
                stand.device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by
            )
        ]
    say({"notice": there[0].id, "sha256": there[0].pdf_sha256})


STEPS: dict[str, Step] = {
    "first-start": Step("nothing", 500, begins=first_start),
    "unlock": Step("cut-off", 50, begins=unlock),
    "take-photos": Step("begun", 60, take_photos),
    "import-card": Step("begun", 60, import_card),
    "take-recording": Step("begun", 35, take_film),
    "seal-a-photo-again": Step("damaged", 25, seal_a_photo_again, mends=True),
    "list-goods": Step("begun", 35, list_goods),
    "issue-notices": Step("notice", 70, issue, is_slow=True),
    "leave": Step("leaving", 60, leave, is_slow=True),
    "seal-bundle": Step("begun", 30, seal_bundle),
    "carry": Step("begun", 50, carry),
    "collect": Step("carried", 20, collect),
    "take-feed": Step("told", 15, take_feed),
    "settle-task": Step("differing", 10, settle_what_differs),
    "release-originals": Step("confirmed", 20, release_originals, now=LATER + timedelta(days=DAYS, hours=1)),
    "work-and-lock": Step("begun", 80, begins=work_and_lock),
    "keep-snapshot": Step("begun", 20, keep_snapshot),
    "migrate": Step("older", 80, begins=unlock),
    "recover": Step("broken", 80, begins=unlock),
    "rebuild": Step("begun", 80, begins=rebuild),
    "give-passphrase": Step("begun", 10, begins=give_passphrase),
    "rekey": Step("begun", 200, begins=change_all_keys),
    "back-up": Step("backed-up", 80, back_up),
    "restore": Step("backed-up", 300, begins=bring_back),
    "change-passphrase": Step("begun", 10, begins=change_passphrase),
    "replace-recovery-code": Step("begun", 10, begins=replace_recovery_code),
}
