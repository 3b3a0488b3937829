"""What the imaging tests share: one reader with its worker, and the outside pictures if they are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.imaging import GuardedPhotoReader

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


@pytest.fixture(scope="session")
def reader() -> Iterator[GuardedPhotoReader]:
    opened = GuardedPhotoReader()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("the test corpus of outside pictures is not beside the project (../shared/corpus)")
    return CORPUS
