"""One picture of the screen, taken by the desktop itself (portal org.freedesktop.portal.Screenshot): for where there is no stream.

The desktop hands the picture over as a file, which is removed as soon as it is read.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mmassist.capture.files import read_image
from mmassist.errors import CaptureError
from mmassist.portals.bus import SCREENSHOT, Portal, PortalMissing
from mmassist.values import Pixels

_NEW = 60.0  # seconds: nothing older than that is taken for the file that was just made
_TARGETS_SINCE = 3  # version of the portal
_ACTIVE_WINDOW = 8


async def is_there(portal: Portal) -> bool:
    """Whether this desktop can take pictures of itself. Raises PortalGone."""
    return await portal.version(SCREENSHOT) > 0


async def takes_windows(portal: Portal) -> bool:
    """Whether it can take one of the window in front alone. Raises PortalGone."""
    version = await portal.version(SCREENSHOT)
    return version >= _TARGETS_SINCE and bool(await portal.number(SCREENSHOT, "AvailableTargets") & _ACTIVE_WINDOW)


async def take(portal: Portal, *, window: bool) -> Path:
    """The file that the desktop has made, to be read and removed. `window`: of the window in front alone. Raises PortalError."""
    from dbus_fast import Variant

    options: dict[str, object] = {"interactive": Variant("b", False), "modal": Variant("b", False)}
    if window:
        options["target"] = Variant("u", _ACTIVE_WINDOW)
    results = await portal.request(SCREENSHOT, "Screenshot", "sa{sv}", ("",), options)
    parts = urlsplit(str(results.get("uri", "")))
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise PortalMissing("the picture is no file of this computer")
    return Path(unquote(parts.path))


def read_and_remove(path: Path) -> Pixels:
    """Its pixels; uint8, (height, width, 4), BGRA. Blocks. Raises CaptureError for what is no picture, or was not just made."""
    try:
        about = path.lstat()
    except (OSError, ValueError) as error:
        raise CaptureError(f"the desktop's picture is not there: {type(error).__name__}") from error
    if not stat.S_ISREG(about.st_mode) or about.st_uid != os.getuid() or time.time() - about.st_mtime > _NEW:
        raise CaptureError("the desktop named a file that it has not just made")
    try:
        return read_image(str(path)).pixels
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
