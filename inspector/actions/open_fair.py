"""Open a fair: the days and the place where stands will be inspected."""

from __future__ import annotations

from datetime import date

from inspector.actions.ports import Device
from inspector.actions.written import written
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
    name = written(name)
    if not name:
        raise InputError("fair.name_missing")
    if closes < opens:
        raise InputError("fair.days_reversed", opens=opens, closes=closes)
    fair = Fair(
        device.ids.record(), name, written(venue), written(address), opens, closes, written(organiser)
    )
    with device.unit() as unit:
        unit.save(fair, change="fair.opened", by=by)
        unit.commit()
    return fair
