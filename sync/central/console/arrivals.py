"""What has not arrived whole, and why, in words; and the receipts given for what has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from inspector.errors import InputError, InspectorError
from sync.central.centre import Centre
from sync.central.console.tables import read_bundles
from sync.central.receiving import missing_parts
from sync.central.tables import bundles, devices, heads
from sync.statement import Statement


@dataclass(frozen=True)
class Arrival:
    """One bundle that is not in, or is in and cannot be shown."""

    bundle: str
    device: str
    device_name: str
    epoch: int
    sequence: int
    announced: str
    state: str
    """"growing", "complete", "waiting", "refused", "fork" or "unreadable"."""
    parts: int
    missing: int
    expected: int
    """The sequence that comes next from this device."""
    code: str
    """Why, as a message code; empty while it simply grows."""

    def why(self, language: str) -> str:
        """Return the reason as the device is told it."""
        if not self.code:
            return ""
        facts: dict[str, object] = {
            "missing": self.missing,
            "sequence": self.expected,
            "place": "—",
            "why": "—",
            "keys": "—",
        }
        return InputError(self.code, **facts).sentence(language)


def arrivals(centre: Centre) -> tuple[Arrival, ...]:
    """Return every bundle that is not accepted, or whose records cannot be read, the oldest first."""
    joined = bundles.join(devices, devices.c.device == bundles.c.device)
    of_device = (heads.c.device == bundles.c.device) & (heads.c.epoch == bundles.c.epoch)
    joined = joined.outerjoin(heads, of_device)
    joined = joined.outerjoin(read_bundles, read_bundles.c.bundle == bundles.c.bundle)
    told = bundles.c.bundle, bundles.c.device, bundles.c.epoch, bundles.c.sequence, bundles.c.announced
    query = (
        select(
            *told,
            bundles.c.state,
            bundles.c.code,
            devices.c.name,
            read_bundles.c.code.label("unread"),
            heads.c.sequence.label("head"),
        )
        .select_from(joined)
        .where((bundles.c.state != "accepted") | (read_bundles.c.code != ""))
        .order_by(bundles.c.announced, bundles.c.bundle)
    )
    with centre.reading() as connection:
        rows = connection.execute(query).all()
    found = []
    for row in rows:
        parts, missing = (0, 0) if row.state == "accepted" else _parts(centre, row.bundle)
        code = row.unread if row.state == "accepted" else row.code
        if code == "bundle.incomplete" and not missing:
            code = ""
        state = _state(row.state, code, missing)
        about = (row.bundle, row.device, row.name, row.epoch, row.sequence, row.announced)
        found.append(Arrival(*about, state, parts, missing, (row.head or 0) + 1, code))
    return tuple(found)


def receipt_for(centre: Centre, bundle: str) -> Statement:
    """Return the receipt that was given for a bundle; `InputError("bundle.unknown")` if there is none."""
    query = select(bundles.c.receipt_text, bundles.c.receipt_signature).where(bundles.c.bundle == bundle)
    with centre.reading() as connection:
        row = connection.execute(query.where(bundles.c.state == "accepted")).first()
    if row is None:
        raise InputError("bundle.unknown")
    return Statement(row.receipt_text, row.receipt_signature)


def _parts(centre: Centre, bundle: str) -> tuple[int, int]:
    """Return how many parts a bundle has and how many are missing; nothing where its file cannot be read."""
    try:
        with centre.store.open(bundle) as file:
            return len(file.foot.parts), len(missing_parts(centre, bundle))
    except InspectorError:
        return 0, 0


def _state(state: str, code: str, missing: int) -> str:
    if state == "accepted":
        return "unreadable"
    if state == "refused":
        return "fork" if code == "bundle.fork" else "refused"
    if code == "bundle.waiting_previous":
        return "waiting"
    return "growing" if missing else "complete"
