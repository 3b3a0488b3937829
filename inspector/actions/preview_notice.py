"""Preview a notice: the page as it would be issued now, and nothing is kept."""

from __future__ import annotations

from inspector.actions.notice_forms import dossier_about, named_paper
from inspector.actions.notice_pages import NextNumbers, print_form
from inspector.actions.ports import Device
from inspector.actions.read import dossier_in
from inspector.records import PrintedNotice


def preview_notice(
    device: Device, inspection_id: str, form: str, paper_id: str = "", *, measure_id: str = ""
) -> PrintedNotice:
    """Print the page as it would be issued now, unsigned; nothing is kept."""
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
        numbers = NextNumbers(device, unit, dossier.bureau, now)
    paper = named_paper(dossier, paper_id)
    dossier = dossier_about(dossier, form, measure_id, paper)
    return print_form(device, dossier, form, numbers.next(form), numbers.list_number(dossier), now, (), paper)
