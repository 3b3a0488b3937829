"""The centre began anew after a restored backup: an officer reads who, when and why, and has nothing to do."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from sync.central import Centre
from sync.central import office as desk
from sync.central.backing_up import back_up
from sync.central.restarting import restart_feeds
from tests.sync.fed_site import NUMBER, WHO, FedSite
from tests.ui.office.conftest import Day
from ui.desktop.widgets import Words


def test_today_tells_that_the_centre_began_anew_for_some_days(fed: FedSite, day: Day, tmp_path: Path) -> None:
    back_up(fed.data, tmp_path / "backup", clock=fed.stand.clock)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    with Centre(tmp_path / "backup", clock=fed.stand.clock) as centre:
        restored = FedSite(fed.stand, tmp_path / "backup", centre)
        restart_feeds(centre, reason="磁盘损坏", by=WHO)
        restored.fetch()
    day.read()
    card = day.view._office_card
    rows = card.list.rows
    (row,) = [str(rows.index(each, 0).data()) for each in range(rows.rowCount())]
    assert row.startswith("中心端恢复过旧备份，下发已重新开始")
    card._all.click()
    if folder := os.environ.get("PORTRAITS"):
        day.view.grab().save(f"{folder}/anew.png")
    said = "\n".join(each.text() for each in day.view.office.findChildren(Words) if each.isVisible())
    assert f"{WHO}于 11-20" in said
    assert "凭单位根密钥让下发重新开始（磁盘损坏）" in said
    assert fed.file().value(NUMBER) == "甲"
    fed.stand.clock.advance(timedelta(days=8))
    day.read()
    assert rows.rowCount() == 0
