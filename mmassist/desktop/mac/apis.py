"""macOS's frameworks, through pyobjc; and whether the user lets us look and hear."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from mmassist.errors import DesktopError, PermissionDenied
from mmassist.sayings import own, saying

_SETTINGS = (
    "Open System Settings, Privacy and Security, {where}, and switch it on for the program that starts mmassist. Then start mmassist again."
)


class NotTrusted(PermissionDenied, DesktopError):
    """The user has not (yet) let us use what macOS guards for assistive programs."""


@dataclass(frozen=True, slots=True)
class Apis:
    """The modules, or stand-ins. `quartz`: windows, displays and events; `services`: accessibility; `foundation`: the user's settings,
    and notifications; `appkit`: the workspace."""

    quartz: Any
    services: Any
    foundation: Any
    appkit: Any


def load() -> Apis:
    """Any thread. Raises DesktopError on another system, or where pyobjc is missing."""
    try:
        import AppKit
        import ApplicationServices
        import Foundation
        import Quartz
    except ImportError as missing:
        raise DesktopError(
            f"no frameworks of macOS on {sys.platform}: {missing}",
            "This desktop can't be asked for its windows.",
            "Install mmassist again with all its packages.",
        ) from missing
    return Apis(Quartz, ApplicationServices, Foundation, AppKit)


def require_trust(apis: Apis, what: str) -> None:
    """Has the system ask the user, the first time. Raises NotTrusted where they have not agreed; `what`: that we can't do without."""
    services = apis.services
    if not services.AXIsProcessTrustedWithOptions({services.kAXTrustedCheckOptionPrompt: True}):
        raise NotTrusted(
            "no accessibility permission",
            own(f"The system does not let mmassist {what}."),
            saying(_SETTINGS, where="Accessibility"),
        )


def require_screen(apis: Apis) -> None:
    """Has the system ask the user, the first time. Raises NotTrusted where they have not agreed: all windows would be missing."""
    if not apis.quartz.CGPreflightScreenCaptureAccess():
        apis.quartz.CGRequestScreenCaptureAccess()
        raise NotTrusted(
            "no permission to record the screen",
            "The system does not let mmassist see the screen.",
            saying(_SETTINGS, where="Screen Recording"),
        )
