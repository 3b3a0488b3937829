"""Only a complete, genuine receipt confirms; anything else confirms nothing at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.errors import InputError
from inspector.records import ConfirmedObject, Delivery, DeliveryState, Receipt
from sync.bundle.checkpoint import centre_name, cosigned
from sync.central import Centre, invite
from sync.confirming import apply_receipt
from sync.enrolment import CentreKeys, enrol
from sync.outbox import PhotoState, open_outgoing, photo_states, save_state, seal_bundle
from sync.receipts import ReceiptFacts, make_receipt
from tests.stand import Stand
from tests.sync.delivery_site import Site

Change = Callable[[ReceiptFacts], ReceiptFacts]


@pytest.fixture
def sealed(stand: Stand, data: Path, tmp_path: Path) -> tuple[CentreKeys, Delivery]:
    for seed in (1, 2, 3):
        stand.photo(seed)
    centre = enrol(stand.device, "样本局", invite(data))
    delivery = seal_bundle(stand.device, centre, tmp_path / "outbox", by=stand.by)
    assert delivery is not None
    return centre, delivery


def receipt(stand: Stand, data: Path, delivery: Delivery, change: Change = lambda facts: facts) -> bytes:
    """Sign, as the centre would, a receipt for the delivery, changed by whoever has the key."""
    with stand.device.reading() as unit:
        objects = tuple(
            ConfirmedObject(name, unit.sealed_object(name).sha256) for name in delivery.object_ids
        )
    with open_outgoing(stand.device, data.with_name("outbox"), delivery) as bundle, Centre(data) as centre:
        key = centre.keys.receipt_public
        note = cosigned(bundle.checkpoint, centre_name(key), key, centre.keys.signing.sign)
    facts = ReceiptFacts(
        bundle=delivery.id,
        device=stand.device.id,
        epoch=1,
        sequence=delivery.sequence,
        first=delivery.first_entry,
        last=delivery.last_entry,
        foot_sha256=delivery.foot_sha256,
        objects=objects,
        checkpoint=note,
        centre="样本中心",
        received="2026-11-20T02:00:00.000Z",
    )
    with Centre(data) as centre:
        return make_receipt(change(facts), centre.keys.signing.sign).encoded()


def test_a_complete_receipt_confirms_every_photo_and_is_kept_to_the_byte(
    stand: Stand, data: Path, sealed: tuple[CentreKeys, Delivery]
) -> None:
    centre, delivery = sealed
    raw = receipt(stand, data, delivery)
    confirmed = apply_receipt(stand.device, centre, delivery, raw, by=stand.by)
    assert confirmed.state is DeliveryState.CONFIRMED
    with stand.device.reading() as unit:
        assert list(photo_states(unit).values()) == [PhotoState.CONFIRMED] * 3
        kept = unit.get(Receipt, delivery.id)
    assert json.loads(raw) == {"text": kept.text, "signature": kept.signature}


def test_applying_it_twice_writes_once(stand: Stand, data: Path, sealed: tuple[CentreKeys, Delivery]) -> None:
    centre, delivery = sealed
    raw = receipt(stand, data, delivery)
    apply_receipt(stand.device, centre, delivery, raw, by=stand.by)
    length = stand.device.journal.length()
    apply_receipt(stand.device, centre, delivery, raw, by=stand.by)
    assert stand.device.journal.length() == length


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda facts: replace(facts, objects=facts.objects[1:]), "receipt.incomplete"),
        (lambda facts: replace(facts, objects=()), "receipt.incomplete"),
        (
            lambda facts: replace(
                facts, objects=(replace(facts.objects[0], sha256="0" * 64), *facts.objects[1:])
            ),
            "receipt.incomplete",
        ),
        (lambda facts: replace(facts, objects=facts.objects * 2), "receipt.form"),
        (lambda facts: replace(facts, foot_sha256="0" * 64), "receipt.other_bundle"),
        (lambda facts: replace(facts, bundle="0" * 32), "receipt.other_bundle"),
        (lambda facts: replace(facts, device="0" * 32), "receipt.other_bundle"),
        (lambda facts: replace(facts, last=facts.last + 1), "receipt.other_bundle"),
    ],
)
def test_a_receipt_that_says_less_or_something_else_confirms_nothing(
    stand: Stand, data: Path, sealed: tuple[CentreKeys, Delivery], change: Change, code: str
) -> None:
    centre, delivery = sealed
    with pytest.raises(InputError) as refused:
        apply_receipt(stand.device, centre, delivery, receipt(stand, data, delivery, change), by=stand.by)
    assert refused.value.code == code
    with stand.device.reading() as unit:
        assert set(photo_states(unit).values()) == {PhotoState.WRITTEN}
        assert unit.all(Receipt) == ()


def test_a_receipt_altered_on_the_way_is_not_believed(
    stand: Stand, data: Path, sealed: tuple[CentreKeys, Delivery]
) -> None:
    centre, delivery = sealed
    raw = receipt(stand, data, delivery)
    altered = raw.replace(b"02:00:00", b"03:00:00")
    assert altered != raw
    with pytest.raises(InputError) as refused:
        apply_receipt(stand.device, centre, delivery, altered, by=stand.by)
    assert refused.value.code == "receipt.signature"


def test_a_photo_in_a_confirmed_delivery_is_green_only_if_the_receipt_names_its_hash(site: Site) -> None:
    delivery, by = site.seal(), site.stand.by
    with site.stand.device.unit() as unit:
        unit.save(replace(delivery, state=DeliveryState.CONFIRMED), change="delivery.confirmed", by=by)
        unit.commit()
    assert site.states() == {PhotoState.WRITTEN}


def test_whoever_comes_late_with_an_old_state_unconfirms_nothing(
    stand: Stand, data: Path, sealed: tuple[CentreKeys, Delivery]
) -> None:
    centre, stale = sealed
    apply_receipt(stand.device, centre, stale, receipt(stand, data, stale), by=stand.by)
    kept = save_state(stand.device, stale, DeliveryState.SENT, reason="", by=stand.by)
    assert kept.state is DeliveryState.CONFIRMED
    with stand.device.reading() as unit:
        assert unit.get(Delivery, stale.id).state is DeliveryState.CONFIRMED
