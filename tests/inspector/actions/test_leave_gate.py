"""The gate: counts, seals and periods as they stand, and only papers keep the stand open."""

from __future__ import annotations

import io
from dataclasses import replace

from inspector.actions import list_item, read
from inspector.actions.gate_lines import GateLine, gate_of
from inspector.actions.issue_notice import issue_notice
from inspector.actions.seal_inspection import leave_gate
from inspector.actions.take_recording import take_recording
from inspector.records import Dossier, PhotoTag
from tests.recordings import make_film, make_wav
from tests.stand import Stand


def gate(stand: Stand) -> dict[str, GateLine]:
    return {line.code: line for line in leave_gate(stand.device, stand.inspection.id)}


def dossier(stand: Stand) -> Dossier:
    return read.dossier(stand.device, stand.inspection.id)


def test_counts_agree_once_photos_labels_and_paper_do(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    assert gate(stand)["counts"].text_zh == "四数不一致：清单 1，照片 0；措施 0，标签 0，文书 0"
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    assert gate(stand)["counts"].passed, "no measure: there is nothing to label or to list"
    stand.seize(row)
    assert not gate(stand)["counts"].passed
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    line = gate(stand)["counts"]
    assert line.text_zh == "四数一致：清单 1 = 照片 1；措施 1 = 标签 1 = 文书 1"
    assert not line.stops
    assert gate(stand)["deadlines"].text_zh == "查封、扣押12月20日届满，已列入“今日”提醒"


def test_recordings_are_told_apart_from_photos_and_only_where_there_are_any(stand: Stand) -> None:
    assert "recordings" not in gate(stand)
    take_recording(
        stand.device, stand.inspection.id, content=io.BytesIO(make_film()), file_name="a.mp4", by=stand.by
    )
    line = gate(stand)["recordings"]
    assert (line.text_zh, line.passed, line.stops) == ("录像 1 段 已封存", True, False)
    assert gate(stand)["photos.assigned"].text_zh == "0张照片全部归类"
    take_recording(
        stand.device, stand.inspection.id, content=io.BytesIO(make_wav()), file_name="b.wav", by=stand.by
    )
    assert gate(stand)["recordings"].text_zh == "录像 1 段、录音 1 段 已封存"


def test_every_seal_has_a_picture(stand: Stand) -> None:
    row = stand.item()
    photo = stand.photo(1, item_id=row.id)
    stand.visit()
    stand.seize(row)
    assert "seals.photographed" in gate(stand)
    assert gate(stand)["seals.photographed"].text_zh == "第1行的封条还没有拍照"
    list_item.assign_photos(stand.device, [photo.id], item_id=row.id, tag=PhotoTag.SEAL, by=stand.by)
    assert gate(stand)["seals.photographed"].passed
    case = dossier(stand)
    loose = replace(case, photos=(replace(photo, item_id=None, tag=PhotoTag.SEAL),))
    assert {line.code: line for line in gate_of(loose, stand.device.law)}["seals.photographed"].passed
    unsealed = replace(case, items=tuple(replace(item, seal_number="") for item in case.items))
    assert "seals.photographed" not in {line.code for line in gate_of(unsealed, stand.device.law)}


def test_a_measure_on_the_spot_waits_for_its_approval_and_a_wrong_period_is_told(stand: Stand) -> None:
    row = stand.item()
    stand.visit()
    stand.seize(row)
    case = dossier(stand)
    (measure,) = case.measures
    urgent = replace(measure, approval=replace(measure.approval, urgent=True, approver="", at=None))
    lines = {line.code: line for line in gate_of(replace(case, measures=(urgent,)), stand.device.law)}
    assert lines["approval"].text_zh.endswith("前补办批准")
    assert not lines["approval"].stops
    endless = replace(measure, days=99)
    lines = {line.code: line for line in gate_of(replace(case, measures=(endless,)), stand.device.law)}
    assert not lines["deadlines"].passed
