"""In whatever order parts, commits and questions come, from however many handles: nothing half, nothing twice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from inspector.errors import InputError
from sync.bundle import BundleFile
from sync.central import Centre, create_central, stored_objects
from sync.central.accepting import accept, receipt_of
from sync.central.receiving import announce, put_part, standing
from tests.sync.central.bringing import VECTORS, know, with_vectors_key
from tests.vectors.by_hand import DEVICE

FILES = ("first.ipb", "second.ipb")
BUNDLE = st.sampled_from((0, 1))


class Intake(RuleBasedStateMachine):
    """Two bundles that join, brought by a device that forgets what it did, to a centre that is opened anew at will."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="intake-"))
        self.data = with_vectors_key(self.folder / "central")
        create_central(self.data, "样本中心")
        self.centre = Centre(self.data)
        know(self.centre)
        self.files = [BundleFile(VECTORS / name) for name in FILES]
        self.parts = [list(file.foot.all_parts()) for file in self.files]
        self.held: list[set[int] | None] = [None, None]
        self.receipts: dict[int, bytes] = {}

    def teardown(self) -> None:
        for file in self.files:
            file.close()
        self.centre.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """The device is known."""

    def id_of(self, which: int) -> str:
        return self.files[which].foot.bundle

    def missing(self, which: int) -> tuple[int, ...]:
        held = self.held[which]
        assert held is not None
        return (
            ()
            if which in self.receipts
            else tuple(p.number for p in self.parts[which] if p.number not in held)
        )

    @rule(which=BUNDLE)
    def announce(self, which: int) -> None:
        said = announce(self.centre, self.files[which].end, caller=DEVICE)
        assert said.is_new == (self.held[which] is None)
        self.held[which] = self.held[which] or set()
        assert said.missing == self.missing(which)

    @rule(which=BUNDLE, number=st.integers(0, 5))
    def put(self, which: int, number: int) -> None:
        part = self.parts[which][number % len(self.parts[which])]
        content = self.files[which].part(part)
        if self.held[which] is None:
            with pytest.raises(InputError, match=r"bundle\.unknown"):
                put_part(self.centre, self.id_of(which), part.number, content, caller=DEVICE)
            return
        is_new = put_part(self.centre, self.id_of(which), part.number, content, caller=DEVICE)
        assert is_new == (part.number in self.missing(which))
        self.held[which].add(part.number)  # type: ignore[union-attr]

    @rule(which=BUNDLE, number=st.integers(0, 5), harm=st.sampled_from(("flip", "short", "long", "none")))
    def put_wrong(self, which: int, number: int, harm: str) -> None:
        if self.held[which] is None:
            return
        part = self.parts[which][number % len(self.parts[which])]
        right = self.files[which].part(part)
        wrong = {
            "flip": bytes([right[0] ^ 1]) + right[1:],
            "short": right[:-1],
            "long": right + b"x",
            "none": b"",
        }[harm]
        if part.number not in self.missing(which):
            assert not put_part(self.centre, self.id_of(which), part.number, wrong, caller=DEVICE)
            return
        with pytest.raises(InputError, match=r"part\.(digest|too_long)"):
            put_part(self.centre, self.id_of(which), part.number, wrong, caller=DEVICE)

    @rule(which=BUNDLE)
    def commit(self, which: int) -> None:
        try:
            receipt = accept(self.centre, self.id_of(which), caller=DEVICE).encoded()
        except InputError as error:
            if self.held[which] is None:
                assert error.code == "bundle.unknown"
            elif self.missing(which):
                assert error.code == "bundle.incomplete"
            else:
                assert (error.code, which, 0 in self.receipts) == ("bundle.waiting_previous", 1, False)
            return
        assert self.held[which] is not None
        assert not self.missing(which)
        assert self.receipts.setdefault(which, receipt) == receipt

    @rule(which=BUNDLE)
    def ask(self, which: int) -> None:
        if which in self.receipts:
            assert receipt_of(self.centre, self.id_of(which), caller=DEVICE).encoded() == self.receipts[which]
            return
        with pytest.raises(InputError, match=r"bundle\.unknown"):
            receipt_of(self.centre, self.id_of(which), caller=DEVICE)

    @rule()
    def open_anew(self) -> None:
        self.centre.close()
        self.centre = Centre(self.data)

    @precondition(lambda self: self.held[0] is not None and 0 not in self.receipts)
    @rule(number=st.integers(0, 5))
    def the_store_loses_a_part(self, number: int) -> None:
        """Bytes rot: the centre finds out when it verifies, and asks for that part again."""
        part = self.parts[0][number % len(self.parts[0])]
        if self.missing(0) or 0 in self.receipts:
            return
        self.centre.store.drop(self.files[0].foot, (part,))
        self.centre.store.put(self.files[0].foot, part, bytes(part.size))
        with pytest.raises(InputError, match=r"bundle\.incomplete"):
            accept(self.centre, self.id_of(0), caller=DEVICE)
        self.held[0].discard(part.number)  # type: ignore[union-attr]

    @invariant()
    def only_what_is_receipted_is_there(self) -> None:
        expected = sum(len(self.files[which].foot.objects) for which in self.receipts)
        assert len(stored_objects(self.data)) == expected
        for which, held in enumerate(self.held):
            if held is not None:
                assert standing(self.centre, self.id_of(which), caller=DEVICE).missing == self.missing(which)


def run(examples: int, steps: int) -> None:
    calm: Any = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Intake, settings=calm)  # type: ignore[no-untyped-call]


def test_a_few_orders() -> None:
    run(4, 25)


@pytest.mark.long
def test_many_orders() -> None:
    run(150, 50)
