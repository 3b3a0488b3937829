"""Office and device in any order: edits, cut pages, old pages, restarts, new keys, an older backup; both end the same.

Whatever happens between, once the device has fetched, decided and delivered, both sides show the same case; what the
device has of the feed has no gap; nothing is applied twice; no document number is in two blocks.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from inspector.actions.write_case import write_case
from inspector.errors import InputError
from inspector.records import Bureau, CaseField, CaseFieldName, CaseFile, Choice, NumberBlock
from sync.central import Centre, create_central
from sync.central import office as desk
from sync.central.backing_up import recover
from sync.central.cases import case_of
from sync.central.restarting import restart_feeds
from sync.central.rotating import rotate_receipt
from sync.feed.entry import NO_ENTRY
from sync.feed.fetching import request_of, take_page
from sync.feed.page import feed_public, open_page, seal_page
from sync.strict_json import base64_bytes
from tests.stand import PASSPHRASE, begin
from tests.sync.central.servers import Postgres
from tests.sync.fed_site import NUMBER, PLACE, WHO, FedSite, fed_site

FIELDS = st.sampled_from([NUMBER, PLACE])
WORDS = st.sampled_from(["甲", "乙", "丙", ""])
REFUSED = {"feed.rollback"}
"""What a device may answer between an older backup and the root's word; never anything else in this play."""


