"""Whether officers can work while strangers flood the console: `python -m benchmarks.overload`.

A real `hubiao serve` on loopback, with few files allowed as in a plain shell (1,024). An officer who is signed
in opens pages one after another, each over a new connection: first alone, then while 200 clients send wrong
passwords without pause from 200 addresses, then while 1,100 sockets hold half a head or half a body each and
are opened again when they are closed, then both. Printed: the 95th percentile of her pages in milliseconds,
what she was refused, files that the server holds open at most, and bytes of its log. The attackers run on the
same processors: figures are upper bounds.

    python -m benchmarks.overload [--seconds 20] [--clients 200] [--sockets 1100]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx

from benchmarks.material.loopback import ServedConsole, served_console, settings_of
from benchmarks.material.office_rows import fill
from benchmarks.material.processes import open_files
from benchmarks.measured import ROOT, median, percentile
from storage.base.database import open_database
from storage.base.settings import Settings
from tests.console.visitor import Visitor

FILES = 1_024
"""Files that the server may open: the usual limit of a shell."""
PAGES = ("/", "/leads?tab=pending", "/leads/1?tab=all", "/shops")
_HALVES = (
    b"GET /sign-in HTTP/1.1\r\nHost: ",
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=",
)
"""What an attacker's socket sends before it falls silent."""
_WARMING = 5
"""Seconds of an attack before the officer's pages are timed."""
_PAUSE = 0.05
"""Seconds between two pages of the officer."""


def main() -> None:
    options = _options()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="hubiao-bench-") as folder:
        home = Path(folder)
        database = open_database(Settings(home=home), migrate=True)
        fill(database, listings=2_000, leads=500)
        database.close()
        environment = {**os.environ, **settings_of(home)}
        with served_console(home, environment, "--no-workers") as console:
            resource.prlimit(console.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
            address = console.wait_for(r"console: (http://\S+)")[1]
            officer = Visitor(address, "甲")
            cookies = officer.client.cookies
            officer.client = httpx.Client(
                base_url=address, cookies=cookies, timeout=30,
                limits=httpx.Limits(max_keepalive_connections=0),
            )  # fmt: skip
            for path in PAGES * 3:
                officer.get(path)
            for name, clients, sockets in (
                ("alone", 0, 0),
                (f"{options.clients} sign-ins", options.clients, 0),
                (f"{options.sockets} half-open sockets", 0, options.sockets),
                ("both", options.clients, options.sockets),
            ):
                _measure(officer, address, console, name, clients, sockets, options.seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="length of each attack")
    parser.add_argument("--clients", type=int, default=200, help="clients that sign in at once")
    parser.add_argument("--sockets", type=int, default=1100, help="sockets with half a head")
    parser.add_argument("--attack", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.attack:
        address, clients, sockets = options.attack
        asyncio.run(_attack(address, int(clients), int(sockets), options.seconds))
        sys.exit()
    return options


def _measure(
    officer: Visitor,
    address: str,
    console: ServedConsole,
    name: str,
    clients: int,
    sockets: int,
    seconds: int,
) -> None:
    files = 0
    lines = console.log.stat().st_size
    attack = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.overload", "--seconds", str(seconds + 60),
         "--attack", address, str(clients), str(sockets)],
        cwd=ROOT, stdout=subprocess.PIPE,
    ) if clients or sockets else None  # fmt: skip
    if attack is not None and attack.stdout is not None:
        attack.stdout.readline()
    took: list[float] = []
    refused = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            answer = officer.get(PAGES[len(took) % len(PAGES)])
            refused += answer.status_code != 200
        except httpx.HTTPError:
            refused += 1
        files = max(files, open_files(console.process.pid))
        took.append(1000 * (time.perf_counter() - begun))
        time.sleep(_PAUSE)
    print(
        f"  {name:26} p50 {median(took):7.0f} ms  p95 {percentile(took):7.0f} ms"
        f"  {len(took):5} pages, {refused} refused; {files} files; log + {console.log.stat().st_size - lines} bytes",
        flush=True,
    )
    if attack is not None:
        attack.kill()
        attack.wait()


async def _attack(address: str, clients: int, sockets: int, seconds: int) -> None:
    until = time.monotonic() + seconds
    asyncio.get_running_loop().call_later(_WARMING, _say_ready)
    await asyncio.gather(
        *(_sign_in(address, number, until) for number in range(clients)),
        *(_half_open(address, _HALVES[number % 2], until) for number in range(sockets)),
    )


def _say_ready() -> None:
    print("attacking", flush=True)


async def _sign_in(address: str, number: int, until: float) -> None:
    """Wrong passwords of names that nobody bears, each client from an address of its own."""
    origin = f"10.1.{number // 250}.{number % 250 + 1}"
    async with httpx.AsyncClient(
        base_url=address, timeout=60, headers={"x-forwarded-for": origin}
    ) as client:
        token = ""
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if not token:
                    page = await client.get("/sign-in")
                    field = re.search(r'name="token" value="([^"]+)"', page.text)
                    token = field[1] if field else ""
                    continue
                form = {
                    "token": token,
                    "name": f"nobody{number}-{time.monotonic()}",
                    "password": "wrong",
                }
                await client.post("/sign-in", data=form)


async def _half_open(address: str, half: bytes, until: float) -> None:
    host, port = address.removeprefix("http://").split(":")
    while time.monotonic() < until:
        with suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection(host, int(port), family=socket.AF_INET)
            with suppress(OSError):
                writer.write(half)
                await asyncio.wait_for(reader.read(1), max(until - time.monotonic(), 0.1))
            writer.close()
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    main()
