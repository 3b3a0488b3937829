"""The way by folder: a stick or a share carries bundles out and receipts in (FORMAT.md section 9)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from inspector.durable import replace, sync_folder, write_file
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from sync.bundle.layout import altered
from sync.bundle.reader import BundleFile
from sync.bundle.volumes import VOLUME_BYTES, Volume, joined_volumes, list_bytes, list_path, volume_path
from sync.meter import Meter
from sync.statement import STATEMENT_LIMIT
from sync.transport.protocol import Answers, Caller, Carried, Said, Standing
from sync.transport.stick import (
    copy_pieces,
    file_system_of,
    require_room,
    stick_faults,
)

OUT = "IPB-OUT"
IN = "IPB-IN"
FEED_REQUEST = ".feed-request"
FEED = ".feed"
_FEED_LIMIT = 17 << 20


class FolderTransport:
    """A stick: bundles are copied to `IPB-OUT`, read back and verified; receipts are found in `IPB-IN`."""

    def __init__(self, stick: Path, volume_bytes: int = VOLUME_BYTES) -> None:
        """A bundle longer than `volume_bytes` goes in volumes of that size."""
        self._stick = stick
        self._volume_bytes = volume_bytes
        self._file_system = file_system_of(stick)

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
    ) -> Answers:
        """Copy the bundle, flush it, read it back from the stick and only then give it its name: all before this returns.

        Raises:
            InputError: `bundle.altered` if our own file is not as it was signed.
            SystemFault: `transport.stick*`: nothing half lies there under the bundle's name.
        """
        target = self._target(bundle)
        size = bundle.size
        with self._faults(target.name):
            require_room(self._stick, size)
            target.parent.mkdir(exist_ok=True)
            if size <= self._volume_bytes:
                self._send_whole(bundle, target, size, progress)
            else:
                self._send_volumes(bundle, target, size, progress)
            sync_folder(target.parent)
        return Carried

    def _send_whole(self, bundle: BundleFile, target: Path, size: int, progress: Progress) -> None:
        fresh = target.with_name(target.name + ".part")
        try:
            copy_pieces(bundle.whole(), bundle.path.name, [(fresh, size)], progress)
            _require_same(bundle, lambda: BundleFile(fresh), target.name)
            replace(fresh, target)
        except BaseException:
            _remove(fresh)
            raise

    def _send_volumes(self, bundle: BundleFile, target: Path, size: int, progress: Progress) -> None:
        """Write the volumes; without their list, which comes last, they are no bundle."""
        sizes = [min(self._volume_bytes, size - begin) for begin in range(0, size, self._volume_bytes)]
        pieces = [(volume_path(target, number), each) for number, each in enumerate(sizes, 1)]
        listed = list_path(target)
        listed.unlink(missing_ok=True)
        try:
            digests = copy_pieces(bundle.whole(), bundle.path.name, pieces, progress)
            _require_same(bundle, lambda: BundleFile(listed, joined_volumes(pieces)), target.name)
            volumes = [Volume(each, digest) for each, digest in zip(sizes, digests, strict=True)]
            write_file(listed, list_bytes(bundle.foot.bundle, bundle.foot_sha256, volumes))
        except BaseException:
            _remove(*(path for path, _ in pieces))
            raise

    def commit(self, caller: Caller, bundle: BundleFile) -> Said:
        """Tell what the stick can tell: carried, or not."""
        return self.announce(caller, bundle)

    def receipt(self, caller: Caller, bundle: str) -> bytes | None:
        """Return what lies in `IPB-IN` as the receipt of a bundle."""
        return self.receipts().get(bundle)

    def carry_request(self, request: Path) -> None:
        """Take the enrolment request along."""
        with self._faults(request.name):
            (self._stick / OUT).mkdir(exist_ok=True)
            write_file(self._stick / OUT / request.name, request.read_bytes())

    def carry_feed_request(self, device: str, request: bytes) -> None:
        """Take along what the device asks of the feed."""
        with self._faults(FEED_REQUEST):
            (self._stick / OUT).mkdir(exist_ok=True)
            write_file(self._stick / OUT / f"{device}{FEED_REQUEST}", request)

    def feed(self, device: str) -> bytes | None:
        """Return the page of the feed that came back for a device; nothing is believed yet."""
        with self._faults(FEED):
            path = self._stick / IN / f"{device}{FEED}"
            if not path.is_file() or path.stat().st_size > _FEED_LIMIT:
                return None
            return path.read_bytes()

    def receipts(self) -> dict[str, bytes]:
        """Return what lies in `IPB-IN` by the bundle its name says; nothing is believed yet."""
        return self._answers(".receipt")

    def refusals(self) -> dict[str, bytes]:
        """Return the refusals in `IPB-IN` by the bundle their name says; nothing is believed yet."""
        return self._answers(".refusal")

    def _answers(self, suffix: str) -> dict[str, bytes]:
        with self._faults(IN):
            files = sorted((self._stick / IN).glob(f"*{suffix}"))
            return {file.stem: file.read_bytes() for file in files if file.stat().st_size <= STATEMENT_LIMIT}

    def _faults(self, file: str) -> AbstractContextManager[None]:
        return stick_faults(self._stick, file, self._file_system)

    def _target(self, bundle: BundleFile) -> Path:
        return self._stick / OUT / f"{bundle.foot.bundle}.ipb"

    def _holds(self, bundle: BundleFile) -> bool:
        target = self._target(bundle)
        with self._faults(target.name):
            lying = next((each for each in (target, list_path(target)) if each.exists()), None)
            if lying is None:
                return False
            try:
                with BundleFile(lying) as found:
                    found.verify()
                    return found.foot_sha256 == bundle.foot_sha256
            except InputError:
                return False


def _require_same(bundle: BundleFile, open_written: Callable[[], BundleFile], name: str) -> None:
    """Read back what lies on the stick; if it differs, or is no bundle at all, tell whose fault that is."""
    try:
        with open_written() as written:
            written.verify()
            if written.foot_sha256 != bundle.foot_sha256:
                raise altered("foot")
    except InputError as error:
        bundle.verify()  # if our own bytes have spoiled meanwhile it is not the stick
        raise SystemFault("transport.stick_unreliable", file=name) from error


def _remove(*files: Path) -> None:
    """Take back what is not whole; a stick that is gone keeps it, without the name of a bundle."""
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
