#!/usr/bin/env bash
# The console's front-end libraries, from the npm registry by the lock file's integrity hashes.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

vendor=console/static/vendor
command -v npm >/dev/null || fail "npm is missing: install the package npm, then run again"
say "installing the console's front-end libraries (npm)"
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
    fail "htmx and echarts could not be installed: is the npm registry reachable?"
mkdir -p "$vendor"
cp node_modules/htmx.org/dist/htmx.min.js node_modules/echarts/dist/echarts.min.js "$vendor/"
