"""Every door by which a file or a text comes in, tried with files and texts made to break it."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdfium2
import pytest

from inspector import codes
from inspector.actions import (
    describe_scene,
    import_photos,
    list_item,
    make_thumbnails,
    name_party,
    open_fair,
    open_inspection,
    read,
    record_visit,
    take_photo,
)
from inspector.actions.preview_notice import preview_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.actions.written import TEXT_LIMIT, written
from inspector.errors import InputError, SystemFault
from inspector.notices.typeset.characters import without_ink
from inspector.records import (
    AllegedAct,
    ClosingManner,
    Item,
    Party,
    PartyKind,
    PhotoOrigin,
    PresenceKind,
    RightKind,
    RightLookup,
)
from sync.central import create_central, invite, read_entries, take_in_folder
from tests import pictures
from tests.stand import Stand
from ui.command_line import main

HOSTILE = Path(__file__).parents[2] / "shared" / "corpus" / "hostile"
FILES = sorted(file for file in HOSTILE.rglob("*") if file.is_file())
needs_corpus = pytest.mark.skipif(not FILES, reason="the corpus of hostile files is not on this machine")
BROKEN = ("\ud800", "样本\udcff公司", "\udfff\ud83d", "a\udc80")
"""Half characters, as damaged file names and clipboards give them."""
OURS = (
    "样本\r\n公司\r二行\x85三行\u2028四行",
    "样\x00本\x1b[2J\x07",
    "\u202egpj.exe",
    "样\u200b本\ufeff",
    "\ufffe\uffff\U0010ffff",
    "é" * 300,
    "a" * TEXT_LIMIT,
    "<b>&amp;</b><para>",
    "样本" * 2000,
)


def naughty() -> tuple[str, ...]:
    listed: list[str] = json.loads((HOSTILE / "naughty" / "blns.json").read_text("utf-8")) if FILES else []
    return tuple(dict.fromkeys((*listed, *OURS)))


def names() -> tuple[str, ...]:
    source = HOSTILE / "own" / "file_names.json"
    listed: list[str] = json.loads(source.read_text("utf-8")) if FILES else []
    return tuple(dict.fromkeys((*listed, *BROKEN)))


@needs_corpus
def test_every_file_is_taken_or_refused_by_name(stand: Stand) -> None:
    result = import_photos.import_photos(stand.device, stand.inspection.id, [HOSTILE], by=stand.by)
    named = [photo.file_name for photo in result.taken] + [refusal.file for refusal in result.refused]
    assert sorted(named) == sorted(file.name for file in FILES)
    assert result.taken
    for refusal in result.refused:
        assert refusal.file in refusal.reason_zh
        assert refusal.code not in refusal.reason_zh
    taken = {photo.sha256: photo for photo in result.taken}
    assert len(taken) == len(result.taken)
    shown = make_thumbnails.make_thumbnails(stand.device, [photo.id for photo in result.taken])
    assert {*shown.made, *shown.undecodable} == {photo.id for photo in result.taken}
    assert stand.opened._store.verify() == ()


@needs_corpus
def test_a_file_name_is_a_label_and_never_more(stand: Stand, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    for number, name in enumerate(names()):
        photo = take_photo.take_photo(
            stand.device,
            stand.inspection.id,
            content=io.BytesIO(pictures.make_jpeg(32, 32, number)),
            file_name=name,
            origin=PhotoOrigin.IMPORTED,
            by=stand.by,
        )
        assert 0 < len(photo.file_name) <= 120
        assert photo.file_name.isprintable() or "\u3000" in photo.file_name
        photo.file_name.encode()
        try:
            (card / name).write_bytes(pictures.make_jpeg(32, 32, 1000 + number))
        except (OSError, UnicodeEncodeError, ValueError):
            continue  # this system has no such file
    lying = list(card.iterdir())
    assert len(lying) > len(names()) // 2
    result = import_photos.import_photos(stand.device, stand.inspection.id, [card], by=stand.by)
    assert (len(result.taken), result.refused) == (len(lying), ())
    stand.visit()
    assert "〓" in printed(stand, "9")  # a name nobody can change keeps no notice from being printed


def texts_of(stand: Stand, text: str) -> dict[str, Callable[[], object]]:
    """Return every action an officer types a text into, each given this text in all its fields."""
    device, inspection, by = stand.device, stand.inspection.id, stand.by
    fair = read.today(device).fairs[0]
    return {
        "fair": lambda: open_fair.open_fair(
            device,
            name=text,
            venue=text,
            address=text,
            opens=fair.opens,
            closes=fair.closes,
            organiser=text,
            by=by,
        ),
        "inspection": lambda: open_inspection.open_inspection(
            device,
            fair_id=fair.id,
            hall=text,
            booth=text,
            place=text,
            subject=text,
            officer_ids=tuple(officer.id for officer in stand.officers),
            by=by,
        ),
        "credentials": lambda: record_visit.show_credentials(device, inspection, answer=text, by=by),
        "rights": lambda: record_visit.tell_rights(device, inspection, answer=text, by=by),
        "presence": lambda: record_visit.record_presence(
            device, inspection, kind=PresenceKind.PARTY, person=text, note=text, recording=text, by=by
        ),
        "witness": lambda: record_visit.name_witness(
            device, inspection, name=text, id_number=text, contact=text, by=by
        ),
        "party": lambda: named(stand, text),
        "item": lambda: list_item.list_item(
            device,
            inspection,
            label_name=text,
            specification=text,
            unit=text,
            quantity=Decimal(1),
            alleged=AllegedAct(RightKind.TRADEMARK, text, text, text),
            seal_number=text,
            keeping_place=text,
            remark=text,
            by=by,
        ),
        "findings": lambda: describe_scene.describe_findings(
            device,
            inspection,
            findings=text,
            supplier_asked=text,
            evidence_note=text,
            questioning_note=text,
            by=by,
        ),
        "lookups": lambda: describe_scene.note_lookups(device, inspection, (RightLookup(text, text),), by=by),
        "told": lambda: describe_scene.tell_measure(device, inspection, text=text, by=by),
        "statement": lambda: describe_scene.record_statement(device, inspection, text=text, by=by),
        "closing": lambda: describe_scene.close_record(
            device, inspection, manner=ClosingManner.CHECKED, answer=text, by=by
        ),
        "superseding": lambda: supersede_notice(device, "none", reason=text, by=by),
    }


def named(stand: Stand, text: str) -> Party:
    return name_party.name_party(
        stand.device,
        stand.inspection.id,
        kind=PartyKind.COMPANY,
        name=text,
        address=text,
        phone=text,
        licence_kind=text,
        representative=text,
        id_number=text,
        other_contact=text,
        by=stand.by,
    )


@pytest.mark.parametrize("text", BROKEN, ids=ascii)
def test_half_a_character_is_refused_wherever_text_is_typed(stand: Stand, text: str) -> None:
    before = stand.device.journal.length()
    for door, type_in in texts_of(stand, text).items():
        with pytest.raises(InputError) as refusal:
            type_in()
        assert refusal.value.code == "text.broken", door
        assert str(refusal.value.facts["position"]) in refusal.value.sentence("zh")
    with pytest.raises(InputError):
        name_party.name_party(
            stand.device,
            stand.inspection.id,
            kind=PartyKind.COMPANY,
            name="样本",
            address="",
            phone="",
            credit_code=text,
            by=stand.by,
        )
    assert stand.device.journal.length() == before


def test_more_text_than_a_bundle_takes_is_refused_wherever_text_is_typed(stand: Stand) -> None:
    before = stand.device.journal.length()
    for door, type_in in texts_of(stand, "样" * (TEXT_LIMIT + 1)).items():
        with pytest.raises(InputError) as refusal:
            type_in()
        assert refusal.value.code == "text.too_long", door
    assert stand.device.journal.length() == before


def test_an_inspection_full_of_the_longest_texts_can_still_be_delivered(stand: Stand, tmp_path: Path) -> None:
    for type_in in list(texts_of(stand, "龑" * TEXT_LIMIT).values())[:-1]:
        type_in()
    stand.item()
    assert delivered(stand, tmp_path)


@pytest.mark.long
@needs_corpus
def test_every_naughty_text_is_written_down_delivered_and_read_back(stand: Stand, tmp_path: Path) -> None:
    row = stand.item()
    kept: list[str] = []
    for text in naughty():
        clean = written(text)
        try:
            party = named(stand, text)
        except InputError as refusal:
            assert (refusal.code, clean) == ("party.name_missing", "")
            continue
        assert party.name == party.address == clean
        changed = replace(row, label_name=text, alleged=replace(row.alleged, mark=text))
        row = list_item.change_item(stand.device, changed, by=stand.by)
        describe_scene.describe_findings(stand.device, stand.inspection.id, findings=text, by=stand.by)
        dossier = read.dossier(stand.device, stand.inspection.id)
        assert dossier.party == party
        assert dossier.items == (row,)
        assert (row.label_name, row.alleged.mark, dossier.inspection.findings) == (clean, clean, clean)
        kept.append(clean)
    assert len(kept) > 450
    assert stand.opened._store.verify() == ()
    entries = delivered(stand, tmp_path)
    there = [entry["record"]["name"] for entry in entries if entry["kind"] == "Party"]
    assert there == kept


def delivered(stand: Stand, tmp_path: Path) -> list[dict[str, Any]]:
    """Carry everything to a new centre and return the entries it holds now."""
    data, stick = tmp_path / "central", tmp_path / "stick"
    create_central(data, "样本中心")
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(data)), "utf-8")
    stand.opened.delivery.enrol(invitation)
    stick.mkdir()
    stand.opened.delivery.carry_to(stick, by=stand.by)
    said = take_in_folder(data, stick)
    assert (said["refused"], said["waiting"]) == ([], [])
    assert stand.opened.delivery.collect_from(stick, by=stand.by)
    return [json.loads(raw) for raw in read_entries(data, stand.device.id)]


def printed(stand: Stand, form: str) -> str:
    """Print a form and return the text a reader finds in it."""
    notice = preview_notice(stand.device, stand.inspection.id, form)
    with pypdfium2.PdfDocument(notice.pdf) as document:
        assert len(document) == notice.pages
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.long
@needs_corpus
def test_every_naughty_text_is_printed_or_its_character_named(stand: Stand) -> None:
    stand.visit()
    row: Item = stand.item()
    texts = [written(text)[:400] for text in naughty()]
    refused: set[str] = set()
    for start in range(0, len(texts), 60):
        text = "\n".join(texts[start : start + 60])
        found = None
        while found is None:
            text = "".join(char for char in text if char not in refused)
            described = describe_scene.describe_findings(
                stand.device, stand.inspection.id, findings=text, by=stand.by
            )
            text = described.findings  # where a character was taken out, its neighbours may have joined
            try:
                found = printed(stand, "9")
            except SystemFault as fault:
                assert fault.code == "notice.glyph_missing"
                char = chr(int(str(fault.facts["char"]).removeprefix("U+"), 16))
                assert char in text
                refused.add(char)
        ink = {char for char in normalize("NFKC", text) if not without_ink(char) and not char.isspace()}
        missing = ink - set(normalize("NFKC", found))
        assert not missing, ascii(missing)
        row = list_item.change_item(stand.device, replace(row, label_name=text[:200] or "样本"), by=stand.by)
        assert printed(stand, "24")
    assert refused  # some characters no font of ours has; none of them was left blank


@needs_corpus
@pytest.mark.parametrize("kind", sorted(codes.KINDS))
def test_no_text_breaks_the_check_of_a_code(kind: str) -> None:
    for text in (*naughty(), *BROKEN):
        checked = codes.check(kind, text)
        assert checked.valid == (not checked.reasons)
        for said in (checked.value_as_read, *(reason.zh + reason.en for reason in checked.reasons)):
            said.encode()


INVITATIONS = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "nested": b"[" * 60_000,
    "not utf-8": b'{"v":\xff}',
    "half a character": b'{"v":1,"kind":"inspector-invitation","centre":"\\ud800"}',
    "no number": b'{"v":NaN}',
    "a long number": b'{"v":' + b"9" * 5000 + b"}",
    "too large": b" " * (1 << 20) + b"{}",
}


@pytest.mark.parametrize("content", INVITATIONS.values(), ids=INVITATIONS)
def test_what_is_no_invitation_is_refused(stand: Stand, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "invitation.json").write_bytes(content)
    with pytest.raises(InputError) as refusal:
        stand.opened.delivery.enrol(tmp_path / "invitation.json")
    assert refusal.value.code == "enrol.not_an_invitation"
    assert stand.opened.delivery.centre() is None


@needs_corpus
def test_no_hostile_file_is_an_invitation(stand: Stand, tmp_path: Path) -> None:
    for file in (*FILES, tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError) as refusal:
            stand.opened.delivery.enrol(file)
        assert refusal.value.code in {"enrol.not_an_invitation", "enrol.unreadable"}
    assert stand.opened.delivery.centre() is None


@pytest.mark.parametrize(
    "url",
    [
        "http://[",
        "http://\x00",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://..",
        "http://xn--",
        "::",
    ],
)
def test_an_invitation_with_no_address_says_so(stand: Stand, tmp_path: Path, url: str) -> None:
    create_central(tmp_path / "central", "样本中心")
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps({**invite(tmp_path / "central"), "url": url}), "utf-8")
    with pytest.raises(SystemFault) as fault:
        stand.opened.delivery.enrol(invitation)
    assert fault.value.code == "transport.unreachable"
    assert stand.opened.delivery.centre() is None


@needs_corpus
@pytest.mark.parametrize("kind", ["receipt", "refusal"])
def test_no_hostile_file_confirms_or_refuses_a_delivery(stand: Stand, tmp_path: Path, kind: str) -> None:
    create_central(tmp_path / "central", "样本中心")
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(tmp_path / "central")), "utf-8")
    stand.opened.delivery.enrol(invitation)
    (tmp_path / "stick").mkdir()
    (delivery,) = stand.opened.delivery.carry_to(tmp_path / "stick", by=stand.by)
    answer = tmp_path / "stick" / "IPB-IN" / f"{delivery.id}.{kind}"
    answer.parent.mkdir(exist_ok=True)
    before = stand.device.journal.length()
    for file in FILES:
        shutil.copyfile(file, answer)
        found = stand.opened.delivery.collect_from(tmp_path / "stick", by=stand.by)
        ((said,), moved) = (found.not_believed, found.moved)
        assert (said.delivery.id, moved) == (delivery.id, ())
        assert re.fullmatch(r"(receipt|statement)\.(form|signature)", said.error.code)
    assert stand.device.journal.length() == before


@needs_corpus
def test_the_verifier_cannot_tell_of_a_hostile_file_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    for file in FILES:
        assert main(["verify", str(file), "--json"]) == 3
        said = json.loads(capsys.readouterr().out)
        assert said["verdict"] == "cannot-tell"


@needs_corpus
def test_a_hostile_list_of_signers_knows_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    bundle = Path(__file__).parent / "vectors" / "first.ipb"
    for file in FILES:
        assert main(["verify", str(bundle), "--signers", str(file), "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["verdict"] == "signer-unknown"


@needs_corpus
def test_the_centre_refuses_every_hostile_file_by_name(tmp_path: Path) -> None:
    create_central(tmp_path / "central", "样本中心")
    out = tmp_path / "stick" / "IPB-OUT"
    out.mkdir(parents=True)
    for number, file in enumerate(FILES):
        shutil.copyfile(file, out / f"{number}.ipb")
        shutil.copyfile(file, out / f"{number}.enrol")
    said = take_in_folder(tmp_path / "central", tmp_path / "stick")
    refused = said.pop("refused")
    assert isinstance(refused, list)
    assert {each["file"] for each in refused if isinstance(each, dict)} == {
        file.name for file in out.iterdir()
    }
    assert set(map(str, said.values())) == {"[]"}
