"""Faults of the database that have a number in the list of cases, where no other file has them.

1 kill while writing: `tests/faults/test_kill_*`. 3 full disk, 4 failing reads: `tests/faults/test_disk_full`,
`test_failing_disk`. 5–10: `test_recovery`, `test_following`, `test_database_file`. 11 malformed keys:
`test_database_file`. 14: `test_migrating`. 16: `test_following`. Here: 2, 12, 13, 17.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.errors import SystemFault
from inspector.records import Fair
from inspector.store import Store
from tests.fakes import DEVICE_ID, FakeSigner
from tests.inspector.store.test_following import write
from tests.sample_records import NOW

KEY, LOG_KEY = b"k" * 32, b"l" * 32
PROJECT = Path(__file__).parents[3]


def opened(path: Path) -> Store:
    return Store.open(
        path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
    )


FOLDING = """
import sys
from pathlib import Path
from inspector.clock import SystemClock
from inspector.records import Fair
from inspector.store import Store
from tests.fakes import FakeSigner
from tests.sample_records import a_fair
parts = {"log_key": b"l" * 32, "device_id": "d0" * 16, "signer": FakeSigner(), "clock": SystemClock()}
store = Store.open(Path(sys.argv[1]), b"k" * 32, **parts)
number = 0
while True:
    with store.unit() as unit:
        number += 1
        unit.save(a_fair(number % 40, "长" * 900), change="fair.registered", by="o")
        unit.commit()
    print(store.journal.length(), flush=True)
    if number % 3 == 0:
        with store._engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_case_2_killed_while_the_wal_is_folded_in_nothing_acknowledged_is_lost(
    store: Store, path: Path
) -> None:
    store.close()
    chance = random.Random(2)
    for _ in range(4):
        command = [sys.executable, "-c", FOLDING, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as child:
            assert child.stdout is not None
            said = [child.stdout.readline()]
            try:
                child.wait(timeout=chance.uniform(0.02, 0.3))
            except subprocess.TimeoutExpired:
                child.kill()
            said += child.stdout.readlines()
        acknowledged = int([line for line in said if line.endswith("\n")][-1])
        with opened(path) as again:
            assert again.journal.length() >= acknowledged
            assert again.verify() == ()
            assert again.log_behind == 0


POOLS = """
import sys, threading
from pathlib import Path
from sqlalchemy import NullPool, QueuePool
from inspector.store import database_file
kind = {"QueuePool": QueuePool, "NullPool": NullPool}[sys.argv[2]]
path, key = Path(sys.argv[1]), "6b" * 32
made = database_file.create_engine
def with_pool(*args, **more):
    more["poolclass"] = kind
    if kind is NullPool:
        for name in ("pool_size", "max_overflow", "pool_timeout"):
            more.pop(name, None)
    return made(*args, **more)
database_file.create_engine = with_pool
engine = database_file.engine_of(path, key)
failures = []
def work(worker):
    try:
        for number in range(10):
            with engine.connect().execution_options(**{database_file.WRITES: True}) as connection:
                connection.exec_driver_sql("INSERT INTO t VALUES (?)", (worker * 100 + number,))
                connection.commit()
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one()
    except BaseException as error:
        failures.append(repr(error))
with engine.connect().execution_options(**{database_file.WRITES: True}) as connection:
    connection.exec_driver_sql("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT")
    connection.commit()
threads = [threading.Thread(target=work, args=(worker,)) for worker in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
with engine.connect() as connection:
    count = connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one()
engine.dispose()
print(count, failures)
"""


@pytest.mark.parametrize("pool", ["QueuePool", "NullPool"])
def test_case_12_sixteen_threads_end_without_a_crash_with_the_pools_that_may_be_used(
    tmp_path: Path, pool: str
) -> None:
    """In a process of its own: what this guards against is a crash of the interpreter (status 139)."""
    done = subprocess.run(
        [sys.executable, "-c", POOLS, str(tmp_path / "t.db"), pool],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=PROJECT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "160 []\n", "")


def test_case_12_the_store_takes_none_of_the_pools_that_crash(store: Store) -> None:
    assert type(store._engine.pool).__name__ == "QueuePool"


def test_case_13_a_second_process_that_writes_meanwhile_is_waited_for(store: Store, path: Path) -> None:
    """One process per device is kept by the lock file (`tests/ui/test_wiring`); below it SQLite keeps order."""
    write(store, 1)
    reading = (
        "import sys\nfrom pathlib import Path\nfrom inspector.store import database_file\n"
        "connection = database_file.connect(Path(sys.argv[1]), '6b' * 32)\n"
        "connection.execute('BEGIN IMMEDIATE')\nprint('holds', flush=True)\nsys.stdin.readline()\n"
        "connection.execute('ROLLBACK')\nconnection.close()\n"
    )
    command = [sys.executable, "-c", reading, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "holds\n"
        with store.reading() as unit:  # a reader never waits
            assert len(unit.all(Fair)) == 1
        other.stdin.write("\n")
        other.stdin.flush()
        write(store, 2)
    assert store.journal.length() == 2
    assert store.verify() == ()


def test_case_17_a_folder_that_may_not_be_written_is_told_and_untouched(
    tmp_path: Path,
) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a disk that refuses writing")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        path = folder / "store.db"
        with Store.create(
            path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
        ) as store:
            write(store, 1)
        before = {file.name: file.read_bytes() for file in folder.iterdir()}
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        with pytest.raises(SystemFault) as told:
            opened(path)
        assert told.value.code == "store.io"
        assert "store.io" not in told.value.sentence("zh")
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        with opened(path) as again:
            assert again.verify() == ()
    finally:
        subprocess.run(["umount", str(folder)], check=True)
