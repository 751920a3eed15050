#!/usr/bin/env bash
# The virtual environment: every dependency by name, version and hash, then the project itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

python=$(find_python) || fail "no Python 3.11 or newer found: install python3.11 (with python3.11-venv)"
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    say "making .venv with $python"
    "$python" -m venv .venv || fail "cannot make .venv: install the venv module of $python"
fi
say "installing the locked dependencies (hash-checked)"
# The lock names every dependency of a dependency: pip has nothing to resolve.
.venv/bin/python -m pip install -qq --no-deps --no-compile --require-hashes -r requirements.lock ||
    fail "the locked dependencies could not be installed: is the package registry reachable?"
# An editable install refuses hash checking, so it comes alone, without dependencies and
# without build isolation: setuptools was hash-checked with the rest.
.venv/bin/python -m pip install -qq --no-deps --no-build-isolation -e . ||
    fail "the project itself could not be installed"
