#!/usr/bin/env bash
# test.sh [PYTEST ARGUMENT...]: every check that a change must pass. Goes on after a failure, so that one run shows them all.
# Arguments are handed to pytest instead of the folders of tests.
set -u
cd "$(dirname "$0")/.." || exit
bin=.venv/bin failed=()

# stage NAME CMD...
stage() {
    local name=$1 began=$SECONDS
    shift
    printf '== %s\n' "$name"
    if "$@"; then
        printf '== %s: passed, %s s\n' "$name" $((SECONDS - began))
    else
        printf '== %s: FAILED, %s s\n' "$name" $((SECONDS - began))
        failed+=("$name")
    fi
}

# Two stages, because Qt draws on one platform a process: these draw on nothing, and prove that they need no desktop.
tests_without_a_desktop() {
    env -u DISPLAY -u WAYLAND_DISPLAY QT_QPA_PLATFORM=offscreen "$bin/python" -m pytest --cov --cov-config=pyproject.toml "$@"
}

tests_in_the_desktop() {
    packaging/virtual-desktop.sh env QT_QPA_PLATFORM=xcb MMASSIST_REQUIRE_DESKTOP=1 "$bin/python" -m pytest --cov --cov-config=pyproject.toml "$@"
}

# How many of the tests in the desktop have failed.
failures() {
    "$bin/python" -c 'import json; print(sum(key.startswith("tests/integration") for key in json.load(open(".pytest_cache/v/cache/lastfailed"))))' \
        2>/dev/null || echo 0
}

desktops() {
    packaging/desktops.sh --cov --cov-config=pyproject.toml --cov-append "$@" tests/integration
}

# Real programs, real sound and real keys share the machine with whatever else runs on it, and a late one fails a test. So what holds sound
# to the clock comes first, with less beside it; and what fails is tried once more, one after the other, in a new desktop, and said: a
# test that fails twice has found something.
desktop_stage() {
    local again passed=yes
    DESKTOPS=2 desktops -m punctual --cov-report= || passed=''
    desktops -m "not punctual" --cov-report=term:skip-covered || passed=''
    [ -z "$passed" ] || return 0
    again=$(failures)
    [ "$again" -gt 0 ] && [ "$again" -le 16 ] || return 1
    printf '== second try for %s of the tests in the desktop\n' "$again"
    DESKTOPS=1 packaging/desktops.sh --no-cov --last-failed --last-failed-no-failures none tests/integration
}

stage "ruff" "$bin/ruff" check .
stage "ruff format" "$bin/ruff" format --check --quiet .
stage "mypy" "$bin/mypy"
stage "import-linter" "$bin/lint-imports"
case "$*" in
    '')
        # Much of a test is waiting for a process that starts: two at a time.
        stage "tests" tests_without_a_desktop --numprocesses 2 --dist loadfile --cov-report= tests/unit tests/contract tests/ui
        stage "tests in the desktop" desktop_stage
        ;;
    *integration*) tests_in_the_desktop "$@" || failed+=("tests in the desktop") ;;
    *) tests_without_a_desktop "$@" || failed+=("tests") ;;
esac
if [ ${#failed[@]} != 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}" >&2
    exit 1
fi
