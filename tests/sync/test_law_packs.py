"""A signed law pack: believed under the pinned key alone, kept, in force from the next opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from inspector.actions.ports import Device
from inspector.canonical import canonical
from inspector.errors import BugError, InputError
from inspector.law import load
from inspector.law.deadlines.deadline import deadline
from inspector.law.pack import from_texts
from inspector.law.reading import texts_of
from sync.central import Centre
from sync.enrolment import enrol, pin
from sync.law_packs import import_law_pack, kept_law_packs, law_in_force, read_law_pack, sign_law_pack
from sync.statement import make_statement, read_statement
from sync.work_calendars import import_calendar, sign_calendar
from tests.stand import Stand

SHIPPED = texts_of(resources.files("resources") / "law")
YEAR = '\n[[year]]\nyear = 2027\nsource = "样本通知"\nholidays = ["2027-01-01..2027-01-03"]\nmade_up = []\n'


def tables(folder: Path, version: str, **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    texts = SHIPPED | {f"{name}.toml": text for name, text in changed.items()}
    texts["statutes.toml"] = texts["statutes.toml"].replace(
        f'pack = "{load().version}"', f'pack = "{version}"'
    )
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def signed(data: Path, tmp_path: Path) -> Callable[..., bytes]:
    def sign(version: str, **changed: str) -> bytes:
        folder = tables(tmp_path / "tables", version, **changed)
        with Centre(data) as centre:
            sealing = centre.keys.signing.sign
            return sign_law_pack(folder, issuer=centre.name, at=centre.now(), sign=sealing).encoded()

    return sign


@pytest.fixture
def device(stand: Stand, data: Path) -> Device:
    from sync.central import invite, running_central

    with running_central(data) as url:
        pin(stand.device, enrol(stand.device, "样本局", invite(data, url)), by=stand.by)
    return stand.device


def refusal(device: Device, raw: bytes) -> InputError:
    before = device.journal.length()
    with pytest.raises(InputError) as told:
        import_law_pack(device, raw, by="device")
    assert device.journal.length() == before
    return told.value


def test_the_newest_is_in_force_and_all_are_kept(device: Device, signed: Callable[..., bytes]) -> None:
    assert law_in_force(device.journal, device.law) is device.law
    calendar = SHIPPED["calendar.toml"] + YEAR
    first = import_law_pack(device, signed("2027.1.1", calendar=calendar), by="device")
    import_law_pack(device, signed("2027.1.10"), by="device")
    assert [each.pack.version for each in kept_law_packs(device.journal)] == ["2027.1.1", "2027.1.10"]
    kept = kept_law_packs(device.journal)[0]
    assert (kept.sha256, kept.issuer, kept.texts["calendar.toml"]) == (first.sha256, "样本中心", calendar)
    assert law_in_force(device.journal, device.law).version == "2027.1.10"


def test_a_device_opens_with_what_was_imported(
    device: Device, stand: Stand, signed: Callable[..., bytes]
) -> None:
    from tests.stand import CHEAP, PASSPHRASE
    from ui.wiring import Workplace

    import_law_pack(device, signed("2027.1.1", calendar=SHIPPED["calendar.toml"] + YEAR), by="device")
    folder = stand.opened.folder
    stand.opened.close()
    with Workplace(folder, clock=stand.clock, kdf_cost=CHEAP).unlock(PASSPHRASE) as again:
        assert again.device.law.version == "2027.1.1"


def test_a_shipped_pack_that_is_newer_goes_before_an_imported_one(
    device: Device, signed: Callable[..., bytes], tmp_path: Path
) -> None:
    import_law_pack(device, signed("2027.1.1"), by="device")
    later = load(tables(tmp_path / "later", "2027.2.1"))
    assert law_in_force(device.journal, later) is later


def test_a_kept_pack_this_program_no_longer_reads_is_passed_over(
    device: Device, signed: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_law_pack(device, signed("2027.1.1"), by="device")
    import_law_pack(
        device, signed("2027.1.2", deadlines=SHIPPED["deadlines.toml"] + "\n# 旧式\n"), by="device"
    )
    from sync import law_packs

    reads = from_texts

    def stricter(texts: dict[str, str]) -> object:
        if "旧式" in texts["deadlines.toml"]:
            raise BugError("law.pack", file="deadlines.toml", why="x")
        return reads(texts)

    monkeypatch.setattr(law_packs, "from_texts", stricter)
    assert law_in_force(device.journal, device.law).version == "2027.1.1"


@pytest.mark.parametrize("version", ["2026.11.1", load().version])
def test_an_older_pack_or_the_same_is_not_imported(
    device: Device, signed: Callable[..., bytes], version: str
) -> None:
    told = refusal(device, signed(version))
    assert told.code == "law.pack_not_newer"
    assert load().version in told.sentence("zh")


def test_a_device_without_a_centre_believes_nobody(stand: Stand, signed: Callable[..., bytes]) -> None:
    assert refusal(stand.device, signed("2027.1.1")).code == "device.not_enrolled"


def test_another_signer_and_every_changed_byte_are_refused(
    device: Device, signed: Callable[..., bytes]
) -> None:
    raw = signed("2027.1.1")
    statement = read_statement(raw)
    forged = {"signature": statement.signature, "text": statement.text.replace("length = 15", "length = 51")}
    assert refusal(device, canonical({**forged})).code == "law.pack_signature"
    own = make_statement("law-pack", {"v": 1}, device.signer.sign).encoded()
    assert refusal(device, own).code == "law.pack_signature"
    for cut in (b"", b"{}", raw[:-1], raw + b" ", b"\xff" * 40, b"[" * 100_000):
        assert refusal(device, cut).code == "law.pack_form"


@pytest.fixture
def years(data: Path) -> Callable[..., bytes]:
    """Sign a calendar alone; each is issued a second after the one before."""
    count = iter(range(100))

    def sign(text: str, *, at: str = "") -> bytes:
        with Centre(data) as centre:
            when = at or f"2026-12-01T00:00:{next(count):02}.000Z"
            return sign_calendar(text, issuer=centre.name, at=when, sign=centre.keys.signing.sign).encoded()

    return sign


def test_a_calendar_alone_reaches_the_device_whatever_its_law_pack(
    device: Device, signed: Callable[..., bytes], years: Callable[..., bytes]
) -> None:
    assert not device.law.calendar.knows(date(2027, 1, 1), date(2027, 1, 1))
    taken = import_calendar(device, years(YEAR), by="device")
    assert (taken.named, taken.issuer) == ("2027", "样本中心")
    law = law_in_force(device.journal, device.law)
    assert (law.version, law.calendar.years[-1].year) == (device.law.version, 2027)
    assert law.calendar.is_holiday(date(2027, 1, 3))
    assert deadline(law, "C-07", date(2026, 12, 28)).due == date(2027, 1, 7)
    assert not deadline(law, "C-07", date(2026, 12, 28)).is_provisional
    import_law_pack(device, signed("2027.1.1"), by="device")
    assert law_in_force(device.journal, device.law).calendar.knows(date(2027, 1, 1), date(2027, 1, 1))


def test_of_two_that_fix_a_year_the_later_holds(
    device: Device, signed: Callable[..., bytes], years: Callable[..., bytes]
) -> None:
    longer = YEAR.replace("2027-01-03", "2027-01-04")
    import_calendar(device, years(YEAR), by="device")
    import_calendar(device, years(longer, at="2099-01-01T00:00:00.000Z"), by="device")
    assert law_in_force(device.journal, device.law).calendar.is_holiday(date(2027, 1, 4))
    import_law_pack(device, signed("2027.1.1", calendar=SHIPPED["calendar.toml"] + YEAR), by="device")
    assert law_in_force(device.journal, device.law).calendar.is_holiday(date(2027, 1, 4))
    with pytest.raises(InputError) as told:
        import_calendar(device, years(YEAR), by="device")
    assert told.value.code == "law.calendar_not_newer"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "law.pack_refused"),
        ("year = []", "law.pack_form"),
        (YEAR.replace("2027-01-03", "2028"), "law.pack_refused"),
    ],
)
def test_a_calendar_that_is_not_sound_is_not_signed(
    years: Callable[..., bytes], text: str, code: str
) -> None:
    with pytest.raises(InputError) as told:
        years(text)
    assert told.value.code == code


def test_a_calendar_of_another_signer_is_not_believed(device: Device, years: Callable[..., bytes]) -> None:
    forged = make_statement("work-calendar", {"v": 1}, device.signer.sign).encoded()
    before = device.journal.length()
    for raw, code in (
        (forged, "law.pack_signature"),
        (b"{}", "law.pack_form"),
        (years(YEAR)[:-1], "law.pack_form"),
    ):
        with pytest.raises(InputError) as told:
            import_calendar(device, raw, by="device")
        assert told.value.code == code
    assert device.journal.length() == before


def test_a_receipt_is_no_law_pack(device: Device, data: Path) -> None:
    with Centre(data) as centre:
        other = make_statement("receipt", {"v": 1}, centre.keys.signing.sign).encoded()
    assert refusal(device, other).code == "law.pack_signature"


@pytest.mark.parametrize(
    "content",
    [
        {"v": 1},
        {"v": 1, "pack": "2027.1.1", "centre": "c", "at": "t", "tables": []},
        {"v": 1, "pack": "2027.1.1", "centre": "c", "at": "t", "tables": {"statutes.toml": 1}},
        {"v": 1, "pack": "2027.1.1", "centre": "c", "at": "t", "tables": {**SHIPPED}},
    ],
)
def test_a_signed_pack_of_another_shape_is_refused(device: Device, data: Path, content: dict) -> None:  # type: ignore[type-arg]
    with Centre(data) as centre:
        raw = make_statement("law-pack", content, centre.keys.signing.sign).encoded()
    assert refusal(device, raw).code == "law.pack_form"


@pytest.mark.parametrize(
    ("change", "file"),
    [
        ({"deadlines.toml": "length = "}, "deadlines.toml"),
        ({"extra.toml": ""}, "extra.toml"),
        ({"calendar.toml": SHIPPED["calendar.toml"] + YEAR + YEAR}, "calendar.toml"),
    ],
)
def test_faulty_tables_are_refused_by_name_though_signed(
    device: Device, data: Path, change: dict[str, str], file: str
) -> None:
    content = {"v": 1, "pack": "2027.1.1", "centre": "c", "at": "t", "tables": {**SHIPPED, **change}}
    with Centre(data) as centre:
        raw = make_statement("law-pack", content, centre.keys.signing.sign).encoded()  # type: ignore[arg-type]
    told = refusal(device, raw)
    assert (told.code, told.facts["file"]) == ("law.pack_refused", file)


def test_faulty_tables_are_not_even_signed(signed: Callable[..., bytes], tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        signed("2027.1.1", powers="")
    assert told.value.facts["file"] == "powers.toml"
    with pytest.raises(InputError) as told:
        sign_law_pack(tmp_path / "none", issuer="c", at="t", sign=lambda _: b"")
    assert told.value.code == "law.pack_refused"


def test_a_pack_reads_the_same_for_whoever_has_the_key(data: Path, signed: Callable[..., bytes]) -> None:
    with Centre(data) as centre:
        told = read_law_pack(signed("2027.1.1"), centre.keys.receipt_public)
    assert (told.pack.version, told.issuer) == ("2027.1.1", "样本中心")
