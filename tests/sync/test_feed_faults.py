"""What a device refuses of a feed, keys that follow one another, and what a revoked device still delivers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.errors import InputError
from inspector.records import Delivery, FeedEntry
from sync.central import office as desk
from sync.central.accepting import accept
from sync.central.feed_pages import answer
from sync.central.quarantining import decide_bundle, quarantined_bundles
from sync.central.receiving import announce, put_part
from sync.central.revoking import revoke_device, revoke_officer
from sync.central.rotating import rotate_receipt, rotate_recipient
from sync.enrolment import pinned
from sync.feed.applying import apply_entry
from sync.feed.fetching import fetch, request_of, take_page
from sync.feed.page import open_page, seal_page
from sync.outbox import open_outgoing, seal_bundle
from sync.strict_json import base64_bytes
from tests.sync.fed_site import NUMBER, WHO, FedSite


def tampered(fed: FedSite, change: object) -> bytes:
    page = open_page(fed.page(request_of(fed.device)), fed.device.id, fed.device.signer)
    from sync.feed.page import feed_public

    key = base64_bytes(feed_public(fed.device.id, fed.device.signer), 32) or b""
    return seal_page(change(page), fed.device.id, key)  # type: ignore[operator]


def three(fed: FedSite) -> None:
    for value in "甲乙丙":
        desk.edit_case(fed.centre, fed.case, {NUMBER: value}, by=WHO)


CHANGES = {
    "feed.signature": lambda p: replace(
        p, entries=(replace(p.entries[0], signature=p.entries[1].signature), *p.entries[1:])
    ),
    "feed.altered": lambda p: replace(p, entries=(replace(p.entries[0], body="{}"), *p.entries[1:])),
    "feed.order": lambda p: replace(p, entries=p.entries[1:]),
}


@pytest.mark.parametrize("code", CHANGES)
def test_a_changed_page_changes_nothing(fed: FedSite, code: str) -> None:
    fed.fetch()
    three(fed)
    before = fed.device.journal.length()
    with pytest.raises(InputError) as told:
        take_page(fed.device, tampered(fed, CHANGES[code]))
    assert told.value.code == code
    assert fed.device.journal.length() == before


def test_a_reordered_page_stops_where_the_order_breaks(fed: FedSite) -> None:
    fed.fetch()
    three(fed)
    swap = lambda p: replace(p, entries=(p.entries[0], p.entries[2], p.entries[1]))  # noqa: E731
    with pytest.raises(InputError, match=r"feed\.order"):
        take_page(fed.device, tampered(fed, swap))
    assert fed.file().value(NUMBER) == "甲"
    fed.fetch()
    assert fed.file().value(NUMBER) == "丙"


def test_what_is_cut_off_is_told_and_comes_with_the_next(fed: FedSite) -> None:
    fed.fetch()
    three(fed)
    cut = lambda p: replace(p, entries=p.entries[:1])  # noqa: E731
    assert take_page(fed.device, tampered(fed, cut)).left == 2
    nothing = lambda p: replace(p, entries=())  # noqa: E731
    with pytest.raises(InputError, match=r"feed\.(truncated|replayed)"):
        fetch(fed.device, lambda request: tampered(fed, nothing))
    fed.fetch()
    assert fed.file().value(NUMBER) == "丙"


def test_an_old_page_is_no_answer_to_a_new_question(fed: FedSite) -> None:
    old = fed.page(request_of(fed.device))
    with pytest.raises(InputError, match=r"feed\.replayed"):
        fetch(fed.device, lambda _: old)
    three(fed)
    fed.fetch()
    with pytest.raises(InputError, match=r"feed\.rollback"):
        take_page(fed.device, old)


def test_a_page_for_another_device_cannot_even_be_opened(fed: FedSite, tmp_path: Path) -> None:
    from tests.stand import begin

    page = fed.page(request_of(fed.device))
    other = begin(tmp_path / "other")
    with other.opened, pytest.raises(InputError, match=r"feed\.not_ours"):
        open_page(page, other.device.id, other.device.signer)


def test_a_device_asks_for_itself_and_its_bureau_alone(fed: FedSite) -> None:
    from sync.feed.page import Request, feed_public, make_request

    with pytest.raises(InputError, match=r"feed\.other_device"):
        answer(fed.centre, request_of(fed.device), caller="ab" * 16)
    key = feed_public(fed.device.id, fed.device.signer)
    foreign = Request("cd" * 16, fed.device.id, 1, 0, "0" * 64, key, "ef" * 16)
    with pytest.raises(InputError, match=r"feed\.other_bureau"):
        answer(fed.centre, make_request(foreign, fed.device.signer))


def test_two_bureaus_of_one_centre_hear_nothing_of_each_other(fed: FedSite) -> None:
    """The other bureau even knows this device's id and key: its feed is for another bureau all the same."""
    from sqlalchemy import insert, select

    from sync.central import Centre, create_central
    from sync.central.centre import BUREAUS
    from sync.central.feed_tables import feed_entries
    from sync.central.tables import devices
    from sync.feed.page import Request, feed_public, make_request

    three(fed)
    fed.fetch()
    length = fed.device.journal.length()
    create_central(fed.data / BUREAUS / "first", "某区局")
    with Centre(fed.data / BUREAUS / "first", clock=fed.stand.clock) as other:
        with pytest.raises(InputError, match=r"feed\.device_unknown"):
            answer(other, request_of(fed.device))
        with fed.centre.reading() as ours:
            row = ours.execute(select(devices).where(devices.c.device == fed.device.id)).one()
        with other.transaction() as theirs:
            assert theirs.execute(select(feed_entries)).first() is None
            known = {
                name: getattr(row, name) for name in ("device", "epoch", "name", "public_key", "enrolled")
            }
            theirs.execute(insert(devices).values(known))
        with pytest.raises(InputError, match=r"feed\.other_bureau"):
            answer(other, request_of(fed.device))
        key = feed_public(fed.device.id, fed.device.signer)
        asked = make_request(Request("", fed.device.id, 1, 0, "0" * 64, key, "ef" * 16), fed.device.signer)
        with pytest.raises(InputError, match=r"feed\.not_ours"):
            take_page(fed.device, answer(other, asked)[1])
    assert fed.device.journal.length() == length


