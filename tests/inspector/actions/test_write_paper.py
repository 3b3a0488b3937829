"""Papers besides the record: begun with what is known, judged while they are filled in, frozen once signed."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from importlib import resources

import pypdfium2
import pytest

from inspector.actions import issue_notice, name_party, read, record_visit, write_paper
from inspector.actions.notice_forms import PAPER_FORMS, TITLES
from inspector.actions.notice_readiness import NotReady, notice_readiness
from inspector.actions.seal_inspection import leave_gate
from inspector.errors import InputError
from inspector.notices.form import read_form
from inspector.records import Paper, Party, PartyKind, PresenceKind, Signature, SignatureRole
from tests.inspector.law.dossiers import INK
from tests.inspector.notices import filled
from tests.stand import Stand

HOSTILE = ("\ud800", "甲" * 60_000)


def known(stand: Stand) -> Stand:
    """Name the party and its person, take three photos."""
    device, inspection, by = stand.device, stand.inspection.id, stand.by
    name_party.name_party(
        device,
        inspection,
        kind=PartyKind.COMPANY,
        name="样本陶瓷有限公司",
        address="样本市样本路9号",
        phone="13800000000",
        licence_kind="营业执照",
        credit_code="",
        representative="王示例",
        id_number="",
        other_contact="无",
        by=by,
    )
    record_visit.record_presence(device, inspection, kind=PresenceKind.PARTY, person="王示例", by=by)
    for seed in (1, 2, 3):
        stand.photo(seed)
    return stand


def begun(stand: Stand, form: str, **answers: str) -> Paper:
    """Begin a paper and fill it in as of today."""
    paper = write_paper.begin_paper(stand.device, stand.inspection.id, form, by=stand.by)
    today = {
        "started": "2026-11-20 09:30",
        "ended": "2026-11-20 09:31",
        "taken": "2026-11-20 09:30",
        "served": "2026-11-20 09:30",
        "made": "2026-11-20 09:30",
    }
    given = {name: today.get(name, text) for name, text in filled.ANSWERS[form].items()}
    if form == "12":
        given["photos"] = "1至3"
    return write_paper.write_paper(stand.device, paper.id, answers=given | answers, by=stand.by)


def missing(stand: Stand, paper: Paper) -> set[str]:
    """Return the names of what keeps the paper from being issued."""
    lines = notice_readiness(stand.device, stand.inspection.id)
    (line,) = [line for line in lines if line.key == paper.id]
    return {finding.field.rpartition(".")[2] for finding in line.missing}


def signatures(stand: Stand, paper: Paper) -> tuple[Signature, ...]:
    """Return the ink of everyone the paper asks for."""
    sheet, at = stand.device.press.sheet(paper.form), stand.clock.now().wall
    people = {"party": paper.answers.get(sheet.party, "王示例"), "witness": sheet.witness_of(paper.answers)}
    given = [
        Signature(SignatureRole(role), people[role], at, INK)
        for role in ("party", "witness")
        if role in sheet.signs_for(paper.answers) or (role == "witness" and people[role])
    ]
    if "officer" in sheet.signs:
        given += [
            Signature(SignatureRole.OFFICER, each.name, at, INK, cert_no=each.cert_no)
            for each in stand.officers
        ]
    return tuple(given)


@pytest.mark.parametrize("form", [form for form in PAPER_FORMS if not read_form(form).needs])
def test_each_paper_is_begun_filled_in_issued_and_frozen(stand: Stand, form: str) -> None:
    known(stand)
    stand.clock.advance(timedelta(hours=2))
    paper = begun(stand, form, **({"by_day": "2026-11-25"} if form == "33" else {}))
    assert missing(stand, paper) == set()
    signed = signatures(stand, paper)
    notice = issue_notice.issue_notice(
        stand.device, stand.inspection.id, form, signatures=signed, by=stand.by, paper_id=paper.id
    )
    assert notice.paper_id == paper.id
    assert bool(notice.number) == (form in stand.device.press.numbering().classes)
    document = pypdfium2.PdfDocument(read.notice_pdf(stand.device, notice.id))
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert TITLES[form] in first
    with pytest.raises(InputError) as frozen:
        write_paper.write_paper(stand.device, paper.id, answers={}, by=stand.by)
    assert frozen.value.code == "paper.issued"
    with pytest.raises(InputError) as again:
        issue_notice.issue_notice(
            stand.device, stand.inspection.id, form, signatures=signed, by=stand.by, paper_id=paper.id
        )
    assert again.value.code == "notice.already_issued"


def test_what_a_signed_paper_prints_of_the_party_stays(stand: Stand) -> None:
    known(stand)
    stand.clock.advance(timedelta(hours=2))
    paper = begun(stand, "33", by_day="2026-11-25")
    issue_notice.issue_notice(
        stand.device,
        stand.inspection.id,
        "33",
        signatures=signatures(stand, paper),
        by=stand.by,
        paper_id=paper.id,
    )
    party = read.dossier(stand.device, stand.inspection.id).party
    assert party is not None
    facts = {each.name: getattr(party, each.name) for each in fields(Party) if each.name != "id"}
    with pytest.raises(InputError) as refused:
        name_party.name_party(
            stand.device, stand.inspection.id, by=stand.by, **(facts | {"name": "样本另一公司"})
        )
    assert (refused.value.code, refused.value.facts["form"]) == ("inspection.signed", "33")
    more = facts | {"other_contact": "样本电子邮箱"}
    named = name_party.name_party(stand.device, stand.inspection.id, by=stand.by, **more)
    assert (named.name, named.other_contact) == (party.name, "样本电子邮箱")


def test_what_papers_print_of_the_party_is_known_for_every_form() -> None:
    """Whatever stands in a block; what an officer may word otherwise in an answer is a proposal only."""
    folder = resources.files("resources") / "forms"
    printed = {}
    for form in PAPER_FORMS:
        text = (folder / f"{form}.toml").read_text("utf-8").partition("[[block]]")[2]
        if names := set(re.findall(r"party[.](\w+)", text)):
            printed[form] = names
    assert printed == name_party.PRINTED


def test_titles_are_those_of_the_form_files(stand: Stand) -> None:
    for form, title in TITLES.items():
        assert stand.device.press.sheet(form).title == title


def test_a_paper_begins_with_what_is_known_and_all_photos_on_no_sheet(stand: Stand) -> None:
    known(stand)
    first = write_paper.begin_paper(stand.device, stand.inspection.id, "11", by=stand.by)
    assert len(first.photo_ids) == 3
    write_paper.write_paper(stand.device, first.id, answers={"photos": "1、3"}, by=stand.by)
    second = write_paper.begin_paper(stand.device, stand.inspection.id, "11", by=stand.by)
    dossier = read.dossier(stand.device, stand.inspection.id)
    assert [write_paper.photo_numbers(dossier, paper) for paper in dossier.papers] == ["1、3", "2"]
    assert second.answers["manner"] == "拍摄"
    talk = write_paper.begin_paper(stand.device, stand.inspection.id, "14", by=stand.by)
    assert talk.answers["interviewee"] == "王示例"
    assert talk.answers["employer"] == "样本陶瓷有限公司"


@pytest.mark.parametrize(
    ("form", "changed", "field"),
    [
        ("14", {"dialogue": "问：姓名？\n答：王示例\n问：进价多少？"}, "dialogue"),
        ("14", {"interviewee": "王示例、李示例"}, "interviewee"),
        ("14", {"ended": "2026-11-20 09:29"}, "ended"),
        ("14", {"started": "昨天"}, "started"),
        ("14", {"ended": "2126-01-01 00:00"}, "ended"),
        ("14", {"id_number": ""}, "id_number"),
        ("11", {"photos": ""}, "photos"),
        ("12", {"tool": ""}, "tool"),
        ("12", {"method": "别的"}, "method"),
        ("33", {"by_day": "2026-11-01"}, "by_day"),
        ("33", {"by_day": ""}, "by_day"),
        ("44", {"fine": "3000.01"}, "fine"),
        ("44", {"fine": "很多"}, "fine"),
        ("44", {"pay": "当场收缴", "why_cash": ""}, "why_cash"),
        ("44", {"bank": ""}, "bank"),
        ("50", {"witness": "", "recording": ""}, "witness"),
        ("50", {"manner": "电子送达", "account": "a@example.cn", "recording": ""}, "recording"),
        ("50", {"manner": "邮寄送达"}, "track"),
        ("10", {"electronic": "是", "mobile": ""}, "mobile"),
        ("4", {"to": ""}, "to"),
        ("5", {"ground": ""}, "ground"),
    ],
)
def test_what_is_missing_or_cannot_be_is_named_at_its_field(
    stand: Stand, form: str, changed: dict[str, str], field: str
) -> None:
    known(stand)
    paper = begun(stand, form, **changed)
    assert field in missing(stand, paper)
    with pytest.raises(NotReady):
        issue_notice.issue_notice(
            stand.device, stand.inspection.id, form, signatures=(), by=stand.by, paper_id=paper.id
        )


def test_a_limit_holds_for_persons_and_what_is_not_asked_is_not_missed(stand: Stand) -> None:
    known(stand)
    assert "fine" not in missing(stand, begun(stand, "44", penalty="警告", fine="9999"))
    assert "mobile" not in missing(stand, begun(stand, "10", electronic="否", mobile=""))
    name_party.name_party(
        stand.device,
        stand.inspection.id,
        kind=PartyKind.PERSON,
        name="王示例",
        address="样本市",
        phone="1",
        licence_kind="",
        credit_code="",
        representative="",
        id_number="",
        other_contact="",
        by=stand.by,
    )
    assert "fine" in missing(stand, begun(stand, "44", fine="200.01"))
    assert "fine" not in missing(stand, begun(stand, "44", fine="200"))


def test_two_interviews_at_once_are_refused(stand: Stand) -> None:
    known(stand)
    begun(stand, "14", started="2026-11-20 09:00", ended="2026-11-20 09:20")
    assert "started" in missing(
        stand, begun(stand, "14", started="2026-11-20 09:19", ended="2026-11-20 09:25")
    )
    assert "started" not in missing(
        stand, begun(stand, "14", started="2026-11-20 09:25", ended="2026-11-20 09:26")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_and_enormous_answers_get_a_named_reason(stand: Stand, text: str) -> None:
    known(stand)
    paper = begun(stand, "14")
    with pytest.raises(InputError) as told:
        write_paper.write_paper(stand.device, paper.id, answers={"dialogue": text}, by=stand.by)
    assert told.value.code.startswith("text.")


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ("0", "paper.no_such_photo"),
        ("1至99", "paper.no_such_photo"),
        ("x", "paper.photo_numbers"),
        ("9" * 50, "paper.photo_numbers"),
    ],
)
def test_photo_numbers_that_are_none_are_named(stand: Stand, numbers: str, code: str) -> None:
    known(stand)
    paper = begun(stand, "11")
    with pytest.raises(InputError) as told:
        write_paper.write_paper(stand.device, paper.id, answers={"photos": numbers}, by=stand.by)
    assert told.value.code == code


def test_a_paper_as_a_whole_has_a_limit_and_only_what_is_asked_is_taken(stand: Stand) -> None:
    known(stand)
    paper = begun(stand, "14")
    with pytest.raises(InputError) as told:
        for name in ("dialogue", "post", "address", "employer", "closing_answer"):
            write_paper.write_paper(stand.device, paper.id, answers={name: "甲" * 49_000}, by=stand.by)
    assert told.value.code == "paper.too_long"
    with pytest.raises(InputError) as told:
        write_paper.write_paper(stand.device, paper.id, answers={"colour": "red"}, by=stand.by)
    assert told.value.code == "paper.not_asked"
    with pytest.raises(InputError) as told:
        write_paper.begin_paper(stand.device, stand.inspection.id, "9", by=stand.by)
    assert told.value.code == "paper.unknown_form"


def test_a_paper_nobody_signed_can_be_taken_back(stand: Stand) -> None:
    known(stand)
    paper = begun(stand, "14")
    write_paper.drop_paper(stand.device, paper.id, by=stand.by)
    assert read.dossier(stand.device, stand.inspection.id).papers == ()


def test_everyone_named_on_a_paper_signs_it(stand: Stand) -> None:
    known(stand)
    paper = begun(stand, "50")
    signed = tuple(each for each in signatures(stand, paper) if each.role is not SignatureRole.WITNESS)
    with pytest.raises(NotReady) as told:
        issue_notice.issue_notice(
            stand.device, stand.inspection.id, "50", signatures=signed, by=stand.by, paper_id=paper.id
        )
    assert [finding.field for finding in told.value.findings] == ["signatures.witness"]


def test_leaving_tells_of_papers_that_were_begun_and_not_issued(stand: Stand) -> None:
    known(stand)
    paper = begun(stand, "14")
    (line,) = (each for each in leave_gate(stand.device, stand.inspection.id) if each.code == "papers.issued")
    assert (line.passed, line.stops) == (False, False)
    assert "询问笔录" in line.text_zh
    stand.clock.advance(timedelta(hours=2))
    issue_notice.issue_notice(
        stand.device,
        stand.inspection.id,
        "14",
        signatures=signatures(stand, paper),
        by=stand.by,
        paper_id=paper.id,
    )
    (line,) = (each for each in leave_gate(stand.device, stand.inspection.id) if each.code == "papers.issued")
    assert line.passed
