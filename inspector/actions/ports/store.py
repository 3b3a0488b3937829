"""Records read and changed in one transaction, as the actions need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from types import TracebackType
from typing import Protocol, Self, TypeVar

from inspector.canonical import Json
from inspector.records import Photo, PhotoLine, Record, Recording, SealedObject

R = TypeVar("R", bound=Record)


class Records(Protocol):
    """Records as they stand, to read: on a device, or of a device as they reached the centre."""

    def get(self, kind: type[R], record_id: str) -> R:
        """Return one record; `InputError("store.unknown")` if there is none."""
        ...

    def find(self, kind: type[R], record_id: str) -> R | None:
        """Return one record or None."""
        ...

    def all(self, kind: type[R], *, inspection_id: str | None = None) -> tuple[R, ...]:
        """Return the records of a kind, oldest first; only those of one inspection if it is named."""
        ...


class UnitOfWork(Records, Protocol):
    """One transaction over records and journal: all of it is durable at `commit`, or none."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back whatever was not committed."""
        ...

    def photo_lines(self) -> tuple[PhotoLine, ...]:
        """Return of every photo what a list holds of it, oldest first."""
        ...

    def original_hashes(self) -> dict[str, str]:
        """Return the hash of every photo and recording by its id, each kind oldest first."""
        ...

    def photo_with(self, sha256: str) -> Photo | None:
        """Return the photo whose original has this hash, if the device holds it already."""
        ...

    def recording_with(self, sha256: str) -> Recording | None:
        """Return the recording whose original has this hash, if the device holds it already."""
        ...

    def save(self, record: Record, *, change: str, by: str) -> None:
        """Write the record and its journal entry; `change` such as "item.listed", `by` an officer's id."""
        ...

    def remove(self, kind: type[R], record_id: str, *, change: str, by: str) -> None:
        """Take a record off the list; the journal keeps that it was there."""
        ...

    def note(self, change: str, subject: str, facts: dict[str, Json], *, by: str) -> None:
        """Journal an event that changes no record."""
        ...

    def keep_object(self, sealed: SealedObject) -> None:
        """Keep what opens one vault object."""
        ...

    def replace_object(self, sealed: SealedObject) -> None:
        """Keep what opens a known vault object from now on: the same bytes were sealed again."""
        ...

    def release_objects(self, object_ids: Collection[str]) -> None:
        """Destroy what opens these originals; `BugError("store.release_unproven")` if no receipt names one."""
        ...

    def sealed_object(self, object_id: str) -> SealedObject:
        """Return what opens one vault object; `InputError("store.unknown")` if there is none."""
        ...

    def sealed_objects(self, object_ids: Iterable[str]) -> tuple[SealedObject, ...]:
        """Return what opens each of these, in their order; `InputError("store.unknown")` if one is not known."""
        ...

    def keep_thumbnail(self, photo_id: str, sealed: SealedObject) -> None:
        """Keep a derived small picture; not journalled, it can be made again."""
        ...

    def thumbnail(self, photo_id: str) -> SealedObject | None:
        """Return the small picture of a photo, if it has been made."""
        ...

    def commit(self) -> None:
        """Make everything durable (fsync) before returning."""
        ...
