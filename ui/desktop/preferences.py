"""What somebody prefers on this device and that says nothing of any case: look, language, camera, network."""

from __future__ import annotations

from pathlib import Path

from inspector.durable import write_file
from inspector.errors import SystemFault
from ui.desktop.i18n import Language
from ui.desktop.network import NetworkRule
from ui.desktop.theme import Look

_FILE = "look"
_LANGUAGE = "language"
_CAMERA = "camera"
_NETWORK = "network"
_KEY_BYTES = 500


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


def preferred_language(folder: Path) -> Language:
    """Return the language chosen on this device; Chinese where none was."""
    try:
        return Language((folder / _LANGUAGE).read_text("ascii").strip())
    except (OSError, ValueError):
        return Language.CHINESE


def keep_language(folder: Path, language: Language) -> None:
    """Remember the language for the next start.

    Raises:
        SystemFault: `ui.language_not_kept` if the disk refuses.
    """
    try:
        write_file(folder / _LANGUAGE, language.value.encode())
    except OSError as error:
        raise SystemFault("ui.language_not_kept") from error


def preferred_camera(folder: Path) -> str:
    """Return the key of the camera chosen on this device; empty where none was."""
    try:
        with (folder / _CAMERA).open("rb") as file:
            return file.read(_KEY_BYTES).decode("utf-8").strip()
    except (OSError, ValueError):
        return ""


def keep_camera(folder: Path, key: str) -> None:
    """Remember the camera for the next start.

    Raises:
        SystemFault: `ui.camera_not_kept` if the disk refuses.
    """
    try:
        write_file(folder / _CAMERA, key.encode())
    except OSError as error:
        raise SystemFault("ui.camera_not_kept") from error


def preferred_network(folder: Path) -> NetworkRule:
    """Return what was decided about sending over the network; as the system says where nothing was."""
    try:
        return NetworkRule((folder / _NETWORK).read_text("ascii").strip())
    except (OSError, ValueError):
        return NetworkRule.AUTO


def keep_network(folder: Path, rule: NetworkRule) -> None:
    """Remember the rule for the next start.

    Raises:
        SystemFault: `ui.sync.network_not_kept` if the disk refuses.
    """
    try:
        write_file(folder / _NETWORK, rule.value.encode())
    except OSError as error:
        raise SystemFault("ui.sync.network_not_kept") from error
