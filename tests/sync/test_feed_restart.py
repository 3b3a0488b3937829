"""An older backup put back at the centre: the root begins the feed anew, nobody else can, and nothing is allotted twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.records import FeedState, NumberBlock, Officer
from sync.bundle.envelope import base64_text
from sync.central import Centre
from sync.central import office as desk
from sync.central.backing_up import back_up
from sync.central.feed_pages import answer
from sync.central.keys import load_root
from sync.central.restarting import MOST_AHEAD, restart_feeds
from sync.central.revoking import revoke_device, revoke_officer, revoked_since
from sync.central.rotating import rotate_receipt
from sync.central.settings import read_settings
from sync.central.standing import device_standings
from sync.feed.entry import NO_ENTRY, CarriedEntry, Head, Kind, encoded_body, head_of, make_entry
from sync.feed.fetching import Fetched, fetch, request_of, take_page
from sync.feed.page import (
    EPOCH_LIMIT,
    UNASKED,
    Page,
    PageHead,
    Request,
    feed_public,
    make_head,
    make_request,
    open_page,
    seal_page,
)
from sync.feed.restart import Restart, make_restart
from sync.strict_json import base64_bytes
from tests.sync.central.servers import Postgres
from tests.sync.fed_site import NUMBER, PLACE, WHO, FedSite

Restore = Callable[[], FedSite]


@pytest.fixture
def backup(fed: FedSite, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], Restore]]:
    """Back the centre up now; what is returned puts that backup in the centre's place, as a site of its own."""
    with ExitStack() as opened:
        taken: list[Path] = []

        def back() -> Restore:
            folder = tmp_path / f"backup-{len(taken)}"
            taken.append(folder)
            is_elsewhere = back_up(fed.data, folder).elsewhere
            if is_elsewhere:
                server: Postgres = request.getfixturevalue("postgres")
                (folder / "node.toml").write_text(f'[database]\nurl = "{_copied(server, fed.data)}"\n')

            def put_back() -> FedSite:
                centre = opened.enter_context(Centre(folder, clock=fed.stand.clock))
                return FedSite(fed.stand, folder, centre)

            return put_back

        yield back


def _copied(server: Postgres, data: Path) -> str:
    """Dump the database of a centre, restore it under another name, and return the address of that."""
    database = read_settings(data)["database"]["url"].partition("@/")[2].partition("?")[0]
    host, copy = ["-h", str(server.folder), "-U", "postgres"], server.fresh()
    dump = server.folder / f"{copy}.dump"
    server.tool("pg_dump", *host, "-Fc", "-f", str(dump), database)
    server.tool("pg_restore", *host, "-d", copy, str(dump))
    return server.url(copy)


def edit(site: FedSite, value: str) -> None:
    site.stand.clock.advance(timedelta(seconds=1))
    desk.edit_case(site.centre, site.case, {NUMBER: value}, by=WHO)


def restart(site: FedSite) -> int:
    site.stand.clock.advance(timedelta(seconds=1))
    return restart_feeds(site.centre, reason="恢复备份", by=WHO)


def went_back(fed: FedSite, backup: Callable[[], Restore]) -> FedSite:
    """The device heard 甲 before the backup and 乙 after it."""
    edit(fed, "甲")
    fed.fetch()
    put_back = backup()
    edit(fed, "乙")
    fed.fetch()
    return put_back()


def test_a_restored_centre_is_believed_again_by_its_root_alone_and_nothing_is_undone(
    fed: FedSite, backup: Callable[[], Restore]
) -> None:
    restored = went_back(fed, backup)
    with pytest.raises(InputError, match=r"feed\.rollback"):
        restored.fetch()
    (standing,) = device_standings(restored.centre)
    assert (standing.astray, standing.length) == (5, 4)
    assert restart(restored) == 2
    assert device_standings(restored.centre)[0].astray == 0
    found = restored.fetch()
    assert [each.kind for each in found.applied] == ["restart", "recipients", "certificate", "case"]
    assert found.applied[-1].code == "feed.heard_before"
    assert fed.file().value(NUMBER) == "乙"  # what the device heard stays, though the centre forgot it
    (noted,) = fed.device.journal.entries_of_change("feed.restart")
    assert noted is not None
    edit(restored, "丙")
    restored.fetch()
    assert fed.file().value(NUMBER) == "丙"
    assert device_standings(restored.centre)[0].astray == 0


