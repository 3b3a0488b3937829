"""Key slots: what opens a device, what does not, and what survives a damaged disk."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector import keys
from inspector.errors import BugError, InputError, InspectorError, SystemFault
from inspector.keys import KdfCost

QUICK = KdfCost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "青花 瓷瓶 样本 口令"
DEVICE = "d0" * 16


@pytest.fixture
def made(tmp_path: Path) -> keys.Created:
    return keys.create(tmp_path, PASSPHRASE, device_id=DEVICE, cost=QUICK)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def unlock(folder: Path, secret: str = PASSPHRASE) -> keys.Keyring:
    return keys.unlock(folder, secret, floor=QUICK)


def code_of(told: pytest.ExceptionInfo[InspectorError]) -> str:
    return told.value.code


def test_passphrase_and_recovery_code_open_the_same_keys(tmp_path: Path, made: keys.Created) -> None:
    for secret in (PASSPHRASE, made.recovery_code):
        with unlock(tmp_path, secret) as keyring:
            assert keyring.device_id == DEVICE
            assert keyring.database_key() == made.keyring.database_key()
            assert keyring.vault_key() == made.keyring.vault_key()
            assert keyring.signer.public_key == made.keyring.signer.public_key
            assert keyring.damaged_copy == ""


def test_each_purpose_has_a_key_of_its_own(made: keys.Created) -> None:
    database, vault = made.keyring.database_key(), made.keyring.vault_key()
    assert len(database) == len(vault) == 32
    assert database != vault


def test_the_signer_signs_as_its_public_key_says(made: keys.Created) -> None:
    signer = made.keyring.signer
    Ed25519PublicKey.from_public_bytes(signer.public_key).verify(signer.sign(b"note"), b"note")


def test_full_width_letters_of_a_chinese_keyboard_are_the_same_passphrase(tmp_path: Path) -> None:
    keys.create(tmp_path, "sample passphrase 2026", device_id=DEVICE, cost=QUICK)
    unlock(tmp_path, "ｓａｍｐｌｅ passphrase ２０２６").close()


def test_a_wrong_secret_is_told_and_changes_nothing(tmp_path: Path, made: keys.Created) -> None:
    before = files(tmp_path)
    for wrong in ("", "另一个 完全 不同 的口令", PASSPHRASE[:-1], "one two three four five six seven eight"):
        with pytest.raises(InputError) as told:
            unlock(tmp_path, wrong)
        assert code_of(told) == "keys.wrong_secret"
    assert files(tmp_path) == before


def test_another_devices_code_is_a_wrong_secret(tmp_path: Path, made: keys.Created) -> None:
    other = keys.create(tmp_path / "other", PASSPHRASE, device_id="e1" * 16, cost=QUICK)
    with pytest.raises(InputError) as told:
        unlock(tmp_path, other.recovery_code)
    assert code_of(told) == "keys.wrong_secret"


def test_a_mistyped_recovery_code_names_its_group(tmp_path: Path, made: keys.Created) -> None:
    groups = made.recovery_code.split("-")
    groups[4] = groups[4][:-1] + ("3" if groups[4][-1] != "3" else "4")
    with pytest.raises(InputError) as told:
        unlock(tmp_path, "-".join(groups))
    assert (code_of(told), told.value.facts) == ("keys.recovery_group", {"group": 5})


def test_a_passphrase_that_looks_like_a_mistyped_code_still_opens(tmp_path: Path) -> None:
    model = keys.create(tmp_path / "a", PASSPHRASE, device_id=DEVICE, cost=QUICK)
    groups = model.recovery_code.split("-")
    passphrase = " ".join([*groups[:7], "AAAAAA" if groups[7] != "AAAAAA" else "CCCCCC"])
    keys.create(tmp_path / "b", passphrase, device_id=DEVICE, cost=QUICK)
    unlock(tmp_path / "b", passphrase).close()


def test_a_locked_keyring_gives_nothing(made: keys.Created) -> None:
    keyring, signer = made.keyring, made.keyring.signer
    keyring.close()
    keyring.close()
    assert keyring.is_locked
    for attempt in (keyring.database_key, keyring.vault_key, lambda: signer.sign(b"note")):
        with pytest.raises(SystemFault) as told:
            attempt()
        assert code_of(told) == "keys.locked"


def test_nothing_that_prints_shows_a_secret(made: keys.Created) -> None:
    shown = repr(made) + repr(made.keyring) + str(made)
    assert made.recovery_code not in shown
    assert made.keyring.database_key().hex() not in shown


def test_the_key_file_holds_no_secret_and_only_its_owner_reads_it(tmp_path: Path, made: keys.Created) -> None:
    for name, content in files(tmp_path).items():
        assert PASSPHRASE.encode() not in content
        assert made.recovery_code.encode() not in content
        assert made.keyring.database_key().hex().encode() not in content
        if sys.platform != "win32":
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["keys-a.json", "keys-b.json"])
@pytest.mark.parametrize(
    "damage", ["missing", "cut", "flipped", "empty", "not json", "fraction", "half a character", "deep"]
)
def test_one_damaged_copy_is_told_and_mended(
    tmp_path: Path, made: keys.Created, name: str, damage: str
) -> None:
    whole = files(tmp_path)
    file = tmp_path / name
    if damage == "missing":
        file.unlink()
    elif damage == "flipped":
        file.write_bytes(whole[name].replace(b'"generation":1', b'"generation":3'))
    else:
        left = {
            "cut": whole[name][:200],
            "empty": b"",
            "not json": b"\xff[]",
            "fraction": b'{"body":1.5,"mac":"","sum":""}',
            "half a character": b'{"body":"\\ud800","mac":"","sum":""}',
            "deep": b"[" * 100_000,
        }
        file.write_bytes(left[damage])
    with unlock(tmp_path) as keyring:
        assert keyring.damaged_copy == name
        assert keyring.vault_key() == made.keyring.vault_key()
    assert files(tmp_path) == whole
    with unlock(tmp_path) as keyring:
        assert keyring.damaged_copy == ""


def test_two_damaged_copies_and_none_at_all_are_told_apart(tmp_path: Path, made: keys.Created) -> None:
    for file in tmp_path.iterdir():
        file.write_bytes(b"{}")
    with pytest.raises(SystemFault) as told:
        unlock(tmp_path)
    assert code_of(told) == "keys.damaged"
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(SystemFault) as told:
        unlock(tmp_path)
    assert code_of(told) == "keys.missing"


def edit(folder: Path, old: str, new: str) -> None:
    """Edit both copies as somebody would who knows the format: the sum is right, the MAC cannot be."""
    import hashlib

    from inspector.canonical import canonical

    for file in folder.iterdir():
        content = json.loads(file.read_text("utf-8").replace(old, new))
        content["sum"] = hashlib.sha256(canonical(content["body"])).hexdigest()
        file.write_bytes(canonical(content))


def test_an_edited_key_file_cannot_lower_the_cost(tmp_path: Path) -> None:
    dearer = KdfCost(memory_kib=128, passes=2, lanes=1)
    keys.create(tmp_path, PASSPHRASE, device_id=DEVICE, cost=dearer)
    edit(tmp_path, '"memory_kib":128', '"memory_kib":64')
    with pytest.raises(SystemFault) as told:
        keys.unlock(tmp_path, PASSPHRASE, floor=dearer)
    assert code_of(told) == "keys.cost_lowered"
    with pytest.raises(
        InputError
    ):  # nor does it help to be allowed a lower floor: the slot is bound to its cost
        unlock(tmp_path)


def test_a_cheap_device_does_not_open_unless_the_caller_allows_it(tmp_path: Path, made: keys.Created) -> None:
    with pytest.raises(SystemFault) as told:
        keys.unlock(tmp_path, PASSPHRASE)
    assert code_of(told) == "keys.cost_lowered"


def test_a_key_file_that_asks_for_a_terabyte_is_refused(tmp_path: Path, made: keys.Created) -> None:
    edit(tmp_path, '"memory_kib":64', '"memory_kib":1073741824')
    with pytest.raises(SystemFault) as told:
        unlock(tmp_path)
    assert code_of(told) == "keys.cost_lowered"


def test_an_edited_generation_is_found_by_the_mac(tmp_path: Path, made: keys.Created) -> None:
    edit(tmp_path, '"generation":1', '"generation":7')
    with pytest.raises(SystemFault) as told:
        unlock(tmp_path)
    assert code_of(told) == "keys.damaged"


def test_a_slot_of_another_device_opens_nothing(tmp_path: Path, made: keys.Created) -> None:
    edit(tmp_path, DEVICE, "e1" * 16)
    with pytest.raises(InputError):
        unlock(tmp_path)


@pytest.mark.parametrize("by", ["passphrase", "code"])
def test_a_changed_passphrase_opens_and_the_old_one_no_more(
    tmp_path: Path, made: keys.Created, by: str
) -> None:
    secret = PASSPHRASE if by == "passphrase" else made.recovery_code
    keys.change_passphrase(tmp_path, secret, "a quite different sentence", cost=QUICK, floor=QUICK)
    for opens in ("a quite different sentence", made.recovery_code):
        with unlock(tmp_path, opens) as keyring:
            assert keyring.database_key() == made.keyring.database_key()
    with pytest.raises(InputError):
        unlock(tmp_path)


def test_a_change_cut_off_between_the_copies_loses_nobody(tmp_path: Path, made: keys.Created) -> None:
    old = files(tmp_path)["keys-b.json"]
    keys.change_passphrase(tmp_path, PASSPHRASE, "a quite different sentence", cost=QUICK, floor=QUICK)
    (tmp_path / "keys-b.json").write_bytes(old)
    with unlock(tmp_path, "a quite different sentence") as keyring:
        assert keyring.damaged_copy == "keys-b.json"
    with pytest.raises(InputError):
        unlock(tmp_path)


def test_a_wrong_secret_changes_no_passphrase(tmp_path: Path, made: keys.Created) -> None:
    before = files(tmp_path)
    with pytest.raises(InputError):
        keys.change_passphrase(
            tmp_path, "wrong wrong wrong", "a quite different sentence", cost=QUICK, floor=QUICK
        )
    with pytest.raises(InputError):
        keys.change_passphrase(tmp_path, PASSPHRASE, "short", cost=QUICK, floor=QUICK)
    assert files(tmp_path) == before


@pytest.mark.parametrize("by", ["passphrase", "code"])
def test_a_new_recovery_code_opens_and_the_old_one_no_more(
    tmp_path: Path, made: keys.Created, by: str
) -> None:
    secret = PASSPHRASE if by == "passphrase" else made.recovery_code
    code = keys.replace_recovery_code(tmp_path, secret, floor=QUICK)
    assert code != made.recovery_code
    for opens in (PASSPHRASE, code):
        with unlock(tmp_path, opens) as keyring:
            assert keyring.database_key() == made.keyring.database_key()
            assert keyring.damaged_copy == ""
    with pytest.raises(InputError) as told:
        unlock(tmp_path, made.recovery_code)
    assert code_of(told) == "keys.wrong_secret"


def test_a_wrong_secret_makes_no_recovery_code(tmp_path: Path, made: keys.Created) -> None:
    before = files(tmp_path)
    with pytest.raises(InputError):
        keys.replace_recovery_code(tmp_path, "wrong wrong wrong", floor=QUICK)
    assert files(tmp_path) == before


def test_keys_are_never_replaced(tmp_path: Path, made: keys.Created) -> None:
    before = files(tmp_path)
    with pytest.raises(InputError) as told:
        keys.create(tmp_path, PASSPHRASE, device_id=DEVICE, cost=QUICK)
    assert code_of(told) == "keys.already_created"
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "weak", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "a b c d", "one one one one"]
)
def test_weak_passphrases_are_refused(tmp_path: Path, weak: str) -> None:
    with pytest.raises(InputError) as told:
        keys.create(tmp_path, weak, device_id=DEVICE, cost=QUICK)
    assert code_of(told) == "keys.weak_passphrase"
    assert not keys.exists(tmp_path)


@pytest.mark.parametrize("strong", ["twelve chars", "红茶 青瓷 竹椅 灯笼", "correct horse battery staple"])
def test_strong_passphrases_are_taken(strong: str) -> None:
    keys.require_strong(strong)


def test_a_device_id_is_32_hex_digits(tmp_path: Path) -> None:
    with pytest.raises(BugError):
        keys.create(tmp_path, PASSPHRASE, device_id="../..", cost=QUICK)


def test_the_standard_cost_is_what_is_written_by_default() -> None:
    assert keys.STANDARD.meets(keys.FLOOR)
    assert (keys.FLOOR.memory_kib, keys.FLOOR.passes) == (64 * 1024, 3)
