"""One device's folder on disk: set up once, unlocked at each later start, held by one process at a time."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.clock import Clock, SystemClock
from inspector.durable import replace, sync_folder
from inspector.errors import InputError
from inspector.ids import Ids
from ui import wrong_tries
from ui.folder_faults import folder_faults

if TYPE_CHECKING:  # the first window opens before any of these is imported
    from filelock import BaseFileLock

    from inspector.keys import KdfCost, Keyring, NewKeys
    from inspector.keys.changing import Opens
    from inspector.progress import Progress
    from inspector.records import Bureau, Officer
    from ui.wiring.open_device import OpenDevice

KEYS, STORE = "keys", "store.db"
"""Names inside a device's folder."""


def default_data_dir() -> Path:
    """Return where this system keeps an application's data for the person logged in."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "inspector"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "inspector"


@dataclass(frozen=True)
class SetUp:
    """What the first start gives: the open device, and the recovery code that is shown once."""

    open_device: OpenDevice
    recovery_code: str

    def __repr__(self) -> str:
        return f"<SetUp {self.open_device!r}>"


class Workplace:
    """One device's folder on disk: set up once, unlocked at each later start."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock | None = None,
        is_sample: bool = False,
        kdf_cost: KdfCost | None = None,
        kdf_floor: KdfCost | None = None,
    ) -> None:
        self.folder = folder.resolve()
        """One device has one lock, by whatever path it is reached."""
        self.is_sample = is_sample
        self._clock = clock or SystemClock()
        self._kdf_cost = kdf_cost
        self._kdf_floor = kdf_floor or kdf_cost

    def is_set_up(self) -> bool:
        """Tell whether this folder already holds a device."""
        return any((self.folder / name).exists() for name in (STORE, KEYS))

    def set_up(self, bureau: Bureau, officers: tuple[Officer, ...], passphrase: str) -> SetUp:
        """Create the device: keys, encrypted store, bureau profile and officers.

        Everything is made in a folder beside and renamed into place when it is whole, so that a crash on the
        way leaves no half device. The lock is held from before that folder is touched.

        Raises:
            InputError: `device.exists`, `device.folder_not_empty`, `device.two_officers`, `device.in_use` by
                another first start, `keys.weak_passphrase`, `text.*`.
            SystemFault: `device.disk_full`, `device.io`, and those of the rooms: no half device is left.
        """
        from inspector import keys
        from inspector.actions.written import record_written
        from inspector.store import Store
        from ui.ways_in import holder_of

        bureau, officers = record_written(bureau), tuple(map(record_written, officers))
        if len({officer.cert_no for officer in officers if officer.cert_no}) < 2:
            raise InputError("device.two_officers")
        with ExitStack() as held, folder_faults():
            held.callback(self._lock().release)
            with self._made_beside(".setting-up") as making:
                device_id = Ids(self._clock).object()
                created = keys.create(
                    making / KEYS,
                    passphrase,
                    device_id=device_id,
                    holder=holder_of(officers[0], bureau),
                    cost=self._cost(),
                )
                keyring = held.enter_context(created.keyring)
                with (
                    Store.create(
                        making / STORE,
                        keyring.database_key(),
                        log_key=keyring.journal_log_key(),
                        device_id=device_id,
                        signer=keyring.signer,
                        clock=self._clock,
                    ) as store,
                    store.unit() as unit,
                ):
                    unit.save(bureau, change="bureau.registered", by=officers[0].id)
                    for officer in officers:
                        unit.save(officer, change="officer.registered", by=officers[0].id)
                    unit.commit()
            opens = keys.by_secret(self.folder / KEYS, passphrase, self._floor())
            return SetUp(self._join(keyring, held, opens), created.recovery_code)

    def unlock(self, secret: str, progress: Progress | None = None) -> OpenDevice:
        """Open the device with a passphrase or the recovery code; a recovery counts its entries to `progress`.

        Raises:
            InputError: `keys.wrong_secret`: nothing was changed; `device.not_set_up`; `device.in_use` by another
                window.
            SystemFault: `keys.damaged`, `store.newer_schema`, `store.damaged`.
        """
        from inspector import keys

        self._require_set_up()
        with ExitStack() as held:
            held.callback(self._lock().release)
            keyring = held.enter_context(self._unlocked(secret))
            opens = keys.by_secret(self.folder / KEYS, secret, self._floor())
            opened = self._join(keyring, held, opens, progress)
            try:
                opened.ways_in.renew(secret)
            except BaseException:
                opened.close()
                raise
            return opened

    def unlock_by_shares(self, typed: Sequence[str]) -> OpenDevice:
        """Open the device with custodians' shares, as typed from their sheets.

        Raises:
            InputError: `keys.share_*` with `share` counted from 1; `keys.shares_few`, `keys.shares_differ`,
                `keys.escrow_none`, `keys.escrow_other`; `device.not_set_up`, `device.in_use`.
            SystemFault: as `unlock`.
        """
        from ui.ways_in import opening_by_shares

        self._require_set_up()
        unlocked, opens = opening_by_shares(self.folder / KEYS, typed)
        with ExitStack() as held:
            held.callback(self._lock().release)
            return self._join(held.enter_context(unlocked()), held, opens)

    @contextmanager
    def being_made(self) -> Iterator[Path]:
        """Hold the place of a device yet to be: what lies in the folder given takes it at the end, or nothing.

        Raises:
            InputError: `device.exists`, `device.folder_not_empty`, `device.in_use`.
            SystemFault: `device.disk_full`, `device.io`.
        """
        with ExitStack() as held, folder_faults():
            held.callback(self._lock().release)
            with self._made_beside(".restoring") as making:
                yield making

    @contextmanager
    def _made_beside(self, ending: str) -> Iterator[Path]:
        """Give a folder beside the device's, which takes its place when it is whole; the lock is held by the caller."""
        if self.is_set_up():
            raise InputError("device.exists")
        if self.folder.exists() and any(self.folder.iterdir()):
            raise InputError("device.folder_not_empty", folder=self.folder)
        making = self._beside(ending)
        shutil.rmtree(making, ignore_errors=True)  # what a run that was cut off left behind
        try:
            making.mkdir(mode=0o700)
            yield making
            if self.folder.exists():
                self.folder.rmdir()  # empty, as checked above; Windows does not rename onto a folder
            for inside in [entry for entry in making.rglob("*") if entry.is_dir()]:
                sync_folder(inside)  # every name in it is safe before the folder gets its own
            sync_folder(making)
            replace(making, self.folder)
            sync_folder(self.folder.parent)
        finally:
            shutil.rmtree(making, ignore_errors=True)

    def keys_in(self, folder: Path, secret: str) -> Keyring:
        """Unlock key files that lie in another folder, such as those that came back from a backup.

        Raises:
            InputError: `keys.wrong_secret`.
            SystemFault: `keys.*`.
        """
        from inspector import keys

        return keys.unlock(folder, secret, floor=self._floor())

    @contextmanager
    def keys_held(self, secret: str) -> Iterator[Keyring]:
        """Hold the device and its keys while its records stay closed: for checking and mending them.

        Raises:
            InputError: `keys.wrong_secret`, `device.not_set_up`, `device.in_use`.
            SystemFault: `keys.*`.
        """

        self._require_set_up()
        with ExitStack() as held:
            held.callback(self._lock().release)
            yield held.enter_context(self._unlocked(secret))

    @contextmanager
    def new_keys_held(self, passphrase: str) -> Iterator[NewKeys]:
        """Hold the device while its master key is changed; its records stay closed.

        Raises:
            InputError: `keys.wrong_secret`, `keys.not_an_officer`, `device.not_set_up`, `device.in_use`.
            SystemFault: `keys.*`.
        """
        from inspector import keys

        self._require_set_up()
        with ExitStack() as held:
            held.callback(self._lock().release)
            self._unlocked(passphrase).close()  # finishes an earlier change that was cut off
            made = keys.new_keys(self.folder / KEYS, passphrase, cost=self._cost(), floor=self._floor())
            held.callback(made.close)
            yield made

    def _unlocked(self, secret: str) -> Keyring:
        from inspector import keys
        from inspector.store.rekeying import forget, take_over

        with folder_faults():
            try:
                keyring = keys.unlock(
                    self.folder / KEYS,
                    secret,
                    floor=self._floor(),
                    asked=self._kdf_cost or keys.FLOOR,
                    take_over=lambda: take_over(self.folder),
                )
            except InputError as error:
                if error.code == "keys.wrong_secret":
                    wrong_tries.count_one_more(self.folder / KEYS)
                raise
            try:
                forget(self.folder)
            except BaseException:
                keyring.close()
                raise
        return keyring

    def has_escrow(self) -> bool:
        """Tell whether custodians can open the device, without loading what opens it: the file's text says so."""
        for file in sorted((self.folder / KEYS).glob("keys-*.json")):
            try:
                if b'"kind":"escrow"' in file.read_bytes():
                    return True
            except OSError:
                continue  # told at unlocking, with what to do
        return False

    def pause_s(self) -> int:
        """Return how many seconds to wait before the next try, after the wrong ones there were."""
        return wrong_tries.pause_s(wrong_tries.counted(self.folder / KEYS))

    def _cost(self) -> KdfCost:
        from inspector import keys

        return keys.calibrated() if self._kdf_cost is None else self._kdf_cost

    def _floor(self) -> KdfCost:
        from inspector import keys

        return keys.FIRST_FLOOR if self._kdf_floor is None else self._kdf_floor

    def _require_set_up(self) -> None:
        if not self.is_set_up():
            raise InputError("device.not_set_up", folder=self.folder)

    def _beside(self, ending: str) -> Path:
        return self.folder.with_name(self.folder.name + ending)

    def _lock(self) -> BaseFileLock:
        """One process per device: a second one would sweep away what the first is writing.

        The lock lies beside the folder: a folder yet to be set up stays empty, and it outlives the renaming.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._beside(".lock"), blocking=False, thread_local=False)  # closed by any thread
        with folder_faults():
            self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                lock.acquire()
            except Timeout as error:
                raise InputError("device.in_use") from error
        return lock

    def _join(
        self, keyring: Keyring, held: ExitStack, opens: Opens, progress: Progress | None = None
    ) -> OpenDevice:
        from ui.wiring.joining import joined

        return joined(
            self,
            keyring,
            held,
            opens,
            clock=self._clock,
            cost=self._cost,
            floor=self._floor(),
            progress=progress,
        )