@pytest.mark.long
def test_what_was_told_between_restoring_and_beginning_anew_comes_along(
    fed: FedSite, backup: Callable[[], Restore]
) -> None:
    restored = went_back(fed, backup)
    restored.stand.clock.advance(timedelta(seconds=1))
    desk.edit_case(restored.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    with pytest.raises(InputError, match=r"feed\.rollback"):
        restored.fetch()  # as long as what the device has, and something else
    edit(restored, "丁")
    with pytest.raises(InputError, match=r"feed\.rollback"):
        restored.fetch()  # longer, and it does not join
    restart(restored)
    restored.fetch()
    assert (fed.file().value(PLACE), fed.file().value(NUMBER)) == ("样本仓库", "丁")


@pytest.mark.long
def test_an_older_word_for_everybody_does_not_come_back_over_a_later_one(
    fed: FedSite, backup: Callable[[], Restore]
) -> None:
    known = fed.stand.officers[0]
    desk.tell_officer(fed.centre, known, by=WHO)
    put_back = backup()
    fed.stand.clock.advance(timedelta(seconds=1))
    shorter = replace(known, valid_to=known.valid_to - timedelta(days=30))
    desk.tell_officer(fed.centre, shorter, by=WHO)
    fed.fetch()
    restored = put_back()
    restart(restored)
    restored.fetch()
    with fed.device.reading() as unit:
        assert unit.get(Officer, known.id).valid_to == shorter.valid_to


def test_numbers_of_the_lost_time_are_never_allotted_again(
    fed: FedSite, backup: Callable[[], Restore], tmp_path: Path
) -> None:
    fed.fetch()
    put_back = backup()
    lost = [NumberBlock("强制", 2026, 501, 520, "样本中心")]
    desk.allot_numbers(fed.centre, fed.device.id, lost, by=WHO)
    fed.fetch()
    restored = put_back()
    again = [NumberBlock("强制", 2026, 510, 530)]
    if not (restored.data / "node.toml").exists():  # a dump of PostgreSQL does not know that it was restored
        with pytest.raises(InputError, match=r"numbers\.unheard"):
            desk.allot_numbers(restored.centre, fed.device.id, again, by=WHO)
    with pytest.raises(InputError, match=r"feed\.rollback"):
        restored.fetch()
    with pytest.raises(InputError, match=r"numbers\.unheard"):
        desk.allot_numbers(restored.centre, fed.device.id, again, by=WHO)
    restart(restored)
    with pytest.raises(InputError, match=r"numbers\.unheard"):
        desk.allot_numbers(restored.centre, fed.device.id, again, by=WHO)
    restored.fetch()
    restored.deliver(
        tmp_path / "outbox"
    )  # nothing new but that the feed began anew: it goes out all the same
    with pytest.raises(InputError, match=r"numbers\.allotted"):
        desk.allot_numbers(restored.centre, fed.device.id, again, by=WHO)
    desk.allot_numbers(restored.centre, fed.device.id, [NumberBlock("强制", 2026, 521, 530)], by=WHO)
    assert restored.fetch().applied[-1].code == ""


@pytest.mark.long
def test_a_planned_move_needs_no_root_once_every_device_has_asked(
    fed: FedSite, backup: Callable[[], Restore]
) -> None:
    fed.fetch()
    put_back = backup()
    fed.stand.clock.advance(timedelta(minutes=1))
    moved = put_back()
    moved.fetch()
    desk.allot_numbers(moved.centre, fed.device.id, [NumberBlock("强制", 2026, 501, 520)], by=WHO)
    assert moved.fetch().applied[-1].kind == "numbers"


def test_who_was_taken_off_the_list_in_the_lost_time_stays_off(
    fed: FedSite, backup: Callable[[], Restore], tmp_path: Path
) -> None:
    officer = fed.stand.officers[0]
    desk.tell_officer(fed.centre, officer, by=WHO)
    fed.fetch()
    gone = "ab" * 16
    from sqlalchemy import insert

    from sync.central.tables import devices

    with fed.centre.transaction() as connection:
        connection.execute(
            insert(devices).values(
                device=gone, epoch=1, name="样本二局", public_key=b"\1" * 32, enrolled=fed.centre.now()
            )
        )
    put_back = backup()
    fed.stand.clock.advance(timedelta(seconds=1))
    revoke_device(fed.centre, gone, reason="被盗", by=WHO)
    revoke_officer(fed.centre, officer.cert_no, reason="离职", by=WHO)
    fed.fetch()
    ended = the_officer(fed.device, officer.cert_no).valid_to
    assert ended < officer.valid_to
    restored = put_back()
    with restored.centre.reading() as connection:
        assert not revoked_since(connection, gone)
    restart(restored)
    restored.fetch()
    restored.deliver(tmp_path / "outbox")
    with restored.centre.reading() as connection:
        assert revoked_since(connection, gone)
    listed = json.loads((restored.data / "signers.json").read_text("utf-8"))
    assert [each["to"] is None for each in listed["signers"] if each["device"] == gone] == [False]
    assert [each.code for each in restored.fetch().applied] == ["feed.heard_before"] * 2
    with enrolled_later(restored, tmp_path) as (later, found):
        assert [each.kind for each in found.applied][-3:] == ["officer", "revoked", "revoked"]
        assert the_officer(later, officer.cert_no).valid_to == ended


@pytest.mark.long
def test_a_centre_restored_twice_begins_above_what_devices_have_seen(
    fed: FedSite, backup: Callable[[], Restore]
) -> None:
    edit(fed, "甲")
    fed.fetch()
    put_back = backup()
    edit(fed, "乙")
    fed.fetch()
    restored = put_back()
    restart(restored)
    restored.fetch()
    edit(restored, "丙")
    restored.fetch()
    put_back_again = backup()  # of the centre that went on in the first epoch: it never saw the second
    again = put_back_again()
    with pytest.raises(InputError, match=r"feed\.rollback"):
        again.fetch()
    assert restart(again) == 3
    again.fetch()
    edit(again, "丁")
    again.fetch()
    assert fed.file().value(NUMBER) == "丁"


def test_no_device_can_drive_the_epoch_to_its_end(fed: FedSite, tmp_path: Path) -> None:
    fed.fetch()

    def ask(epoch: int) -> None:
        signer, bureau = fed.device.signer, fed.centre.keys.bureau
        key = feed_public(fed.device.id, signer)
        asked = Request(bureau, fed.device.id, epoch, 1, NO_ENTRY, key, "ab" * 16)
        fed.page(make_request(asked, signer))

    for epoch in (0, EPOCH_LIMIT + 1, 2**53):
        with pytest.raises(InputError, match=r"feed\.not_a_request"):
            ask(epoch)
    ask(EPOCH_LIMIT)
    assert restart(fed) == 2  # no centre was ever restored that often
    ask(2 + MOST_AHEAD)
    assert restart(fed) == 3 + MOST_AHEAD
    ask(4 + MOST_AHEAD)
    revoke_device(fed.centre, fed.device.id, reason="被盗", by=WHO)
    assert restart(fed) == 4 + MOST_AHEAD  # what a device says that was taken off the list counts no more


@pytest.mark.parametrize("is_given_away", [False, True])
def test_the_key_of_the_backup_is_believed_again_unless_it_was_given_away(
    fed: FedSite, backup: Callable[[], Restore], is_given_away: bool
) -> None:
    fed.fetch()
    put_back = backup()
    first = fed.pinned().receipt_key
    fed.stand.clock.advance(timedelta(seconds=5))
    rotate_receipt(fed.centre, by=WHO, is_given_away=is_given_away)
    fed.fetch()
    later = fed.pinned().receipt_key
    assert later != first
    restored = put_back()
    restart(restored)
    if is_given_away:
        with pytest.raises(InputError, match=r"feed\.signature"):
            restored.fetch()
        assert fed.pinned().receipt_key == later
        rotate_receipt(restored.centre, by=WHO, is_given_away=True)
        restart(restored)
    restored.fetch()
    after = fed.pinned()
    assert after.receipt_key == base64_text(restored.centre.keys.receipt_public)
    assert (after.receipt_key == first) is not is_given_away
    assert later in {each.key for each in after.former_receipt_keys if each.until}
    edit(restored, "甲")
    restored.fetch()
    assert fed.file().value(NUMBER) == "甲"


@pytest.mark.long
def test_a_device_enrolled_after_beginning_anew_hears_everything(
    fed: FedSite, backup: Callable[[], Restore], tmp_path: Path
) -> None:
    restored = went_back(fed, backup)
    restart(restored)
    rotate_receipt(restored.centre, by=WHO)
    with enrolled_later(restored, tmp_path) as (_, found):
        assert [each.state for each in found.applied] == [FeedState.APPLIED] * 3
        assert not found.set_aside


@contextmanager
def enrolled_later(site: FedSite, tmp_path: Path) -> Iterator[tuple[Device, Fetched]]:
    """A second device, enrolled now, and what it hears first."""
    from sync.central.enrolling import enrol_device, new_invitation
    from sync.enrolment import enrol, pin
    from tests.stand import begin

    class ByHand:
        def enrol(self, request: bytes) -> bytes:
            return enrol_device(site.centre, request).encoded()

    later = begin(tmp_path / "later")
    with later.opened:
        keys = enrol(later.device, "样本二局", new_invitation(site.centre, ""), ByHand())
        pin(later.device, keys, by="device")
        yield later.device, fetch(later.device, lambda request: answer(site.centre, request)[1])


def the_officer(device: Device, cert_no: str) -> Officer:
    with device.reading() as unit:
        return next(each for each in unit.all(Officer) if each.cert_no == cert_no)


# Whoever has the receipt key, but not the root:


def forged(site: FedSite, *told: tuple[Kind, dict[str, object]], epoch: int = 2) -> bytes:
    """A page of an epoch of the attacker's own, whole in itself and signed by the centre's real receipt key."""
    keys, prev = site.centre.keys, NO_ENTRY
    entries: list[CarriedEntry] = []
    for seq, (kind, body) in enumerate(told, 1):
        head = Head(keys.bureau, site.device.id, epoch, seq, prev, kind, "", "", WHO, site.centre.now())
        entries.append(make_entry(head, encoded_body(body), keys.signing.sign))  # type: ignore[arg-type]
        prev = entries[-1].id
    ending = PageHead(keys.bureau, site.device.id, epoch, len(entries), prev, UNASKED, site.centre.now())
    page = Page(make_head(ending, keys.signing.sign), tuple(entries))
    key = base64_bytes(feed_public(site.device.id, site.device.signer), 32) or b""
    return seal_page(page, site.device.id, key)


def word(site: FedSite, root: Ed25519PrivateKey, **fields: object) -> tuple[Kind, dict[str, object]]:
    keys = site.centre.keys
    said = Restart(keys.bureau, 2, base64_text(keys.receipt_public), "恢复备份", WHO, site.centre.now())
    statement = make_restart(replace(said, **fields), root.sign)  # type: ignore[arg-type]
    return Kind.RESTART, {"statement": statement.encoded().decode()}


def test_without_the_root_no_feed_begins_anew(fed: FedSite) -> None:
    edit(fed, "甲")
    fed.fetch()
    length = fed.device.journal.length()
    root, other = load_root(fed.data / "keys"), Ed25519PrivateKey.generate()
    case = Kind.CASE, {"inspection": fed.case, "fields": {"number": "假"}, "over": {}}
    genuine = word(fed, root)
    for told, epoch, code in (
        ([word(fed, other), case], 2, "feed.restart"),
        ([(Kind.RESTART, {"statement": "{}"}), case], 2, "feed.restart"),
        ([word(fed, root, bureau="cd" * 16), case], 2, "feed.restart"),
        ([genuine, case], 3, "feed.restart"),  # the root agreed to the second epoch, not to the third
        ([(Kind.ROOT, {"root_key": fed.pinned().root_key}), case], 2, "feed.order"),
        ([case], 1, "feed.rollback"),
        ([], 1, "feed.rollback"),
    ):
        with pytest.raises(InputError) as refused:
            take_page(fed.device, forged(fed, *told, epoch=epoch))
        assert refused.value.code == code
    assert fed.device.journal.length() == length
    take_page(fed.device, forged(fed, genuine, case))  # with the root's word the same page passes
    assert fed.file().value(NUMBER) == "假"


def test_a_word_of_the_root_counts_once(fed: FedSite, backup: Callable[[], Restore]) -> None:
    restored = went_back(fed, backup)
    restart(restored)
    old = open_page(restored.page(request_of(fed.device)), fed.device.id, fed.device.signer)
    restored.fetch()
    edit(restored, "丙")
    restored.fetch()
    body = json.loads(old.entries[0].body)
    case = Kind.CASE, {"inspection": fed.case, "fields": {"number": "假"}, "over": {}}
    with pytest.raises(InputError, match=r"feed\.rollback"):
        take_page(fed.device, forged(restored, (Kind.RESTART, body), case))
    assert head_of(old.entries[0]).epoch == 2
    assert fed.file().value(NUMBER) == "丙"
