"""Runs a benchmark in a virtual desktop of its own: a user's own desktop gets no key presses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mmassist.errors import DesktopError, SupportError

_SCRIPT = Path(__file__).parents[2] / "packaging" / "virtual-desktop.sh"
_REMEDY = "Run it from a source checkout whose make setup-desktop has passed."


def in_desktop(module: str, rounds: int, *more: object) -> dict[str, Any]:
    """What `print_report` of that module gives inside; `more` follows in its arguments. The desktop ends with this process, however that
    ends. Raises DesktopError."""
    if not _SCRIPT.exists():
        raise DesktopError(f"{_SCRIPT} is not there", "The virtual desktop that this is measured in is not installed.", _REMEDY)
    argv = ["setpriv", "--pdeathsig", "TERM", str(_SCRIPT), sys.executable, "-m", module, str(rounds), *map(str, more)]
    try:
        done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=False)
        report = json.loads(done.stdout)
    except (OSError, json.JSONDecodeError) as error:
        raise DesktopError(f"the virtual desktop failed: {error}", "The virtual desktop could not be used.", _REMEDY) from error
    if "error" in report:
        raise DesktopError(report["error"], report["spoken"], report["remedy"])
    return dict(report)


def print_report(measure: Callable[[int], Mapping[str, Any]]) -> int:
    """The inside of `in_desktop`: the number of rounds is in the arguments, one object goes out. Returns the exit code."""
    try:
        found: Mapping[str, Any] = measure(int(sys.argv[1]))
    except (DesktopError, SupportError) as error:
        found = {"error": str(error), "spoken": error.spoken, "remedy": error.remedy}
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0
