"""Put an issued notice on paper: the journal knows of every printing before the printer does."""

from __future__ import annotations

import json
from dataclasses import dataclass

from inspector.actions.ports import Device
from inspector.actions.read import notice_pdf
from inspector.canonical import Json
from inspector.errors import InputError
from inspector.records import Notice

MOST_COPIES = 20
"""More than anybody is served with at once; a mistyped number shall not empty the paper tray."""
_CHANGE = "notice.printed"
_BROKEN_OFF = "notice.print_broken_off"


@dataclass(frozen=True)
class ToPrint:
    """What goes to the printer."""

    pdf: bytes
    earlier: int
    """How often this notice was sent to a printer before."""


def print_notice(device: Device, notice_id: str, *, copies: int, printer: str, by: str) -> ToPrint:
    """Return the sealed pages for the printer named; that they go there is journalled first.

    Raises:
        InputError: `print.copies` for less than one copy or more than `MOST_COPIES`.
        SystemFault: `vault.*`; nothing is printed then.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise InputError("print.copies", copies=copies, most=MOST_COPIES)
    pdf = notice_pdf(device, notice_id)
    earlier = sum(
        json.loads(entry)["subject"] == notice_id for entry in device.journal.entries_of_change(_CHANGE)
    )
    with device.unit() as unit:
        notice = unit.get(Notice, notice_id)
        facts: dict[str, Json] = {
            "form": notice.form,
            "sha256": notice.pdf_sha256,
            "copies": copies,
            "printer": printer,
            "earlier": earlier,
        }
        unit.note(_CHANGE, notice_id, facts, by=by)
        unit.commit()
    return ToPrint(pdf, earlier)


def note_broken_off(device: Device, notice_id: str, *, by: str) -> None:
    """Journal that a printing told of before did not end: somebody stopped it, or the printer took nothing."""
    with device.unit() as unit:
        unit.note(_BROKEN_OFF, notice_id, {"form": unit.get(Notice, notice_id).form}, by=by)
        unit.commit()
