"""Prints what the running app would print: `python stand_in_app.py LINE...`, then stays until it is told to end.

`--stubborn` as first argument: does not end when told to. `--end CODE`: ends by itself after the lines.
"""

from __future__ import annotations

import signal
import sys
import time


def main(arguments: list[str]) -> int:
    if arguments[0] == "--stubborn":
        arguments = arguments[1:]
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    code = None
    if arguments[0] == "--end":
        code, arguments = int(arguments[1]), arguments[2:]
    for line in arguments:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    sys.stderr.write("a line of the log\n")
    sys.stderr.flush()
    if code is not None:
        return code
    time.sleep(120)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
