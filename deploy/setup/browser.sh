#!/usr/bin/env bash
# The last way to a browser: Playwright's own, where neither the machine nor the distribution has one.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

own_browser() {
    .venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)'
}

own_browser_launches() {
    local profile path result=1
    path=$(own_browser 2>/dev/null) && [ -x "$path" ] || return 1
    profile=$(mktemp -d)
    launches "$path" "$profile" && result=0
    rm -rf "$profile"
    return $result
}

find_browser >/dev/null && exit 0
own_browser_launches && exit 0
say "no browser on this machine: installing Playwright's Chromium"
.venv/bin/playwright install chromium >/dev/null || true
if can_be_root; then
    as_root "$PWD/.venv/bin/playwright" install-deps chromium >/dev/null 2>&1 || true
fi
# Its exit code is not believed; a page drawn is.
own_browser_launches || fail "no Chromium could be launched: install the package chromium, then run again"
