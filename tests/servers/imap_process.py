# ruff: noqa: N802  Twisted names its methods so
"""The process of `imap.py`: one mailbox, a folder, served by Twisted's IMAP4 behind TLS."""

from __future__ import annotations

import sys
from email import message_from_bytes
from io import BytesIO
from pathlib import Path

from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.internet import reactor, ssl
from twisted.internet.protocol import Factory
from twisted.mail import imap4
from zope.interface import implementer

from tests.servers.imap import PASSWORD, USER


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
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _messages(self) -> dict[int, Message]:
        marked = self.folder / "seen.txt"
        seen_names = set(marked.read_text().split()) if marked.exists() else set()
        paths = sorted(self.folder.glob("*.eml"))
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
        paths = sorted(self.folder.glob("*.eml"))
        with (self.folder / "seen.txt").open("a") as file:
            for number in messages:
                file.write(f"{paths[number - 1].stem}\n")
        return {number: ["\\Seen"] for number in messages}

    def requestStatus(self, names: list[str]) -> dict[str, object]:
        return imap4.statusRequestHelper(self, names)  # type: ignore[no-any-return]


class Account(imap4.MemoryAccount):
    def _emptyMailbox(self, name: str, id: int) -> None:  # noqa: A002  the base's name
        """Nobody makes a second mailbox."""


@implementer(IRealm)
class Realm:
    def __init__(self, account: Account) -> None:
        self.account = account

    def requestAvatar(self, avatar: object, mind: object, *faces: object) -> object:
        return imap4.IAccount, self.account, lambda: None


class Server(Factory):
    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    def buildProtocol(self, address: object) -> imap4.IMAP4Server:
        protocol = imap4.IMAP4Server()
        protocol.portal = self.portal
        return protocol


def serve(folder: Path, certificate: Path, key: Path) -> None:
    """Serve the folder on a free port until the process ends; the port is printed first."""
    account = Account("bounces")
    account.addMailbox("INBOX", Mailbox(folder))
    users = InMemoryUsernamePasswordDatabaseDontUse(**{USER: PASSWORD.encode()})
    server = Server(Portal(Realm(account), [users]))
    secured = ssl.DefaultOpenSSLContextFactory(str(key), str(certificate))
    port = reactor.listenSSL(0, server, secured, interface="127.0.0.1")
    print(port.getHost().port, flush=True)  # noqa: T201  whoever started this reads it
    reactor.run()


if __name__ == "__main__":
    serve(*(Path(argument) for argument in sys.argv[1:]))
