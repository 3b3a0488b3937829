"""Every test leaves no thread behind; whatever a wider fixture started may go on until that fixture ends."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.kept_stands import KeptStands
from tests.stand import Stand
from ui.desktop.collecting import collect_if_due

settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")  # how long an example takes on a busy machine is no fact about the product


_ENDING_S = 5.0
"""A thread that was told to end may need so long until it has."""
_freeze, _unfreeze = gc.freeze, gc.unfreeze


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not look through it again."""
    gc.collect()
    _freeze()
    gc.freeze = gc.unfreeze = lambda: None  # else the lock of every test has the suite looked through


@pytest.fixture
def setting_aside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The collector's own setting aside, for the tests of it."""
    monkeypatch.setattr(gc, "freeze", _freeze)
    monkeypatch.setattr(gc, "unfreeze", _unfreeze)
    yield
    gc.collect()
    _freeze()


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    if not gc.isenabled():  # the desktop collects on the window's thread alone, which is this one
        collect_if_due()
    new = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in new:
        thread.join(_ENDING_S)
    left = [thread for thread in new if thread.is_alive()]
    assert not left, f"threads left running: {[thread.name for thread in left]}"


@pytest.fixture(scope="session", autouse=True)
def _state_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a program remembers outside its data folder stays inside the tests, whatever fixture opens it."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
        yield


@pytest.fixture(scope="session")
def stands(tmp_path_factory: pytest.TempPathFactory) -> KeptStands:
    """Stands that were brought to a state once, for whoever begins there."""
    return KeptStands(tmp_path_factory.mktemp("stands"))


@pytest.fixture
def stand(stands: KeptStands, tmp_path: Path) -> Iterator[Stand]:
    """A real unlocked device with one inspection begun."""
    with stands.at(None, tmp_path / "device") as begun:
        yield begun
