#!/usr/bin/env bash
# Resolves pyproject.toml anew into the two locks, for every Python from 3.11 on; a version that still
# fits stays. `deploy/setup/lock.sh --upgrade` takes the newest ones. Needs uv (any installation of it).
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

command -v uv >/dev/null || fail "uv is missing: pip install uv, outside of .venv"
resolve() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links "$@" pyproject.toml
}

resolve --group build --output-file requirements.lock "$@"
mapfile -t shared < <(sed -nE 's/^([a-z0-9._-]+)==.*/--no-emit-package=\1/p' requirements.lock | sort -u)
resolve --extra dev --constraint requirements.lock "${shared[@]}" --output-file requirements-dev.lock "$@"
# uv lists at the end what was left out.
sed -i '/^# The following packages were excluded/,$d' requirements-dev.lock
