#!/usr/bin/env bash
# Looks every locked package up in a database of vulnerabilities: PyPI's, then OSV's. Exit 1 where one is
# known, 2 where a package was looked up nowhere.
set -uo pipefail
cd "$(dirname "$0")/../.."

answers=$(mktemp -d)
trap 'rm -rf "$answers"' EXIT
for service in pypi osv; do
    .venv/supply/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --format json \
        --vulnerability-service "$service" --progress-spinner off --timeout 20 \
        >"$answers/$service.json" 2>"$answers/$service.txt"
    .venv/bin/python -m tools.supply.audit requirements.lock "$answers/$service.json" "$answers/$service.txt"
    code=$?
    [ $code -eq 2 ] || exit $code
done
exit 2
