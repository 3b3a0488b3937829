"""Wrong tries are counted over restarts, cost a pause as a courtesy, and stand in the journal afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.errors import InputError
from inspector.ids import Ids
from tests.stand import CHEAP, MORNING, PASSPHRASE
from ui import wrong_tries
from ui.demo import sample
from ui.wiring import Workplace


def test_wrong_tries_are_remembered_and_told(tmp_path: Path) -> None:
    def place() -> Workplace:
        return Workplace(tmp_path / "device", clock=SetClock(MORNING), is_sample=True, kdf_cost=CHEAP)

    ids = Ids(SetClock(MORNING))
    place().set_up(sample.bureau(ids), sample.officers(ids, MORNING.date()), PASSPHRASE).open_device.close()
    for pause in (0, 0, 1, 2, 4):
        with pytest.raises(InputError):
            place().unlock("一个 错的 口令 而已")
        assert place().pause_s() == pause
    with place().unlock(PASSPHRASE) as opened:
        last = json.loads(list(opened.device.journal.entries(1, opened.device.journal.length()))[-1])
        assert (last["change"], last["facts"]) == ("keys.wrong_tries", {"count": 5})
    assert place().pause_s() == 0


def test_the_pause_has_an_end() -> None:
    assert [wrong_tries.pause_s(count) for count in (3, 7, 8, 9, 10**8)] == [1, 16, 30, 30, 30]


def test_a_file_that_says_nonsense_keeps_nobody_out(tmp_path: Path) -> None:
    for content in (b"", b"-3", b"\xff\xfe", b"9" * 400):
        (tmp_path / "wrong-tries").write_bytes(content)
        assert wrong_tries.counted(tmp_path) == 0
    wrong_tries.count_one_more(tmp_path / "not there")
