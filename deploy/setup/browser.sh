#!/usr/bin/env bash
# The last way to a browser: Playwright's own, where neither the machine nor the distribution has one.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

# The program itself judges: exit 0, or one line that names the missing browser or library.
what_is_missing() {
    .venv/bin/python -c '
from crawler.browser.launch import find_browser
from storage.base.errors import HubiaoError
try:
    find_browser("full")
except HubiaoError as error:
    raise SystemExit(str(error))' 2>&1
}

missing=$(what_is_missing) && exit 0
say "$missing"
if can_be_root; then
    as_root "$PWD/.venv/bin/playwright" install-deps chromium >/dev/null 2>&1 || true
    missing=$(what_is_missing) && exit 0
fi
say "installing Playwright's Chromium"
.venv/bin/playwright install chromium >/dev/null || true
# Its exit code is not believed; a page drawn is.
missing=$(what_is_missing) || fail "$missing"
