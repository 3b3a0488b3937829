"""Every database ever released opens, with every entry, record and sealed object it had."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.records import Fair, Item, Photo
from inspector.store import SCHEMA, Store, length_of_sound_copy, objects_in_copy
from tests.fakes import DEVICE_ID, FakeSigner
from tests.inspector.store.fixtures.make_fixture import ENTRIES, KEY, PHOTOS
from tests.sample_records import NOW

FIXTURES = Path(__file__).parent / "fixtures"


def test_every_released_schema_has_a_fixture() -> None:
    assert {file.name for file in FIXTURES.glob("schema-*.db")} == {
        f"schema-{number}.db" for number in range(1, SCHEMA + 1)
    }


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("schema-*.db")), ids=lambda file: file.stem)
def test_a_database_of_every_schema_opens_with_all_it_had(fixture: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copy(fixture, path)
    mark = fixture.with_name(fixture.name + ".key-check")
    shutil.copy(mark, tmp_path / "store.db.key-check")
    with Store.open(
        path, KEY, log_key=b"l" * 32, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
    ) as store:
        assert store.verify() == ()
        assert len(list(store.journal.entries(1, ENTRIES))) == ENTRIES
        with store.reading() as unit:
            assert {photo.id for photo in unit.all(Photo)} == set(PHOTOS)
            assert [item.id for item in unit.all(Item)] == ["item-1"]
            assert [fair.id for fair in unit.all(Fair)] == ["fair-1"]
            assert all(unit.sealed_object(photo).wrapped_key == b"w" * 40 for photo in PHOTOS)
            assert unit.thumbnail(PHOTOS[0]) is not None


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("schema-*.db")), ids=lambda file: file.stem)
def test_a_backup_of_every_schema_is_believed_and_stays_as_it_is(fixture: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copy(fixture, path)
    before = path.read_bytes()
    assert length_of_sound_copy(path, KEY, DEVICE_ID) == ENTRIES
    assert set(PHOTOS) <= {sealed.id for sealed in objects_in_copy(path, KEY)}
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["store.db"]
