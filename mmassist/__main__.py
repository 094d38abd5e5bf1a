"""argv -> cli."""

from __future__ import annotations


def main() -> None:
    """The `mmassist` command."""
    from mmassist.cli import app

    app()


if __name__ == "__main__":
    main()
