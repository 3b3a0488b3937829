"""Backup of a node's folder, and taking in again what the store has and a restored database does not know."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from inspector.clock import Clock
from inspector.durable import replace, sync_folder
from inspector.errors import InputError, InspectorError
from sync.bundle import BundleFile
from sync.central.accepting import accept
from sync.central.centre import Centre
from sync.central.database import SqliteDatabase, insert_or
from sync.central.node import Node
from sync.central.quarantining import QUARANTINED
from sync.central.restarting import mark_as_copy
from sync.central.revoking import seen_first
from sync.central.store.folder import FolderStore, disk_faults
from sync.central.tables import bundles, devices, parts

_SMALL = ("centre.json", "node.toml", "signers.json")


@dataclass
class BackedUp:
    """What a backup did."""

    bundles: int = 0
    """Copied this time; what an earlier backup had is not copied again."""
    size: int = 0
    """Bytes of them."""
    elsewhere: list[str] = field(default_factory=list)
    """"database" and "store" where those are not in the folder and need a backup of their own."""


@dataclass
class Recovered:
    """What was found in the store and not in the database."""

    accepted: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    """Bundles that were not taken in, and why, as a message code."""


def back_up(data: Path, target: Path, *, clock: Clock | None = None) -> BackedUp:
    """Copy a node's folder while it runs: database first, then every bundle it can name, keys and settings.

    The copy is a data folder itself; it holds private keys. What is still growing is left out: its device has it. What
    waits for a person's decision is not, nor what one refused: the device that brought it may be in a thief's hands.

    Raises:
        SystemFault: `central.disk_full`, `central.io`, `central.database`.
    """
    done = BackedUp()
    with Node(data, clock=clock) as node:
        for centre in node.bureaus.values():
            folder = target / centre.data.relative_to(data)
            with disk_faults():
                for name in ("keys", "incoming", "bundles"):
                    (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
                target.chmod(0o700)
                fresh = folder / "central.db.new"
                fresh.unlink(missing_ok=True)
                if centre.database.snapshot(fresh):
                    _mark(fresh, centre)
                    _durable(fresh, folder / "central.db")
                elif "database" not in done.elsewhere:
                    done.elsewhere.append("database")
                for path in (*(centre.data / "bundles").glob("*.ipb"), *_set_apart(centre)):
                    _copy_bundle(path, folder / path.relative_to(centre.data), done)
                for path in [*(centre.data / "keys").glob("*"), *(centre.data / name for name in _SMALL)]:
                    if path.is_file():
                        _copy(path, folder / path.relative_to(centre.data))
        if node.ground.is_store_elsewhere:
            done.elsewhere.append("store")
    return done


def recover(centre: Centre) -> Recovered:
    """Take in every whole bundle of the store that the database does not know as accepted, in order.

    For a centre whose database was restored from a backup older than its bundles. Devices must be enrolled.
    """
    found = Recovered()
    with centre.reading() as connection:
        is_in = select(bundles.c.bundle).where(bundles.c.state == "accepted")
        accepted = set(connection.execute(is_in).scalars())
    waiting = []
    for name in centre.store.bundles():
        if name in accepted:
            continue
        try:
            with disk_faults(), centre.store.open(name) as file:
                file.verify()
                _note_whole(centre, file)
                waiting.append((file.foot.device, file.foot.epoch, file.foot.sequence, name))
        except InspectorError as error:
            found.left[name] = error.code
    for device, _, _, name in sorted(waiting):
        try:
            accept(centre, name, caller=device)
            found.accepted.append(name)
        except InspectorError as error:
            found.left[name] = error.code
    return found


def _note_whole(centre: Centre, file: BundleFile) -> None:
    """Note a bundle and all its parts as if they had just come, from whom they were signed by."""
    foot = file.foot
    with centre.transaction() as connection:
        owner = connection.execute(select(devices).where(devices.c.device == foot.device)).first()
        if owner is None or owner.public_key != foot.signer or foot.epoch > owner.epoch:
            raise InputError("bundle.other_device")
        row = insert_or(connection, bundles).values(
            bundle=foot.bundle,
            device=foot.device,
            epoch=foot.epoch,
            sequence=foot.sequence,
            foot_sha256=file.foot_sha256,
            state="receiving",
            code="",
            announced=seen_first(connection, centre, foot.device),
        )
        connection.execute(row.on_conflict_do_nothing())
        numbers = [{"bundle": foot.bundle, "number": part.number} for part in foot.all_parts()]
        connection.execute(insert_or(connection, parts).on_conflict_do_nothing(), numbers)


def _mark(copy: Path, centre: Centre) -> None:
    database = SqliteDatabase(copy, centre.bureau)
    try:
        with database.transaction() as connection:
            mark_as_copy(connection, centre.now())
        database.empty_log()
    finally:
        database.close()


def _set_apart(centre: Centre) -> Iterator[Path]:
    """Yield the files of bundles that came whole and were not taken in: in quarantine, or refused."""
    if not isinstance(centre.store, FolderStore):
        return
    with centre.reading() as connection:
        named = select(bundles.c.bundle).where(bundles.c.state.in_([QUARANTINED, "refused"]))
        names = connection.execute(named).scalars().all()
    yield from filter(Path.is_file, map(centre.store.incoming, names))


def _copy_bundle(source: Path, target: Path, done: BackedUp) -> None:
    if not target.exists():
        _copy(source, target)
        done.bundles += 1
        done.size += target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    fresh = target.with_name(target.name + ".new")
    shutil.copyfile(source, fresh)
    shutil.copymode(source, fresh)
    _durable(fresh, target)


def _durable(fresh: Path, target: Path) -> None:
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    replace(fresh, target)
    sync_folder(target.parent)
