"""How a page is looked at (浏览视图): on a desk or a telephone, by a stranger or signed in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from storage.base.office_time import OFFICE_TIME
from storage.crawls.platform_sign_ins import SignInState

_DESK = {"width": 1280, "height": 1600}
_PHONE = {"width": 412, "height": 915}


@dataclass(frozen=True, kw_only=True)
class View:
    """One way of looking; pages of one view share a browser context, others never do."""

    mobile: bool = False
    signed_in: str | None = None
    """Platform whose sign-in an officer made by hand, for its own hosts only."""
    state: SignInState | None = field(default=None, compare=False, repr=False)

    def context_options(self, user_agent: str) -> dict[str, Any]:
        """What Playwright's `new_context` is given. A telephone is named beside the office, since
        shops look for these words; the office's own name stays."""
        return {
            "user_agent": f"{user_agent} Android Mobile" if self.mobile else user_agent,
            "locale": "zh-CN",
            "timezone_id": OFFICE_TIME.key,
            "viewport": _PHONE if self.mobile else _DESK,
            "is_mobile": self.mobile,
            "has_touch": self.mobile,
            "accept_downloads": False,
            "service_workers": "block",
            **({"storage_state": json.loads(self.state.text)} if self.state else {}),
        }
