"""What the office sees: every inspection found by what is known of it, its proof, its periods, and what is missing."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import delete, insert, select, update

from inspector.actions import decide_measure, read
from inspector.actions.take_recording import take_recording
from inspector.errors import InputError, SystemFault
from inspector.law import load
from inspector.records import Approval, CopyWords, Correction, MeasureKind, PhotoOrigin, SeizureForm
from sync.bundle import BundleFile
from sync.central.cases import case_of
from sync.central.console import trail
from sync.central.console.arrivals import arrivals
from sync.central.console.cases import Cases, Line
from sync.central.console.catalogue import place_of
from sync.central.console.photos import Pictures
from sync.central.console.roles import Role
from sync.central.console.tables import case_bundles, lines, read_bundles, records
from sync.central.tables import bundles, objects
from tests.recordings import make_wav
from tests.stand import Stand, begin
from tests.sync.console_site import Office, bring, deliver, open_office, token_in, whole_case


@pytest.fixture(scope="module")
def reviewer(office: Office) -> httpx.Client:
    return office.signed_in(Role.REVIEWER)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 1),
        ({"q": "Ｂ－２１７"}, 1),
        ({"q": "龑堃 王样本"}, 1),
        ({"q": "样市监强制"}, 1),
        ({"q": "陶瓷博览会 2号馆"}, 1),
        ({"q": "龑堃 没有这个词"}, 0),
        ({"state": "open"}, 1),
        ({"state": "sealed"}, 0),
        ({"state": "lacking"}, 0),
        ({"first": "2026-11-20", "last": "2026-11-20"}, 1),
        ({"first": "2026-11-21"}, 0),
        ({"last": "2026-11-19"}, 0),
        ({"first": "no day"}, 1),
        ({"page_number": "99"}, 1),
    ],
)
def test_an_inspection_is_found_by_what_is_known_of_it(
    reviewer: httpx.Client, asked: dict[str, str], count: int
) -> None:
    html = reviewer.get("/console/cases", params=asked).text
    assert f"共 {count} 件" in html
    assert html.count("<tr>") == (2 if count else 0)


def test_one_inspection_is_shown_by_its_steps_with_everything_in_it(
    office: Office, reviewer: httpx.Client
) -> None:
    html = reviewer.get(office.case).text
    steps = [html.index(f"{mark} ") for mark in "①②③④⑤⑥"]
    assert steps == sorted(steps)
    for word in (
        "样本龑堃陶瓷（景德镇）有限公司",
        "91360200MA1XG6125D",
        "看清楚了。",
        "1,632.00",
        "商标侵权",
        "扣押",
        "现场笔录",
        "实施行政强制措施决定书",
        "属实。",
        "称购自样本市场。",
    ):
        assert word in html, word
    assert html.count("已确认") == 3
    assert html.count("打开 PDF</a>") == 3


def test_the_same_in_english_but_for_what_officers_wrote(office: Office) -> None:
    client = office.signed_in(Role.REVIEWER)
    client.headers["Accept-Language"] = "en-US,en;q=0.9"
    html = client.get(office.case).text
    assert '<html lang="en">' in html
    for word in (
        "1 Arrival",
        "Trademark",
        "Whole case (BagIt, zip)",
        "Confirmed",
        "样本龑堃陶瓷（景德镇）有限公司",
    ):
        assert word in html, word


def test_a_photo_says_how_it_stands_and_between_when_it_was_taken(
    office: Office, reviewer: httpx.Client
) -> None:
    photo = re.findall(r'href="([^"]+/photos/[0-9a-f]{32})"', reviewer.get(office.case).text)[-1]
    html = reviewer.get(photo).text
    assert "刚刚核对：与记录一致" in html
    assert re.search(r"不晚于</dt><dd[^>]*>2026-11-20 \d\d:\d\d:\d\d", html)
    assert re.search(r"不早于</dt><dd[^>]*>没有旁证", html)
    assert "王样本：1 处" in html
    marked = reviewer.get(f"{photo}/marked.jpg")
    assert marked.content != reviewer.get(f"{photo}/large.jpg").content
    first = re.findall(r'href="([^"]+/photos/[0-9a-f]{32})"', reviewer.get(office.case).text)[0]
    assert reviewer.get(f"{first}/marked.jpg").status_code == 404


def test_marks_made_over_another_picture_are_not_drawn_over_this_one(office: Office) -> None:
    (line,) = Cases(office.centre, load()).every()
    case = Cases(office.centre, load()).case(line.device, line.inspection)
    photo = next(each for each in case.dossier.photos if case.layers_of(each.id))
    (layer,) = case.layers_of(photo.id)
    pictures, words = Pictures(office.centre), CopyWords(("副本",), photo.sha256, "副本")
    for wrong, code in (
        (replace(layer, width=97), "layer.other_canvas"),
        (replace(layer, photo_sha256="0" * 64), "layer.other_photo"),
    ):
        with pytest.raises(InputError) as refused:
            pictures.marked(case.device, photo, (layer, wrong), words)
        assert refused.value.code == code
    pictures.close()


def test_periods_stand_hours_first_and_say_what_is_over(office: Office, reviewer: httpx.Client) -> None:
    html = reviewer.get("/console/deadlines").text
    assert html.index("按小时") < html.index("按日")
    assert re.search(r"2026-12-2\d", html)
    assert "进行中" in html


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Stand, Office, Path]]:
    begun = begin(tmp_path / "device")
    with begun.opened, open_office(tmp_path / "central") as opened:
        yield begun, opened, tmp_path / "stick"


def sequence_of(path: Path) -> int:
    with BundleFile(path) as file:
        return file.foot.sequence


def test_an_urgent_measure_counts_its_hours(fresh: tuple[Stand, Office, Path]) -> None:
    stand, office, stick = fresh
    row = stand.item()
    stand.visit()
    decide_measure.decide_measure(
        stand.device,
        stand.inspection.id,
        kind=MeasureKind.SEIZE,
        form=SeizureForm.TAKE_AWAY,
        item_ids=(row.id,),
        act_day=stand.inspection.started.date(),
        approval=Approval(urgent=True, urgent_reason="可能转移"),
        place="样本仓库",
        keeping="常温",
        not_sealed_by_others=True,
        by=stand.by,
    )
    deliver(stand, office.centre, stick)
    (line,) = Cases(office.centre, load()).every()
    assert [(due.rule, due.is_in_hours) for due in line.dues] == [("C-05", True), ("C-08", False)]
    client = office.signed_in(Role.LEAD)
    assert "三天内" in client.get("/console/deadlines").text
    office.clock.advance(timedelta(hours=25))
    assert "已届满" in office.signed_in(Role.LEAD).get("/console/deadlines").text


def test_what_arrives_in_pieces_is_told_until_it_is_in(fresh: tuple[Stand, Office, Path]) -> None:
    stand, office, stick = fresh
    stand.photo(1)
    deliver(stand, office.centre, stick)
    stand.photo(2)
    stand.opened.delivery.carry_to(stick, by=stand.by)
    stand.photo(3)
    stand.opened.delivery.carry_to(stick, by=stand.by)
    *_, second, third = sorted((stick / "IPB-OUT").glob("*.ipb"), key=sequence_of)
    bring(office.centre, second, parts=1)
    (growing,) = arrivals(office.centre)
    assert (growing.state, growing.missing) == ("growing", growing.parts - 1)
    with pytest.raises(Exception, match="bundle number 2"):
        bring(office.centre, third)
    states = {each.state: each for each in arrivals(office.centre)}
    assert set(states) == {"growing", "waiting"}
    assert "第 2 个数据包" in states["waiting"].why("zh")
    html = office.signed_in(Role.ADMINISTRATOR).get("/console/arrivals").text
    assert "等待前一个包" in html
    assert "请先送达较早的数据包" in html
    bring(office.centre, second)
    bring(office.centre, third)
    assert arrivals(office.centre) == ()


def test_a_refused_bundle_and_a_fork_say_why(fresh: tuple[Stand, Office, Path]) -> None:
    stand, office, stick = fresh
    stand.photo(1)
    deliver(stand, office.centre, stick)
    for code, state in (
        ("bundle.fork", "fork"),
        ("bundle.altered", "refused"),
        ("bundle.key_unknown", "refused"),
    ):
        with office.centre.transaction() as connection:
            connection.execute(update(bundles).values(state="refused", code=code))
        (told,) = arrivals(office.centre)
        assert told.state == state
        assert told.why("zh") and told.why("en")
        assert office.signed_in(Role.CLERK).get("/console/arrivals").status_code == 200


def test_a_photo_that_is_lost_or_altered_is_never_shown_as_if_it_were_not(
    fresh: tuple[Stand, Office, Path],
) -> None:
    stand, office, stick = fresh
    whole_case(stand)
    deliver(stand, office.centre, stick)
    client = office.signed_in(Role.CLERK)
    lost, altered = re.findall(r"/photos/([0-9a-f]{32})\"", client.get(office.case).text)[:2]
    with office.centre.transaction() as connection:
        connection.execute(delete(objects).where(objects.c.object == lost))
        connection.execute(update(lines).values(made_by="before"))
        row = connection.execute(select(objects).where(objects.c.object == altered)).one()
    path = office.centre.data / "bundles" / f"{row.bundle}.ipb"
    content = bytearray(path.read_bytes())
    with office.centre.store.open(row.bundle) as file:
        region = next(each for each in file.foot.regions() if each.object_id == altered)
    content[region.offset + 100] ^= 1
    path.write_bytes(content)
    html = client.get(office.case).text
    assert "2 / 3 张" in html
    assert html.count("未送达") == 1
    place = office.case
    assert "没有送达" in client.get(f"{place}/photos/{lost}").text
    assert client.get(f"{place}/photos/{lost}/large.jpg").status_code == 404
    page = client.get(f"{place}/photos/{altered}")
    assert "与记录不一致" in page.text
    assert "<figure>" in page.text and "large.jpg" not in page.text
    assert client.get(f"{place}/photos/{altered}/large.jpg").status_code == 422


def test_the_catalogue_can_be_thrown_away_and_is_made_again(fresh: tuple[Stand, Office, Path]) -> None:
    stand, office, stick = fresh
    whole_case(stand)
    deliver(stand, office.centre, stick)
    before = Cases(office.centre, load()).every()
    with office.centre.transaction() as connection:
        for table in (records, lines, read_bundles, case_bundles):
            connection.execute(delete(table))
    assert Cases(office.centre, load()).every() == before


def test_what_comes_later_changes_what_is_shown_and_no_bundle_is_read_twice(
    fresh: tuple[Stand, Office, Path],
) -> None:
    stand, office, stick = fresh
    stand.item(label_name="样本甲")
    deliver(stand, office.centre, stick)
    cases = Cases(office.centre, load())
    (line,) = cases.every()
    assert (line.items, line.photos) == (1, 0)
    stand.photo(1)
    stand.item(label_name="样本乙")
    deliver(stand, office.centre, stick)
    (line,) = cases.every()
    assert (line.items, line.photos, line.photos_held) == (2, 1, 1)
    case = cases.case(line.device, line.inspection)
    assert len(case.bundles) == 2
    assert case.dossier.items == read.dossier(stand.device, stand.inspection.id).items


def test_a_bundle_that_can_no_longer_be_read_is_named_and_stops_no_other(
    fresh: tuple[Stand, Office, Path],
) -> None:
    stand, office, stick = fresh
    stand.photo(1)
    deliver(stand, office.centre, stick)
    (file,) = (office.centre.data / "bundles").glob("*.ipb")
    content = bytearray(file.read_bytes())
    with office.centre.store.open(file.stem) as bundle:
        region = bundle.foot.region("entries")
    content[region.offset + 60] ^= 1
    file.write_bytes(content)
    cases = Cases(office.centre, load())
    assert cases.every() == ()
    (told,) = arrivals(office.centre)
    assert (told.state, told.code) == ("unreadable", "bundle.altered")
    assert "已接收，无法显示" in office.signed_in(Role.CLERK).get("/console/arrivals").text
    stand.photo(2)
    deliver(stand, office.centre, stick)
    (line,) = cases.every()  # the record itself lies in the bundle that is damaged
    assert line.code == "store.unknown"
    client = office.signed_in(Role.CLERK)
    assert "无法显示" in client.get("/console/cases").text
    answer = client.get(f"/console/cases/{line.device}/{line.inspection}")
    assert (answer.status_code, "请看“来件”" in answer.text) == (422, True)


def test_a_correction_is_told_beside_the_record_and_goes_out_with_the_case(
    fresh: tuple[Stand, Office, Path],
) -> None:
    stand, office, stick = fresh
    row = stand.item()
    with stand.device.unit() as unit:
        for field, was, now in (("quantity", "24", "23"), ("no <b>such</b> field", "", "1")):
            told = Correction(
                stand.device.ids.record(),
                stand.inspection.id,
                "Item",
                row.id,
                field,
                was,
                now,
                "清点有误",
                stand.clock.now().wall,
                stand.by,
                "",
            )
            unit.save(told, change="fact.corrected", by=stand.by)
        unit.commit()
    deliver(stand, office.centre, stick)
    client = office.signed_in(Role.CLERK)
    page = client.get(office.case).text
    assert "第1项 样本盖碗 · 数量</td><td><s>24</s></td><td>23</td><td>清点有误" in page
    assert "no &lt;b&gt;such" in page
    told = client.post(f"{office.case}/json", data={"token": token_in(page)}).json()
    assert [each["now"] for each in told["corrections"]] == ["23", "1"]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unread(
    fresh: tuple[Stand, Office, Path],
) -> None:
    stand, office, stick = fresh
    stand.item()
    deliver(stand, office.centre, stick)
    client = office.signed_in(Role.CLERK)
    page = client.get(office.case).text
    old = {"token": token_in(page), **dict(re.findall(r'name="(seen\.\w+)" value="([^"]*)"', page))}
    assert len(old) == 5
    blank = {"number": "", "status": "", "handler": "", "storage_place": ""}
    address, inspection = f"{office.case}/office", office.case.rpartition("/")[2]
    assert client.post(address, data=old | blank | {"number": "样本案〔2026〕7号"}).status_code == 303
    # the same page, still open in another window: what was left as it was says nothing
    assert client.post(address, data=old | blank | {"handler": "样本承办"}).status_code == 303
    written = {name.value: line.value for name, line in case_of(office.centre, inspection).fields.items()}
    assert (written["number"], written["handler"]) == ("样本案〔2026〕7号", "样本承办")
    refused = client.post(address, data=old | blank | {"number": "样本案〔2026〕8号"})
    assert (refused.status_code, "样本案〔2026〕7号" in refused.text) == (409, True)


def test_recordings_are_listed_and_handed_out_to_the_byte_by_whoever_may(
    fresh: tuple[Stand, Office, Path],
) -> None:
    stand, office, stick = fresh
    sound = make_wav(1)
    recording = take_recording(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(sound),
        file_name="<b>问话</b>.wav",
        origin=PhotoOrigin.IMPORTED,
        by=stand.by,
    )
    deliver(stand, office.centre, stick)
    client, place = office.signed_in(Role.CLERK), f"{office.case}/recordings/{recording.id}"
    page = client.get(office.case).text
    assert "&lt;b&gt;问话&lt;/b&gt;.wav" in page
    assert f'href="{place}"' in page
    answer = client.get(place)
    assert (answer.status_code, answer.content) == (200, sound)
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="recording-{recording.sha256[:8]}.wav"'
    )
    step = trail.steps(office.centre)[0][0]
    assert (step.what, step.of["sha256"]) == ("recording.taken_out", recording.sha256)
    assert client.get(f"{office.case}/recordings/none").status_code == 404
    lead = office.signed_in(Role.LEAD)
    assert place not in lead.get(office.case).text
    assert lead.get(place).status_code == 403
    with office.centre.transaction() as connection:
        mine = update(objects).where(objects.c.object == recording.id)
        connection.execute(mine.values(sha256="0" * 64))
    assert client.get(place).status_code == 422
    assert f'href="{place}"' not in client.get(office.case).text


def test_two_read_the_list_at_once_while_a_line_is_made_anew(
    fresh: tuple[Stand, Office, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand, office, stick = fresh
    stand.item()
    deliver(stand, office.centre, stick)
    cases = Cases(office.centre, load())
    (line,) = cases.every()
    seal, first = cases._seal, place_of(line.device, "line", line.inspection)
    with office.centre.transaction() as connection:
        known = connection.execute(select(lines)).mappings().one()
        body = seal.open(known["body"], first)
        for number in range(3):
            sealed = seal.close(body, place_of(line.device, "line", f"{number:032x}"))
            connection.execute(
                insert(lines).values({**known, "inspection": f"{number:032x}", "body": sealed})
            )
    open_one, opened, has_begun, is_done = seal.open, list[str](), threading.Event(), threading.Event()

    def in_turn(sealed: bytes, place: str) -> bytes:
        opened.append(place)
        if len(opened) == 2:
            with office.centre.transaction() as connection:
                mine = update(lines).where(lines.c.inspection == line.inspection)
                connection.execute(mine.values(body=seal.close(body, first)))
            others.append(another.submit(cases.every))
            assert has_begun.wait(60)
        elif len(opened) == 3:  # the other reader, at the line that is new
            has_begun.set()
            assert is_done.wait(60)
        return open_one(sealed, place)

    monkeypatch.setattr(seal, "open", in_turn)
    with ThreadPoolExecutor(1) as another:
        others: list[Future[tuple[Line, ...]]] = []
        try:
            assert len(cases.every()) == 4
        finally:
            is_done.set()
        assert len(others[0].result()) == 4


def test_a_sealed_body_moved_to_another_place_does_not_open(fresh: tuple[Stand, Office, Path]) -> None:
    stand, office, stick = fresh
    stand.item()
    deliver(stand, office.centre, stick)
    cases = Cases(office.centre, load())
    (line,) = cases.every()
    with office.centre.transaction() as connection:
        body = connection.execute(select(records.c.body).where(records.c.kind == "Fair")).scalar_one()
        connection.execute(update(records).where(records.c.kind == "Bureau").values(body=body))
    with pytest.raises(SystemFault):
        cases.case(line.device, line.inspection)
