"""Where it is written down what happened in support sessions."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.desktop import paths
from mmassist.sayings import saying
from mmassist.support.audit import AuditLog
from mmassist.support.roles import Role


def tell_left_behind(tell: Callable[[str], None]) -> None:
    """Tells who was helping when the app was killed, and notes that they do no more. Raises SupportError where that can't be done: it is
    told at the next start again."""
    log = support_log()
    left = log.left()
    for name in [entry.name for entry in left if entry.role == Role.HELPER]:
        tell(saying("{name} was helping when mmassist ended. Nothing is shared any more.", name=name))
    log.dismiss(left)


def support_log() -> AuditLog:
    return AuditLog(paths.data_dir() / "support.jsonl")
