"""Where the real parts are built and joined, once, for desktop and command line alike."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from inspector.clock import Clock, SystemClock
from inspector.errors import InputError
from inspector.ids import Ids

if TYPE_CHECKING:  # the first window opens before any of these is imported
    from filelock import BaseFileLock

    from inspector.actions.ports import Device
    from inspector.imaging import GuardedPhotoReader
    from inspector.keys import KdfCost, Keyring
    from inspector.records import Bureau, Officer
    from inspector.store import Store
    from ui.delivery import DeliveryDesk


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


class Workplace:
    """One device's folder on disk: set up once, unlocked at each later start."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock | None = None,
        is_sample: bool = False,
        kdf_cost: KdfCost | None = None,
    ) -> None:
        self.folder = folder
        self.is_sample = is_sample
        self._clock = clock or SystemClock()
        self._kdf_cost = kdf_cost

    def is_set_up(self) -> bool:
        """Tell whether this folder already holds a device."""
        return (self.folder / "keys").is_dir()

    def set_up(self, bureau: Bureau, officers: tuple[Officer, ...], passphrase: str) -> SetUp:
        """Create the device: keys, encrypted store, bureau profile and officers, in that order.

        Raises:
            InputError: `device.exists`, `device.two_officers`, `keys.weak_passphrase`.
        """
        from inspector import keys
        from inspector.store import Store

        if self.is_set_up():
            raise InputError("device.exists")
        if len({officer.cert_no for officer in officers if officer.cert_no}) < 2:
            raise InputError("device.two_officers")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        lock = self._lock()
        try:
            device_id = Ids(self._clock).object()
            cost = {} if self._kdf_cost is None else {"cost": self._kdf_cost}
            created = keys.create(self.folder / "keys", passphrase, device_id=device_id, **cost)
            store = Store.create(
                self.folder / "store.db",
                created.keyring.database_key(),
                device_id=device_id,
                signer=created.keyring.signer,
                clock=self._clock,
            )
        except BaseException:
            lock.release()
            raise
        opened = self._join(created.keyring, store, lock)
        with opened.device.unit() as unit:
            unit.save(bureau, change="bureau.registered", by=officers[0].id)
            for officer in officers:
                unit.save(officer, change="officer.registered", by=officers[0].id)
            unit.commit()
        return SetUp(opened, created.recovery_code)

    def unlock(self, secret: str) -> OpenDevice:
        """Open the device with a passphrase or the recovery code.

        Raises:
            InputError: `keys.wrong_secret`: nothing was changed; `device.in_use` by another window.
            SystemFault: `keys.damaged`, `store.newer_schema`, `store.not_openable`.
        """
        from inspector import keys
        from inspector.store import Store

        lock = self._lock()
        try:
            floor = {} if self._kdf_cost is None else {"floor": self._kdf_cost}
            keyring = keys.unlock(self.folder / "keys", secret, **floor)
            store = Store.open(
                self.folder / "store.db",
                keyring.database_key(),
                device_id=keyring.device_id,
                signer=keyring.signer,
                clock=self._clock,
            )
        except BaseException:
            lock.release()
            raise
        return self._join(keyring, store, lock)

    def _lock(self) -> BaseFileLock:
        """One process per device: a second one would sweep away what the first is writing."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / "in-use.lock", blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise InputError("device.in_use") from error
        return lock

    def _join(self, keyring: Keyring, store: Store, lock: BaseFileLock) -> OpenDevice:
        from inspector import law
        from inspector.actions.ports import Device
        from inspector.imaging import GuardedPhotoReader
        from inspector.notices import ReportlabPress
        from inspector.vault import FileVault

        vault = FileVault(self.folder / "vault", keyring.vault_key)
        photos = GuardedPhotoReader()
        device = Device(
            id=keyring.device_id,
            unit=store.unit,
            reading=store.reading,
            vault=vault,
            journal=store.journal,
            signer=keyring.signer,
            clock=self._clock,
            ids=Ids(self._clock),
            law=law.load(),
            photos=photos,
            press=ReportlabPress(),
            is_sample=self.is_sample,
        )
        vault.sweep(store.object_ids())
        return OpenDevice(self.folder, device, keyring, store, photos, lock)


class OpenDevice:
    """An unlocked device; `close` locks it: keys zeroed, pool closed, helpers ended."""

    def __init__(
        self,
        folder: Path,
        device: Device,
        keyring: Keyring,
        store: Store,
        photos: GuardedPhotoReader,
        lock: BaseFileLock,
    ) -> None:
        from ui.delivery import DeliveryDesk

        self.folder = folder
        self.device = device
        self.keyring = keyring
        self.delivery: DeliveryDesk = DeliveryDesk(device, folder)
        self._store = store
        self._photos = photos
        self._lock = lock

    def close(self) -> None:
        """Lock the device; safe to call twice."""
        self._photos.close()
        self._store.close()
        self.keyring.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
