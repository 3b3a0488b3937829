"""Several ways in: each officer's passphrase, the recovery code, the custodians; losing one is a notice, not a loss."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from inspector import durable, keys
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.keys import Holder, KdfCost
from inspector.keys.escrow import new_escrow

QUICK = KdfCost(memory_kib=64, passes=1, lanes=1)
DEVICE = "d0" * 16
WANG = Holder("officer-1", "王样本", "样执001", "样本市市场监督管理局")
LI = Holder("officer-2", "李样本", "样执002", "样本市市场监督管理局")
OF_WANG, OF_LI = "青花 瓷瓶 样本 口令", "白瓷 盖碗 样本 口令"
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def made(tmp_path: Path) -> keys.Created:
    return keys.create(tmp_path, OF_WANG, device_id=DEVICE, holder=WANG, cost=QUICK)


def unlock(folder: Path, secret: str) -> keys.Keyring:
    return keys.unlock(folder, secret, floor=QUICK)


def give(folder: Path, holder: Holder, passphrase: str, secret: str = OF_WANG) -> None:
    keys.set_passphrase(keys.by_secret(folder, secret, QUICK), holder, passphrase, cost=QUICK, floor=QUICK)


def code_of(told: pytest.ExceptionInfo[InspectorError]) -> str:
    return told.value.code


def test_each_officer_has_a_passphrase_and_the_keys_are_the_same(tmp_path: Path, made: keys.Created) -> None:
    give(tmp_path, LI, OF_LI)
    for secret, officer in ((OF_WANG, "officer-1"), (OF_LI, "officer-2"), (made.recovery_code, "")):
        with unlock(tmp_path, secret) as keyring:
            assert keyring.officer_id == officer
            assert keyring.database_key() == made.keyring.database_key()
            assert keyring.device_seal.certificate == made.keyring.device_seal.certificate
            assert (keyring.officer_seal is None) == (officer == "")
    assert [(line.kind, line.officer) for line in keys.slots(tmp_path)] == [
        ("officer", "officer-2"),
        ("officer", "officer-1"),
        ("recovery", ""),
    ]


def test_an_officers_seal_names_them_signs_and_is_gone_when_locked(
    tmp_path: Path, made: keys.Created
) -> None:
    give(tmp_path, LI, OF_LI)
    keyring = unlock(tmp_path, OF_LI)
    seal = keyring.officer_seal
    assert seal is not None
    certificate = x509.load_der_x509_certificate(seal.certificate)
    assert "CN=李样本" in certificate.subject.rfc4514_string()
    public = certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(seal.sign(b"page"), b"page", ec.ECDSA(SHA256()))
    keyring.close()
    for each in (seal, keyring.device_seal):
        with pytest.raises(SystemFault) as told:
            each.sign(b"page")
        assert code_of(told) == "keys.locked"


def test_a_new_passphrase_keeps_the_officers_seal_and_the_others_slots(
    tmp_path: Path, made: keys.Created
) -> None:
    give(tmp_path, LI, OF_LI)
    with unlock(tmp_path, OF_LI) as before:
        assert before.officer_seal is not None
        certificate = before.officer_seal.certificate
    keys.change_passphrase(tmp_path, OF_LI, "粉彩 茶壶 样本 口令", cost=QUICK, floor=QUICK)
    with unlock(tmp_path, "粉彩 茶壶 样本 口令") as after:
        assert after.officer_seal is not None
        assert (after.officer_id, after.officer_seal.certificate) == ("officer-2", certificate)
    unlock(tmp_path, OF_WANG).close()
    with pytest.raises(InputError) as told:
        unlock(tmp_path, OF_LI)
    assert code_of(told) == "keys.wrong_secret"


def test_all_passphrases_forgotten_the_recovery_code_gives_new_ones(
    tmp_path: Path, made: keys.Created
) -> None:
    give(tmp_path, LI, OF_LI)
    with pytest.raises(InputError) as told:
        keys.change_passphrase(tmp_path, made.recovery_code, "粉彩 茶壶 样本 口令", cost=QUICK, floor=QUICK)
    assert code_of(told) == "keys.whose_passphrase"
    give(tmp_path, WANG, "粉彩 茶壶 样本 口令", made.recovery_code)
    with unlock(tmp_path, "粉彩 茶壶 样本 口令") as keyring:
        assert keyring.officer_id == "officer-1"
    assert len(keys.slots(tmp_path)) == 3


def test_a_colleague_cannot_set_anothers_passphrase_anew(tmp_path: Path, made: keys.Created) -> None:
    give(tmp_path, LI, OF_LI)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for holder, secret in ((LI, OF_WANG), (WANG, OF_LI)):
        with pytest.raises(InputError) as told:
            give(tmp_path, holder, "粉彩 茶壶 样本 口令", secret)
        assert code_of(told) == "keys.not_yours"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    give(tmp_path, LI, "粉彩 茶壶 样本 口令", OF_LI)
    with unlock(tmp_path, "粉彩 茶壶 样本 口令") as keyring:
        assert keyring.officer_id == "officer-2"


def test_two_officers_cannot_share_a_passphrase(tmp_path: Path, made: keys.Created) -> None:
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(InputError) as told:
        give(tmp_path, LI, OF_WANG)
    assert code_of(told) == "keys.passphrase_taken"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_officer_takes_over_an_open_device(tmp_path: Path, made: keys.Created) -> None:
    give(tmp_path, LI, OF_LI)
    with unlock(tmp_path, OF_WANG) as keyring:
        former = keyring.officer_seal
        keyring.hand_over(keys.acting_as(tmp_path, OF_LI, floor=QUICK))
        assert keyring.officer_id == "officer-2"
        assert former is not None
        with pytest.raises(SystemFault):
            former.sign(b"page")
    for secret, code in (
        (made.recovery_code, "keys.not_an_officer"),
        ("错的 口令 不是 这个", "keys.wrong_secret"),
    ):
        with pytest.raises(InputError) as told:
            keys.acting_as(tmp_path, secret, floor=QUICK)
        assert code_of(told) == code


def test_a_removed_officer_opens_nothing_and_the_last_way_in_stays(
    tmp_path: Path, made: keys.Created
) -> None:
    give(tmp_path, LI, OF_LI)
    lines = {line.officer: line.id for line in keys.slots(tmp_path)}
    keys.remove_slot(keys.by_secret(tmp_path, OF_LI, QUICK), lines["officer-1"])
    with pytest.raises(InputError):
        unlock(tmp_path, OF_WANG)
    for slot_id, code in ((lines["officer-2"], "keys.last_slot"), (lines[""], "keys.last_slot")):
        with pytest.raises(InputError) as told:
            keys.remove_slot(keys.by_secret(tmp_path, OF_LI, QUICK), slot_id)
        assert code_of(told) == code
    with pytest.raises(InputError) as told:
        keys.remove_slot(keys.by_secret(tmp_path, OF_LI, QUICK), "ff" * 16)
    assert code_of(told) == "keys.no_such_slot"


def test_custodians_open_when_every_passphrase_is_forgotten(tmp_path: Path, made: keys.Created) -> None:
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
    with pytest.raises(InputError) as told:
        keys.unlock_by_shares(tmp_path, shares)
    assert code_of(told) == "keys.escrow_none"
    keys.set_escrow(keys.by_secret(tmp_path, OF_WANG, QUICK), public)
    for pair in itertools.combinations(shares, 2):
        with keys.unlock_by_shares(tmp_path, pair) as keyring:
            assert (keyring.opened_by, keyring.officer_id) == ("escrow", "")
            assert keyring.database_key() == made.keyring.database_key()
    keys.set_passphrase(keys.by_shares(tmp_path, shares[:2]), LI, OF_LI, cost=QUICK, floor=QUICK)
    with unlock(tmp_path, OF_LI) as keyring:
        assert keyring.officer_id == "officer-2"


def test_too_few_or_other_shares_open_nothing(tmp_path: Path, made: keys.Created) -> None:
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
    _, others = new_escrow("另一局", 2, 3, date(2026, 11, 20))
    keys.set_escrow(keys.by_secret(tmp_path, OF_WANG, QUICK), public)
    for given, code in (
        (shares[:1], "keys.shares_few"),
        ((shares[0], others[1]), "keys.shares_differ"),
        (others[:2], "keys.escrow_other"),
    ):
        with pytest.raises(InputError) as told:
            keys.unlock_by_shares(tmp_path, given)
        assert code_of(told) == code


def test_a_slot_moved_to_another_device_or_officer_opens_nothing(tmp_path: Path, made: keys.Created) -> None:
    other = tmp_path / "other"
    keys.create(other, OF_LI, device_id="e1" * 16, holder=LI, cost=QUICK)
    content = json.loads((tmp_path / "keys-a.json").read_bytes())
    theirs = json.loads((other / "keys-a.json").read_bytes())
    for slot in (
        content["body"]["slots"][0] | {"officer": "officer-2"},
        content["body"]["slots"][0] | {"id": "00" * 16},
        theirs["body"]["slots"][0],
    ):
        moved = tmp_path / "moved"
        shutil.rmtree(moved, ignore_errors=True)
        moved.mkdir()
        from hashlib import sha256

        from inspector.canonical import canonical

        body = content["body"] | {"slots": [slot, *content["body"]["slots"][1:]]}
        text = canonical({"body": body, "mac": content["mac"], "sum": sha256(canonical(body)).hexdigest()})
        for name in ("keys-a.json", "keys-b.json"):
            (moved / name).write_bytes(text)
        for secret in (OF_WANG, OF_LI):
            with pytest.raises(InspectorError) as told:
                unlock(moved, secret)
            assert code_of(told) in {"keys.wrong_secret", "keys.damaged"}


def test_any_changed_bit_of_a_copy_is_told_and_mended(tmp_path: Path, made: keys.Created) -> None:
    """Every 17th byte, a different bit each: the other copy opens, the damaged one is named and written anew."""
    path = tmp_path / "keys-a.json"
    whole = path.read_bytes()
    for place in range(0, len(whole), 17):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with unlock(tmp_path, made.recovery_code) as keyring:
            assert keyring.damaged_copy == "keys-a.json", place
        assert path.read_bytes() == whole


def test_a_kill_at_any_write_of_a_change_leaves_a_way_in(
    tmp_path: Path, made: keys.Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutOffError(Exception): ...

    real = durable.replace
    for kept in range(2):
        done = itertools.count()

        def cut(source: Path, target: Path, kept: int = kept, done: itertools.count[int] = done) -> None:
            if next(done) == kept:
                raise CutOffError
            real(source, target)

        monkeypatch.setattr(durable, "replace", cut)
        with pytest.raises(CutOffError):
            give(tmp_path, LI, OF_LI)
        monkeypatch.setattr(durable, "replace", real)
        with unlock(tmp_path, OF_WANG) as keyring:
            assert (keyring.damaged_copy == "") == (kept == 0)
    with unlock(tmp_path, OF_LI) as keyring:
        assert keyring.officer_id == "officer-2"


def test_a_device_of_version_1_opens_and_is_written_in_todays_form(tmp_path: Path) -> None:
    told = json.loads((FIXTURES / "v1.json").read_text("utf-8"))
    for name in ("keys-a.json", "keys-b.json"):
        shutil.copy(FIXTURES / "v1" / name, tmp_path / name)
    for secret in (told["passphrase"], told["recovery_code"], told["passphrase"]):
        with unlock(tmp_path, secret) as keyring:
            assert keyring.signer.public_key.hex() == told["signing_key"]
            assert keyring.database_key().hex() == told["database_key"]
            assert keyring.vault_key().hex() == told["vault_key"]
            assert keyring.officer_id == ""
            certificate = keyring.device_seal.certificate
    with unlock(tmp_path, told["passphrase"]) as again:
        assert again.device_seal.certificate == certificate
        assert again.damaged_copy == ""
    assert json.loads((tmp_path / "keys-a.json").read_bytes())["body"]["v"] == 2
    give(tmp_path, WANG, OF_WANG, told["passphrase"])
    with unlock(tmp_path, OF_WANG) as keyring:
        assert keyring.officer_id == "officer-1"


def test_a_newer_key_file_is_refused_untouched(tmp_path: Path, made: keys.Created) -> None:
    from hashlib import sha256

    from inspector.canonical import canonical

    content = json.loads((tmp_path / "keys-a.json").read_bytes())
    body = content["body"] | {"v": 3}
    text = canonical({"body": body, "mac": content["mac"], "sum": sha256(canonical(body)).hexdigest()})
    for name in ("keys-a.json", "keys-b.json"):
        (tmp_path / name).write_bytes(text)
    with pytest.raises(SystemFault) as told:
        unlock(tmp_path, OF_WANG)
    assert code_of(told) == "keys.newer"
    assert (tmp_path / "keys-b.json").read_bytes() == text


def test_a_slot_below_todays_cost_is_named_and_written_anew_with_the_same_seal(
    tmp_path: Path, made: keys.Created
) -> None:
    dearer = KdfCost(memory_kib=128, passes=2, lanes=1)
    with keys.unlock(tmp_path, OF_WANG, floor=QUICK, asked=dearer) as before:
        assert before.is_renewal_due
        seal = before.officer_seal
        assert seal is not None
        certificate = seal.certificate
    keys.renew_passphrase(tmp_path, OF_WANG, cost=dearer, floor=QUICK)
    with keys.unlock(tmp_path, OF_WANG, floor=dearer, asked=dearer) as after:
        assert not after.is_renewal_due
        assert after.database_key() == made.keyring.database_key()
        assert after.officer_seal is not None
        assert after.officer_seal.certificate == certificate
    with keys.unlock(tmp_path, made.recovery_code, floor=dearer, asked=dearer) as by_code:
        assert not by_code.is_renewal_due
    with pytest.raises(InputError) as told:
        keys.renew_passphrase(tmp_path, made.recovery_code, cost=dearer, floor=QUICK)
    assert code_of(told) == "keys.not_an_officer"
