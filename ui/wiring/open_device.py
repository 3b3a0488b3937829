"""An unlocked device with everything the screens and commands use of it."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from inspector.imaging import GuardedPhotoReader
    from inspector.keys import Keyring
    from inspector.store import Store
    from ui.backup_desk import BackupDesk
    from ui.delivery import DeliveryDesk
    from ui.journal_watch import JournalWatch
    from ui.safekeeping import Safekeeping
    from ui.space_desk import SpaceDesk
    from ui.ways_in import WaysIn
    from ui.wiring.workplace import Workplace


class OpenDevice:
    """An unlocked device; `close` locks it: keys zeroed, pool closed, helpers ended."""

    def __init__(
        self,
        workplace: Workplace,
        device: Device,
        keyring: Keyring,
        ways_in: WaysIn,
        store: Store,
        photos: GuardedPhotoReader,
        held: ExitStack,
        missing_objects: tuple[str, ...],
        safekeeping: Safekeeping,
        watch: JournalWatch,
        space: SpaceDesk,
        unnamed_objects: int = 0,
    ) -> None:
        from ui.backup_desk import BackupDesk
        from ui.delivery import DeliveryDesk
        from ui.draft_book import DraftBook

        self.workplace = workplace
        """The folder this device was opened from."""
        self.folder = workplace.folder
        self.device = device
        self.keyring = keyring
        self.ways_in = ways_in
        """Who may open it and who acts."""
        self.missing_objects = missing_objects
        """Ids of sealed files that are gone from the disk: shown as an alarm until somebody looked."""
        self.unnamed_objects = unnamed_objects
        """How many sealed files no record names were set aside when the device was opened."""
        self.safekeeping = safekeeping
        self.watch = watch
        """Snapshots, the journal's copy, and what a recovery did."""
        self.space = space
        """Room for the stand in work, and what is left for others."""
        self.delivery: DeliveryDesk = DeliveryDesk(device, self.folder, forget=store.forget_released)
        self.backup: BackupDesk = BackupDesk(device, keyring, store, self.folder)
        self.drafts = DraftBook(self.folder / "drafts.sealed", keyring.drafts_key, device.id)
        """What officers have typed and cannot record yet."""
        self._store = store
        self._photos = photos
        self._held = held.pop_all()

    def close(self) -> None:
        """Lock the device; safe to call twice."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
