#!/usr/bin/env bash
# The programs of `make sbom` and `make audit`, in an environment of their own below .venv.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

say "installing the locked programs that list and audit packages (hash-checked)"
[ -x .venv/supply/bin/python ] || .venv/bin/python -m venv .venv/supply
.venv/supply/bin/python -m pip install -qq --require-hashes -r requirements-supply.lock ||
    fail "they could not be installed: is the package registry reachable?"
