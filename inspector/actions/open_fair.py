"""Open a fair: the days and the place where stands will be inspected."""

from __future__ import annotations

from datetime import date

from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.records import Fair


def open_fair(
    device: Device,
    *,
    name: str,
    venue: str,
    address: str,
    opens: date,
    closes: date,
    organiser: str = "",
    by: str,
) -> Fair:
    """Write down a fair.

    Raises:
        InputError: `fair.name_missing`, `fair.days_reversed`.
    """
    if not name.strip():
        raise InputError("fair.name_missing")
    if closes < opens:
        raise InputError("fair.days_reversed", opens=opens, closes=closes)
    fair = Fair(
        device.ids.record(), name.strip(), venue.strip(), address.strip(), opens, closes, organiser.strip()
    )
    with device.unit() as unit:
        unit.save(fair, change="fair.opened", by=by)
        unit.commit()
    return fair
