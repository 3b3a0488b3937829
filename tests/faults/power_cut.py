"""What a power cut may leave: the changes a step made, played onto a disk that keeps only what was synced.

Where no kernel module drops writes (dm-flakey), this model does: a file's bytes are safe after its fsync, a name
after the fsync of its folder; whatever came later may be there, or not, or in part, page by page. SQLite's index
of its log (-shm) is memory and never survives.
"""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

_HEAD = struct.Struct("<c3xIIIq")
PAGE = 4096


class Left(Enum):
    """How much of what was not synced is left; all of it is left by a mere kill."""

    NOTHING = "nothing"
    SOME = "some"


@dataclass(frozen=True)
class Change:
    """One call: open (o), write (w), truncate (t), sync (s), rename (r), unlink (u), mkdir (m)."""

    call: str
    path: str
    other: str
    at: int
    content: bytes


@dataclass
class File:
    """A file's bytes, whatever names it has."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytes = b""


@dataclass
class Naming:
    """One change of a name: what it was called and what it is called now; "" for none."""

    old: str
    new: str
    file: File | None
    """None for a folder."""
    is_safe: bool = False
    along: list[tuple[str, str]] = field(default_factory=list)
    """What lies in a folder that was renamed, by its old and new name."""


def read_changes(path: Path, folder: Path) -> Iterator[Change]:
    """Read what the failing disk wrote down; paths are told from `folder` on."""
    with path.open("rb") as file:
        while head := file.read(_HEAD.size):
            call, name, other, count, at = _HEAD.unpack(head)
            where, to = (file.read(length).decode() for length in (name, other))
            content = file.read(count)
            start = len(str(folder)) + 1
            yield Change(call.decode(), where[start:], to[start:], at, content)


class Platter:
    """The disk, change by change; `before` is what lay on it, all of it safe."""

    def __init__(self, before: Path) -> None:
        self._before = before
        self._names: dict[str, File | None] = {}
        self._namings: list[Naming] = []
        for entry in before.rglob("*"):
            name = str(entry.relative_to(before))
            if entry.is_dir():
                self._names[name] = None
            else:
                content = entry.read_bytes()
                self._names[name] = File(bytearray(content), content)
        self._at_first = dict(self._names)

    def apply(self, change: Change) -> None:
        """Let one change come about."""
        file = self._names.get(change.path)
        if change.call in {"o", "m"}:
            if change.path not in self._names:
                self._name("", change.path, File() if change.call == "o" else None)
            elif file is not None:
                file.now.clear()  # opened to be written from the start
        elif change.call == "w" and file is not None:
            if len(file.now) < change.at:
                file.now.extend(bytes(change.at - len(file.now)))
            file.now[change.at : change.at + len(change.content)] = change.content
        elif change.call == "t" and file is not None:
            file.now[:] = file.now[: change.at].ljust(change.at, b"\0")
        elif change.call == "s":
            self._sync(change.path)
        elif change.call == "u":
            self._name(change.path, "", file)
        elif change.call == "r":
            moved = [
                name for name in self._names if name == change.path or name.startswith(change.path + "/")
            ]
            for name in moved:
                self._name(name, change.other + name[len(change.path) :], self._names[name])

    def fall(self, left: Left, chance: random.Random, folder: Path) -> None:
        """Make in `folder` what is found when the power is back."""
        names = dict(self._at_first)
        for naming in self._namings:
            if naming.is_safe or (left is Left.SOME and chance.random() < 0.5):
                names.pop(naming.old, None)
                if naming.new:
                    names[naming.new] = naming.file
                for old, new in naming.along:
                    if old in names:
                        names[new] = names.pop(old)
        folder.mkdir()
        for name in sorted(name for name, file in names.items() if file is None):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, file in names.items():
            if file is None or name.endswith("-shm"):
                continue
            target = folder / name
            if target.parent.is_dir():  # a folder whose name was lost took its files along
                target.write_bytes(_left(file, left, chance))
        (folder / "device.lock").touch()

    def _name(self, old: str, new: str, file: File | None) -> None:
        self._names.pop(old, None)
        if new:
            self._names[new] = file
        self._namings.append(Naming(old, new, file))

    def _sync(self, path: str) -> None:
        file = self._names.get(path)
        if file is not None:
            file.safe = bytes(file.now)
            return
        for naming in self._namings:
            if path in {_parent(naming.old), _parent(naming.new)}:
                naming.is_safe = True


def _parent(name: str) -> str:
    return name.rpartition("/")[0] if name else "-"


def _left(file: File, left: Left, chance: random.Random) -> bytes:
    if left is Left.NOTHING or bytes(file.now) == file.safe:
        return file.safe
    size = chance.choice([len(file.safe), len(file.now)])
    old, new = file.safe.ljust(size, b"\0"), bytes(file.now).ljust(size, b"\0")
    pages = range(0, size, PAGE)
    return b"".join((new if chance.random() < 0.5 else old)[at : min(at + PAGE, size)] for at in pages)


def clear(folder: Path) -> None:
    """Remove what a fall left."""
    shutil.rmtree(folder)
