"""Several bureaus at one centre: each with its own name, keys and rows; nothing of one is answered to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import InputError
from sync.bundle import BundleFile
from sync.central import Centre, create_central, read_object, stored_objects
from sync.central.accepting import accept, receipt_of
from sync.central.centre import BUREAUS
from sync.central.node import Node
from sync.central.receiving import announce, put_part, standing
from tests.sync.central.bringing import VECTORS, know, take, with_vectors_key
from tests.sync.central.conftest import Settle
from tests.vectors.by_hand import DEVICE


@pytest.fixture
def node(settle: Settle, tmp_path: Path) -> Path:
    """A centre with two bureaus besides its own; the first knows the vectors' device, the second is a stranger."""
    data = settle(tmp_path / "central")
    create_central(data, "样本中心")
    for name in ("first", "second"):
        create_central(with_vectors_key(data / BUREAUS / name), f"样本局 {name}")
    with Centre(data / BUREAUS / "first") as first:
        know(first)
    return data


def test_each_bureau_has_its_own_name_keys_and_folder(node: Path) -> None:
    with Node(node) as opened:
        assert list(opened.bureaus) == ["main", "first", "second"]
        assert {each.name for each in opened.bureaus.values()} == {
            "样本中心",
            "样本局 first",
            "样本局 second",
        }
        assert len({each.keys.receipt_public for each in opened.bureaus.values()}) == 3


def test_what_one_bureau_received_does_not_exist_for_another(node: Path) -> None:
    with Node(node) as opened:
        first, second = opened.bureaus["first"], opened.bureaus["second"]
        take(first, VECTORS / "first.ipb")
        with BundleFile(VECTORS / "first.ipb") as bundle:
            name, part = bundle.foot.bundle, next(bundle.foot.all_parts())
            with pytest.raises(InputError, match=r"bundle\.other_device"):
                announce(second, bundle.end, caller=DEVICE)
            content = bundle.part(part)
        for ask in (
            lambda: standing(second, name, caller=DEVICE),
            lambda: receipt_of(second, name, caller=DEVICE),
            lambda: accept(second, name, caller=DEVICE),
            lambda: put_part(second, name, 0, content, caller=DEVICE),
        ):
            with pytest.raises(InputError, match=r"bundle\.unknown"):
                ask()
    assert stored_objects(node / BUREAUS / "second") == ()
    with pytest.raises(InputError, match=r"central\.unknown_object"):
        read_object(node / BUREAUS / "second", "a1" * 16)
    assert len(stored_objects(node / BUREAUS / "first")) == 1


def test_the_same_device_and_bundle_may_be_known_to_two_bureaus_and_stay_two(node: Path) -> None:
    with Node(node) as opened:
        second = opened.bureaus["second"]
        know(second)
        receipts = {take(opened.bureaus[name], VECTORS / "first.ipb") for name in ("first", "second")}
        assert len(receipts) == 2


@pytest.mark.parametrize("name", ["main", "Upper", "-x", "a" * 33, "局"])
def test_a_name_that_can_be_no_bureau_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"central\.bureau"):
        create_central(tmp_path / BUREAUS / name)
