"""Killed at a hundred random moments: nothing on the disk is broken, and at most the last of it is missing."""

from __future__ import annotations

import json
import subprocess
import sys


def test_history_and_settings_outlive_being_killed() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.killing", "100"], capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["kills"], found["corrupt"]) == (100, 0)
    assert found["most_lost"] <= 1
    assert found["kept"] > 0 and found["began_nothing"] < 100
