"""Printing an issued notice: the sealed pages, and each printing is in the journal before it is on paper."""

from __future__ import annotations

import hashlib
import json

import pytest

from inspector.actions.issue_notice import issue_notice
from inspector.actions.print_notice import MOST_COPIES, note_broken_off, print_notice
from inspector.errors import InputError
from inspector.records import Notice
from tests.stand import Stand


@pytest.fixture
def notice(stand: Stand) -> Notice:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.seize(row)
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    with stand.device.reading() as unit:
        (issued,) = unit.all(Notice)
    return issued


def printings(stand: Stand) -> list[dict[str, object]]:
    return [json.loads(entry) for entry in stand.device.journal.entries_of_change("notice.printed")]


def test_a_second_printing_is_told_as_one(stand: Stand, notice: Notice) -> None:
    first = print_notice(stand.device, notice.id, copies=2, printer="样本打印机", by=stand.by)
    again = print_notice(stand.device, notice.id, copies=1, printer="样本打印机", by=stand.by)
    assert (first.earlier, again.earlier) == (0, 1)
    assert hashlib.sha256(again.pdf).hexdigest() == notice.pdf_sha256
    facts = {"form": "24", "sha256": notice.pdf_sha256, "printer": "样本打印机"}
    told = printings(stand)
    assert [entry["subject"] for entry in told] == [notice.id] * 2
    assert [entry["facts"] for entry in told] == [
        facts | {"copies": 2, "earlier": 0},
        facts | {"copies": 1, "earlier": 1},
    ]


@pytest.mark.parametrize("copies", [0, -1, MOST_COPIES + 1])
def test_an_absurd_number_of_copies_is_refused_and_nothing_is_journalled(
    stand: Stand, notice: Notice, copies: int
) -> None:
    with pytest.raises(InputError, match=r"print\.copies"):
        print_notice(stand.device, notice.id, copies=copies, printer="", by=stand.by)
    assert printings(stand) == []


def test_a_printing_that_was_broken_off_is_told_as_that(stand: Stand, notice: Notice) -> None:
    print_notice(stand.device, notice.id, copies=1, printer="样本打印机", by=stand.by)
    note_broken_off(stand.device, notice.id, by=stand.by)
    (told,) = stand.device.journal.entries_of_change("notice.print_broken_off")
    assert json.loads(told)["subject"] == notice.id
