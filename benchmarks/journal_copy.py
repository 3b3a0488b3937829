"""What the journal's copy costs: commits with the copy against the same commits without it, in turn."""

from __future__ import annotations

import statistics
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from inspector.clock import SystemClock
from inspector.records import AllegedAct, Item, RightKind
from inspector.store import Store
from inspector.store.following import LogFollower

COMMITS = 150
ROUNDS = 7


class _Signer:
    public_key = bytes(32)

    def sign(self, message: bytes) -> bytes:
        return bytes(64)


def measure() -> dict[str, Any]:
    """Return milliseconds a commit takes and the ratio; each round measures both ways."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        parts = {"log_key": bytes(32), "device_id": "d0" * 16, "signer": _Signer(), "clock": SystemClock()}
        with Store.create(Path(name) / "store.db", b"k" * 32, **parts) as store:
            _commit(store, 50)
            with_copy, without = [], []
            real = LogFollower.follow
            for _ in range(ROUNDS):
                with_copy.append(_commit(store, COMMITS))
                LogFollower.follow = lambda *_: None  # type: ignore[method-assign]  # the peer
                try:
                    without.append(_commit(store, COMMITS))
                finally:
                    LogFollower.follow = real  # type: ignore[method-assign]
                store._follower.follow([])  # caught up before the next round
    ratios = [one / other for one, other in zip(with_copy, without, strict=True)]
    return {
        "commit_with_copy_ms": round(statistics.median(with_copy), 2),
        "commit_without_ms": round(statistics.median(without), 2),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_range": [round(min(ratios), 2), round(max(ratios), 2)],
    }


def _commit(store: Store, count: int) -> float:
    started = time.perf_counter()
    for number in range(count):
        with store.unit() as unit:
            item = Item(
                id=f"item-{number}",
                inspection_id="inspection-1",
                position=number + 1,
                label_name="样本盖碗",
                specification="高20厘米",
                unit="件",
                quantity=Decimal(12),
                alleged=AllegedAct(RightKind.TRADEMARK, mark="样本牌"),
            )
            unit.save(item, change="item.listed", by="officer-1")
            unit.commit()
    return (time.perf_counter() - started) / count * 1000
