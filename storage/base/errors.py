"""What can go wrong with data, named by situation.

    HubiaoError                 the command ends with exit code 1
    ├── BadInput                what the user gave is unusable: exit code 2
    ├── NotFound                no such lead, notice, task ...: exit code 2
    ├── Refused                 a rule forbids the act (state, second person, missing element)
    │   ├── StaleState          the lead moved on since the officer looked at it
    │   ├── Incomplete          a document lacks required elements
    │   └── EgressRefused       the address policy forbids this destination
    └── StoreUnavailable        the database or the data folder cannot be used

An error carries a code of the catalogue and data: `raise NotFound("lead.unknown", lead=7)`. Its words,
English and Chinese, stand in `storage/base/catalogue/`: one line that says what and where, and how to
mend it where that is known.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

from storage.base.message import Language, Message


class HubiaoError(Exception):
    """An expected failure: shown as one line, never as a traceback."""

    exit_code = 1

    def __init__(self, code: str, /, **data: object) -> None:
        super().__init__(code)
        self.message = Message(code, data)

    @property
    def code(self) -> str:
        """The code of its message, by which programs know it."""
        return self.message.code

    def text(self, language: Language) -> str:
        """Its words in one language; `str(error)` gives those of the process."""
        return self.message.text(language)

    def __str__(self) -> str:
        return str(self.message)


class BadInput(HubiaoError):
    """A file, option or value from outside that cannot be used; nothing was changed."""

    exit_code = 2


class NotFound(HubiaoError):
    """The named thing does not exist."""

    exit_code = 2


class Refused(HubiaoError):
    """A rule of the office or of the law forbids this act; nothing was changed."""


class StaleState(Refused):
    """Somebody else moved this lead first; look again before deciding."""


class Incomplete(Refused):
    """A document (文书) lacks required elements; `missing` names each, in Chinese."""

    def __init__(self, code: str, missing: Sequence[str] = (), /, **data: object) -> None:
        super().__init__(code, **data)
        self.missing = tuple(missing)


class EgressRefused(Refused):
    """The address policy does not let us reach this destination."""


class StoreUnavailable(HubiaoError):
    """The database or the data folder cannot be opened or written."""


DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
"""Numbers of the system's errors (errno(3)): full, over quota, file too large, read-only, broken."""


def store_failure(error: BaseException | None) -> StoreUnavailable | None:
    """The failure of the store that an error is; None for any other error."""
    if isinstance(error, StoreUnavailable):
        return error
    if isinstance(error, OSError) and error.errno in DISK_ERRORS:
        return StoreUnavailable("disk.failed", reason=error)
    return None
