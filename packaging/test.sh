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

tests() {
    # Qt in the test process draws offscreen; the programs that tests start are on the desktop's display.
    packaging/virtual-desktop.sh env QT_QPA_PLATFORM=offscreen MMASSIST_REQUIRE_DESKTOP=1 \
        "$bin/python" -m pytest --cov --cov-report=term:skip-covered "$@"
}

[ $# -gt 0 ] || set -- tests/unit tests/contract tests/ui tests/integration
stage "ruff" "$bin/ruff" check .
stage "ruff format" "$bin/ruff" format --check --quiet .
stage "mypy" "$bin/mypy"
stage "import-linter" "$bin/lint-imports"
printf '== tests\n'
tests "$@" || failed+=("tests")
if [ ${#failed[@]} != 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}" >&2
    exit 1
fi
