from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stand import Stand, begin


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """A real unlocked device with one inspection begun."""
    begun = begin(tmp_path / "device")
    with begun.opened:
        yield begun
