#!/usr/bin/env bash
# run.sh: starts the app where there is a display; where there is none, shows in a virtual desktop that it works.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    packaging/setup.sh app
    exec .venv/bin/mmassist run
fi
packaging/setup.sh desktop
echo "There is no display here: a virtual desktop stands in."
exec packaging/virtual-desktop.sh .venv/bin/python -m mmassist.measure.demonstration
