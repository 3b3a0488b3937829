"""Which inspection a person means who types how its id begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.errors import InputError

if TYPE_CHECKING:
    from inspector.actions.ports import Device


def which_inspection(device: Device, typed: str) -> str:
    """Return the id that begins so.

    Raises:
        InputError: `law.which_inspection` with those there are, if it is none or not one alone.
    """
    from inspector.records import Inspection

    with device.reading() as unit:
        every = unit.all(Inspection)
    ids = [found.id for found in every if found.id.startswith(typed)]
    if len(ids) != 1:
        known = "、".join(f"{found.id}（{found.booth}）" for found in every) or "—"
        raise InputError("law.which_inspection", typed=typed, count=len(ids), known=known)
    return ids[0]
