"""A real store in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.store import Store
from tests.fakes import DEVICE_ID, FakeSigner
from tests.sample_records import NOW

KEY = b"k" * 32
LOG_KEY = b"l" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def reopen(path: Path) -> Callable[..., Store]:
    def opened(key: bytes = KEY) -> Store:
        return Store.open(
            path, key, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
        )

    return opened


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.create(
        path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
    ) as created:
        yield created
