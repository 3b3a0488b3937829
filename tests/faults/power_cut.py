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


@dataclass(eq=False)
class File:
    """A file's bytes, whatever names it has."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytes = b""


class Folder:
    """A folder, whatever its name: what lies in it stays in it when it is renamed."""


@dataclass(frozen=True)
class Place:
    """A name in a folder."""

    folder: Folder
    name: str


@dataclass
class Naming:
    """One change of a name: what it was called and what it is called now; None for none."""

    old: Place | None
    new: Place | None
    thing: File | Folder
    is_safe: bool = False


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
        self._root = Folder()
        self._names: dict[Place, File | Folder] = {}
        self._namings: list[Naming] = []
        for entry in sorted(before.rglob("*")):
            place = self._place(str(entry.relative_to(before)))
            content = b"" if entry.is_dir() else entry.read_bytes()
            self._names[place] = Folder() if entry.is_dir() else File(bytearray(content), content)
        self._at_first = dict(self._names)

    def apply(self, change: Change) -> None:
        """Let one change come about."""
        place = self._place(change.path)
        thing = self._names.get(place) if change.path else self._root
        if change.call in {"o", "m"}:
            if thing is None:
                self._name(None, place, File() if change.call == "o" else Folder())
            elif isinstance(thing, File):
                thing.now.clear()  # opened to be written from the start
        elif change.call == "s":
            self._sync(thing)
        elif change.call == "u" and thing is not None:
            self._name(place, None, thing)
        elif change.call == "r" and thing is not None:
            self._name(place, self._place(change.other), thing)
        elif isinstance(thing, File) and change.call == "w":
            if len(thing.now) < change.at:
                thing.now.extend(bytes(change.at - len(thing.now)))
            thing.now[change.at : change.at + len(change.content)] = change.content
        elif isinstance(thing, File) and change.call == "t":
            thing.now[:] = thing.now[: change.at].ljust(change.at, b"\0")

    def fall(self, left: Left, chance: random.Random, folder: Path) -> None:
        """Make in `folder` what is found when the power is back."""
        names = dict(self._at_first)
        for naming in self._namings:
            if naming.is_safe or (left is Left.SOME and chance.random() < 0.5):
                if naming.old is not None:
                    names.pop(naming.old, None)
                if naming.new is not None:
                    names[naming.new] = naming.thing
        folder.mkdir()
        found = {self._root: folder}
        while found:  # a folder whose name was lost takes along what lies in it
            within, where = found.popitem()
            for place in [place for place in names if place.folder is within]:
                thing, target = names.pop(place), where / place.name
                if isinstance(thing, Folder):
                    target.mkdir()
                    found[thing] = target
                elif not place.name.endswith("-shm"):
                    target.write_bytes(_left(thing, left, chance))
        (folder / "device.lock").touch()

    def _place(self, path: str) -> Place:
        folder, (*within, name) = self._root, path.split("/")
        for part in within:
            found = self._names.get(Place(folder, part))
            folder = found if isinstance(found, Folder) else Folder()
        return Place(folder, name)

    def _name(self, old: Place | None, new: Place | None, thing: File | Folder) -> None:
        if old is not None:
            self._names.pop(old, None)
        if new is not None:
            self._names[new] = thing
        self._namings.append(Naming(old, new, thing))

    def _sync(self, thing: File | Folder | None) -> None:
        if isinstance(thing, File):
            thing.safe = bytes(thing.now)
            return
        for naming in self._namings:
            if any(place is not None and place.folder is thing for place in (naming.old, naming.new)):
                naming.is_safe = True


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
