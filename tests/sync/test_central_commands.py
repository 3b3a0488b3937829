"""`inspector central feed|keys|device|quarantine`: what an administrator types reaches the device, and asks first."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector.records import Bureau, Officer, Roster
from sync.central.accepting import accept
from sync.central.receiving import announce, put_part
from sync.enrolment import pinned
from sync.feed.fetching import take_page
from sync.outbox import open_outgoing, seal_bundle
from tests.sync.fed_site import NUMBER, STATUS, WHO, FedSite
from ui.command_line import main


class Desk:
    """Types commands and reads what they print."""

    def __init__(self, fed: FedSite, capsys: pytest.CaptureFixture[str]) -> None:
        self.fed = fed
        self._capsys = capsys

    def type(self, *words: str, code: int = 0) -> str:
        assert main(["central", *words, "--data", str(self.fed.data)]) == code
        told = self._capsys.readouterr()
        return told.out if code in {0, 3} else told.out + told.err

    def read(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.type(*words, "--json", code=code))


@pytest.fixture
def desk(fed: FedSite, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(fed, capsys)


def test_what_is_typed_reaches_the_device_and_the_list_says_so(desk: Desk, tmp_path: Path) -> None:
    fed = desk.fed
    officer = ["--name", "周样本", "--cert-no", "SAMPLE-0009", "--unit", "样本局", "--by", WHO]
    days = ["--valid-from", "2026-01-01", "--valid-to", "2028-12-31"]
    table = tmp_path / "名单.csv"
    table.write_text("展位号,参展商\nB12,样本陶瓷厂\nB13,\n", "utf-8")
    fair = ["--fair", "样本交易会", "--venue", "样本馆", "--address", "样本路2号", "--by", WHO]
    desk.type("feed", "case", fed.case, "--number", "甲", "--status", "filed", "--by", WHO)
    desk.type("feed", "officer", *officer, *days)
    block = ["--kind", "强制", "--year", "2026", "--first", "501", "--last", "520"]
    desk.type("feed", "numbers", fed.device.id[:8], *block, "--by", WHO)
    said = desk.type(
        "feed", "roster", str(table), *fair, "--opens", "2026-12-01", "--closes", "2026-12-03", code=3
    )
    assert "1 家" in said
    assert [each["kind"] for each in desk.read("feed", "list")] == ["case", "officer", "numbers", "roster"]
    fed.fetch()
    fed.fetch()  # the second time it says that it has them
    assert (fed.file().value(NUMBER), fed.file().value(STATUS)) == ("甲", "filed")
    with fed.device.reading() as unit:
        assert "SAMPLE-0009" in {each.cert_no for each in unit.all(Officer)}
        assert (unit.all(Bureau)[-1].blocks[-1].first, unit.all(Roster)[0].exhibitors[0].booth) == (
            501,
            "B12",
        )
    assert {each["heard"] for each in desk.read("feed", "list")} == {1}
    (blocked,) = desk.read("feed", "numbers")
    assert (blocked["first"], blocked["device"]) == (501, fed.device.id)
    (case,) = desk.read("feed", "cases")
    assert case["fields"]["number"]["value"] == "甲"


def test_nothing_that_cannot_be_taken_back_happens_without_a_yes(desk: Desk) -> None:
    fed = desk.fed
    officer = fed.stand.officers[0].cert_no
    seen = [["feed", "list"], ["keys", "list"], ["device", "list"]]
    before = [desk.read(*words) for words in seen]
    for words in (
        ["feed", "leaver", officer, "--reason", "调离"],
        ["keys", "rotate", "receipt"],
        ["keys", "rotate", "recipient"],
        ["device", "revoke", fed.device.id, "--reason", "遗失"],
    ):
        assert "command.not_confirmed" in desk.type(*words, "--by", WHO, code=1)
    assert [desk.read(*words) for words in seen] == before


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("y\n", 1), ("", 1)])
def test_a_person_at_a_terminal_types_yes_and_nothing_less(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(typed))
    officer = desk.fed.stand.officers[0].cert_no
    desk.type("feed", "leaver", officer, "--reason", "调离", "--by", WHO, code=code)
    desk.fed.fetch()
    assert ("revoked" in {each.kind for each in desk.fed.heard()}) is (code == 0)


def test_keys_follow_one_another_by_command_and_the_list_names_who_lags(desk: Desk) -> None:
    fed = desk.fed
    fed.fetch()
    first = fed.pinned()
    assert "90" in desk.type("keys", "rotate", "recipient", "--plan", "--by", WHO)
    assert "central.keys_days" in desk.type("keys", "rotate", "receipt", "--days", "3", "--by", WHO, code=1)
    fed.stand.clock.advance(timedelta(seconds=5))
    for role in ("recipient", "receipt"):
        desk.type("keys", "rotate", role, "--by", WHO, "--yes")
        found = desk.read("keys", "list")
        assert found[role]["waiting"] == ["样本局"]
        assert [key["is_in_use"] for key in found[role]["keys"]] == [False, True]
        fed.centre.keys_changed()
        fed.fetch()
        fed.fetch()
        assert desk.read("keys", "list")[role]["waiting"] == []
    assert fed.pinned().receipt_key != first.receipt_key
    assert len(fed.pinned().recipients) == 2


@pytest.mark.long
def test_a_root_in_the_safe_is_asked_for_by_name(desk: Desk, tmp_path: Path) -> None:
    fed = desk.fed
    safe = (fed.data / "keys" / "root.key").rename(tmp_path / "root.key")
    assert "central.root_absent" in desk.type("keys", "rotate", "receipt", "--by", WHO, "--yes", code=1)
    desk.type("keys", "rotate", "receipt", "--by", WHO, "--yes", "--root", str(safe))
    desk.type("device", "certify", "样本局", "--by", WHO, "--root", str(safe))
    assert desk.read("keys", "list")["root_at_hand"] is False


@pytest.mark.long
def test_a_page_nobody_asked_for_is_carried_and_is_no_answer_to_a_question(
    desk: Desk, tmp_path: Path
) -> None:
    fed = desk.fed
    out = tmp_path / "page"
    carried = ["feed", "carry", "样本局", "--out", str(out)]
    assert "feed.never_asked" in desk.type(*carried, code=1)
    fed.fetch()
    desk.type("feed", "case", fed.case, "--number", "乙", "--by", WHO)
    desk.type(*carried)
    from sync.feed.fetching import fetch

    with pytest.raises(Exception, match=r"feed\.replayed"):
        fetch(fed.device, lambda _: out.read_bytes())
    take_page(fed.device, out.read_bytes())
    assert fed.file().value(NUMBER) == "乙"


@pytest.mark.parametrize("verb", ["release", pytest.param("refuse", marks=pytest.mark.long)])
def test_a_quarantined_bundle_is_shown_and_decided(desk: Desk, tmp_path: Path, verb: str) -> None:
    fed = desk.fed
    fed.fetch()
    fed.stand.photo(9)
    keys = pinned(fed.device)
    assert keys is not None
    sealed = seal_bundle(fed.device, keys, tmp_path / "outbox", by=fed.stand.by)
    assert sealed is not None
    lost = ["--reason", "样本遗失", "--since", "2026-11-20T09:00", "--by", WHO, "--yes"]
    told = desk.read("device", "revoke", "样本局", *lost)
    assert len(told["accepted_since"]) == 1
    with open_outgoing(fed.device, tmp_path / "outbox", sealed) as bundle:
        announce(fed.centre, bundle.end, caller=fed.device.id)
        for part in bundle.foot.all_parts():
            put_part(fed.centre, sealed.id, part.number, bundle.part(part), caller=fed.device.id)
    with pytest.raises(Exception, match=r"bundle\.quarantined"):
        accept(fed.centre, sealed.id, caller=fed.device.id)
    assert "等待处理" in desk.type("quarantine", "list", code=1)
    shown = desk.read("quarantine", "show", sealed.id[:8])
    assert (shown["reason"], shown["content"]["records"]["Photo"]) == ("样本遗失", 1)
    decided = ["quarantine", verb, sealed.id[:8], "--note", "当面核对", "--by", WHO]
    assert "command.not_confirmed" in desk.type(*decided, code=1)
    desk.type(*decided, "--yes")
    assert "quarantine.decided" in desk.type(*decided, "--yes", code=1)
    (found,) = desk.read("quarantine", "list")
    assert (found["note"], found["by"]) == ("当面核对", WHO)
    if verb == "release":
        accept(fed.centre, sealed.id, caller=fed.device.id)
    else:
        with pytest.raises(Exception, match=r"bundle\.quarantined"):
            accept(fed.centre, sealed.id, caller=fed.device.id)


def test_what_was_told_is_exported_and_the_verifier_needs_nothing_but_the_root(
    desk: Desk, tmp_path: Path
) -> None:
    from sync.verifier import Given, verify_all
    from sync.verifier.given import root_key

    fed, out = desk.fed, tmp_path / "out"
    out.mkdir()
    fed.fetch()
    for value, rotation in (("甲", []), ("乙", []), ("丙", ["--given-away"])):
        desk.type("feed", "case", fed.case, "--number", value, "--by", WHO)
        fed.stand.clock.advance(timedelta(seconds=1))
        desk.type("keys", "rotate", "receipt", *rotation, "--by", WHO, "--yes")
    desk.type("feed", "restart", "--reason", "恢复", "--by", WHO, "--yes")
    desk.type("feed", "case", fed.case, "--number", "丁", "--by", WHO)
    desk.type("feed", "export", "样本局", "--out", str(out / "a.feed.json"))
    desk.type("keys", "certificates", "--folder", str(out))
    root = Given(roots=(root_key(fed.centre.keys.root_public.hex()),))
    found = verify_all([out], root)
    assert [each.verdict for each in found.verdicts] == ["intact"] * len(found.verdicts), found
    assert len(found.verdicts) == 1 + 4 + 1 + 1  # the feed, four receipt keys, a recipient key, the device
    fed.centre.keys_changed()
    fed.fetch()
    assert fed.file().value(NUMBER) == "丁"


def test_what_a_revoked_device_was_told_is_shown_whatever_came_after(desk: Desk, tmp_path: Path) -> None:
    from sync.verifier import verify

    fed, file = desk.fed, tmp_path / "out" / "a.feed.json"
    file.parent.mkdir()
    fed.fetch()
    fed.stand.clock.advance(timedelta(seconds=1))
    desk.type("device", "revoke", "样本局", "--reason", "被盗", "--by", WHO, "--yes")
    for told in (["keys", "rotate", "receipt"], ["feed", "restart", "--reason", "恢复"]):
        fed.stand.clock.advance(timedelta(seconds=1))
        desk.type(*told, "--by", WHO, "--yes")
        desk.type("feed", "export", "样本局", "--out", str(file))
        (file.parent / "signers.json").write_bytes((fed.data / "signers.json").read_bytes())
        found = verify(file)
        assert (found.verdict, found.remarks) == ("intact", ()), found


@pytest.mark.long
def test_each_bureau_has_its_own_and_a_wrong_one_is_named(desk: Desk) -> None:
    assert main(["central", "bureau", "--data", str(desk.fed.data), "--id", "first", "--name", "某区局"]) == 0
    desk.type("device", "list")
    assert "还没有登记设备" in desk.type("device", "list", "--bureau", "first")
    assert "main、first" in desk.type("feed", "list", "--bureau", "nope", code=1)
