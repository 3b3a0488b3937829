"""Import a fair's roster: what a table says becomes exhibitors, row by row, and nothing is written before a yes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from inspector import codes
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import written
from inspector.canonical import canonical
from inspector.errors import InputError
from inspector.records import Exhibitor, Fair, Roster
from inspector.records.plain import to_plain
from inspector.sheets import Row

FIELDS = ("hall", "booth", "name", "credit_code", "representative", "phone", "address", "remark")
"""What a roster can say, in the order of the forms."""
NEEDED = ("name",)
MOST_BYTES = 3 * 1024 * 1024
"""Of one roster's record: its journal entry has to fit into a bundle (4 MiB)."""


@dataclass(frozen=True)
class RosterRow:
    """One row of the table and what becomes of it."""

    number: int
    exhibitor: Exhibitor
    refused: tuple[InputError, ...] = ()
    """Why it is left out; empty if it is taken."""
    remarks: tuple[InputError, ...] = ()
    """Worth knowing of a row that is taken."""


def read_roster(
    rows: Sequence[Row], places: Mapping[str, int], *, known: Iterable[Exhibitor] = ()
) -> tuple[RosterRow, ...]:
    """Say of each row beneath the heading what it becomes; `places` are columns (from 0) by field, `known` who
    is on the fair's rosters already."""
    seen: dict[tuple[str, str, str], int] = {_key(each): 0 for each in known}
    return tuple(_read(row, places, seen) for row in rows)


def import_roster(
    device: Device,
    fair_id: str,
    *,
    file_name: str,
    file_sha256: str,
    exhibitors: Sequence[Exhibitor],
    by: str,
) -> Roster:
    """Write the exhibitors of one file down, all of them or none.

    Raises:
        InputError: `roster.nobody`, `roster.same_file`, `roster.too_large`; `store.unknown` without such a fair.
    """
    with device.unit() as unit:
        fair = unit.get(Fair, fair_id)
        roster = Roster(
            id=device.ids.record(),
            fair_id=fair_id,
            file_name=written(file_name),
            file_sha256=file_sha256,
            imported=device.clock.now().wall,
            exhibitors=tuple(exhibitors),
        )
        keep_roster(unit, fair, roster, by=by)
        unit.commit()
    return roster


def keep_roster(unit: UnitOfWork, fair: Fair, roster: Roster, *, by: str) -> None:
    """Write a roster down within a transaction; raises as `import_roster`."""
    if not roster.exhibitors:
        raise InputError("roster.nobody", file=roster.file_name)
    if any(each.file_sha256 == roster.file_sha256 for each in unit.all(Roster) if each.fair_id == fair.id):
        raise InputError("roster.same_file", file=roster.file_name, fair=fair.name)
    if len(canonical(to_plain(roster))) > MOST_BYTES:
        raise InputError("roster.too_large", file=roster.file_name, rows=len(roster.exhibitors))
    unit.save(roster, change="roster.imported", by=by)


def take_back_roster(device: Device, roster_id: str, *, by: str) -> Roster:
    """Take an imported roster off again; stands begun from it stay as they are. Returns it for `put_back_roster`."""
    with device.unit() as unit:
        roster = unit.get(Roster, roster_id)
        unit.remove(Roster, roster_id, change="roster.taken_back", by=by)
        unit.commit()
    return roster


def put_back_roster(device: Device, roster: Roster, *, by: str) -> Roster:
    """Put a roster back that was taken off: the undo of `take_back_roster`."""
    with device.unit() as unit:
        if unit.find(Roster, roster.id) is None:
            unit.save(roster, change="roster.put_back", by=by)
            unit.commit()
    return roster


def _read(row: Row, places: Mapping[str, int], seen: dict[tuple[str, str, str], int]) -> RosterRow:
    refused = [
        InputError(
            "roster.row.cell",
            column=fault.letter,
            why_zh=fault.reason.sentence("zh"),
            why_en=fault.reason.sentence("en"),
        )
        for fault in row.faults
        if fault.column in places.values()
    ]
    texts = {name: row.cell(place) for name, place in places.items() if name in FIELDS}
    try:
        exhibitor = Exhibitor(**{"name": "", **{name: written(text) for name, text in texts.items()}})
    except InputError as error:
        return RosterRow(row.number, Exhibitor(""), (error,))
    remarks: list[InputError] = []
    if not exhibitor.name:
        refused.append(InputError("roster.row.no_name"))
    if exhibitor.credit_code:
        exhibitor, said = _with_code(exhibitor)
        remarks += said
    if not exhibitor.booth:
        remarks.append(InputError("roster.row.no_booth"))
    if not refused:
        key = _key(exhibitor)
        if key in seen:
            first = seen[key]
            refused.append(
                InputError("roster.row.twice", row=first) if first else InputError("roster.row.known")
            )
        else:
            seen[key] = row.number
    return RosterRow(row.number, exhibitor, tuple(refused), tuple(remarks))


def _with_code(exhibitor: Exhibitor) -> tuple[Exhibitor, list[InputError]]:
    """A wrong code is no reason to leave a stand out; it never becomes the party's code by itself."""
    check = codes.check("credit-code", exhibitor.credit_code)
    if check.valid:
        return replace(exhibitor, credit_code=check.value_as_read), []
    remark = InputError(
        "roster.row.code_wrong",
        code=exhibitor.credit_code,
        why_zh=check.reasons[0].zh,
        why_en=check.reasons[0].en,
    )
    kept = "；".join(part for part in (exhibitor.remark, f"名单所写代码 {exhibitor.credit_code}") if part)
    return replace(exhibitor, credit_code="", remark=kept), [remark]


def _key(exhibitor: Exhibitor) -> tuple[str, str, str]:
    return exhibitor.hall, exhibitor.booth, exhibitor.name
