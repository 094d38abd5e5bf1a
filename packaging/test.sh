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
    packaging/virtual-desktop.sh env QT_QPA_PLATFORM=xcb MMASSIST_REQUIRE_DESKTOP=1 "$bin/python" -m pytest --no-cov "$@"
}

# seldom MOST: whether some tests have failed, and at most that many.
seldom() {
    local failed
    failed=$("$bin/python" -c 'import json; print(len(json.load(open(".pytest_cache/v/cache/lastfailed"))))' 2>/dev/null || echo 0)
    [ "$failed" -gt 0 ] && [ "$failed" -le "$1" ] || return 1
    printf '== second try for %s of the tests\n' "$failed"
}

again=(--last-failed --last-failed-no-failures none)

# What fails is tried once more, alone: a test that fails twice has found something.
stage_without_a_desktop() {
    local those=(tests/unit tests/contract tests/ui)
    # Much of a test is waiting for a process that starts: two at a time.
    tests_without_a_desktop --numprocesses 2 --dist loadfile --cov-report=term:skip-covered "${those[@]}" && return
    seldom 5 && tests_without_a_desktop --no-cov "${again[@]}" "${those[@]}"
}

desktops() {
    packaging/desktops.sh --no-cov "$@" tests/integration
}

# Real programs, real sound and real keys share the machine with whatever else runs on it, and a late one fails a test. So what holds sound
# to the clock comes first, with less beside it; nothing is traced for coverage, which slows all of it; and what fails is tried once more,
# one after the other, in a new desktop. Where more than one in twenty fails, it isn't chance.
desktop_stage() {
    local passed=yes
    rm -f .pytest_cache/v/cache/lastfailed
    DESKTOPS=2 desktops -m punctual || passed=''
    desktops -m "not punctual" || passed=''
    [ -n "$passed" ] || { seldom 40 && DESKTOPS=1 desktops "${again[@]}"; }
}

stage "ruff" "$bin/ruff" check .
stage "ruff format" "$bin/ruff" format --check --quiet .
stage "mypy" "$bin/mypy"
stage "import-linter" "$bin/lint-imports"
case "$*" in
    '')
        rm -f .pytest_cache/v/cache/lastfailed
        stage "tests" stage_without_a_desktop
        stage "tests in the desktop" desktop_stage
        ;;
    *integration*) tests_in_the_desktop "$@" || failed+=("tests in the desktop") ;;
    *) tests_without_a_desktop "$@" || failed+=("tests") ;;
esac
if [ ${#failed[@]} != 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}" >&2
    exit 1
fi
