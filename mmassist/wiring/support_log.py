"""Where it is written down what happened in support sessions."""

from __future__ import annotations

from mmassist.desktop import paths
from mmassist.support.audit import AuditLog


def support_log() -> AuditLog:
    return AuditLog(paths.data_dir() / "support.jsonl")
