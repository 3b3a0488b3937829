"""Open a fair: the days and the place where stands will be inspected."""

from __future__ import annotations

from datetime import date

from inspector.actions.ports import Device
from inspector.actions.written import written
from inspector.codes import as_read
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
    division_code: str = "",
    by: str,
) -> Fair:
    """Write down a fair; `division_code` says whose area it lies in (GB/T 2260), "" while nobody knows.

    Raises:
        InputError: `fair.name_missing`, `fair.days_reversed`, `fair.division_wrong`.
    """
    name = written(name)
    if not name:
        raise InputError("fair.name_missing")
    if closes < opens:
        raise InputError("fair.days_reversed", opens=opens, closes=closes)
    divisions, code = device.law.code_lists.find("division"), as_read(division_code)
    if code and (divisions is None or not divisions.accepts(code)):
        raise InputError("fair.division_wrong", code=code)
    fair = Fair(
        device.ids.record(), name, written(venue), written(address), opens, closes, written(organiser), code
    )
    with device.unit() as unit:
        unit.save(fair, change="fair.opened", by=by)
        unit.commit()
    return fair
