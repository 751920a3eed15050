# Shared by the set-up steps: how to say, to find and to install. Sourced, not run.

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# 3.11 first: the lock is resolved and tested there.
find_python() {
    local candidate
    for candidate in python3.11 python3.12 python3.13 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# A browser is believed only once it has drawn a page: Ubuntu's `chromium` can be a stub.
launches() {
    local options=(--headless --disable-gpu --dump-dom --user-data-dir="$2")
    [ "$(id -u)" -ne 0 ] || options+=(--no-sandbox)
    timeout 60 "$1" "${options[@]}" 'data:text/html,<p>launched</p>' 2>/dev/null | grep -q launched
}

find_browser() {
    local candidate profile found=1
    profile=$(mktemp -d)
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$candidate" >/dev/null && launches "$candidate" "$profile"; then
            command -v "$candidate"
            found=0
            break
        fi
    done
    rm -rf "$profile"
    return $found
}

distribution_has_chromium() {
    grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null && return 1
    command -v apt-get >/dev/null
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

can_be_root() { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }

apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=500)

# Once a run. A new machine or image has no package lists, so nothing is looked up before this.
refresh_package_lists() {
    [ -z "${lists_are_fresh:-}" ] || return 0
    lists_are_fresh=yes
    as_root "${apt[@]}" update >/dev/null || say "apt-get update failed; trying with the lists that are there"
}

distribution_has() {
    command -v apt-cache >/dev/null && can_be_root || return 1
    refresh_package_lists
    apt-cache show "$1" >/dev/null 2>&1
}

install_packages() {
    command -v apt-get >/dev/null || fail "install these with your package manager, then run again: $*"
    can_be_root || fail "needs root: sudo apt-get install $*"
    refresh_package_lists
    say "installing $* (apt)"
    as_root "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null ||
        fail "apt could not install: $* (run: sudo apt-get install $*)"
}
