"""What is said where a scorer's package, or the Java that it runs in, is not installed."""

from __future__ import annotations

import shutil

from mmassist.errors import MmassistError


def not_installed(package: str) -> MmassistError:
    return MmassistError(
        f"{package} is not installed",
        f"The package {package}, which computes this figure, is missing.",
        f"Install it: pip install {package}.",
    )


def require_java() -> None:
    """Raises MmassistError where there is no `java`."""
    if shutil.which("java") is None:
        raise MmassistError(
            "no java on the path", "Java, in which this scorer runs, is missing.", "Install it: apt install default-jre-headless."
        )
