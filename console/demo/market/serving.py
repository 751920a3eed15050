"""The market's process: three sites and a control port, all on loopback, all on free ports."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.demo.market.collected import collected_site
from console.demo.market.day import LAST_DAY, MarketDay
from console.demo.market.plain import plain_site
from console.demo.market.scripted import scripted_site


def control_site(day: MarketDay) -> Starlette:
    """`GET /day` tells the day, `POST /day` with {"day": n} moves it."""

    def tell(_request: Request) -> Response:
        return JSONResponse({"day": day.number, "last": LAST_DAY})

    async def move(request: Request) -> Response:
        try:
            number = int((await request.json())["day"])
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": 'wanted: {"day": n}'}, 400)
        if not 0 <= number <= LAST_DAY:
            return JSONResponse({"error": f"days go from 0 to {LAST_DAY}"}, 400)
        day.number = number
        return JSONResponse({"day": day.number, "last": LAST_DAY})

    return Starlette(
        routes=[Route("/day", tell, methods=["GET"]), Route("/day", move, methods=["POST"])]
    )


class _MarketServer(uvicorn.Server):
    """Leaves the signals alone: one process serves four applications."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve() -> None:
    day = MarketDay()
    sites = {
        "collected": collected_site(day),
        "scripted": scripted_site(day),
        "plain": plain_site(day),
        "control": control_site(day),
    }
    listeners = {name: _loopback_listener() for name in sites}
    servers = [
        _MarketServer(uvicorn.Config(site, log_level="warning", access_log=False, lifespan="off"))
        for site in sites.values()
    ]

    def leave() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, leave)
    ports = {name: listener.getsockname()[1] for name, listener in listeners.items()}
    print(
        json.dumps({name: f"http://127.0.0.1:{port}" for name, port in ports.items()}), flush=True
    )
    await asyncio.gather(
        *(
            server.serve([listener])
            for server, listener in zip(servers, listeners.values(), strict=True)
        )
    )


def _loopback_listener() -> socket.socket:
    """Already listening, so that the printed address answers from the first moment."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener


def main() -> None:
    """Serve until asked to end; the first line on stdout is JSON with the four addresses."""
    asyncio.run(_serve())
