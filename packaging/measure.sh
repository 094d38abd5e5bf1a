#!/usr/bin/env bash
# measure.sh: the long measurements, in the virtual desktop. Results go to measurements/, one JSON file each.
set -eu
cd "$(dirname "$0")/.."
mkdir -p measurements

# measure NAME CMD...
measure() {
    local name=$1
    shift
    printf '== %s\n' "$*"
    packaging/virtual-desktop.sh .venv/bin/mmassist "$@" --json | tee "measurements/$name.json"
}

# measure_bare NAME CMD...: the same for what needs no desktop, or makes its own.
measure_bare() {
    local name=$1
    shift
    printf '== %s\n' "$*"
    .venv/bin/mmassist "$@" --json | tee "measurements/$name.json"
}

# The fault matrix five times over: a row for each test and run, and a table of the medians.
measure_faults() {
    local run runs=()
    for run in 1 2 3 4 5; do
        printf '== fault matrix, run %s of 5\n' "$run"
        runs+=("$PWD/measurements/faults-$run.jsonl")
        rm -f "${runs[-1]}"
        MMASSIST_FAULTS=${runs[-1]} packaging/desktops.sh -q --no-cov tests/integration/faults || printf 'run %s had failures\n' "$run"
    done
    .venv/bin/python -m tests.integration.faults.table measurements/faults.json "${runs[@]}" | tee measurements/faults.md
}

set -o pipefail
measure turn bench turn
measure windows evaluate windows
measure prompts bench prompts
measure_bare barge-in bench barge-in
measure watch bench watch
measure_bare voice bench voice
measure speech bench speech
measure screen-reader bench screen-reader --turns 500
measure_bare pull bench pull
measure eyes bench eyes
measure_bare vision bench vision
measure known evaluate eyes
measure_bare secrets evaluate secrets
measure_bare grounding evaluate grounding
measure_bare hostile evaluate hostile
measure_bare support evaluate support --messages 100000
measure masks evaluate masks --frames 10000
measure_bare broker bench broker
measure_bare sharing bench sharing
measure_faults
# Killed a thousand times while it keeps history and settings: what is broken afterwards, and what is missing.
.venv/bin/python -m tests.killing 1000 | tee measurements/killing.json
# The same with the whole app, on a desktop.
packaging/virtual-desktop.sh .venv/bin/python -m tests.killing_app 1000 | tee measurements/killing-app.json
measure_bare idle bench idle --seconds 28800
