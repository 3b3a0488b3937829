"""Clocks days apart, at the device or at the centre: the feed, keys and revocations go by order and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState, Officer
from sync.central import Centre
from sync.central import office as desk
from sync.central.accepting import accept
from sync.central.receiving import announce, put_part
from sync.central.revoking import revoke_device, revoke_officer
from sync.central.rotating import rotate_receipt, rotate_recipient
from sync.enrolment import pinned
from sync.outbox import open_outgoing, seal_bundle
from tests.sync.fed_site import NUMBER, PLACE, WHO, FedSite

APART = [
    pytest.param(timedelta(days=-400), marks=pytest.mark.long),
    pytest.param(timedelta(days=-3), marks=pytest.mark.long),
    pytest.param(timedelta(days=3), marks=pytest.mark.long),
    timedelta(days=400),
]


@pytest.fixture(params=APART, ids=str)
def apart(fed: FedSite, request: pytest.FixtureRequest) -> Iterator[FedSite]:
    """The centre's clock is days away from the device's, before or after it."""
    clock = SetClock(fed.stand.clock.now().wall + request.param)
    with Centre(fed.data, clock=clock) as centre:
        yield FedSite(fed.stand, fed.data, centre)


def clock_of(site: FedSite) -> SetClock:
    clock = site.centre.clock
    assert isinstance(clock, SetClock)
    return clock


def sealed(site: FedSite, outbox: Path, seed: int) -> Delivery:
    site.stand.photo(seed)
    keys = pinned(site.device)
    assert keys is not None
    delivery = seal_bundle(site.device, keys, outbox, by=site.stand.by)
    assert delivery is not None
    return delivery


def bring(site: FedSite, outbox: Path, delivery: Delivery) -> None:
    with open_outgoing(site.device, outbox, delivery) as bundle:
        announce(site.centre, bundle.end, caller=site.device.id)
        for part in bundle.foot.all_parts():
            put_part(site.centre, delivery.id, part.number, bundle.part(part), caller=site.device.id)


def states(site: FedSite) -> set[DeliveryState]:
    with site.device.reading() as unit:
        return {each.state for each in unit.all(Delivery)}


def test_words_keys_and_deliveries_pass_whatever_the_clocks_say(apart: FedSite, tmp_path: Path) -> None:
    desk.edit_case(apart.centre, apart.case, {NUMBER: "甲"}, by=WHO)
    found = apart.fetch()
    assert not found.set_aside
    assert apart.pinned().certificate
    for rotate in (rotate_recipient, rotate_receipt):
        clock_of(apart).advance(timedelta(minutes=1))
        rotate(apart.centre, by=WHO)
        apart.fetch()
        apart.stand.photo(9 if rotate is rotate_receipt else 10)
        apart.deliver(tmp_path / "outbox")
    desk.edit_case(apart.centre, apart.case, {PLACE: "样本仓库"}, by=WHO)
    apart.fetch()
    assert (apart.file().value(NUMBER), apart.file().value(PLACE)) == ("甲", "样本仓库")
    assert states(apart) == {DeliveryState.CONFIRMED}
    # the device believes the centre's day for the end of a certificate, not its own
    officer = apart.stand.officers[0]
    day = clock_of(apart).now().wall.date()
    revoke_officer(apart.centre, officer.cert_no, reason="调离", by=WHO)
    apart.fetch()
    with apart.device.reading() as unit:
        assert unit.get(Officer, officer.id).valid_to == min(officer.valid_to, day - timedelta(days=1))


@pytest.mark.parametrize("step", [timedelta(days=-3), timedelta(days=3)], ids=str)
def test_the_centre_s_clock_is_set_between_two_words(fed: FedSite, step: timedelta, tmp_path: Path) -> None:
    clock = SetClock(fed.stand.clock.now().wall)
    with Centre(fed.data, clock=clock) as centre:
        site = FedSite(fed.stand, fed.data, centre)
        desk.edit_case(centre, site.case, {NUMBER: "甲"}, by=WHO)
        clock.step(step)
        desk.edit_case(centre, site.case, {NUMBER: "乙"}, by=WHO)
        site.fetch()
        assert site.file().value(NUMBER) == "乙"
        site.stand.photo(9)
        site.deliver(tmp_path / "outbox")  # its journal brings both words back: none of them was lost
        from sync.central.cases import case_of

        assert case_of(centre, site.case).fields[NUMBER].value == "乙"


def test_a_receipt_signed_while_the_centre_was_ahead_is_believed_after_its_key_was_followed(
    fed: FedSite, tmp_path: Path
) -> None:
    from sync.confirming import apply_receipt

    fed.fetch()
    delivery = sealed(fed, tmp_path / "outbox", 9)
    clock = SetClock(fed.stand.clock.now().wall + timedelta(days=3))
    with Centre(fed.data, clock=clock) as centre:
        site = FedSite(fed.stand, fed.data, centre)
        bring(site, tmp_path / "outbox", delivery)
        receipt = accept(centre, delivery.id, caller=fed.device.id).encoded()
        clock.step(timedelta(days=-3))  # somebody sets it right
        rotate_receipt(centre, by=WHO)
        site.fetch()
        keys = pinned(fed.device)
        assert keys is not None
        assert apply_receipt(fed.device, keys, delivery, receipt, by=WHO).state is DeliveryState.CONFIRMED


def test_a_newer_recipient_key_is_used_though_the_centre_s_clock_was_ahead_before(
    fed: FedSite, tmp_path: Path
) -> None:
    clock = SetClock(fed.stand.clock.now().wall - timedelta(hours=1))
    with Centre(fed.data, clock=clock) as centre:
        site = FedSite(fed.stand, fed.data, centre)
        name = rotate_recipient(centre, by=WHO)  # begins an hour before the key it follows
        site.fetch()
        delivery = sealed(site, tmp_path / "outbox", 9)
    with open_outgoing(fed.device, tmp_path / "outbox", delivery) as bundle:
        assert bundle.foot.recipients == (name,)


def test_a_clock_set_back_does_not_make_a_thief_s_bundle_look_older(fed: FedSite, tmp_path: Path) -> None:
    fed.fetch()
    delivery = sealed(fed, tmp_path / "outbox", 9)
    clock = SetClock(fed.stand.clock.now().wall)
    with Centre(fed.data, clock=clock) as centre:
        site = FedSite(fed.stand, fed.data, centre)
        with pytest.raises(InputError, match=r"feed\.since_ahead"):
            revoke_device(centre, fed.device.id, reason="被盗", by=WHO, since="2027-01-01T00:00:00.000Z")
        revoke_device(centre, fed.device.id, reason="被盗", by=WHO)
        clock.step(timedelta(days=-3))
        bring(site, tmp_path / "outbox", delivery)
        with pytest.raises(InputError, match=r"bundle\.quarantined"):
            accept(centre, delivery.id, caller=fed.device.id)
