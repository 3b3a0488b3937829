"""The device's way to a newer law pack: verified and compared first, taken only when somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.law.comparing import Difference, differences, differences_of_years
from inspector.law.reading import texts_of
from sync.law_packs import SignedLawPack, import_law_pack, kept_law_packs, law_in_force, readable_here
from sync.statement import STATEMENT_LIMIT, content_of, read_statement
from sync.work_calendars import SignedCalendar, calendar_readable_here, import_calendar


@dataclass(frozen=True)
class Offered:
    """A pack, or a calendar alone, that this device may take, and what would change."""

    raw: bytes
    signed: SignedLawPack | SignedCalendar
    before: str
    """The version it would follow; of a calendar the version it would go with."""
    differences: tuple[Difference, ...]

    @property
    def after(self) -> str:
        """The version of a pack, the years of a calendar."""
        return self.signed.named if isinstance(self.signed, SignedCalendar) else self.signed.pack.version


def look_at(device: Device, file: Path) -> Offered:
    """Verify a file and compare it with what would be in force without it; nothing is changed.

    Raises:
        InputError: `device.not_enrolled`, `law.pack_*`, `law.calendar_not_newer`.
        OSError: if the file cannot be read.
    """
    with file.open("rb") as opened:
        raw = opened.read(STATEMENT_LIMIT + 1)
    present = law_in_force(device.journal, device.law)
    if _is_calendar(raw):
        calendar = calendar_readable_here(device, raw)
        told = differences_of_years(present.calendar.years, calendar.years)
        return Offered(raw, calendar, present.version, told)
    signed = readable_here(device, raw)
    kept = {each.pack.version: each.texts for each in kept_law_packs(device.journal)}
    texts = kept.get(present.version) or shipped_texts()
    return Offered(raw, signed, present.version, differences(texts, signed.texts))


def take(device: Device, offered: Offered, *, by: str) -> None:
    """Take what was looked at; in force from the next opening. Raises as `look_at`, without OSError."""
    if isinstance(offered.signed, SignedCalendar):
        import_calendar(device, offered.raw, by=by)
    else:
        import_law_pack(device, offered.raw, by=by)


def _is_calendar(raw: bytes) -> bool:
    """Tell by what it says whether a file is a calendar alone; whether it may be believed is found out later."""
    try:
        return "calendar" in content_of(read_statement(raw))
    except InputError:
        return False


def shipped_texts() -> dict[str, str]:
    """Return the tables that ship with the product."""
    return texts_of(resources.files("resources") / "law")
