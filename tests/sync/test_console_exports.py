"""What leaves the console: a bag others can read, rows no spreadsheet runs, all of it told on the trail."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit
import pypdfium2
import pytest
from openpyxl import load_workbook

from inspector.law import load
from inspector.records import NoticeState, Paper
from sync.central.console import trail
from sync.central.console.cases import Case, Cases
from sync.central.console.exports import bag
from sync.central.console.exports.publicity import (
    COLUMNS,
    defused,
    publicity_csv,
    publicity_row,
    publicity_workbook,
)
from sync.central.console.roles import Role
from sync.receipts import read_receipt
from tests.sync.console_site import Office, token_in

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝cmd|' /C calc'!A0", "\u200b=1")


@pytest.fixture(scope="module")
def case(office: Office) -> Case:
    device, inspection = office.case.split("/")[-2:]
    return Cases(office.centre, load()).case(device, inspection)


def taken_out(office: Office, what: str, **fields: str) -> bytes:
    client = office.signed_in(Role.CLERK)
    token = token_in(client.get("/console/cases").text)
    answer = client.post(what, data={"token": token, **fields})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; ")
    return answer.content


def test_another_program_finds_the_bag_whole_and_everything_in_it(
    office: Office, case: Case, tmp_path: Path
) -> None:
    content = taken_out(office, f"{office.case}/bag")
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        zipped.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["External-Identifier"] == case.dossier.inspection.id
    told = json.loads((folder / "data" / "case.json").read_bytes())
    assert len(told["photos"]) == len(case.dossier.photos) == 3
    for each, key in (
        *((p, "sha256") for p in told["photos"]),
        *((n, "pdf_sha256") for n in told["notices"]),
    ):
        assert hashlib.sha256((folder / "data" / each["file"]).read_bytes()).hexdigest() == each[key]
    receipts = list((folder / "data" / "receipts").iterdir())
    for receipt in receipts:
        _, facts = read_receipt(receipt.read_bytes(), office.centre.keys.receipt_public)
        assert facts.bundle == receipt.stem
    assert len(receipts) == len(case.bundles)
    assert not (folder / "data" / "left-out.json").exists()
    pypdfium2.PdfDocument(folder / "data" / "review.pdf").close()


def test_what_cannot_be_read_is_left_out_by_name_and_the_bag_is_still_whole(
    office: Office, case: Case, tmp_path: Path
) -> None:
    photos = (replace(case.dossier.photos[0], sha256="0" * 64), *case.dossier.photos[1:])
    other = replace(case, dossier=replace(case.dossier, photos=photos))
    with zipfile.ZipFile(io.BytesIO(b"".join(bag(office.centre, other, (), "1", b"%PDF-")))) as zipped:
        zipped.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    bagit.Bag(str(folder)).validate()
    (left_out,) = json.loads((folder / "data" / "left-out.json").read_bytes())
    assert left_out["id"] == photos[0].id
    assert not (folder / "data" / left_out["file"]).exists()


def test_names_in_the_bag_are_ours_whatever_booth_and_file_are_called(office: Office, case: Case) -> None:
    known = case.dossier
    evil = replace(
        case,
        dossier=replace(
            known,
            inspection=replace(known.inspection, booth="../../etc\\B\n"),
            bureau=replace(known.bureau, name="样本局\nPayload-Oxum: 0.0"),
            photos=tuple(replace(p, file_name="/../x", media_type="image/../../y") for p in known.photos),
            notices=tuple(replace(n, form="../9") for n in known.notices),
        ),
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(bag(office.centre, evil, (), "1", b"%PDF-")))) as zipped:
        names = zipped.namelist()
        info = zipped.read(next(name for name in names if name.endswith("bag-info.txt"))).decode()
    assert all(
        set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./")
        for name in names
    )
    assert not [name for name in names if ".." in name or name.startswith("/")]
    assert [line.partition(":")[0] for line in info.splitlines()].count("Payload-Oxum") == 1


def test_the_columns_are_those_of_the_list_and_empty_where_nobody_decided(office: Office) -> None:
    content = taken_out(office, "/console/publicity", form="csv")
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(content[3:].decode()))
    told = dict(zip(head, row, strict=True))
    assert head == [code for code, _ in COLUMNS]
    assert told["cf_xdr_shxym"] == "91360200MA1XG6125D"
    assert told["cf_xdr_lb"] == "法人及非法人组织"
    assert told["cf_cfjg"] == "样本市市场监督管理局"
    assert (told["cf_wsh"], told["cf_nr_fk"], told["cf_jdrq"]) == ("", "", "")
    assert told["bz"] == "涉嫌，尚未作出处罚决定"
    assert "36020219900822003X" not in content.decode()


def test_a_fine_typed_before_the_penalty_became_a_warning_is_not_published(case: Case) -> None:
    known, at = case.dossier, case.dossier.inspection.started
    said = {"penalty": "警告", "fine": "200", "facts": "样本", "basis": "样本"}
    paper = Paper("p", known.inspection.id, "44", at, said)
    decision = replace(known.notices[0], form="44", number="样市监当罚〔2026〕1号", paper_id="p")
    row = publicity_row(replace(case, dossier=replace(known, notices=(decision,), papers=(paper,))))
    assert (row["cf_cflb"], row["cf_nr"], row["cf_nr_fk"]) == ("警告", "警告", "")
    fined = replace(paper, answers=said | {"penalty": "警告并处罚款"})
    row = publicity_row(replace(case, dossier=replace(known, notices=(decision,), papers=(fined,))))
    assert (row["cf_nr"], row["cf_nr_fk"]) == ("警告并处罚款 200元", "0.020000")


def test_a_name_with_a_character_newer_than_the_program_is_whole(case: Case) -> None:
    newer = "样本\U00031350\U0002ebf0"  # extensions H and I of the CJK characters
    assert defused(newer + "\ufffe\u200b\x07") == newer


def test_a_paper_set_aside_says_so_in_the_bag(office: Office, case: Case) -> None:
    first, *others = case.dossier.notices
    gone = replace(first, state=NoticeState.SUPERSEDED)
    other = replace(case, dossier=replace(case.dossier, notices=(gone, *others)))
    with zipfile.ZipFile(io.BytesIO(b"".join(bag(office.centre, other, (), "1", b"%PDF-")))) as zipped:
        names = [name.rpartition("/")[2] for name in zipped.namelist() if "/notices/" in name]
    assert names == ["01-form-24-set-aside.pdf", "02-form-21.pdf", "03-form-9.pdf"]


def test_papers_of_later_acts_are_in_the_bag_of_their_case(office: Office, case: Case) -> None:
    *others, last = case.dossier.notices
    later = replace(case.dossier.inspection, id="0" * 32, follows=case.dossier.inspection.id)
    notices = (*others, replace(last, inspection_id=later.id))
    other = replace(case, dossier=replace(case.dossier, notices=notices), later=(later,))
    with zipfile.ZipFile(io.BytesIO(b"".join(bag(office.centre, other, (), "1", b"%PDF-")))) as zipped:
        told = json.loads(next(zipped.read(name) for name in zipped.namelist() if name.endswith("case.json")))
        files = [name for name in zipped.namelist() if "/notices/" in name]
    assert [each["file"] is not None for each in told["notices"]] == [True] * 3
    assert len(files) == 3
    assert told["later_acts"] == [later.id]


def test_no_cell_is_a_formula(case: Case) -> None:
    known = case.dossier
    assert known.party is not None
    for formula in FORMULAS:
        party = replace(known.party, name=formula, representative=formula)
        evil = replace(
            case,
            dossier=replace(known, party=party, inspection=replace(known.inspection, findings=formula)),
        )
        rows = list(csv.reader(io.StringIO(publicity_csv([evil])[3:].decode())))
        cells = [cell for cell in rows[1] if cell]
        assert not [cell for cell in cells if cell.strip(" \t\r\u200b")[0] in "=+-@＝＋－＠"], formula
        sheet = load_workbook(io.BytesIO(publicity_workbook([evil]))).active
        assert sheet is not None
        assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    assert defused("样本-1") == "样本-1"


def test_every_copy_is_told_before_it_leaves(office: Office) -> None:
    before = trail.length(office.centre)
    for what in ("bag", "json", "review"):
        taken_out(office, f"{office.case}/{what}")
    taken_out(office, "/console/publicity", form="xlsx")
    steps, _ = trail.steps(office.centre)
    told = [step for step in steps if step.number > before and step.what.startswith("export")]
    assert [step.what for step in reversed(told)] == [
        "export.bag",
        "export.bag_finished",
        "export.json",
        "export.review",
        "export.publicity",
    ]
    assert {step.who for step in told} == {"样本clerk"}
