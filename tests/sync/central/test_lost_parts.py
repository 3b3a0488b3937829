"""Whatever byte of a whole bundle the centre's disk changes before the receipt: that part is asked for again, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.errors import InputError
from sync.bundle import BundleFile
from sync.central import Centre
from sync.central.accepting import accept
from sync.central.receiving import put_part, standing
from sync.central.store import FolderStore
from tests.sync.central.bringing import VECTORS, bring
from tests.vectors.by_hand import DEVICE


@pytest.fixture
def centre(central_folder: Path) -> Iterator[Centre]:
    with Centre(central_folder) as opened:
        yield opened


def test_each_part_is_missed_wherever_it_is_not_as_it_came(centre: Centre) -> None:
    bundle = bring(centre, VECTORS / "first.ipb")
    assert isinstance(centre.store, FolderStore)
    with BundleFile(VECTORS / "first.ipb") as sent:
        places = {part.region.name for part in sent.foot.all_parts()}
        assert places == {"object", "manifest", "entries", "envelopes"}
        for part in sent.foot.all_parts():
            for at in {0, part.size // 2, part.size - 1}:
                with centre.store.incoming(bundle).open("r+b") as growing:
                    growing.seek(part.offset + at)
                    (there,) = growing.read(1)
                    growing.seek(part.offset + at)
                    growing.write(bytes([there ^ 1]))
                with pytest.raises(InputError, match=r"bundle\.incomplete"):
                    accept(centre, bundle, caller=DEVICE)
                assert standing(centre, bundle, caller=DEVICE).missing == (part.number,)
                assert put_part(centre, bundle, part.number, sent.part(part), caller=DEVICE)
    accept(centre, bundle, caller=DEVICE)
    assert standing(centre, bundle, caller=DEVICE).state == "accepted"
