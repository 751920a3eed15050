"""The certificates that a server showed, as the browser received them."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

from cryptography import x509
from playwright.async_api import async_playwright

from crawler.browser.launch import find_browser, launch_options
from crawler.capture.certificate_chain import certificate_chain
from crawler.capture.network_log import record_page
from crawler.http.guard_proxy import guard_door
from tests.crawler.capture.test_capture import LOOPBACK
from tests.servers.certificate import make_certificate


def test_the_certificate_chain_is_that_of_the_server(tmp_path: Path) -> None:
    _, certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def run() -> tuple[bytes, ...]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        origin = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with guard_door(LOOPBACK) as door:
            options = launch_options(find_browser("full"), door_url=door.url)
            options["args"].append("--ignore-certificate-errors")
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(**options)
                opened = await browser.new_page()
                recorder = await record_page(opened, door)
                await opened.goto(origin)
                chain = await certificate_chain(recorder.session, origin)
                await browser.close()
        server.close()
        return chain

    chain = asyncio.run(run())
    expected = x509.load_pem_x509_certificate(certificate.read_bytes())
    assert x509.load_der_x509_certificate(chain[0]) == expected