class Feed(RuleBasedStateMachine):
    """One device, one centre, and everything that may come between."""

    server: Postgres | None = None
    """Where the rows lie; None: in the folder."""
    template = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="feed-"))
        self.opening = ExitStack()
        self.pages: list[bytes] = []
        self.blocks: list[tuple[int, int]] = []
        self.is_behind = False
        self.backup: list[tuple[int, int]] | None = None

    @initialize()
    def begins(self) -> None:
        stand = begin(self.folder / "device")
        self.device_open = self.opening.enter_context(ExitStack())
        self.device_open.enter_context(stand.opened)
        if self.server is not None:
            (self.folder / "central").mkdir()
            url = self.server.url(self.server.fresh(self.template))
            (self.folder / "central" / "node.toml").write_text(f'[database]\nurl = "{url}"\n')
        create_central(self.folder / "central", "样本中心")
        self.centre_open = self.opening.enter_context(ExitStack())
        self.site: FedSite = self.centre_open.enter_context(fed_site(stand, self.folder / "central"))
        self.site.deliver(self.folder / "outbox")

    def teardown(self) -> None:
        if hasattr(self, "site"):
            self.end_the_same()
        self.opening.close()
        shutil.rmtree(self.folder)

    # the office

    @rule(field=FIELDS, word=WORDS)
    def office_writes(self, field: CaseFieldName, word: str) -> None:
        self.tick()
        desk.edit_case(self.site.centre, self.site.case, {field: word}, by=WHO)

    @rule(first=st.integers(1, 30), count=st.integers(1, 5))
    def office_allots(self, first: int, count: int) -> None:
        block = first, first + count - 1
        try:
            desk.allot_numbers(
                self.site.centre, self.site.device.id, [NumberBlock("强制", 2026, *block)], by=WHO
            )
        except InputError as error:
            assert error.code in {"numbers.allotted", "numbers.unheard"}
            return
        self.blocks.append(block)

    @rule(is_given_away=st.booleans())
    def office_follows_its_key(self, is_given_away: bool) -> None:
        self.tick()
        rotate_receipt(self.site.centre, by=WHO, is_given_away=is_given_away)
        self.backup = None  # keys of later than a backup are not in it: another play, in test_feed_restart.py

    @rule()
    def centre_starts_again(self) -> None:
        self.reopen_centre()

    @precondition(lambda self: self.server is None)
    @rule()
    def centre_is_backed_up(self) -> None:
        copy = self.folder / "backup.db"
        copy.unlink(missing_ok=True)
        assert self.site.centre.database.snapshot(copy)
        self.backup = list(self.blocks)

    @precondition(lambda self: self.backup is not None)
    @rule(is_told=st.booleans())
    def backup_is_put_back(self, is_told: bool) -> None:
        assert self.backup is not None
        self.centre_open.close()
        for file in (self.folder / "central").glob("central.db*"):
            file.unlink()
        shutil.copy(self.folder / "backup.db", self.folder / "central" / "central.db")
        with self.site.device.reading() as unit:
            heard = [(each.first, each.last) for each in unit.all(Bureau)[-1].blocks]
        self.blocks = [each for each in self.blocks if each in heard or each in self.backup]
        self.reopen_centre()
        assert not recover(self.site.centre).left
        self.is_behind = True
        if is_told:
            self.office_begins_anew()

    @precondition(lambda self: self.is_behind)
    @rule()
    def office_begins_anew(self) -> None:
        self.tick()
        try:
            self.site.fetch()  # the device says what it has, so that the epoch lies above it
        except InputError as error:
            assert error.code in REFUSED
        restart_feeds(self.site.centre, reason="恢复备份", by=WHO)
        self.is_behind = False

    # the device

    @rule(field=FIELDS, word=WORDS)
    def device_writes(self, field: CaseFieldName, word: str) -> None:
        self.tick()
        write_case(self.site.device, self.site.case, {field: word}, by=self.site.stand.by)

    @rule()
    def device_fetches(self) -> None:
        try:
            self.site.fetch()
        except InputError as error:
            assert self.is_behind
            assert error.code in REFUSED

    @rule(kept=st.integers(0, 3))
    def page_is_cut(self, kept: int) -> None:
        raw = self.site.page(request_of(self.site.device))
        self.pages.append(raw)
        signer = self.site.device.signer
        page = open_page(raw, self.site.device.id, signer)
        cut = replace(page, entries=page.entries[:kept])
        key = base64_bytes(feed_public(self.site.device.id, signer), 32) or b""
        try:
            take_page(self.site.device, seal_page(cut, self.site.device.id, key))
        except InputError as error:
            # cut before the new key announced itself, the ending is signed by a key not known yet
            assert error.code in REFUSED | {"feed.signature"}

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def old_page_comes_again(self, data: st.DataObject) -> None:
        before = self.site.heard()
        try:
            take_page(self.site.device, data.draw(st.sampled_from(self.pages)))
        except InputError as error:
            assert error.code in {"feed.rollback", "feed.signature", "feed.order"}
        after = self.site.heard()
        assert after[: len(before)] == before

    @rule()
    def device_delivers(self) -> None:
        self.device_fetches()  # as every run does first: the receipt may be signed by a key that followed
        self.site.stand.photo(1 + len(self.pages) + self.site.device.journal.length())
        self.site.deliver(self.folder / "outbox")

    @rule(choice=st.sampled_from([Choice.OURS, Choice.THEIRS, Choice.ANEW]))
    def person_decides(self, choice: Choice) -> None:
        for task in self.site.tasks():
            self.tick()
            self.site.settle(task, choice, value="丁" if choice is Choice.ANEW else "")

    @rule()
    def device_starts_again(self) -> None:
        self.device_open.close()
        opened = self.site.stand.workplace.unlock(PASSPHRASE)
        self.device_open.enter_context(opened)
        self.site = replace(self.site, stand=replace(self.site.stand, opened=opened))

    # what holds

    @invariant()
    def feed_has_no_gap(self) -> None:
        if not hasattr(self, "site"):
            return
        heard = self.site.heard()
        assert not self.site.set_aside()
        for before, after in pairwise(heard):
            joins = (after.epoch, after.seq) == (before.epoch, before.seq + 1)
            assert joins or (after.epoch > before.epoch and after.seq == 1 and after.kind == "restart")
        assert NO_ENTRY not in {each.id for each in heard}

    @invariant()
    def no_number_is_in_two_blocks(self) -> None:
        for block, after in pairwise(sorted(self.blocks)):
            assert block[1] < after[0]

    def end_the_same(self) -> None:
        if self.is_behind:
            self.office_begins_anew()
        for _ in range(3):
            self.site.fetch()
            self.person_decides(Choice.OURS)
            self.device_delivers()
        assert not self.site.tasks()
        lines = case_of(self.site.centre, self.site.case).fields
        file = {each.name: each.value for each in self.case_fields()}
        for name, line in lines.items():
            assert not line.is_waiting, (name, line)
            assert line.value == file.get(name, ""), (name, line, file)
        with self.site.device.reading() as unit:
            blocks = [(each.first, each.last) for each in unit.all(Bureau)[-1].blocks]
        assert sorted(blocks) == sorted(self.blocks)

    def case_fields(self) -> tuple[CaseField, ...]:
        with self.site.device.reading() as unit:
            file = unit.find(CaseFile, self.site.case)
        return file.fields if file else ()

    def reopen_centre(self) -> None:
        self.centre_open.close()
        centre = self.centre_open.enter_context(Centre(self.folder / "central", clock=self.site.stand.clock))
        self.site = replace(self.site, centre=centre)

    def tick(self) -> None:
        self.site.stand.clock.advance(timedelta(seconds=1))


class Short(Feed):
    """For every day."""


class Long(Feed):
    """For the long suite."""


Short.TestCase.settings = settings(max_examples=1, stateful_step_count=10)
Long.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
TestFeed = Short.TestCase
TestFeedAtLength = pytest.mark.long(Long.TestCase)


class OnPostgres(Feed):
    """The same play, without backups: those are `test_feed_restart.py`'s."""


@pytest.mark.long
def test_the_same_play_on_postgresql(postgres: Postgres, template: str) -> None:
    OnPostgres.server, OnPostgres.template = postgres, template
    run_state_machine_as_test(OnPostgres, settings=settings(max_examples=12, stateful_step_count=30))
