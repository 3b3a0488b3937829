"""Bundles as files in the data folder: parts go straight to their places in the growing file."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from inspector.durable import replace, sync_folder
from inspector.errors import SystemFault
from sync.bundle.foot import Foot
from sync.bundle.layout import Part
from sync.bundle.reader import BundleFile

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
SPARE_BYTES = 256 << 20
"""Kept free on the centre's disk for the database and for people to clean up."""


_OTHERS_S = 30.0
"""How long another process may work on a bundle of the device before the caller is told to come again."""
_ASKED_AGAIN_S = 0.01


class FolderStore:
    """`incoming/` where bundles grow and `bundles/` where accepted ones are kept."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def incoming(self, bundle: str) -> Path:
        """Return where a bundle grows."""
        return self._data / "incoming" / f"{bundle}.ipb.part"

    def kept(self, bundle: str) -> Path:
        """Return where an accepted bundle is kept."""
        return self._data / "bundles" / f"{bundle}.ipb"

    @contextmanager
    def alone(self, device: str) -> Iterator[None]:
        """See `BundleStore`: two processes on one folder, e.g. the server and somebody who brings a stick, would
        else begin each other's growing files anew, or read them half written.
        """
        from filelock import FileLock, Timeout

        path = self._data / "locks" / f"{device}.lock"
        lock = FileLock(path, timeout=_OTHERS_S, poll_interval=_ASKED_AGAIN_S)
        with disk_faults():
            path.parent.mkdir(exist_ok=True, mode=0o700)
            try:
                lock.acquire()
            except Timeout as error:
                raise SystemFault("central.busy") from error
        try:
            yield
        finally:
            lock.release()

    def lay_out(self, foot: Foot, end: bytes) -> None:
        """See `BundleStore`: the file is made at its full length, with HEAD and FOOT."""
        path = self.incoming(foot.bundle)
        with disk_faults():
            self._require_room(foot.offset + len(end))
            self.kept(foot.bundle).unlink(missing_ok=True)  # unrecorded, left under this name by a crash
            with path.open("wb") as file:
                file.write(foot.head())
                file.seek(foot.offset)
                file.write(end)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(path.parent)

    def put(self, foot: Foot, part: Part, content: bytes | memoryview) -> None:
        """See `BundleStore`."""
        with disk_faults(), self._grown(foot.bundle) as file:
            file.seek(part.offset)
            left = memoryview(content)
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())

    def drop(self, foot: Foot, parts: tuple[Part, ...]) -> None:
        """See `BundleStore`: nothing to do, the next bytes are written over them."""

    def open(self, bundle: str) -> BundleFile:
        """See `BundleStore`."""
        with disk_faults():
            try:
                return BundleFile(self.incoming(bundle))
            except FileNotFoundError:
                # in this order, since another process may be renaming it just now
                return BundleFile(self.kept(bundle))

    def keep(self, bundle: str) -> None:
        """See `BundleStore`; no reader may be open, since Windows renames no open file."""
        kept = self.kept(bundle)
        with disk_faults():
            # a crash between this and the transaction leaves the file under its final name
            if not kept.exists():
                replace(self.incoming(bundle), kept)
            sync_folder(kept.parent)

    def bundles(self) -> Iterator[str]:
        """See `BundleStore`."""
        with disk_faults():
            files = [*(self._data / "bundles").glob("*.ipb"), *(self._data / "incoming").glob("*.ipb.part")]
        yield from sorted({file.name.partition(".")[0] for file in files})

    def place(self, bundle: str) -> str:
        """See `BundleStore`."""
        return str(self._file_of(bundle))

    def check(self) -> None:
        """See `BundleStore`."""
        with disk_faults():
            self._require_room(0)

    def _require_room(self, size: int) -> None:
        if shutil.disk_usage(self._data).free < size + SPARE_BYTES:
            raise SystemFault("central.disk_full")

    def _grown(self, bundle: str) -> FileIO:
        """Open a bundle to write to it: in this order, since another process may be renaming it just now."""
        try:
            return FileIO(self.incoming(bundle), "r+")
        except FileNotFoundError:
            return FileIO(self.kept(bundle), "r+")

    def _file_of(self, bundle: str) -> Path:
        """Return where a bundle lies; a crash may have left an unrecorded one under its final name."""
        return self.kept(bundle) if self.kept(bundle).exists() else self.incoming(bundle)


@contextmanager
def disk_faults() -> Iterator[None]:
    """Tell a full disk from a failing one; nothing was acknowledged either way."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise SystemFault("central.disk_full") from error
        raise SystemFault("central.io", why=error.strerror or "") from error
