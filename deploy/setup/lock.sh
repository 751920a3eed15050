#!/usr/bin/env bash
# Resolves pyproject.toml anew into the three locks, for every Python from 3.11 on; a version that still
# fits stays. `deploy/setup/lock.sh --upgrade` takes the newest ones. Needs uv (any installation of it).
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

command -v uv >/dev/null || fail "uv is missing: pip install uv, outside of .venv"
whole=$(mktemp)
trap 'rm -f "$whole"' EXIT
cat requirements.lock requirements-dev.lock >"$whole"
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links --group build --extra dev pyproject.toml --output-file "$whole" "$@"
cp "$whole" requirements.lock
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links --group build pyproject.toml --output-file requirements.lock
# An entry is its first line (name, version, marker) and the indented ones after it.
awk '/^[^ ]/ { wanted = NR != FNR && !($0 in running); if (NR == FNR) running[$0] } wanted' \
    requirements.lock "$whole" >requirements-dev.lock
# The programs that look at what is installed are not installed beside it.
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links --group supply --output-file requirements-supply.lock "$@"
