"""Goods from a table: what rows become, and many of them written, taken back and put back as one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector.actions import list_item, read
from inspector.actions.import_goods import GoodsRow, read_goods
from inspector.errors import InputError
from inspector.records import AllegedAct, Item, PriceBasis, RightKind
from inspector.sheets import columns_of, guess_columns, pasted_rows
from tests.stand import Stand

LIKE = Item("", "", 1, "", "", "件", Decimal(1), AllegedAct(RightKind.TRADEMARK, "00000000", "样本权利人"))
TABLE = """品名\t规格\t数量\t单价（元）\t价格依据\t侵犯的权利
缠枝莲盖碗\tø12\t24\t¥68.00\t标签价\t商标
马克杯\t\t二\t26\t\t
茶壶\t\t1\t\t\t外观设计
\t高32\t1\t\t\t
花瓶\t\t0\t\t\t
花瓶\t\t1\t1\t猜的\t商标
"""


def goods() -> tuple[GoodsRow, ...]:
    rows = pasted_rows(TABLE)
    guess = guess_columns(rows, columns_of("goods"))
    return read_goods(rows[guess.heading + 1 :], guess.places, like=LIKE)


def test_rows_say_what_they_become() -> None:
    found = goods()
    assert [[each.code for each in row.refused] for row in found] == [
        [],
        ["goods.row.quantity"],
        [],
        ["item.name_missing"],
        ["item.quantity"],
        ["goods.row.price_basis"],
    ]
    first, third = found[0].item, found[2].item
    assert first == replace(
        LIKE,
        label_name="缠枝莲盖碗",
        specification="ø12",
        unit="套",
        quantity=Decimal(24),
        unit_price=Decimal("68.00"),
        price_basis=PriceBasis.MARKED,
    )
    assert (third.unit, third.price_basis, third.alleged.kind) == ("把", None, RightKind.DESIGN_PATENT)
    assert "第4行" not in found[3].refused[0].sentence("zh")
    assert "第5行" in found[3].refused[0].sentence("zh"), "the row of the table"


def test_many_rows_are_written_taken_back_and_put_back_as_one(stand: Stand) -> None:
    device, inspection = stand.device, stand.inspection.id

    def names() -> list[tuple[int, str, Decimal]]:
        return [(i.position, i.label_name, i.quantity) for i in read.dossier(device, inspection).items]

    there = stand.item()
    was = names()
    new = [row.item for row in goods() if not row.refused]
    listed = list_item.list_together(
        device, inspection, changed=[replace(there, quantity=Decimal(5))], added=new, by=stand.by
    )
    assert names() == [
        (1, there.label_name, Decimal(5)),
        (2, "缠枝莲盖碗", Decimal(24)),
        (3, "茶壶", Decimal(1)),
    ]
    photo = stand.photo(1, item_id=listed.added[0].id)
    list_item.take_back_together(device, listed, by=stand.by)
    assert names() == was
    assert read.dossier(device, inspection).photos[0].item_id is None
    list_item.put_back_together(device, listed, by=stand.by)
    assert [item.id for item in read.dossier(device, inspection).items] == [
        there.id,
        *(item.id for item in listed.added),
    ]
    assert photo is not None


def test_one_row_that_cannot_stand_writes_none(stand: Stand) -> None:
    before = stand.device.journal.length()
    with pytest.raises(InputError, match=r"item\.quantity"):
        list_item.list_together(
            stand.device,
            stand.inspection.id,
            added=[replace(LIKE, label_name="甲"), replace(LIKE, label_name="乙", quantity=Decimal(0))],
            by=stand.by,
        )
    assert stand.device.journal.length() == before
