# ruff: noqa: N802  Twisted names its methods so
"""A real mailbox server for one user: Twisted's IMAP4 behind TLS on a free port, in a process of its
own (a reactor runs once a process). The mailbox is a folder of `.eml` files; what was read is named
in `seen.txt` beside them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.certificate import make_certificate

USER, PASSWORD = "bounces@office.example", "geheim 密码".encode().hex()


@dataclass(frozen=True)
class RunningMailbox:
    """Where it answers, whom to trust, and the folder that it serves."""

    port: int
    authority: Path
    folder: Path

    def drop(self, name: str, raw: bytes) -> None:
        (self.folder / f"{name}.eml").write_bytes(raw)

    @property
    def seen_messages(self) -> set[str]:
        path = self.folder / "seen.txt"
        return set(path.read_text().split()) if path.exists() else set()


@contextmanager
def running_mailbox(folder: Path) -> Iterator[RunningMailbox]:
    """Serve the folder until the block ends."""
    authority, certificate, key = make_certificate(folder)
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.servers.imap", folder, certificate, key],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        yield RunningMailbox(port, authority, folder)
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def _serve(folder: Path, certificate: Path, key: Path) -> None:
    from email import message_from_bytes
    from io import BytesIO

    from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
    from twisted.cred.portal import IRealm, Portal
    from twisted.internet import reactor, ssl
    from twisted.internet.protocol import Factory
    from twisted.mail import imap4
    from zope.interface import implementer

    @implementer(imap4.IMessage)
    class Message:
        def __init__(self, uid: int, path: Path, is_seen: bool) -> None:
            self.uid, self.raw, self.is_seen = uid, path.read_bytes(), is_seen

        def getUID(self) -> int:
            return self.uid

        def getFlags(self) -> list[str]:
            return ["\\Seen"] if self.is_seen else []

        def getInternalDate(self) -> str:
            return "Thu, 26 Nov 2026 08:00:00 +0800"

        def getSize(self) -> int:
            return len(self.raw)

        def getHeaders(self, negate: bool, *names: str) -> dict[str, str]:
            lower_names = {(n.decode() if isinstance(n, bytes) else n).lower() for n in names}
            parsed = message_from_bytes(self.raw)
            return {
                name.lower(): value
                for name, value in parsed.items()
                if (name.lower() in lower_names) != bool(negate)
            }

        def getBodyFile(self) -> BytesIO:
            return BytesIO(self.raw.partition(b"\r\n\r\n")[2])

        def isMultipart(self) -> bool:
            return False

    @implementer(imap4.IMailbox, imap4.ISearchableMailbox)
    class Mailbox:
        def _messages(self) -> dict[int, Message]:
            marked = folder / "seen.txt"
            seen_names = set(marked.read_text().split()) if marked.exists() else set()
            paths = sorted(folder.glob("*.eml"))
            return {
                number: Message(number, path, path.stem in seen_names)
                for number, path in enumerate(paths, start=1)
            }

        def getFlags(self) -> list[str]:
            return ["\\Seen"]

        def getHierarchicalDelimiter(self) -> str:
            return "/"

        def getUIDValidity(self) -> int:
            return 1

        def getUID(self, number: int) -> int:
            return number

        def getUIDNext(self) -> int:
            return len(self._messages()) + 1

        def getMessageCount(self) -> int:
            return len(self._messages())

        def getRecentCount(self) -> int:
            return 0

        def getUnseenCount(self) -> int:
            return sum(not message.is_seen for message in self._messages().values())

        def isWriteable(self) -> bool:
            return True

        def addListener(self, listener: object) -> None: ...

        def removeListener(self, listener: object) -> None: ...

        def fetch(self, message_set: imap4.MessageSet, uid: bool) -> list[tuple[int, Message]]:
            messages = self._messages()
            message_set.last = max(messages, default=0)
            return [(number, messages[number]) for number in message_set if number in messages]

        def search(self, query: list[str | bytes], uid: bool) -> list[int]:
            """The kind of search that our reader makes; Twisted's own fails on HEADER in Python 3."""
            words = [w.decode() if isinstance(w, bytes) else w for w in query]
            unseen, header, name, value = words
            assert (unseen, header) == ("UNSEEN", "HEADER")
            return [
                number
                for number, message in self._messages().items()
                if not message.is_seen
                and value in message.getHeaders(False, name).get(name.lower(), "").lower()
            ]

        def store(
            self, messages: imap4.MessageSet, flags: list[str], mode: int, uid: bool
        ) -> dict[int, list[str]]:
            paths = sorted(folder.glob("*.eml"))
            with (folder / "seen.txt").open("a") as file:
                for number in messages:
                    file.write(f"{paths[number - 1].stem}\n")
            return {number: ["\\Seen"] for number in messages}

        def requestStatus(self, names: list[str]) -> dict[str, object]:
            return imap4.statusRequestHelper(self, names)  # type: ignore[no-any-return]

    class Account(imap4.MemoryAccount):
        def _emptyMailbox(self, name: str, id: int) -> Mailbox:  # noqa: A002  the base's name
            return Mailbox()

    account = Account("bounces")
    account.addMailbox("INBOX", Mailbox())

    @implementer(IRealm)
    class Realm:
        def requestAvatar(self, avatar: object, mind: object, *faces: object) -> object:
            return imap4.IAccount, account, lambda: None

    portal = Portal(Realm(), [InMemoryUsernamePasswordDatabaseDontUse(**{USER: PASSWORD.encode()})])

    class Server(Factory):
        def buildProtocol(self, address: object) -> imap4.IMAP4Server:
            protocol = imap4.IMAP4Server()
            protocol.portal = portal
            return protocol

    secured = ssl.DefaultOpenSSLContextFactory(str(key), str(certificate))
    port = reactor.listenSSL(0, Server(), secured, interface="127.0.0.1")
    print(port.getHost().port, flush=True)  # noqa: T201  whoever started this reads it
    reactor.run()


if __name__ == "__main__":
    _serve(*(Path(argument) for argument in sys.argv[1:]))
