"""What somebody prefers on this device and that says nothing of any case: the look."""

from __future__ import annotations

from pathlib import Path

from inspector.durable import write_file
from inspector.errors import SystemFault
from ui.desktop.theme import Look

_FILE = "look"


def preferred_look(folder: Path) -> Look:
    """Return the look chosen on this device; light where none was, or where the file makes no sense."""
    try:
        return Look((folder / _FILE).read_text("ascii").strip())
    except (OSError, ValueError):
        return Look.LIGHT


def keep_look(folder: Path, look: Look) -> None:
    """Remember the look for the next start.

    Raises:
        SystemFault: `ui.look_not_kept` if the disk refuses.
    """
    try:
        write_file(folder / _FILE, look.value.encode())
    except OSError as error:
        raise SystemFault("ui.look_not_kept") from error
