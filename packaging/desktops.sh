#!/usr/bin/env bash
# desktops.sh [PYTEST ARGUMENT...]: runs pytest in several virtual desktops side by side, each with a process of its own. Much of a test in
# a desktop is waiting for what is spoken, so that more of them than cores pay.
#
# Options, by environment: DESKTOPS (3: how many).
set -eu
cd "$(dirname "$0")/.."

# Each process brings up its desktop by itself (tests/integration/conftest.py); nothing is to be drawn or pressed on that of the user.
exec env -u DISPLAY -u WAYLAND_DISPLAY -u MMASSIST_DESKTOP MMASSIST_REQUIRE_DESKTOP=1 \
    .venv/bin/python -m pytest --numprocesses "${DESKTOPS:-3}" --dist loadgroup "$@"