@pytest.mark.parametrize("is_given_away", [False, True])
def test_a_receipt_key_is_followed_by_another(fed: FedSite, tmp_path: Path, is_given_away: bool) -> None:
    fed.fetch()
    before = fed.pinned()
    rotate_receipt(fed.centre, by=WHO, is_given_away=is_given_away)
    three(fed)
    fed.fetch()
    after = fed.pinned()
    assert after.receipt_key != before.receipt_key
    assert after.former_receipt_keys[-1].key == before.receipt_key
    assert bool(after.former_receipt_keys[-1].until) is not is_given_away
    assert fed.file().value(NUMBER) == "丙"
    fed.stand.photo(9)
    fed.deliver(tmp_path / "outbox")


def test_a_receipt_of_the_former_key_is_believed_in_the_middle_of_a_delivery(
    fed: FedSite, tmp_path: Path
) -> None:
    from sync.confirming import apply_receipt

    fed.fetch()
    fed.stand.photo(9)
    keys = pinned(fed.device)
    assert keys is not None
    sealed = seal_bundle(fed.device, keys, tmp_path / "outbox", by=fed.stand.by)
    assert sealed is not None
    _bring(fed, tmp_path, sealed)
    receipt = accept(fed.centre, sealed.id, caller=fed.device.id).encoded()
    fed.stand.clock.advance(timedelta(seconds=5))
    rotate_receipt(fed.centre, by=WHO)
    fed.fetch()
    keys = pinned(fed.device)
    assert keys is not None
    assert apply_receipt(fed.device, keys, sealed, receipt, by=fed.stand.by).state == "confirmed"


def test_new_bundles_are_sealed_for_the_new_key_and_old_ones_are_opened(fed: FedSite, tmp_path: Path) -> None:
    fed.fetch()
    fed.stand.photo(9)
    keys = pinned(fed.device)
    assert keys is not None
    old = seal_bundle(fed.device, keys, tmp_path / "outbox", by=fed.stand.by)
    assert old is not None
    fed.stand.clock.advance(timedelta(seconds=5))
    name = rotate_recipient(fed.centre, by=WHO)
    _bring(fed, tmp_path, old)
    accept(fed.centre, old.id, caller=fed.device.id)
    fed.fetch()
    fed.stand.photo(10)
    keys = pinned(fed.device)
    assert keys is not None
    new = seal_bundle(fed.device, keys, tmp_path / "outbox", by=fed.stand.by)
    assert new is not None
    with open_outgoing(fed.device, tmp_path / "outbox", new) as bundle:
        assert bundle.foot.recipients == (name,)


