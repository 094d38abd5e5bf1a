"""Names the distributions in a virtual environment whose files are not as they were installed, one a line.

    python broken.py ENVIRONMENT

Installers trust the metadata: a package whose files were deleted, or whose installation was cut off, counts as installed to them.
Each file that a distribution's RECORD lists must be there in the size it was recorded with. Standard library only.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path


def whole(record: Path) -> bool:
    """Whether all files that `record` lists are there, in the size recorded where one is."""
    site = record.parent.parent
    try:
        with record.open(newline="", encoding="utf-8") as rows:
            return all(_as_recorded(f"{site}/{path}", size) for path, _, size in csv.reader(rows))
    except (OSError, ValueError):
        return False


def _as_recorded(path: str, size: str) -> bool:
    if path.endswith(".pyc"):  # made anew as needed
        return True
    try:
        # on strings: there are thousands of files, and this runs before every start
        found = os.stat(path).st_size  # noqa: PTH116
    except FileNotFoundError:
        return False
    return not size or found == int(size)


def main(environment: str) -> None:
    for information in sorted(Path(environment).glob("lib/python*/site-packages/*.dist-info")):
        if not whole(information / "RECORD"):
            sys.stdout.write(information.name.split("-")[0].replace("_", "-") + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
