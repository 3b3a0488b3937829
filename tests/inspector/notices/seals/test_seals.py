"""Electronic seals: honest files always validate, whatever was changed is told, and nothing drawn is touched."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from inspector.errors import SystemFault
from inspector.notices import PadesSealer
from inspector.records import SealRole, SealState
from tests.inspector.notices.archival import faults
from tests.inspector.notices.papers import dossier
from tests.inspector.notices.test_press import printed
from tests.seal_keys import BOTH, DEVICE_KEY, OFFICER_KEY, Authority, seal_key

SEALER = PadesSealer()
AT = datetime(2026, 11, 23, 2, 40, 5, tzinfo=UTC)
PLACE = "样本会展中心3号馆B-217展位"


@cache
def plain(form: str = "21") -> bytes:
    return printed(form, dossier(photos=1)).pdf


@cache
def closed(form: str = "21") -> bytes:
    return SEALER.seal(plain(form), BOTH, at=AT, place=PLACE)


def states(pdf: bytes) -> list[SealState]:
    return [seal.state for seal in SEALER.read(pdf)]


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_both_seals_are_increments_over_what_was_printed(form: str) -> None:
    assert closed(form).startswith(plain(form))
    device, officer = SEALER.read(closed(form))
    assert (device.role, officer.role) == (SealRole.DEVICE, SealRole.OFFICER)
    assert device.state is officer.state is SealState.INTACT
    assert (device.name, officer.name) == (DEVICE_KEY.name, OFFICER_KEY.name)
    assert device.at == officer.at == AT


def test_the_first_seal_closes_what_was_printed_and_the_last_the_whole_file() -> None:
    assert [seal.why for seal in SEALER.read(closed())] == [
        "ENTIRE_REVISION FORM_FILLING",
        "ENTIRE_FILE NONE",
    ]


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_a_sealed_notice_is_still_an_archive_file(form: str) -> None:
    assert faults(closed(form)) == []


def test_nothing_is_drawn_over_the_pages() -> None:
    assert text_of(closed()) == text_of(plain())
    for before, after in zip(pypdfium2.PdfDocument(plain()), pypdfium2.PdfDocument(closed()), strict=True):
        assert before.render().to_numpy().tobytes() == after.render().to_numpy().tobytes()


def test_names_and_reasons_of_the_seals_are_the_same_for_ever() -> None:
    with pikepdf.open(io.BytesIO(closed())) as document:
        fields = {str(field.T): field.V for field in document.Root.AcroForm.Fields}
        assert list(fields) == ["InspectorDeviceSeal", "InspectorOfficerSeal"]
        device, officer = fields.values()
        assert str(device.Reason) == "证明本文书由本执法设备制作，此后未被改动；时间取自设备时钟"
        assert str(officer.Reason) == "执法人员确认出具本文书；时间取自设备时钟"
        assert {str(each.Location) for each in fields.values()} == {PLACE}
        assert {str(each.M) for each in fields.values()} == {"D:20261123104005+08'00'"}
        assert {str(each.SubFilter) for each in fields.values()} == {"/ETSI.CAdES.detached"}
        assert int(device.Reference[0].TransformParams.P) == 2


def test_nothing_but_the_signature_itself_varies() -> None:
    """Test keys sign deterministically: so does the file; no clock and no chance of the machine is in it."""
    assert SEALER.seal(plain(), BOTH, at=AT, place=PLACE) == closed()
    assert datetime.now(UTC).strftime("D:%Y%m%d").encode() not in closed()[len(plain()) :]


def test_a_device_without_an_officer_key_seals_alone() -> None:
    alone = SEALER.seal(plain(), (DEVICE_KEY,), at=AT, place=PLACE)
    (device,) = SEALER.read(alone)
    assert (device.role, device.state) == (SealRole.DEVICE, SealState.INTACT)
    assert faults(alone) == []


def test_without_keys_the_file_stays_as_printed_and_has_no_seals() -> None:
    assert SEALER.seal(plain(), (), at=AT, place=PLACE) == plain()
    assert SEALER.read(plain()) == ()


def test_the_private_key_stays_where_it_is_and_its_refusal_is_told() -> None:
    def locked(message: bytes) -> bytes:
        raise SystemFault("keys.locked")

    with pytest.raises(SystemFault) as raised:
        SEALER.seal(plain(), (replace(DEVICE_KEY, sign=locked),), at=AT, place=PLACE)
    assert raised.value.code == "keys.locked"


def test_its_libraries_are_loaded_when_told_and_not_before() -> None:
    told = "from inspector.notices import PadesSealer; s = PadesSealer(); print('pyhanko' in sys.modules)"
    script = f"import sys; {told}; s.make_ready(); print('pyhanko' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_certificate_that_is_none_is_refused() -> None:
    with pytest.raises(SystemFault) as raised:
        SEALER.seal(plain(), (replace(DEVICE_KEY, certificate=b"none"),), at=AT, place=PLACE)
    assert raised.value.code == "seal.failed"


def test_a_signature_that_is_not_the_certificates_is_told() -> None:
    other = seal_key(SealRole.DEVICE, "somebody else")
    forged = SEALER.seal(plain(), (replace(DEVICE_KEY, sign=other.sign),), at=AT, place=PLACE)
    assert states(forged) == [SealState.CHANGED]


def test_a_changed_page_is_told_by_both_seals() -> None:
    at = closed().index(b"stream\n") + 50
    changed = flipped(closed(), at, 0)
    assert SealState.INTACT not in states(changed)


def test_a_page_redrawn_on_top_is_told() -> None:
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(closed()))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(each) for each in (0, 0, 100, 100)])
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    writer.write(out)
    assert out.getvalue().startswith(closed())
    assert states(out.getvalue()) == [SealState.ADDED_TO, SealState.ADDED_TO]


def test_bytes_behind_the_end_are_told() -> None:
    assert states(closed() + b"\n% added\n")[-1] is SealState.ADDED_TO


def test_cut_back_to_the_first_seal_only_that_is_left() -> None:
    whole = closed()
    first = whole[: [found.end() for found in re.finditer(rb"%%EOF\n?", whole)][1]]
    assert [seal.role for seal in SEALER.read(first)] == [SealRole.DEVICE]


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%%EOF\n", bytes(2000)])
def test_what_is_no_pdf_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(SystemFault) as raised:
        SEALER.read(content)
    assert raised.value.code == "seal.unreadable"


# -- one-bit changes -------------------------------------------------------------------------------


def flipped(content: bytes, at: int, bit: int) -> bytes:
    return content[:at] + bytes([content[at] ^ (1 << bit)]) + content[at + 1 :]


def covered(content: bytes) -> list[int]:
    """Every position but the room of the last signature itself, which no seal can cover."""
    start, length, after, rest = map(int, re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", content)[-1])
    return [*range(start, start + length), *range(after, after + rest)]


def missed(count: int, seed: int) -> list[tuple[int, int]]:
    """Return the changes that reading the seals did not notice."""
    content, chance = closed(), random.Random(seed)
    places = covered(content)
    changes = [(chance.choice(places), chance.randrange(8)) for _ in range(count)]
    return [(at, bit) for at, bit in changes if seems_honest(flipped(content, at, bit))]


def seems_honest(content: bytes) -> bool:
    try:
        return states(content) == [SealState.INTACT, SealState.INTACT]
    except SystemFault:
        return False


def test_one_bit_changed_under_the_seals_is_always_noticed() -> None:
    assert missed(40, 20261126) == []


@pytest.mark.long
def test_one_bit_changed_under_the_seals_is_noticed_in_1000_of_1000() -> None:
    assert missed(1000, 20261127) == []


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=1, max_size=20), st.integers(946684800, 4070908800), st.booleans())
def test_honest_seals_always_validate(place: str, at: int, has_officer: bool) -> None:
    """Whatever place and clock: also a clock from before the certificate was made, and after today."""
    keys = BOTH if has_officer else (DEVICE_KEY,)
    moment = datetime.fromtimestamp(at, UTC)
    found = SEALER.read(SEALER.seal(plain("24"), keys, at=moment, place=place))
    assert [seal.state for seal in found] == [SealState.INTACT] * len(keys)
    assert {seal.at for seal in found} == {moment}


# -- later timestamp -------------------------------------------------------------------------------

LATER = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def test_a_timestamp_comes_on_top_of_a_copy() -> None:
    authority = Authority(LATER)
    copy = SEALER.timestamped_copy(closed(), authority)
    assert copy.startswith(closed())
    assert authority.asked == 1
    found = SEALER.read(copy)
    assert [seal.role for seal in found] == [SealRole.DEVICE, SealRole.OFFICER, SealRole.TIMESTAMP]
    assert [seal.state for seal in found] == [SealState.INTACT] * 3
    assert found[-1].at == LATER
    assert faults(copy) == []
    assert text_of(copy) == text_of(closed())


def test_a_changed_copy_is_told_by_its_timestamp() -> None:
    copy = SEALER.timestamped_copy(closed(), Authority(LATER))
    changed = flipped(copy, copy.index(b"stream\n") + 50, 3)
    assert all(state is not SealState.INTACT for state in states(changed))


@pytest.mark.parametrize("answer", [b"", b"<html>no</html>", bytes.fromhex("30053003020102")])
def test_an_authority_that_refuses_or_babbles_gives_no_copy(answer: bytes) -> None:
    with pytest.raises(SystemFault) as raised:
        SEALER.timestamped_copy(closed(), lambda _: answer)
    assert raised.value.code == "seal.timestamp_refused"


def test_an_answer_to_another_question_gives_no_copy() -> None:
    authority, kept = Authority(LATER), []

    def replayed(request: bytes) -> bytes:
        kept.append(authority(request))
        return kept[0]

    SEALER.timestamped_copy(closed(), replayed)
    with pytest.raises(SystemFault) as raised:
        SEALER.timestamped_copy(closed("24"), replayed)
    assert raised.value.code == "seal.timestamp_refused"


def test_what_the_way_to_the_authority_says_passes_through() -> None:
    def no_way(request: bytes) -> bytes:
        raise SystemFault("sync.unreachable")

    with pytest.raises(SystemFault) as raised:
        SEALER.timestamped_copy(closed(), no_way)
    assert raised.value.code == "sync.unreachable"