def _bring(fed: FedSite, tmp_path: Path, sealed: Delivery) -> None:
    with open_outgoing(fed.device, tmp_path / "outbox", sealed) as file:
        announce(fed.centre, file.end, caller=fed.device.id)
        for part in file.foot.all_parts():
            put_part(fed.centre, sealed.id, part.number, file.part(part), caller=fed.device.id)


@pytest.mark.parametrize("is_before", [True, False])
def test_a_revoked_device_s_bundle_is_taken_in_only_if_it_is_from_before(
    fed: FedSite, tmp_path: Path, is_before: bool
) -> None:
    fed.fetch()
    fed.stand.photo(9)
    keys = pinned(fed.device)
    assert keys is not None
    sealed = seal_bundle(fed.device, keys, tmp_path / "outbox", by=fed.stand.by)
    assert sealed is not None
    if is_before:
        _bring(fed, tmp_path, sealed)
    fed.stand.clock.advance(timedelta(seconds=5))
    revoke_device(fed.centre, fed.device.id, reason="样本遗失", by=WHO)
    fed.stand.clock.advance(timedelta(seconds=5))
    if is_before:
        accept(fed.centre, sealed.id, caller=fed.device.id)
        return
    _bring(fed, tmp_path, sealed)
    with pytest.raises(InputError, match=r"bundle\.quarantined"):
        accept(fed.centre, sealed.id, caller=fed.device.id)
    assert [(each.bundle, each.decided) for each in quarantined_bundles(fed.centre)] == [(sealed.id, "")]
    decide_bundle(fed.centre, sealed.id, is_admitted=True, note="当面核对", by=WHO)
    accept(fed.centre, sealed.id, caller=fed.device.id)
    fed.fetch()
    assert fed.pinned().revoked
    with pytest.raises(InputError, match=r"feed\.device_unknown"):
        desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)


def test_an_officer_who_left_is_not_valid_from_that_day(fed: FedSite) -> None:
    officer = fed.stand.officers[0]
    revoke_officer(fed.centre, officer.cert_no, reason="调离", by=WHO, since="2026-11-25T00:00:00.000Z")
    fed.fetch()
    from inspector.records import Officer

    with fed.device.reading() as unit:
        assert unit.get(Officer, officer.id).valid_to.isoformat() == "2026-11-24"


@pytest.mark.parametrize("point", range(4))
def test_killed_between_entries_it_goes_on_after_the_last(
    fed: FedSite, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    from sync.feed import fetching

    fed.fetch()
    three(fed)
    real, done = apply_entry, []

    def dies(*given: object) -> FeedEntry:
        if len(done) == point:
            raise KeyboardInterrupt
        done.append(1)
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "apply_entry", dies)
        if point < 3:
            with pytest.raises(KeyboardInterrupt):
                fed.fetch()
    fed.fetch()
    assert fed.file().value(NUMBER) == "丙"
    assert [each.seq for each in fed.heard()] == list(range(1, 7))
    assert len(list(fed.device.journal.entries_of_change("feed.case"))) == 3


def test_a_sync_over_the_network_and_a_stick_bring_the_feed(
    stand: object, data: Path, tmp_path: Path
) -> None:
    import json

    from inspector.records import CaseFile
    from sync.central import Centre, invite, running_central, take_in_folder
    from tests.stand import Stand

    assert isinstance(stand, Stand)
    stand.photo(1)
    invitation = tmp_path / "invitation.json"
    with running_central(data) as url:
        invitation.write_text(json.dumps(invite(data, url)))
        delivery = stand.opened.delivery
        delivery.enrol(invitation)
        delivery.seal_and_send(by=stand.by)
        with Centre(data) as centre:
            desk.edit_case(centre, stand.inspection.id, {NUMBER: "甲"}, by=WHO)
        delivery.seal_and_send(by=stand.by)
        with stand.device.reading() as unit:
            assert unit.get(CaseFile, stand.inspection.id).value(NUMBER) == "甲"
        assert delivery.feed.status().problem is None
    with Centre(data) as centre:
        desk.edit_case(centre, stand.inspection.id, {NUMBER: "乙"}, by=WHO)
    stick = tmp_path / "stick"
    stick.mkdir()
    delivery.carry_to(stick, by=stand.by)
    assert take_in_folder(data, stick)["told"] == [stand.device.id]
    delivery.collect_from(stick, by=stand.by)
    with stand.device.reading() as unit:
        assert unit.get(CaseFile, stand.inspection.id).value(NUMBER) == "乙"
