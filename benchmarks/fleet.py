"""A fleet of simulated devices against a centre: what one node carries, what two intake nodes and a verifier carry.

Everything is real but the photos' content, which all devices share: keys, enrolment, journals, bundles, HTTP, receipts.
The peer is the disk: the same photos written and flushed one after the other by a plain program, in the same run.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from _fleet.client import Outcome, Plan, main
from _fleet.grounds import Ground, folder_ground, servers_ground
from _fleet.watch import Watch

GROUNDS = {"folder": folder_ground, "servers": servers_ground}
_PEER_BYTES, _PEER_FILES = 256 << 20, 64
BUSY = 0.10
"""With less of the processors idle than this, they are what saturates."""
_DISK = 0.25


def measure(
    devices: tuple[int, ...] = (200, 2000),
    grounds: tuple[str, ...] = tuple(GROUNDS),
    at_once: int = 64,
    bundles: int = 1,
    photos: int = 4,
    photo_mb: float = 4.0,
    link_mb: float = 0.0,
) -> dict[str, object]:
    """Return figures for each ground and number of devices."""
    figures: dict[str, object] = {}
    for ground in grounds:
        for number in devices:
            asked = {
                "at_once": min(at_once, number),
                "bundles": bundles,
                "photos": photos,
                "photo_bytes": int(photo_mb * 1e6),
                "link_bytes_per_s": link_mb * 1e6,
            }
            figures[f"{ground}, {number} devices"] = _measured(ground, number, asked)
    return figures


def _measured(name: str, devices: int, asked: dict[str, Any]) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="fleet-") as place, GROUNDS[name](Path(place)) as ground:
        plan = Plan(
            devices=devices,
            office=ground.office,
            intake=ground.intake,
            invitations=ground.invitations(devices),
            **_keys(ground),
            **asked,
        )
        peer = _peer(Path(place), plan.photo_bytes)
        here, there = multiprocessing.get_context("spawn").Pipe()
        fleet = multiprocessing.get_context("spawn").Process(target=main, args=(plan, there))
        fleet.start()
        there.close()  # so that a fleet that ends early is noticed
        here.recv()
        with Watch({**ground.processes, "devices": fleet.pid or 0}) as watch:
            here.send("go on")
            said, _ = here.recv()
        fleet.join()
        return _figures(plan, said, watch, peer)


def _keys(ground: Ground) -> dict[str, bytes]:
    from sync.central import Centre

    with Centre(ground.data) as centre:
        return {"receipt_key": centre.keys.receipt_public, "recipient_key": centre.keys.recipient_public}


def _peer(place: Path, size: int) -> float:
    """Return the megabytes a second that a plain program writes and flushes, one file after the other."""
    content, began = os.urandom(size), time.perf_counter()
    count = max(1, min(_PEER_BYTES // size, _PEER_FILES))
    for number in range(count):
        path = place / f"peer-{number}"
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    spent = time.perf_counter() - began
    for number in range(count):
        (place / f"peer-{number}").unlink()
    return count * size / 1e6 / spent


def _figures(plan: Plan, said: Outcome, watch: Watch, peer: float) -> dict[str, object]:
    rate = said.sent / 1e6 / said.wall_s
    centre = sum(cost.cpu_s for name, cost in watch.costs.items() if name != "devices")
    return {
        "asked": f"{plan.at_once} at once, {plan.bundles} × {plan.photos} photos of {plan.photo_bytes / 1e6:.2g} MB each",
        "mb_per_second": round(rate, 1),
        "ratio_to_a_plain_program": round(rate / peer, 2),
        "bundles_per_second": round(said.accepted / said.wall_s, 1),
        "centre_cpu_ms_per_mb": round(centre * 1e9 / max(said.sent, 1), 2),
        "entries_per_second": round(said.entries / said.wall_s, 1),
        "seconds": round(said.wall_s, 1),
        "enrolments_per_second": round(plan.devices / said.enrol_wall_s, 1),
        "accepted": f"{said.accepted} of {plan.devices * plan.bundles}",
        "errors": dict(said.errors),
        "asked_again": len(said.took.pop("asked_again", ())),
        **{f"{what}_s": _spread(took) for what, took in said.took.items()},
        "processes": {
            name: f"{cost.cpu_s / said.wall_s:.2f} cores, {cost.memory_mb:.0f} MB, {cost.threads} threads, {cost.written_mb:.0f} MB written"
            for name, cost in watch.costs.items()
        },
        "machine": f"{os.cpu_count()} cores: {watch.idle:.0%} idle, {watch.waits_for_disk:.0%} waiting for the disk, {watch.others:.0%} other programs",
        "saturated": _saturated(watch, said.wall_s),
    }


def _spread(took: list[float]) -> str:
    if len(took) < 2:
        return f"{took[0]:.3f}" if took else ""
    at = quantiles(took, n=100, method="inclusive")
    return f"p50 {at[49]:.3f}, p95 {at[94]:.3f}, p99 {at[98]:.3f}, most {max(took):.3f} ({len(took)})"


def _saturated(watch: Watch, seconds: float) -> str:
    most, cost = max(watch.costs.items(), key=lambda each: each[1].cpu_s)
    if watch.idle < BUSY and watch.waits_for_disk < _DISK:
        return f"the processors: most of them went to {most} ({cost.cpu_s / seconds:.2f} cores), {watch.others:.0%} to other programs"
    if watch.waits_for_disk >= _DISK:
        return "the disk"
    return f"nothing: {watch.idle:.0%} of the processors were idle"
