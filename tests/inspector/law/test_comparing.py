"""What differs between two packs is told at its place, and nothing else."""

from __future__ import annotations

from importlib import resources

from inspector.law.comparing import Difference, differences
from inspector.law.reading import TABLE_FILES, texts_of

SHIPPED = texts_of(resources.files("resources") / "law")


def changed(table: str, old: str, new: str) -> tuple[Difference, ...]:
    assert old in SHIPPED[table]
    return differences(SHIPPED, SHIPPED | {table: SHIPPED[table].replace(old, new, 1)})


def test_a_pack_does_not_differ_from_itself_nor_by_its_comments() -> None:
    assert differences(SHIPPED, SHIPPED) == ()
    assert differences(SHIPPED, {name: "# 说明\n" + text for name, text in SHIPPED.items()}) == ()


def test_a_changed_field_is_told_with_its_row() -> None:
    (told,) = changed("deadlines.toml", "length = 15", "length = 20")
    assert told == Difference("deadlines.toml", "rule·C-01·length", "15", "20")
    (told,) = changed("statutes.toml", "to = 2026-12-31", "to = 2027-01-31")
    assert told.place == "statute·trademark·version·2019年修正·to"
    (told,) = changed("powers.toml", "只及于物品，不及于场所", "只及于物品")
    assert told.place == "power·trademark/gi-mark seize·reason_zh"


def test_a_new_row_and_a_row_that_is_gone_are_one_difference_each() -> None:
    year = '\n[[year]]\nyear = 2027\nsource = "样本通知"\nholidays = []\nmade_up = []\n'
    added = SHIPPED | {"calendar.toml": SHIPPED["calendar.toml"] + year}
    (new,) = differences(SHIPPED, added)
    assert (new.place, new.before) == ("year·2027", "")
    assert "样本通知" in new.after
    (gone,) = differences(added, SHIPPED)
    assert (gone.before, gone.after) == (new.after, "")


def test_what_changed_reads_as_people_write_it() -> None:
    row = 'basis = [{ law = "transfer", version = "2020年修订", article = 3, paragraph = 2 }]'
    (told,) = changed(
        "checks.toml", 'basis = [{ law = "procedure", version = "2022年修正", article = 9 }]', row
    )
    assert told.before == "《市场监督管理行政处罚程序规定》（2022年修正）第九条"
    assert told.after == "《行政执法机关移送涉嫌犯罪案件的规定》（2020年修订）第三条第二款"
    (told,) = changed("calendar.toml", "year = 2025", "year = 2027")[:1]
    assert told.before.startswith(
        "年份 2025，来源 国务院办公厅关于2025年部分节假日安排的通知，放假 2025-01-01"
    )
    everything = [each for name in TABLE_FILES for each in differences(SHIPPED, SHIPPED | {name: ""})]
    assert not [each for each in everything if '": ' in each.before or each.before.startswith(("[", "{"))]


def test_rows_in_another_order_are_the_same() -> None:
    head, *rows = SHIPPED["code_lists.toml"].split("[[list]]")
    turned = head + "".join(f"[[list]]{row.rstrip()}\n" for row in reversed(rows))
    assert differences(SHIPPED, SHIPPED | {"code_lists.toml": turned}) == ()


def test_every_table_has_rows_that_can_be_told_apart() -> None:
    for name in TABLE_FILES:
        for told in differences(SHIPPED, SHIPPED | {name: ""}):
            assert not told.before.startswith('[{"'), f"{name} {told.place} is shown as one lump"
