#!/usr/bin/env bash
# What must come from the distribution: Python with venv, a browser, Chinese fonts, pango, npm,
# and libatomic for the Node.js inside Playwright.
# Asks apt only for what is missing; needs root or sudo only then.
set -euo pipefail
cd "$(dirname "$0")/../.."
source deploy/setup/common.sh

missing=()
wants() { missing+=("$@"); }

find_python >/dev/null || wants python3
if python=$(find_python); then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || wants python3-venv
else
    wants python3-venv
fi
find_browser >/dev/null || { distribution_has_chromium && wants chromium; }
if ! command -v chromium-headless-shell >/dev/null; then
    if distribution_has chromium-headless-shell; then
        wants chromium-headless-shell
    else
        say "no chromium-headless-shell here: the whole browser draws pages instead, half as fast"
    fi
fi
fc-list :lang=zh 2>/dev/null | grep -q . || wants fontconfig fonts-noto-cjk
libraries=$(/sbin/ldconfig -p 2>/dev/null || true)
for library in libpango-1.0.so.0:libpango-1.0-0 libpangoft2-1.0.so.0:libpangoft2-1.0-0 \
    libharfbuzz-subset.so.0:libharfbuzz-subset0 libatomic.so.1:libatomic1; do
    grep -q "${library%%:*}" <<<"$libraries" || wants "${library##*:}"
done
command -v npm >/dev/null || wants npm
command -v openssl >/dev/null || wants openssl

[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
find_python >/dev/null || fail "no Python 3.11 or newer found: install python3.11 (with python3.11-venv)"
