"""The way by folder: a stick or a share carries bundles out and receipts in (FORMAT.md section 9)."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.durable import replace, sync_folder, write_file
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from sync.bundle.reader import BundleFile
from sync.meter import Meter
from sync.statement import STATEMENT_LIMIT
from sync.transport.protocol import Caller, Carried, Refused, Said, Standing

OUT = "IPB-OUT"
IN = "IPB-IN"
_BLOCK = 1 << 20
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderTransport:
    """A stick: bundles are copied to `IPB-OUT`, read back and verified; receipts are found in `IPB-IN`."""

    def __init__(self, stick: Path) -> None:
        self._stick = stick

    def announce(self, caller: Caller, bundle: BundleFile) -> Said:
        """Look whether the bundle lies there whole already; what came back is taken in on its own."""
        return Carried() if self._holds(bundle) else Standing(tuple(range(len(bundle.foot.parts))))

    def send(
        self,
        caller: Caller,
        bundle: BundleFile,
        missing: tuple[int, ...],
        progress: Progress,
        meter: Meter,
    ) -> Refused | None:
        """Copy the bundle, flush it, read it back from the stick and only then give it its name."""
        target = self._target(bundle)
        fresh = target.with_name(target.name + ".part")
        with _stick_faults():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _copy(bundle.path, fresh, progress)
                with BundleFile(fresh) as copied:
                    copied.verify(progress)
                    if copied.foot_sha256 != bundle.foot_sha256:
                        raise SystemFault("transport.stick_unreliable", file=target.name)
                replace(fresh, target)
            except InputError as error:
                fresh.unlink(missing_ok=True)
                raise SystemFault("transport.stick_unreliable", file=target.name) from error
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise
            sync_folder(target.parent)
        return None

    def commit(self, caller: Caller, bundle: BundleFile) -> Said:
        """Tell what the stick can tell: carried, or not."""
        return self.announce(caller, bundle)

    def receipt(self, caller: Caller, bundle: str) -> bytes | None:
        """Return what lies in `IPB-IN` as the receipt of a bundle."""
        return self.receipts().get(bundle)

    def carry_request(self, request: Path) -> None:
        """Take the enrolment request along."""
        with _stick_faults():
            (self._stick / OUT).mkdir(parents=True, exist_ok=True)
            write_file(self._stick / OUT / request.name, request.read_bytes())

    def receipts(self) -> dict[str, bytes]:
        """Return what lies in `IPB-IN` by the bundle its name says; nothing is believed yet."""
        return self._answers(".receipt")

    def refusals(self) -> dict[str, bytes]:
        """Return the refusals in `IPB-IN` by the bundle their name says; nothing is believed yet."""
        return self._answers(".refusal")

    def _answers(self, suffix: str) -> dict[str, bytes]:
        with _stick_faults():
            files = sorted((self._stick / IN).glob(f"*{suffix}"))
            return {file.stem: file.read_bytes() for file in files if file.stat().st_size <= STATEMENT_LIMIT}

    def _target(self, bundle: BundleFile) -> Path:
        return self._stick / OUT / f"{bundle.foot.bundle}.ipb"

    def _holds(self, bundle: BundleFile) -> bool:
        with _stick_faults():
            if not self._target(bundle).exists():
                return False
            try:
                with BundleFile(self._target(bundle)) as lying:
                    lying.verify()
                    return lying.foot_sha256 == bundle.foot_sha256
            except InputError:
                return False


def _copy(source: Path, target: Path, progress: Progress) -> None:
    total, done = source.stat().st_size, 0
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(_BLOCK):
            progress.step(done, total, source.name)
            write.write(block)
            done += len(block)
        write.flush()
        os.fsync(write.fileno())
        if sys.platform == "linux":
            # what is read back must come from the stick, not from memory
            os.posix_fadvise(write.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    shutil.copymode(source, target)


@contextmanager
def _stick_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "transport.stick_full" if error.errno in NO_ROOM else "transport.stick"
        raise SystemFault(code, why=error.strerror or "") from error
