"""What a device keeps and gives away, to the byte, and for each the reader that has to notice a change.

To add a kind: write a function that takes the bytes and returns what its reader says, "" for nothing amiss,
and name it in `kinds`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector import keys
from inspector.backup import copy_records_back, devices_on, is_signed_by, read_manifest
from inspector.clock import SetClock
from inspector.errors import InputError, SystemFault
from inspector.keys import Keyring
from inspector.records import Delivery, Notice, Photo, SealedObject
from inspector.store import Store
from inspector.store.checking import proven_copy
from inspector.store.journal_log import Damage, LogReader
from inspector.store.making import remove_database
from inspector.vault import FileVault
from sync.bundle import open_framed
from sync.bundle.writer import objects_in
from sync.central import take_in_folder
from sync.outbox import frame_path
from sync.receipts import read_receipt
from sync.verifier import verify
from sync.verifier.given import Given
from sync.verifier.verifying import verify_all
from tests.faults.place import LATER, Place, prepare
from tests.stand import CHEAP, PASSPHRASE
from ui.proof_export import export_proof

STORE_FILES = ("store.db", "store.db.key-check", "journal.log")


@dataclass(frozen=True)
class Kind:
    """One kind of thing kept."""

    whole: bytes
    read: Callable[[bytes], str]
    """Say what the reader says of these bytes; an empty text if it finds nothing amiss."""
    right: frozenset[str]
    """The verdicts that are right for a change."""


class Kept:
    """A device that was delivered and closed, its keys at hand, and a bench where copies are changed."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder / "place")
        (folder / "place").mkdir()
        prepare(self.place.folder, "leaving")
        self.bench = folder / "bench"
        self.bench.mkdir()
        with self.place.opened() as stand:
            stand.opened.delivery.carry_to(self.place.stick, by=stand.by)
            take_in_folder(self.place.central, self.place.stick)
            stand.opened.delivery.collect_from(self.place.stick, by=stand.by)
            with stand.device.reading() as unit:
                self.notice = unit.all(Notice)[0]
            export_proof(stand.device, self.notice.id, self.bench / "proof", by=stand.by)
            stand.opened.backup.back_up(self.place.medium, by=stand.by)
            kept = stand.opened._store.keep_snapshot(is_wanted=True)
            assert kept is not None
            self.snapshot_file = kept.path
            assert stand.opened.delivery.centre() is not None
            self.receipt_key = stand.opened.delivery.centre().receipt_public  # type: ignore[union-attr]
            with stand.device.reading() as unit:
                # the first of them: bundles are bounded, what came later lies in one of its own
                self.delivery = min(unit.all(Delivery), key=lambda each: each.order)
                self.sealed: SealedObject = unit.sealed_object(unit.all(Photo)[0].id)
                self.outgoing = [unit.sealed_object(name) for name in self.delivery.object_ids]
            stand.opened.delivery.write_bundle(self.delivery, self.bench / "whole.ipb")
            self.entries = stand.device.journal.length()
        self.keyring: Keyring = keys.unlock(self.place.device / "keys", PASSPHRASE, floor=CHEAP)
        self.device_id = self.keyring.device_id

    def close(self) -> None:
        self.keyring.close()

    def kinds(self) -> dict[str, Kind]:
        """Return every kind with the bytes as they were written."""
        device, stick = self.place.device, self.place.stick
        vault_file = device / "vault" / self.sealed.id[:2] / f"{self.sealed.id}.ipv"
        given: dict[str, tuple[Path, Callable[[bytes], str], set[str]]] = {
            "database": (device / "store.db", self.database, {"store.damaged", "store.verify"}),
            "journal log": (device / "journal.log", self.log, {"log.damage", "log.shorter"}),
            "vault file": (vault_file, self.vault_file, {"vault.altered"}),
            "bundle": (self.bench / "whole.ipb", self.bundle, {"altered"}),
            "frame": (
                frame_path(self.place.outbox, self.delivery.id),
                self.frame,
                {"bundle.altered", "bundle.not_a_bundle"},
            ),
            "receipt": (
                stick / "IPB-IN" / f"{self.delivery.id}.receipt",
                self.receipt,
                {"receipt.form", "receipt.signature"},
            ),
            "snapshot": (self.snapshot_file, self.snapshot, {"snapshot.flawed"}),
            "notice": (self.bench / "proof" / f"{self.notice.id}.pdf", self.notice_pdf, {"altered"}),
            "proof": (
                self.bench / "proof" / f"{self.notice.id}.proof.json",
                self.proof,
                {"altered", "cannot-tell"},
            ),
            "backup's list": (
                self.backup / "manifest.json",
                self.backup_list,
                {"backup.list_damaged", "backup.newer", "signature"},
            ),
            "backup's database": (self.backup / self.backup_database, self.backup_records, {"damaged"}),
            "key file": (device / "keys" / "keys-a.json", self.key_file, {"mended keys-a.json"}),
        }
        return {
            name: Kind(path.read_bytes(), read, frozenset(right))
            for name, (path, read, right) in given.items()
        }

    def database(self, content: bytes) -> str:
        """Open it as a start does, then check it as `inspector check` does."""
        for name in STORE_FILES:
            shutil.copyfile(self.place.device / name, self.bench / name)
        for ending in ("-wal", "-shm", ".running"):
            (self.bench / f"store.db{ending}").unlink(missing_ok=True)
        path = self.bench / "store.db"
        path.write_bytes(content)
        try:
            with Store.open(
                path,
                self.keyring.database_key(),
                log_key=self.keyring.journal_log_key(),
                device_id=self.device_id,
                signer=self.keyring.signer,
                clock=SetClock(LATER),
            ) as store:
                return "store.verify" if store.verify() else ""
        except SystemFault as fault:
            return fault.code

    def log(self, content: bytes) -> str:
        """Read it through; a frame cut off at the end shows by its number."""
        path = self.bench / "alone.log"
        path.write_bytes(content)
        found = list(LogReader(path, self.keyring.journal_log_key(), self.device_id).frames())
        if any(isinstance(each, Damage) for each in found):
            return "log.damage"
        with path.open("rb") as file:
            if LogReader(path, self.keyring.journal_log_key(), self.device_id).file_id(file) is None:
                return "log.damage"
        return "" if len(found) == self.entries else "log.shorter"

    @property
    def backup(self) -> Path:
        (folder,) = devices_on(self.place.medium)
        return folder

    @property
    def backup_database(self) -> str:
        return read_manifest(self.backup / "manifest.json").manifest.record("store.db").path

    def snapshot(self, content: bytes) -> str:
        """Prove it as a recovery does before it begins from it."""
        path = self.bench / "snapshot.db"
        path.write_bytes(content)
        copy = self.bench / "proven.db"
        _, flaws = proven_copy(path, copy, self.keyring.database_key().hex(), self.device_id)
        remove_database(copy)
        return "snapshot.flawed" if flaws else ""

    def notice_pdf(self, content: bytes) -> str:
        return self._exported(f"{self.notice.id}.pdf", content)

    def proof(self, content: bytes) -> str:
        return self._exported(f"{self.notice.id}.proof.json", content)

    def _exported(self, name: str, content: bytes) -> str:
        """Judge one file of an export, the others lying beside it as they were written."""
        folder = self.bench / "judged"
        if not folder.exists():
            shutil.copytree(self.bench / "proof", folder)
        (folder / name).write_bytes(content)
        verdict = verify_all([folder / name], Given(self.place.central / "signers.json")).verdicts[0].verdict
        shutil.copyfile(self.bench / "proof" / name, folder / name)
        return "" if verdict == "intact" else verdict

    def backup_list(self, content: bytes) -> str:
        path = self.bench / "manifest.json"
        path.write_bytes(content)
        try:
            signed = read_manifest(path)
        except (InputError, SystemFault) as fault:
            return fault.code
        return "" if is_signed_by(signed, self.keyring.signer.public_key) else "signature"

    def backup_records(self, content: bytes) -> str:
        """Bring the records back from a medium whose database was changed."""
        medium, target = self.bench / "medium", self.bench / "brought-back"
        if not medium.exists():
            shutil.copytree(self.backup, medium)
        (medium / self.backup_database).write_bytes(content)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        found = copy_records_back(medium, read_manifest(medium / "manifest.json").manifest, target)
        return "damaged" if "store.db" in found.damaged else ""

    def vault_file(self, content: bytes) -> str:
        folder = self.bench / "vault"
        vault = FileVault(folder, self.keyring.vault_key)
        (folder / self.sealed.id[:2] / f"{self.sealed.id}.ipv").write_bytes(content)
        try:
            vault.read(self.sealed)
        except SystemFault as fault:
            return fault.code
        return ""

    def bundle(self, content: bytes) -> str:
        path = self.bench / f"{self.delivery.id}.ipb"
        path.write_bytes(content)
        verdict = verify(path, self.place.central / "signers.json").verdict
        return "" if verdict == "intact" else verdict

    def frame(self, content: bytes) -> str:
        """Read the bundle made of the vault's files and a changed frame, as delivering does."""
        path = self.bench / f"{self.delivery.id}.frame"
        path.write_bytes(content)
        vault = FileVault(self.place.device / "vault", self.keyring.vault_key)
        try:
            with open_framed(path, objects_in(vault, self.outgoing)) as bundle:
                bundle.verify()
        except InputError as error:
            return error.code
        return ""

    def receipt(self, content: bytes) -> str:
        try:
            read_receipt(content, self.receipt_key)
        except InputError as error:
            return error.code
        return ""

    def key_file(self, content: bytes) -> str:
        """Unlock with one copy changed: the other opens, and the changed one is named and mended."""
        folder = self.bench / "keys"
        folder.mkdir(exist_ok=True)
        for name in ("keys-a.json", "keys-b.json"):
            shutil.copyfile(self.place.device / "keys" / name, folder / name)
        (folder / "keys-a.json").write_bytes(content)
        with keys.unlock(folder, PASSPHRASE, floor=CHEAP) as opened:
            damaged = opened.damaged_copy
        whole = (self.place.device / "keys" / "keys-a.json").read_bytes()
        if content != whole and (folder / "keys-a.json").read_bytes() != whole:
            return "not mended"
        return f"mended {damaged}" if damaged else ""
