"""argv -> the running app, where there is one that takes it; else -> cli."""

from __future__ import annotations

import sys


def main() -> None:
    """The `mmassist` command."""
    from mmassist.desktop.command_client import hand_over

    if (code := hand_over(sys.argv[1:])) is not None:
        sys.exit(code)
    from mmassist.cli import app

    app()


if __name__ == "__main__":
    main()
