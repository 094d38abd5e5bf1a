"""Where it is written down what happened in support sessions."""

from __future__ import annotations

from mmassist.desktop import paths
from mmassist.sayings import saying
from mmassist.support.audit import AuditLog
from mmassist.support.roles import Role


def left_behind() -> str:
    """That somebody was helping when the app was killed, to be said at the next start; empty where nobody was. Raises SupportError."""
    names = [entry.name for entry in support_log().dismiss_left() if entry.role == Role.HELPER]
    return saying("{name} was helping when mmassist ended. Nothing is shared any more.", name=names[0]) if names else ""


def support_log() -> AuditLog:
    return AuditLog(paths.data_dir() / "support.jsonl")
