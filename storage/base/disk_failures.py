"""What the system says of a disk that takes no more (磁盘写满), and the store's failure that it is."""

from __future__ import annotations

import errno

from storage.base.errors import StoreUnavailable

DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
"""Numbers of the system's errors (errno(3)): full, over quota, file too large, read-only, broken."""


def store_failure(error: BaseException | None) -> StoreUnavailable | None:
    """The failure of the store that an error is; None for any other error."""
    if isinstance(error, StoreUnavailable):
        return error
    if isinstance(error, OSError) and error.errno in DISK_ERRORS:
        return StoreUnavailable("disk.failed", reason=error)
    return None
