"""Forks: bundles that contradict what was accepted, kept whole for people to look at and never applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from inspector.errors import InputError
from sync.bundle import BundleFile
from sync.central.centre import Centre
from sync.central.receiving import missing_parts
from sync.central.store.folder import disk_faults
from sync.central.tables import bundles, devices


@dataclass(frozen=True)
class ForkedBundle:
    """One branch's bundle as it lies at the centre."""

    device: str
    name: str
    """What the device is called."""
    epoch: int
    sequence: int
    bundle: str
    first: int
    last: int
    announced: str
    is_whole: bool
    """Every part is there and has the hash the device signed."""
    is_settled: bool
    """The device was enrolled anew since: its branches go on in epochs of their own."""
    place: str


def forked_bundles(data: Path) -> tuple[ForkedBundle, ...]:
    """Return every bundle refused as a fork, oldest first."""
    query = (
        select(bundles, devices.c.name, devices.c.epoch.label("current"))
        .join(devices, devices.c.device == bundles.c.device)
        .where(bundles.c.state == "refused", bundles.c.code == "bundle.fork")
        .order_by(bundles.c.announced, bundles.c.bundle)
    )
    with Centre(data) as centre:
        with centre.reading() as connection:
            rows = connection.execute(query).all()
        found = []
        for row in rows:
            with disk_faults(), centre.store.open(row.bundle) as file:
                foot, is_whole = file.foot, not missing_parts(centre, row.bundle)
                is_whole = is_whole and _verifies(file)
            found.append(
                ForkedBundle(
                    row.device,
                    row.name,
                    row.epoch,
                    row.sequence,
                    row.bundle,
                    foot.first,
                    foot.last,
                    row.announced,
                    is_whole,
                    row.current > row.epoch,
                    centre.store.place(row.bundle),
                )
            )
    return tuple(found)


def _verifies(file: BundleFile) -> bool:
    try:
        file.verify()
    except InputError:
        return False
    return True
