"""Each contract runs on the fake and on the real part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.store import Store
from inspector.vault import FileVault
from tests.fakes import DEVICE_ID, FakeSigner, MemoryStore, MemoryVault
from tests.sample_records import NOW


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def signer() -> FakeSigner:
    return FakeSigner()


@pytest.fixture(params=["fake", "real"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock, signer: FakeSigner
) -> Iterator[MemoryStore | Store]:
    if request.param == "fake":
        yield MemoryStore(clock, signer)
        return
    path = tmp_path / "store.db"
    with Store.create(
        path, b"k" * 32, log_key=b"l" * 32, device_id=DEVICE_ID, signer=signer, clock=clock
    ) as real:
        yield real


@pytest.fixture(params=["fake", "real"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryVault | FileVault:
    return MemoryVault() if request.param == "fake" else FileVault(tmp_path / "vault", b"v" * 32)
