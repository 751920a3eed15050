#!/usr/bin/env bash
# What the tests and the lint need and running does not: locked tools, libraries of the browser tests, unzip.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

# Receivers of an evidence package open it with unzip; a test does as they do.
command -v unzip >/dev/null || install_packages unzip
say "installing the locked tools of tests and lint (hash-checked)"
# The two locks together name every dependency. What of the tools is imported compiles itself then.
.venv/bin/python -m pip install -qq --no-deps --no-compile --require-hashes -r requirements-dev.lock ||
    fail "the locked tools could not be installed: is the package registry reachable?"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
    fail "the libraries of the browser tests could not be installed: is the npm registry reachable?"
