"""Who sends, as a keyed hash (来源): limits abuse without keeping an address."""

from __future__ import annotations

import hashlib
import hmac

from console.web.page_request import PageRequest


def sender_hash(request: PageRequest) -> str:
    """The same for one client address, and of no use without the console's key."""
    address = request.client_address.encode()
    return hmac.new(request.context.key, b"tip:" + address, hashlib.sha256).hexdigest()
