"""The device's way to a newer law pack: verified and compared first, taken only when somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from inspector.actions.ports import Device
from inspector.law.comparing import Difference, differences
from inspector.law.reading import texts_of
from sync.law_packs import SignedLawPack, import_law_pack, kept_law_packs, law_in_force, readable_here
from sync.statement import STATEMENT_LIMIT


@dataclass(frozen=True)
class OfferedLawPack:
    """A pack this device may take, and what would change."""

    raw: bytes
    signed: SignedLawPack
    before: str
    """The version it would follow."""
    differences: tuple[Difference, ...]


def look_at(device: Device, file: Path) -> OfferedLawPack:
    """Verify a file and compare it with the pack that would be in force without it; nothing is changed.

    Raises:
        InputError: `device.not_enrolled`, `law.pack_*`.
        OSError: if the file cannot be read.
    """
    with file.open("rb") as opened:
        raw = opened.read(STATEMENT_LIMIT + 1)
    signed = readable_here(device, raw)
    before = law_in_force(device.journal, device.law).version
    kept = {each.pack.version: each.texts for each in kept_law_packs(device.journal)}
    texts = kept.get(before) or shipped_texts()
    return OfferedLawPack(raw, signed, before, differences(texts, signed.texts))


def take(device: Device, offered: OfferedLawPack, *, by: str) -> None:
    """Take what was looked at; in force from the next opening. Raises as `look_at`, without OSError."""
    import_law_pack(device, offered.raw, by=by)


def shipped_texts() -> dict[str, str]:
    """Return the tables that ship with the product."""
    return texts_of(resources.files("resources") / "law")
