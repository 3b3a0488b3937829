"""The centre takes a bundle in whole or not at all, in order, and from whom it knows."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.errors import InputError, SystemFault
from sync.bundle import BundleFile
from sync.bundle.layout import USUAL_PART
from sync.central import Centre, accepting, read_object, running_central, stored_objects
from sync.central.accepting import accept
from sync.central.receiving import standing
from sync.receipts import read_receipt
from sync.transport import Caller
from tests.sync.central.bringing import OTHER, VECTORS, bring, take
from tests.vectors.by_hand import DEVICE, SIGNER, STRANGER, Recipe, entries, photo, word


def built(tmp_path: Path, recipe: Recipe) -> Path:
    path = tmp_path / f"{recipe.name}.ipb"
    path.write_bytes(recipe.build())
    return path


def refused(centre: Centre, path: Path) -> str:
    with pytest.raises(InputError) as error:
        take(centre, path)
    return error.value.code


def test_bundles_that_join_are_accepted_and_their_objects_read_back(centre: Centre) -> None:
    take(centre, VECTORS / "first.ipb")
    take(centre, VECTORS / "second.ipb")
    assert read_object(centre.data, "a1" * 16) == word("photo", 5000)
    assert read_object(centre.data, "b2" * 16) == b""


def test_the_receipt_names_every_object_and_is_the_same_each_time(centre: Centre) -> None:
    first = take(centre, VECTORS / "first.ipb")
    _, facts = read_receipt(first, centre.keys.receipt_public)
    assert [(each.object_id, each.sha256) for each in facts.objects] == [
        ("a1" * 16, hashlib.sha256(word("photo", 5000)).hexdigest())
    ]
    assert facts.checkpoint.count("\n— ") == 2
    assert take(centre, VECTORS / "first.ipb") == first


def test_two_commits_at_once_give_one_receipt(centre: Centre) -> None:
    bundle = bring(centre, VECTORS / "first.ipb")
    receipts: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: receipts.append(accept(centre, bundle, caller=DEVICE).encoded()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 4
    assert len(set(receipts)) == 1


def test_a_later_bundle_waits_and_is_taken_once_the_earlier_is_there(centre: Centre) -> None:
    assert refused(centre, VECTORS / "second.ipb") == "bundle.waiting_previous"
    take(centre, VECTORS / "first.ipb")
    take(centre, VECTORS / "second.ipb")


@pytest.mark.parametrize("name", sorted(path.name for path in VECTORS.glob("inside_*.ipb")))
def test_what_is_wrong_inside_leaves_nothing_behind(centre: Centre, name: str) -> None:
    code = refused(centre, VECTORS / name)
    assert code in {"bundle.altered", "bundle.key_unknown"}
    assert stored_objects(centre.data) == ()
    take(centre, VECTORS / "first.ipb")


def test_a_restored_or_copied_device_is_a_fork_and_is_never_applied(centre: Centre, tmp_path: Path) -> None:
    take(centre, VECTORS / "first.ipb")
    first = Recipe("first")
    again = Recipe("another first", photos={"c3" * 16: b"x"})
    assert refused(centre, built(tmp_path, again)) == "bundle.fork"
    rewritten = first.run()[:-1] + Recipe("x", photos={"d4" * 16: b""}).run()[-1:]
    fork = Recipe("fork", {"c3" * 16: b"x"}, before=rewritten, previous=first.foot_hash(), sequence=2)
    assert refused(centre, built(tmp_path, fork)) == "bundle.fork"
    other_foot = Recipe("fork 2", {"c3" * 16: b"x"}, before=first.run(), previous="1" * 64, sequence=2)
    assert refused(centre, built(tmp_path, other_foot)) == "bundle.fork"
    take(centre, VECTORS / "second.ipb")
    assert len(stored_objects(centre.data)) == 2


def test_an_earlier_entry_rewritten_shows_in_the_tree(centre: Centre, tmp_path: Path) -> None:
    take(centre, VECTORS / "first.ipb")
    first = Recipe("first")
    # the last entry is the accepted one, so `prev` joins, but the checkpoint covers another first entry
    rewritten = [first.run()[0].replace(b"sample.noted", b"sample.other"), first.run()[1]]
    fork = Recipe("fork 3", {"c3" * 16: b"x"}, before=rewritten, previous=first.foot_hash(), sequence=2)
    assert refused(centre, built(tmp_path, fork)) == "bundle.altered"


def test_no_record_without_its_bytes_and_no_bytes_without_a_record(centre: Centre, tmp_path: Path) -> None:
    class Lacking(Recipe):
        def run(self) -> list[bytes]:
            return entries(1, [photo("c3" * 16)])

    assert refused(centre, built(tmp_path, Lacking("lacking", photos={}))) == "bundle.object_missing"
    assert refused(centre, built(tmp_path, Lacking("too many"))) == "bundle.object_missing"


def test_a_crash_between_rename_and_transaction_loses_nothing(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = bring(centre, VECTORS / "first.ipb")
    with monkeypatch.context() as patched:
        patched.setattr(accepting, "record_head", lambda *_: (_ for _ in ()).throw(SystemFault("central.io")))
        with pytest.raises(SystemFault):
            accept(centre, bundle, caller=DEVICE)
    assert stored_objects(centre.data) == ()
    assert standing(centre, bundle, caller=DEVICE).state == "complete"
    accept(centre, bundle, caller=DEVICE)
    assert len(stored_objects(centre.data)) == 1


def test_a_part_the_disk_lost_is_asked_for_again(centre: Centre) -> None:
    bundle = bring(centre, VECTORS / "first.ipb")
    with centre.store.open(bundle) as growing:
        foot, part = growing.foot, next(growing.foot.all_parts())
    centre.store.drop(foot, (part,))
    centre.store.put(foot, part, bytes(part.size))  # whole when it came, and then not
    with pytest.raises(InputError, match=r"bundle\.incomplete"):
        accept(centre, bundle, caller=DEVICE)
    assert standing(centre, bundle, caller=DEVICE).missing == (0,)
    take(centre, VECTORS / "first.ipb")


def test_a_bundle_kept_by_the_centre_is_the_device_s_own_to_the_byte(centre: Centre) -> None:
    bundle = bring(centre, VECTORS / "first.ipb")
    accept(centre, bundle, caller=DEVICE)
    original = (VECTORS / "first.ipb").read_bytes()
    with centre.store.open(bundle) as kept:
        whole = kept.foot.head() + b"".join(map(kept.part, kept.foot.all_parts())) + kept.end
    assert whole == original


def test_private_keys_are_for_the_owner_only(centre: Centre) -> None:
    assert {path.stat().st_mode & 0o777 for path in (centre.data / "keys").iterdir()} <= {0o600, 0o644}
    assert (centre.data / "keys" / "storage.key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_file_is_named(centre: Centre, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(centre.data, copy)
    (copy / "keys" / "storage.key").unlink()
    with pytest.raises(SystemFault) as error:
        Centre(copy)
    assert error.value.facts["what"] == "storage.key"


class Http:
    """Asks as a device would, signed by whoever is named."""

    def __init__(self, url: str, device: str = DEVICE, key: Ed25519PrivateKey = SIGNER) -> None:
        class Signer:
            public_key = key.public_key().public_bytes_raw()

            def sign(self, message: bytes) -> bytes:
                return key.sign(message)

        self.caller = Caller(device, Signer())
        self._url = url

    def ask(self, method: str, path: str, body: bytes = b"", *, signed: bool = True) -> tuple[int, str]:
        headers = {"Inspector-Signature": self.caller.authorisation(method, path)} if signed else {}
        with httpx.Client(trust_env=False) as client:
            answer = client.request(method, self._url + path, content=body, headers=headers)
        said = answer.json()
        if answer.status_code >= 400:
            assert set(said) >= {"code", "zh", "en"}
        return answer.status_code, said.get("code", said.get("state", ""))


def test_each_wrong_request_gets_its_own_answer(centre: Centre) -> None:
    with BundleFile(VECTORS / "first.ipb") as bundle:
        end, foot = bundle.end, bundle.foot
        contents = [bundle.part(part) for part in foot.all_parts()]
    with running_central(centre.data) as url:
        http, parts = Http(url), f"/v1/bundles/{foot.bundle}/parts"
        assert http.ask("POST", "/v1/bundles", end, signed=False) == (401, "request.unsigned")
        assert Http(url, DEVICE, STRANGER).ask("POST", "/v1/bundles", end) == (401, "request.unsigned")
        assert Http(url, OTHER, STRANGER).ask("POST", "/v1/bundles", end) == (403, "bundle.other_device")
        assert http.ask("POST", "/v1/bundles", b"sample") == (400, "bundle.altered")
        assert http.ask("POST", "/v1/bundles", end[:-1] + b"2") == (400, "bundle.altered")
        assert http.ask("POST", "/v1/bundles", bytes((16 << 20) + 73)) == (413, "request.too_large")
        assert http.ask("PUT", f"{parts}/0", contents[0]) == (404, "bundle.unknown")
        assert http.ask("POST", "/v1/bundles", end) == (201, "receiving")
        assert http.ask("POST", "/v1/bundles", end) == (200, "receiving")
        assert http.ask("PUT", f"{parts}/0", contents[1]) == (422, "part.digest")
        assert http.ask("PUT", f"{parts}/1", contents[0]) == (413, "part.too_long")
        assert http.ask("PUT", f"{parts}/99", contents[0]) == (404, "part.unknown")
        assert http.ask("PUT", f"{parts}/one", contents[0]) == (404, "request.unknown")
        assert http.ask("PUT", f"{parts}/0", bytes(USUAL_PART + 1)) == (413, "request.too_large")
        assert http.ask("PUT", f"{parts}/0", contents[0]) == (201, "")
        assert http.ask("PUT", f"{parts}/0", contents[0]) == (200, "")
        commit = f"/v1/bundles/{foot.bundle}/commit"
        assert http.ask("POST", commit) == (409, "bundle.incomplete")
        assert Http(url, OTHER, STRANGER).ask("POST", commit) == (404, "bundle.unknown")
        for number, content in enumerate(contents):
            http.ask("PUT", f"{parts}/{number}", content)
        assert http.ask("GET", f"/v1/bundles/{foot.bundle}") == (200, "complete")
        assert http.ask("GET", f"/v1/receipts/{foot.bundle}") == (404, "bundle.unknown")
        assert http.ask("POST", commit) == (200, "")
        assert http.ask("POST", commit) == (200, "")
        assert http.ask("GET", f"/v1/bundles/{foot.bundle}") == (200, "accepted")
        assert http.ask("GET", f"/v1/receipts/{foot.bundle}") == (200, "")
        assert Http(url, OTHER, STRANGER).ask("GET", f"/v1/receipts/{foot.bundle}") == (404, "bundle.unknown")
        assert http.ask("GET", "/elsewhere") == (404, "request.unknown")
        assert http.ask("DELETE", f"/v1/bundles/{foot.bundle}") == (405, "request.unknown")
