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

set -o pipefail
measure turn bench turn
measure windows evaluate windows
