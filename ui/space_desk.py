"""Keeps room for the stand in work: a reserve of real blocks, given up when the disk runs full."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError, SystemFault
from inspector.space import Room, StandNeeds, room_left, stands_a_day, usual_stand
from ui.folder_faults import folder_faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.actions.ports import UnitOfWork
    from inspector.records import Photo

RESERVE = "space.reserve"
_LOW_BYTES = 8 << 20
"""Below this the reserve is given up before a record is written, not after one was refused."""
_BESIDE_RECORDING = 64 << 20
"""What must stay free beside a recording: records and small pictures grow meanwhile."""
_TAG_SHARE = 16_384
"""A sealed file is longer than the plain one by 16 bytes in 256 KiB."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class SpaceDesk:
    """The room of one device's disk; safe from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reserve = folder / RESERVE
        self._known: tuple[StandNeeds, float] | None = None
        self.was_given_up = False
        """True from the moment the reserve was needed until a new one is made: the officer is told."""

    def free(self) -> int:
        """Return the bytes free for evidence, the reserve included.

        Raises:
            SystemFault: `device.io`.
        """
        with folder_faults():
            return shutil.disk_usage(self._folder).free + self._reserved()

    def needs(self, photos: Sequence[Photo]) -> StandNeeds:
        """Return what one more stand takes on this device."""
        files = ("store.db", "store.db-wal", "journal.log")
        with folder_faults():
            size = sum(path.stat().st_size for name in files if (path := self._folder / name).exists())
        return usual_stand(photos, size)

    def room(self, photos: Sequence[Photo]) -> Room:
        """Return how many stands and days are left."""
        self._known = (self.needs(photos), stands_a_day(photos))
        return room_left(self.free(), *self._known)

    def room_now(self) -> Room | None:
        """Return the same without reading the records again; None before `room` was asked."""
        return None if self._known is None else room_left(self.free(), *self._known)

    def prepare_start(self, photos: Sequence[Photo], *, is_risk_taken: bool = False) -> None:
        """Keep room for one stand to the end, or refuse to begin what cannot be finished.

        Raises:
            InputError: `space.too_little`: a dozen photos and one set of notices would fit; somebody may begin
                all the same by `is_risk_taken`.
            SystemFault: `space.none_left`: not even that would, and nothing helps but room.
        """
        room = self.room(photos)
        if not room.is_enough_to_finish:
            raise SystemFault("space.none_left", photos=room.photos)
        if not room.is_enough_to_start and not is_risk_taken:
            raise InputError("space.too_little", photos=room.photos)
        needs = self.needs(photos)
        wanted = needs.start_bytes if room.is_enough_to_start else needs.least_bytes
        if self._reserved() < wanted:
            self._keep(wanted)
        self.was_given_up = False

    def require_for_recording(self, size: int) -> None:
        """Refuse a recording that does not fit beside the reserve, before a byte of it is read.

        Raises:
            InputError: `space.recording` with how much is missing.
            SystemFault: `device.io`.
        """
        with folder_faults():
            free = shutil.disk_usage(self._folder).free
        short = size + size // _TAG_SHARE + _BESIDE_RECORDING - free
        if short > 0:
            raise InputError("space.recording", gb=_in_gb(size), short_gb=_in_gb(short))

    def give_up(self) -> bool:
        """Free the reserve for what is being written; tell whether there was one."""
        try:
            self._reserve.unlink()
        except FileNotFoundError:
            return False
        self.was_given_up = True
        return True

    def watched(self, unit: Callable[[], UnitOfWork]) -> Callable[[], UnitOfWork]:
        """Return `unit` so that a nearly full disk gives up the reserve before a record is written."""

        def open_unit() -> UnitOfWork:
            if shutil.disk_usage(self._folder).free < _LOW_BYTES:
                self.give_up()
            return unit()

        return open_unit

    def _reserved(self) -> int:
        try:
            return self._reserve.stat().st_size
        except FileNotFoundError:
            return 0

    def _keep(self, size: int) -> None:
        """Take the blocks; a disk that fills up meanwhile keeps none and is told."""
        with folder_faults():
            descriptor = os.open(self._reserve, os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
            try:
                _allocate(descriptor, size)
            except OSError as error:
                if error.errno in _NO_ROOM:
                    self._reserve.unlink(missing_ok=True)
                raise
            finally:
                os.close(descriptor)


def _allocate(descriptor: int, size: int) -> None:
    """Take real blocks, not only a length: a sparse file would promise room that is not there."""
    if sys.platform != "win32" and hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    elif sys.platform == "win32":
        os.ftruncate(descriptor, size)  # NTFS takes the clusters of a file that is not marked sparse
    else:
        os.lseek(descriptor, 0, os.SEEK_SET)
        for _ in range(-(-size // _LOW_BYTES)):
            os.write(descriptor, bytes(_LOW_BYTES))


def _in_gb(size: int) -> str:
    """Write bytes as gigabytes, never as none."""
    return f"{max(size / 2**30, 0.1):.1f}"
