"""The centres a fleet delivers to: one node on a folder, or two intake nodes and a verifier on servers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.central import Centre, create_central
from sync.central.enrolling import new_invitation
from sync.strict_json import base64_bytes

ROOT = Path(__file__).parents[2]
_URL = re.compile(r"http://\S+:\d+")


@dataclass(frozen=True)
class Ground:
    """A running centre."""

    data: Path
    """The folder of a node that has the keys."""
    office: str
    intake: tuple[str, ...]
    processes: dict[str, int]

    def invitations(self, count: int) -> tuple[tuple[str, bytes], ...]:
        """Return fresh invitations with their codes."""
        with Centre(self.data) as centre:
            made = [new_invitation(centre, self.office) for _ in range(count)]
        return tuple((str(each["invitation"]), base64_bytes(each["code"], 32) or b"") for each in made)


@contextmanager
def folder_ground(place: Path) -> Iterator[Ground]:
    """One node: SQLite and a folder."""
    with ExitStack() as ending:
        data = place / "centre"
        create_central(data, "样本中心")
        node, url = _serving(ending, data)
        yield Ground(data, url, (url,), {"node": node.pid})


@contextmanager
def servers_ground(place: Path) -> Iterator[Ground]:
    """Two intake nodes, a verifier and a full node for the office, on a durable PostgreSQL and an S3 store."""
    from sync.central.database.postgres import upgrade_at
    from tests.sync.central.servers import OWNER, Postgres, SeaweedFS

    os.environ["AWS_SKIP_SIGNATURE"] = "true"
    with ExitStack() as ending:
        postgres = Postgres(is_durable=True)
        ending.callback(postgres.stop)
        s3 = SeaweedFS()
        ending.callback(s3.stop)
        database = postgres.fresh()
        upgrade_at(postgres.url(database, OWNER))
        settings = (
            f'[database]\nurl = "{postgres.url(database)}"\n'
            f'[store]\nurl = "s3://{s3.BUCKET}/bench"\nendpoint = "{s3.endpoint}"\n'
        )
        data, urls = place / "office", []
        processes = {"postgresql": postgres.pid, "s3": s3.pid}
        for name in ("office", "intake 1", "intake 2"):
            folder = place / name.replace(" ", "-")
            folder.mkdir()
            role = '[node]\nrole = "intake"\n' if name != "office" else ""
            (folder / "node.toml").write_text(settings + role)
            create_central(folder, "样本中心")
            node, url = _serving(ending, folder)
            processes[name] = node.pid
            urls.append(url)
        verifier = _started(ending, "verify", "--data", str(data))
        processes["verifier"] = verifier.pid
        yield Ground(data, urls[0], tuple(urls[1:]), processes)


def _serving(ending: ExitStack, data: Path) -> tuple[subprocess.Popen[str], str]:
    process = _started(ending, "serve", "--data", str(data), "--port", "0")
    assert process.stdout is not None
    found = _URL.search(process.stdout.readline())
    if found is None:
        raise SystemExit("the centre did not start")
    return process, found.group()


def _started(ending: ExitStack, *arguments: str) -> subprocess.Popen[str]:
    log = ending.enter_context((ROOT / os.devnull).open("w"))
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "central", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    ending.callback(_ended, process)
    return process


def _ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(60)
    if process.stdout is not None:
        process.stdout.close()
