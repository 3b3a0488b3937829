"""Taking bytes: a bundle is announced by its signed FOOT and filled part by part, each durable at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from inspector.errors import InputError, SystemFault
from sync.bundle.foot import Foot, foot_hash
from sync.bundle.layout import TRAILER_SIZE, Part
from sync.bundle.reader import judge_end
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.revoking import seen_first
from sync.central.store.folder import disk_faults
from sync.central.tables import bundles, devices, parts

# made once: every part asks these
_OF_ID = select(bundles).where(bundles.c.bundle == bindparam("bundle"))
_HELD = (
    select(parts.c.number)
    .where(parts.c.bundle == bindparam("bundle"), parts.c.number == bindparam("number"))
    .exists()
)
_FOR_PART = select(bundles.c.device, bundles.c.state, bundles.c.foot_sha256, _HELD.label("is_held")).where(
    bundles.c.bundle == bindparam("bundle")
)


@dataclass(frozen=True)
class Reception:
    """How a bundle stands at the centre."""

    state: str
    missing: tuple[int, ...]
    is_new: bool = False


def announce(centre: Centre, end: bytes, *, caller: str) -> Reception:
    """Take note of a bundle from the end of its file and tell which parts are missing.

    Raises:
        InputError: `bundle.altered`, `bundle.newer`, `bundle.other_device`, `bundle.id_taken`.
        SystemFault: `central.disk_full`; `central.busy` while another process takes in a bundle of the device.
    """
    foot, _ = judge_end(end)
    digest = foot_hash(end[:-TRAILER_SIZE])
    with centre.reading() as connection:
        owner = connection.execute(select(devices).where(devices.c.device == foot.device)).first()
    if owner is None or (owner.device, owner.public_key) != (caller, foot.signer):
        raise InputError("bundle.other_device")
    if foot.epoch > owner.epoch:
        raise InputError("bundle.other_device")
    with centre.lock(foot.device):
        with centre.reading() as connection:
            known = connection.execute(select(bundles).where(bundles.c.bundle == foot.bundle)).first()
        if known is not None:
            if known.foot_sha256 != digest:
                raise InputError("bundle.id_taken")
            if known.state != "accepted" and not _is_laid_out(centre, foot.bundle, digest):
                _lay_out_again(centre, foot, end)
            return standing(centre, foot.bundle, caller=caller)
        centre.store.lay_out(foot, end)
        with centre.transaction() as connection:
            row = insert_or(connection, bundles).values(
                bundle=foot.bundle,
                device=foot.device,
                epoch=foot.epoch,
                sequence=foot.sequence,
                foot_sha256=digest,
                state="receiving",
                code="",
                announced=seen_first(connection, centre, foot.device),
            )
            connection.execute(row.on_conflict_do_nothing())  # announced at another node at once
            own = select(bundles.c.foot_sha256).where(bundles.c.bundle == foot.bundle)
            if connection.execute(own).scalar_one() != digest:
                raise InputError("bundle.id_taken")
    centre.feet.keep(foot, digest)
    return Reception("receiving", tuple(range(len(foot.parts))), is_new=True)


def standing(centre: Centre, bundle: str, *, caller: str) -> Reception:
    """Tell how a bundle stands; `InputError("bundle.unknown")`."""
    row = own_bundle(centre, bundle, caller)
    if row.state == "accepted":
        return Reception(row.state, ())
    missing = missing_parts(centre, bundle)
    if row.state in {"refused", "quarantined"}:
        return Reception(row.state, missing)
    return Reception("receiving" if missing else "complete", missing)


def put_part(centre: Centre, bundle: str, number: int, content: bytes | memoryview, *, caller: str) -> bool:
    """Keep one part durably; return False if it was there already.

    Raises:
        InputError: `bundle.unknown`, `part.unknown`, `part.too_long`, `part.digest`.
        SystemFault: `central.disk_full`, `central.io`.
    """
    with centre.reading() as connection:
        row = connection.execute(_FOR_PART, {"bundle": bundle, "number": number}).first()
    if row is None or row.device != caller:
        raise InputError("bundle.unknown")
    if row.state == "accepted" or row.is_held:
        return False
    foot = centre.foot(bundle, row.foot_sha256)
    part = _part(foot, number)
    if len(content) > part.size:
        raise InputError("part.too_long", number=number)
    if len(content) != part.size or hashlib.sha256(content).hexdigest() != part.sha256:
        raise InputError("part.digest", number=number)
    centre.store.put(foot, part, content)
    centre.parts_held.bring((bundle, number))
    return True


def own_bundle(centre: Centre, bundle: str, caller: str) -> Row[Any]:
    """Return the row of a bundle of this device; another device's bundle is unknown to the caller."""
    with centre.reading() as connection:
        return _own(connection, bundle, caller)


def _own(connection: Connection, bundle: str, caller: str) -> Row[Any]:
    row = connection.execute(_OF_ID, {"bundle": bundle}).first()
    if row is None or row.device != caller:
        raise InputError("bundle.unknown")
    return row


def missing_parts(centre: Centre, bundle: str) -> tuple[int, ...]:
    """Return the numbers of the parts that are not durable yet."""
    with disk_faults(), centre.store.open(bundle) as growing:
        count = len(growing.foot.parts)
    with centre.reading() as connection:
        held = set(connection.execute(select(parts.c.number).where(parts.c.bundle == bundle)).scalars())
    return tuple(number for number in range(count) if number not in held)


def whole_after(centre: Centre, accepted: Iterable[str]) -> list[tuple[str, str]]:
    """Return the bundles, each with its device, that came whole and waited for one of these devices' earlier ones.

    In the order in which they may be taken in.
    """
    with centre.reading() as connection:
        owners = select(bundles.c.device).where(bundles.c.bundle.in_(list(accepted)))
        waiting = select(bundles.c.bundle, bundles.c.device).where(
            bundles.c.device.in_(owners), bundles.c.state == "receiving"
        )
        in_turn = waiting.order_by(bundles.c.device, bundles.c.epoch, bundles.c.sequence)
        found = connection.execute(in_turn).all()
    return [(row.bundle, row.device) for row in found if not missing_parts(centre, row.bundle)]


def forget_parts(centre: Centre, foot: Foot, torn: tuple[Part, ...]) -> None:
    """Ask for parts again that are no longer whole in the store."""
    numbers = [part.number for part in torn]
    with centre.transaction() as connection:
        connection.execute(delete(parts).where(parts.c.bundle == foot.bundle, parts.c.number.in_(numbers)))
    centre.store.drop(foot, torn)


def _part(foot: Foot, number: int) -> Part:
    if not 0 <= number < len(foot.parts):
        raise InputError("part.unknown", number=number)
    return foot.part(number)


def _is_laid_out(centre: Centre, bundle: str, digest: str) -> bool:
    try:
        with disk_faults(), centre.store.open(bundle) as growing:
            return growing.foot_sha256 == digest
    except (InputError, SystemFault):
        return False  # gone, cut short, or unreadable: nothing of it was acknowledged as taken in


def _lay_out_again(centre: Centre, foot: Foot, end: bytes) -> None:
    """Begin a bundle anew whose growing file the disk has lost: the device still has every part."""
    with centre.transaction() as connection:
        connection.execute(delete(parts).where(parts.c.bundle == foot.bundle))
    centre.store.lay_out(foot, end)
