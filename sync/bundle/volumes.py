"""A bundle in volumes: the very same bytes in several files, for sticks that hold no file of 4 GiB (FORMAT.md 4.11)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from sync.bundle.pieces import file_piece, joined
from sync.strict_json import is_whole_number, parse_canonical

LIST = ".volumes"
VOLUME_BYTES = 2 << 30
"""FAT32 holds 4 GiB less one byte; some readers of sticks stop at 2 GiB."""
VOLUMES_LIMIT = 999
_LIST_LIMIT = 1 << 20


@dataclass(frozen=True)
class Volume:
    """One volume as the list has it."""

    size: int
    sha256: str


def volume_path(bundle_file: Path, number: int) -> Path:
    """Return the path of a volume beside where the whole file would lie; numbers begin with 1."""
    return bundle_file.with_name(f"{bundle_file.name}.{number:03d}")


def list_path(bundle_file: Path) -> Path:
    """Return the path of the list of volumes."""
    return bundle_file.with_name(bundle_file.name + LIST)


def list_bytes(bundle: str, foot_sha256: str, volumes: list[Volume]) -> bytes:
    """Return the list: public, and no more than a help to name a damaged volume."""
    listed: list[Json] = [{"bytes": each.size, "sha256": each.sha256} for each in volumes]
    return canonical({"v": 1, "bundle": bundle, "foot_sha256": foot_sha256, "volumes": listed})


def open_whole(path: Path) -> io.BufferedReader:
    """Open a bundle's file, or by its list all its volumes as one.

    Raises:
        InputError: `bundle.volumes` if the list makes no sense; `bundle.volume_missing`, `bundle.volume_size` with
            `file`.
        OSError: if a file cannot be read.
    """
    if path.suffix != LIST:
        return path.open("rb")
    whole = path.with_suffix("")
    return joined_volumes(
        [(volume_path(whole, number), each.size) for number, each in enumerate(_listed(path), 1)]
    )


def joined_volumes(volumes: list[tuple[Path, int]]) -> io.BufferedReader:
    """Return volumes, each with its size, as one stream; raises as `open_whole`."""
    for path, size in volumes:
        if not path.is_file():
            raise InputError("bundle.volume_missing", file=path.name)
        if path.stat().st_size != size:
            raise InputError("bundle.volume_size", file=path.name)
    return joined([file_piece(path, 0, size) for path, size in volumes])


def _listed(path: Path) -> list[Volume]:
    with path.open("rb") as file:
        plain = parse_canonical(file.read(_LIST_LIMIT))
    listed = plain.get("volumes") if isinstance(plain, dict) and plain.get("v") == 1 else None
    volumes = []
    for each in listed if isinstance(listed, list) else []:
        size, sha256 = (each.get("bytes"), each.get("sha256")) if isinstance(each, dict) else (None, None)
        if not is_whole_number(size, 1, 2**53) or not isinstance(sha256, str):
            raise InputError("bundle.volumes", file=path.name)
        volumes.append(Volume(size, sha256))
    if not 0 < len(volumes) <= VOLUMES_LIMIT:
        raise InputError("bundle.volumes", file=path.name)
    return volumes
