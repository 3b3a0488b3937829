"""What every unit of work promises, in memory or on disk."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspector.actions.ports import UnitOfWork
from inspector.errors import BugError, InputError
from inspector.records import (
    ConfirmedObject,
    Delivery,
    DeliveryState,
    Fair,
    Inspection,
    Item,
    Photo,
    PhotoLine,
    PhotoTag,
    Receipt,
    Recording,
    SealedObject,
)
from inspector.store import Store
from tests.fakes import MemoryStore
from tests.sample_records import NOW, a_fair, a_photo, a_recording, an_inspection, an_item

AnyStore = MemoryStore | Store
SEALED = SealedObject("ab" * 16, "cd" * 32, 3, "ef" * 32, 59, b"w" * 40)


def save_all(store: AnyStore, *records: Fair | Item | Photo | Inspection) -> None:
    with store.unit() as unit:
        for record in records:
            unit.save(record, change="sample.saved", by="officer-1")
        unit.commit()


def test_a_unit_is_what_the_actions_ask_for(store: AnyStore) -> None:
    unit: UnitOfWork = store.unit()
    with unit:
        assert unit.all(Fair) == ()


def test_what_is_committed_is_read_back_equal(store: AnyStore) -> None:
    save_all(store, a_fair(), an_inspection(), an_item(), a_photo())
    with store.reading() as unit:
        assert unit.get(Fair, "fair-1") == a_fair()
        assert unit.get(Inspection, "inspection-1") == an_inspection()
        assert unit.get(Item, "item-1") == an_item()
        assert unit.find(Photo, "ab" * 16) == a_photo()


def test_what_is_not_committed_is_gone(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.save(a_fair(), change="fair.registered", by="officer-1")
        unit.keep_object(SEALED)
    with store.reading() as unit:
        assert unit.find(Fair, "fair-1") is None
        with pytest.raises(InputError):
            unit.sealed_object(SEALED.id)
    assert store.journal.length() == 0


def test_an_exception_rolls_back_and_passes_through(store: AnyStore) -> None:
    with pytest.raises(RuntimeError, match="stop"), store.unit() as unit:
        unit.save(a_fair(), change="fair.registered", by="officer-1")
        raise RuntimeError("stop")
    with store.reading() as unit:
        assert unit.all(Fair) == ()
    save_all(store, a_fair())  # the turn was given back


def test_a_unit_sees_its_own_changes(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.save(a_fair(), change="fair.registered", by="officer-1")
        unit.save(a_fair(name="样本展销会"), change="fair.renamed", by="officer-1")
        assert unit.get(Fair, "fair-1").name == "样本展销会"


def test_an_unknown_record_is_told_from_a_known_one(store: AnyStore) -> None:
    with store.reading() as unit:
        assert unit.find(Fair, "fair-9") is None
        with pytest.raises(InputError) as told:
            unit.get(Fair, "fair-9")
    assert told.value.code == "store.unknown"


def test_records_come_oldest_first_even_when_changed_later(store: AnyStore) -> None:
    save_all(store, an_item(2), an_item(1), an_item(3))
    save_all(store, replace(an_item(2), remark="已核对"))
    with store.reading() as unit:
        assert [item.id for item in unit.all(Item)] == ["item-2", "item-1", "item-3"]


def test_records_of_one_inspection_are_told_apart(store: AnyStore) -> None:
    save_all(store, an_item(1, inspection=1), an_item(2, inspection=2), an_item(3, inspection=1))
    with store.reading() as unit:
        assert [item.id for item in unit.all(Item, inspection_id="inspection-1")] == ["item-1", "item-3"]
        assert unit.all(Item, inspection_id="inspection-9") == ()


def test_asking_by_inspection_for_what_has_none_is_a_bug(store: AnyStore) -> None:
    with store.reading() as unit, pytest.raises(BugError) as told:
        unit.all(Fair, inspection_id="inspection-1")
    assert told.value.code == "store.no_inspection"


def test_a_photo_is_found_by_its_hash(store: AnyStore) -> None:
    save_all(store, a_photo())
    with store.reading() as unit:
        assert unit.photo_with("cd" * 32) == a_photo()
        assert unit.photo_with("00" * 32) is None


def test_a_recording_is_found_by_its_hash_and_is_no_photo(store: AnyStore) -> None:
    save_all(store, a_recording())
    with store.reading() as unit:
        assert unit.recording_with("ab" * 32) == a_recording()
        assert unit.recording_with("00" * 32) is None
        assert unit.photo_with("ab" * 32) is None


def test_a_line_of_each_photo_says_what_the_record_says(store: AnyStore) -> None:
    photos = (
        a_photo("02" * 16),
        replace(a_photo("01" * 16, sha256="ef" * 32), item_id="item-1", tag=PhotoTag.BACKSTAMP),
    )
    save_all(store, *photos)
    with store.reading() as unit:
        assert unit.photo_lines() == tuple(PhotoLine.of(photo) for photo in unit.all(Photo))
        assert [(line.id, line.item_id, line.tag) for line in unit.photo_lines()] == [
            ("02" * 16, None, None),
            ("01" * 16, "item-1", PhotoTag.BACKSTAMP),
        ]


def test_every_original_is_told_with_its_hash(store: AnyStore) -> None:
    save_all(store, a_photo("02" * 16), a_recording(), a_photo("01" * 16, sha256="ef" * 32))
    with store.reading() as unit:
        originals: list[Photo | Recording] = [*unit.all(Photo), *unit.all(Recording)]
        told = [(each.id, each.sha256) for each in originals]
        assert list(unit.original_hashes().items()) == told
        assert len(told) == 3


def test_a_removed_record_is_gone_but_the_journal_keeps_it(store: AnyStore) -> None:
    save_all(store, an_item(1), an_item(2))
    with store.unit() as unit:
        unit.remove(Item, "item-1", change="item.struck", by="officer-1")
        unit.commit()
    with store.reading() as unit:
        assert [item.id for item in unit.all(Item)] == ["item-2"]
    first, _, last = (json.loads(entry) for entry in store.journal.entries(1, 3))
    assert first["record"]["id"] == "item-1"
    assert (last["change"], last["kind"], last["subject"], last["record"]) == (
        "item.struck",
        "Item",
        "item-1",
        None,
    )


def test_a_record_put_back_is_the_newest(store: AnyStore) -> None:
    save_all(store, an_item(1), an_item(2))
    with store.unit() as unit:
        unit.remove(Item, "item-1", change="item.struck", by="officer-1")
        unit.save(an_item(1), change="item.listed", by="officer-1")
        unit.commit()
    with store.reading() as unit:
        assert [item.id for item in unit.all(Item)] == ["item-2", "item-1"]


def test_removing_what_is_not_there_is_told(store: AnyStore) -> None:
    with store.unit() as unit, pytest.raises(InputError) as told:
        unit.remove(Item, "item-9", change="item.struck", by="officer-1")
    assert told.value.code == "store.unknown"


def test_text_comes_back_in_one_spelling(store: AnyStore) -> None:
    save_all(store, a_fair(name="Cafe\u0301"))
    with store.reading() as unit:
        assert unit.get(Fair, "fair-1").name == "Caf\u00e9"


def test_a_kept_object_opens_and_is_never_replaced(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.keep_object(SEALED)
        unit.note("sample.sealed", SEALED.id, {}, by="officer-1")
        unit.commit()
    with store.reading() as unit:
        assert unit.sealed_object(SEALED.id) == SEALED
        assert unit.sealed_objects([SEALED.id, SEALED.id]) == (SEALED, SEALED)
        assert unit.sealed_objects([]) == ()
        with pytest.raises(InputError, match=r"store\.unknown"):
            unit.sealed_objects([SEALED.id, "ff" * 16])
    with store.unit() as unit, pytest.raises(BugError) as told:
        unit.keep_object(replace(SEALED, sha256="00" * 32))
    assert told.value.code == "store.twice"


def test_an_object_no_entry_tells_of_is_refused(store: AnyStore) -> None:
    with store.unit() as unit, pytest.raises(BugError) as told:
        unit.keep_object(SEALED)
        unit.commit()
    assert told.value.code == "store.object_without_entry"


def test_only_what_a_receipt_of_a_confirmed_delivery_names_can_be_released(store: AnyStore) -> None:
    delivery = Delivery("11" * 16, 1, 1, 1, (SEALED.id,), "0" * 64, 9, NOW, DeliveryState.SENT)
    named = ConfirmedObject(SEALED.id, SEALED.sha256)
    with store.unit() as unit:
        unit.keep_object(SEALED)
        unit.note("sample.sealed", SEALED.id, {}, by="officer-1")
        unit.commit()
    steps: list[Delivery | Receipt] = [
        delivery,
        Receipt(delivery.id, "", "", NOW, (named,)),
        replace(delivery, state=DeliveryState.CONFIRMED),
    ]
    for number, record in enumerate(steps, 1):
        with store.unit() as unit:
            unit.save(record, change="sample.saved", by="officer-1")
            unit.commit()
        with store.unit() as unit:
            unit.note("original.released", SEALED.id, {}, by="officer-1")
            if number < len(steps):
                with pytest.raises(BugError, match=r"store\.release_unproven"):
                    unit.release_objects([SEALED.id])
            else:
                unit.release_objects([SEALED.id])
                unit.commit()
    with store.reading() as unit:
        known = unit.sealed_object(SEALED.id)
    assert known.is_released
    assert (known.sha256, known.size) == (SEALED.sha256, SEALED.size)


def test_a_thumbnail_may_be_made_again(store: AnyStore) -> None:
    again = replace(SEALED, id="12" * 16)
    with store.unit() as unit:
        unit.keep_thumbnail("ab" * 16, SEALED)
        unit.keep_thumbnail("ab" * 16, again)
        unit.commit()
    with store.reading() as unit:
        assert unit.thumbnail("ab" * 16) == again
        assert unit.thumbnail("99" * 16) is None
    assert store.object_ids() == {again.id}
    assert store.journal.length() == 0


def test_a_reading_unit_writes_nothing(store: AnyStore) -> None:
    with store.reading() as unit:
        for attempt in (
            lambda: unit.save(a_fair(), change="x", by="y"),
            lambda: unit.remove(Fair, "fair-1", change="x", by="y"),
            lambda: unit.note("x", "y", {}, by="z"),
            lambda: unit.keep_object(SEALED),
            lambda: unit.keep_thumbnail("ab" * 16, SEALED),
            unit.commit,
        ):
            with pytest.raises(BugError) as told:
                attempt()
            assert told.value.code == "store.reading_only"


def test_a_reader_keeps_seeing_the_moment_it_began(store: AnyStore) -> None:
    save_all(store, a_fair(1))
    with store.reading() as reader:
        assert len(reader.all(Fair)) == 1
        save_all(store, a_fair(2))
        assert len(reader.all(Fair)) == 1
    with store.reading() as reader:
        assert len(reader.all(Fair)) == 2


def test_a_finished_unit_cannot_be_used(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.commit()
        with pytest.raises(BugError) as told:
            unit.save(a_fair(), change="fair.registered", by="officer-1")
    assert told.value.code == "store.unit_finished"


def test_two_writing_units_in_one_thread_are_a_bug_not_a_standstill(store: AnyStore) -> None:
    with store.unit(), pytest.raises(BugError) as told, store.unit():
        pass
    assert told.value.code == "store.nested_unit"
    save_all(store, a_fair())
