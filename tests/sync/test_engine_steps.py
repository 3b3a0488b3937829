"""The step function alone: whatever the centre says, there is one next step and only a receipt confirms."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspector.records import Delivery, DeliveryState
from sync.engine import Announce, Commit, Confirm, Refuse, Rest, Send, next_step
from sync.transport import Accepted, Carried, Incomplete, Refused, Said, Standing, Waiting

SAID: st.SearchStrategy[Said | None] = st.one_of(
    st.none(),
    st.lists(st.integers(0, 9), unique=True).map(lambda missing: Standing(tuple(missing))),
    st.just(Carried()),
    st.just(Incomplete()),
    st.text().map(Waiting),
    st.binary().map(Accepted),
    st.builds(Refused, st.text(), st.text(), st.text()),
)


def delivery(state: DeliveryState) -> Delivery:
    return Delivery("0" * 32, 1, 1, 2, (), "0" * 64, 100, datetime(2026, 11, 20, tzinfo=UTC), state)


@given(state=st.sampled_from(DeliveryState), said=SAID)
def test_only_an_answer_with_a_receipt_leads_to_confirming(state: DeliveryState, said: Said | None) -> None:
    step = next_step(delivery(state), said)
    if isinstance(step, Confirm):
        assert isinstance(said, Accepted)
    if isinstance(step, Rest) and step.state is DeliveryState.CONFIRMED:
        assert state is DeliveryState.CONFIRMED


def test_a_confirmed_delivery_asks_nobody() -> None:
    assert next_step(delivery(DeliveryState.CONFIRMED), None) == Rest(DeliveryState.CONFIRMED)


def test_the_usual_way_is_announce_send_commit_confirm() -> None:
    written = delivery(DeliveryState.WRITTEN)
    assert next_step(written, None) == Announce()
    assert next_step(written, Standing((1, 2))) == Send((1, 2))
    assert next_step(written, Standing(())) == Commit()
    assert next_step(written, Incomplete()) == Announce()
    assert next_step(written, Accepted(b"r")) == Confirm(b"r")
    assert next_step(written, Waiting("等待")) == Rest(DeliveryState.SENT, "等待")
    assert next_step(written, Refused("bundle.fork", "矛盾", "fork")) == Refuse("bundle.fork：矛盾")
