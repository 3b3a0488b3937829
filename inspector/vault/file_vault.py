"""The vault on a disk: seal, sync, rename, sync the folder, and only then tell the caller."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from inspector.durable import create_exclusively, replace, sync_folder
from inspector.errors import BugError, SystemFault
from inspector.ids import RandomBytes
from inspector.records import SealedObject
from inspector.vault.layout import FRESH, QUARANTINE, SUFFIX, place, prepare
from inspector.vault.object_file import PREFIX, seal, unseal
from inspector.vault.plain_file import PlainFile
from inspector.vault.sweeping import Swept, sweep_folder

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def rewrapped(wrapped_key: bytes, former: bytes, new: bytes) -> bytes:
    """Return an object's key wrapped under another vault key; its sealed file stays as it is.

    Raises:
        SystemFault: `vault.altered` if it was not wrapped under `former`.
    """
    try:
        return aes_key_wrap(new, aes_key_unwrap(former, wrapped_key))
    except (InvalidUnwrap, ValueError) as error:
        raise SystemFault("vault.altered", object="-", segment="-") from error


class FileVault:
    """Sealed files under one folder; safe from many threads at once."""

    def __init__(
        self,
        folder: Path,
        vault_key: bytes | Callable[[], bytes],
        random: RandomBytes = secrets.token_bytes,
        *,
        make_room: Callable[[], bool] = lambda: False,
    ) -> None:
        """`make_room` is asked once when the disk is full: if it found some, the object is written again."""
        self._folder = folder
        self._make_room = make_room
        self._vault_key = vault_key if callable(vault_key) else lambda: vault_key
        self._random = random
        self._own: set[str] = set()
        with _disk_faults():
            prepare(folder)

    def put(self, object_id: str, source: BinaryIO, *, spares_reserve: bool = False) -> SealedObject:
        """Seal the stream to its end; the file is durable when this returns.

        What `spares_reserve` never takes the room that is kept for the stand in work.

        Raises:
            SystemFault: `vault.disk_full`, `vault.io`, `vault.source_unreadable`; nothing is left behind and
                the source is as it was.
            BugError: `vault.exists` if the id was used before.
        """
        start = source.tell() if source.seekable() and not spares_reserve else None
        try:
            return self._put(object_id, source)
        except SystemFault as fault:
            if fault.code != "vault.disk_full" or start is None or not self._make_room():
                raise
        source.seek(start)
        return self._put(object_id, source)

    def _put(self, object_id: str, source: BinaryIO) -> SealedObject:
        path = place(self._folder, object_id)
        if path.exists():
            raise BugError("vault.exists", object=object_id)
        key = self._random(32)
        wrapped_key = aes_key_wrap(self._vault_key(), key)
        self._own.add(object_id)
        fresh = path.with_suffix(FRESH)
        with _disk_faults():
            fresh.unlink(missing_ok=True)  # a failing disk may have kept what an earlier try could not remove
            descriptor = create_exclusively(fresh)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    sealing = seal(source, file, object_id, key, self._random(PREFIX))
                    file.flush()
                    os.fsync(file.fileno())
                replace(fresh, path)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise
            sync_folder(path.parent)
        return SealedObject(
            id=object_id,
            sha256=sealing.sha256,
            size=sealing.size,
            cipher_sha256=sealing.cipher_sha256,
            cipher_size=sealing.cipher_size,
            wrapped_key=wrapped_key,
        )

    def read(self, sealed: SealedObject) -> bytes:
        """Return the plain bytes, every segment and the hash verified.

        Raises:
            SystemFault: `vault.altered`, `vault.missing`, `vault.io`.
        """
        return b"".join(self.chunks(sealed))

    def chunks(self, sealed: SealedObject) -> Iterator[bytes]:
        """Yield verified plain segments of at most 256 KiB; raises at the end if the whole was altered.

        Raises:
            SystemFault: `vault.altered`, `vault.missing`, `vault.io`.
        """
        key = self.object_key(sealed)
        digest = hashlib.sha256()
        with self.ciphertext(sealed) as file, _disk_faults():
            for plain in unseal(file, sealed.id, key):
                digest.update(plain)
                yield plain
        if digest.hexdigest() != sealed.sha256:
            raise SystemFault("vault.altered", object=sealed.id, segment="-")

    @contextmanager
    def ciphertext(self, sealed: SealedObject) -> Iterator[BinaryIO]:
        """Open the sealed file as it lies on disk, for bundling.

        Raises:
            SystemFault: `vault.missing`, `vault.io`.
        """
        path = place(self._folder, sealed.id)
        with _disk_faults():
            try:
                file = path.open("rb")
            except FileNotFoundError as error:
                raise SystemFault("vault.missing", object=sealed.id) from error
        with file:
            yield file

    def plain_file(self, sealed: SealedObject) -> PlainFile:
        """Open a sealed file for reading anywhere in it; close what is returned.

        Each segment is authenticated before any byte of it is handed out. The hash of the whole is known only
        after `chunks` has run to its end.

        Raises:
            SystemFault: `vault.altered`, `vault.missing`, `vault.io`, `keys.locked`.
        """
        key = self.object_key(sealed)
        with _disk_faults():
            try:
                file = place(self._folder, sealed.id).open("rb", buffering=0)
            except FileNotFoundError as error:
                raise SystemFault("vault.missing", object=sealed.id) from error
            try:
                return PlainFile(file, sealed.id, key, sealed.size)
            except BaseException:
                file.close()
                raise

    def object_key(self, sealed: SealedObject) -> bytes:
        """Return the AES-256 key of one object, for the bundle's encrypted manifest.

        Raises:
            SystemFault: `vault.altered` if the wrapped key is not this vault's; `vault.released` if it was
                destroyed; `keys.locked` once locked.
        """
        if sealed.is_released:
            raise SystemFault("vault.released", object=sealed.id)
        try:
            return aes_key_unwrap(self._vault_key(), sealed.wrapped_key)
        except (InvalidUnwrap, ValueError) as error:
            raise SystemFault("vault.altered", object=sealed.id, segment="-") from error

    def discard(self, object_id: str) -> None:
        """Remove a file whose transaction did not come about; never one that was acknowledged."""
        path = place(self._folder, object_id)
        with _disk_faults():
            path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def forget(self, object_ids: Iterable[str]) -> None:
        """Remove the sealed files of originals whose keys were destroyed, those in quarantine as well.

        Raises:
            SystemFault: `vault.io`; safe to repeat.
        """
        touched = {self._folder / QUARANTINE}
        with _disk_faults():
            for object_id in object_ids:
                path = place(self._folder, object_id)
                for file in (path, *(self._folder / QUARANTINE).glob(f"{object_id}.*")):
                    file.unlink(missing_ok=True)
                touched.add(path.parent)
            for folder in touched:
                sync_folder(folder)

    def set_aside(self, object_id: str) -> None:
        """Move a damaged file into quarantine, so that the same bytes can be sealed again under its id."""
        path = place(self._folder, object_id)
        with _disk_faults():
            if not path.exists():
                return
            kept, number = self._folder / QUARANTINE / path.name, 1
            while kept.exists():
                kept, number = kept.with_name(f"{object_id}.{number}{SUFFIX}"), number + 1
            replace(path, kept)
            sync_folder(kept.parent)
            sync_folder(path.parent)

    def sweep(self, known: AbstractSet[str]) -> Swept:
        """Tidy up after a run that was cut off; call at start, with every object id the store knows.

        Only one process may have the vault open: another one's unfinished file looks like a stale one.
        """
        with _disk_faults():
            return sweep_folder(self._folder, known, self._own)


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise SystemFault("vault.disk_full") from error
        raise SystemFault("vault.io", why=error.strerror) from error
