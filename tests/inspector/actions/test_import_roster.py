"""A roster: what its rows become, why some are left out, and that nothing is half written."""

from __future__ import annotations

import pytest

from inspector.actions import read
from inspector.actions.import_roster import (
    RosterRow,
    import_roster,
    put_back_roster,
    read_roster,
    take_back_roster,
)
from inspector.errors import InputError
from inspector.records import Exhibitor, Fair
from inspector.sheets import columns_of, guess_columns, pasted_rows
from tests.stand import Stand

TABLE = """展馆\t展位\t名称\t统一社会信用代码\t备注
1号馆\tA-01\t样本甲陶瓷有限公司\t91360200ma1xg6125d\t
1号馆\tA-02\t样本乙瓷行\t91360200MA1XG61250\t茶具
1号馆\t\t样本丙\t\t
1号馆\tA-04\t\t\t
1号馆\tA-01\t样本甲陶瓷有限公司\t\t
1号馆\t=A1\t样本丁\t\t
"""


def read_table(text: str = TABLE, known: tuple[Exhibitor, ...] = ()) -> tuple[RosterRow, ...]:
    rows = pasted_rows(text)
    guess = guess_columns(rows, columns_of("roster"))
    return read_roster(rows[guess.heading + 1 :], guess.places, known=known)


def test_each_row_says_what_becomes_of_it() -> None:
    rows = read_table()
    assert [row.number for row in rows] == [2, 3, 4, 5, 6, 7]
    assert [[each.code for each in row.refused] for row in rows] == [
        [],
        [],
        [],
        ["roster.row.no_name"],
        ["roster.row.twice"],
        ["roster.row.cell"],
    ]
    assert rows[0].exhibitor == Exhibitor(
        "样本甲陶瓷有限公司", "A-01", "1号馆", credit_code="91360200MA1XG6125D"
    )
    assert "第 2 行" in rows[4].refused[0].sentence("zh")
    assert rows[5].refused[0].sentence("zh").startswith("B 列")


def test_a_wrong_code_leaves_the_stand_on_the_roster_and_itself_in_the_remark() -> None:
    row = read_table()[1]
    assert [each.code for each in row.remarks] == ["roster.row.code_wrong"]
    assert row.exhibitor.credit_code == ""
    assert row.exhibitor.remark == "茶具；名单所写代码 91360200MA1XG61250"


def test_who_is_on_the_roster_already_is_left_out() -> None:
    known = (read_table()[0].exhibitor,)
    assert [each.code for each in read_table(known=known)[0].refused] == ["roster.row.known"]


def test_a_roster_is_written_whole_taken_back_and_put_back(stand: Stand) -> None:
    device = stand.device
    with device.reading() as unit:
        (fair,) = unit.all(Fair)
    taken = [row.exhibitor for row in read_table() if not row.refused]
    facts = {"file_name": "名单.csv", "file_sha256": "ab" * 32, "exhibitors": taken, "by": stand.by}
    before = device.journal.length()
    roster = import_roster(device, fair.id, **facts)  # type: ignore[arg-type]  # one table of values
    assert device.journal.length() == before + 1
    assert read.rosters(device, fair.id) == (roster,)
    with pytest.raises(InputError, match=r"roster\.same_file"):
        import_roster(device, fair.id, **facts)  # type: ignore[arg-type]
    assert take_back_roster(device, roster.id, by=stand.by) == roster
    assert read.rosters(device, fair.id) == ()
    put_back_roster(device, roster, by=stand.by)
    put_back_roster(device, roster, by=stand.by)
    assert read.rosters(device, fair.id) == (roster,)
    assert [each.name for each in roster.exhibitors] == ["样本甲陶瓷有限公司", "样本乙瓷行", "样本丙"]


def test_a_roster_of_nobody_or_of_too_much_is_not_written(stand: Stand) -> None:
    with stand.device.reading() as unit:
        (fair,) = unit.all(Fair)
    before = stand.device.journal.length()
    for exhibitors, code in (((), "roster.nobody"), ((Exhibitor("样" * 1000),) * 1100, "roster.too_large")):
        with pytest.raises(InputError) as refused:
            import_roster(
                stand.device, fair.id, file_name="x", file_sha256="0" * 64, exhibitors=exhibitors, by=stand.by
            )
        assert refused.value.code == code
    assert stand.device.journal.length() == before
