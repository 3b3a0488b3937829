"""Verifying apart from intake: a queue in the database, leases, and the worker that holds the private keys.

An intake node cannot open a bundle: it asks for its verification and waits for the outcome. Any verifier may
take any row; `SKIP LOCKED` keeps two from taking the same, and a lease that ran out is taken by the next.
Doing it twice is harmless: accepting is one transaction and happens once.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from inspector.errors import InputError, InspectorError, SystemFault
from inspector.records.plain import instant_text
from sync.central.accepting import accept, receipt_of
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.receiving import missing_parts, own_bundle
from sync.central.tables import verifications
from sync.statement import Statement

LEASE = timedelta(seconds=60)
"""How long a worker may be silent before another one takes its bundle."""
_BEAT_S = 15.0
_TAKEN_IN = "accepted"


@dataclass(frozen=True)
class Task:
    """One bundle taken to be verified."""

    bundle: str
    device: str
    worker: str
    tries: int


def ask(centre: Centre, bundle: str, *, caller: str) -> None:
    """Put a complete bundle into the queue; one that is there stays where it is.

    Raises:
        InputError: `bundle.unknown`, `bundle.incomplete`.
    """
    row = own_bundle(centre, bundle, caller)
    if row.state == "accepted":
        return
    if missing := missing_parts(centre, bundle):
        raise InputError("bundle.incomplete", missing=len(missing))
    now = centre.now()
    waiting = {"asked": now, "not_before": now, "worker": "", "tries": 0, "outcome": "", "facts": "{}"}
    with centre.transaction() as connection:
        asked = insert_or(connection, verifications).values(bundle=bundle, device=caller, **waiting)
        connection.execute(asked.on_conflict_do_nothing())


def outcome(centre: Centre, bundle: str, *, caller: str) -> Statement | None:
    """Return the receipt if there is one, None while the bundle waits; an outcome is told once.

    Raises:
        InputError, SystemFault: what `accept` said at the verifier.
    """
    mine = verifications.c.bundle == bundle, verifications.c.device == caller
    with centre.reading() as connection:
        row = connection.execute(select(verifications).where(*mine)).first()
    if row is None:
        return receipt_of(centre, bundle, caller=caller)
    if not row.outcome:
        return None
    with centre.transaction() as connection:
        connection.execute(delete(verifications).where(*mine, verifications.c.outcome != ""))
    if row.outcome == _TAKEN_IN:
        return receipt_of(centre, bundle, caller=caller)
    raise InputError(row.outcome, **json.loads(row.facts))


def settled(centre: Centre, asked: Collection[str]) -> set[str]:
    """Return those of the bundles that wait no longer: there is an outcome, or it was told already."""
    of_these = verifications.c.bundle.in_(asked), verifications.c.outcome == ""
    with centre.reading() as connection:
        return set(asked) - set(connection.execute(select(verifications.c.bundle).where(*of_these)).scalars())


def waiting(centre: Centre) -> int:
    """Return how many bundles wait or are being verified."""
    with centre.reading() as connection:
        open_rows = select(func.count()).select_from(verifications).where(verifications.c.outcome == "")
        return connection.execute(open_rows).scalar_one()


def take(centre: Centre, worker: str) -> Task | None:
    """Take the bundle that waits longest, for the length of a lease."""
    due = verifications.c.outcome == "", verifications.c.not_before <= centre.now()
    first = select(verifications).where(*due).order_by(verifications.c.asked).limit(1)
    with centre.transaction() as connection:
        row = connection.execute(first.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        mine = update(verifications).where(verifications.c.bundle == row.bundle)
        connection.execute(mine.values(worker=worker, tries=row.tries + 1, not_before=_later(centre, LEASE)))
    return Task(row.bundle, row.device, worker, row.tries + 1)


def work(centre: Centre, worker: str) -> Task | None:
    """Verify one bundle if any waits, and note what came of it."""
    task = take(centre, worker)
    if task is None:
        return None
    with _beating(centre, task):
        try:
            accept(centre, task.bundle, caller=task.device)
            code, facts = _TAKEN_IN, {}
        except InputError as error:
            code, facts = error.code, error.facts
        except SystemFault:
            # the store or the database is away: later again, each time a little later
            _note(centre, task, not_before=_later(centre, timedelta(seconds=min(5 * task.tries, 300))))
            return task
    told = {key: value for key, value in facts.items() if isinstance(value, int | str)}
    _note(centre, task, outcome=code, facts=json.dumps(told, ensure_ascii=False))
    return task


def run(
    bureaus: Callable[[], Iterator[Centre]], worker: str, stop: threading.Event, *, pause_s: float = 0.2
) -> None:
    """Verify whatever comes to any bureau until `stop`; a bureau whose database is away is asked again later."""
    while not stop.is_set():
        is_idle = True
        for centre in bureaus():
            try:
                is_idle = work(centre, worker) is None and is_idle
            except InspectorError:
                continue
        if is_idle:
            stop.wait(pause_s)


def _note(centre: Centre, task: Task, **values: str) -> None:
    """Write to a task's row, unless another worker has it by now."""
    mine = verifications.c.bundle == task.bundle, verifications.c.worker == task.worker
    with centre.transaction() as connection:
        connection.execute(update(verifications).where(*mine, verifications.c.outcome == "").values(**values))


@contextmanager
def _beating(centre: Centre, task: Task) -> Iterator[None]:
    """Keep the lease while the work goes on: a bundle may be many gigabytes."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(_BEAT_S):
            try:
                _note(centre, task, not_before=_later(centre, LEASE))
            except InspectorError:
                continue  # the database is away: the lease may run out, and another worker begins anew

    beating = threading.Thread(target=beat, name="lease")
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _later(centre: Centre, by: timedelta) -> str:
    return instant_text(centre.clock.now().wall + by)
