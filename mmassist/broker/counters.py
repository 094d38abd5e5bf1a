"""All that a broker notes of what it does: numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counters:
    """`totals` only grow; `connections` is how many there are now."""

    totals: Counter[str] = field(default_factory=Counter)
    connections: int = 0

    def count(self, what: str) -> None:
        """`what`: one of our own words, never a text that was sent."""
        self.totals[what] += 1

    def as_prometheus(self, healthy: bool) -> str:
        """In Prometheus' text format, version 0.0.4."""
        lines = ["# TYPE mmassist_broker_connections gauge", f"mmassist_broker_connections {self.connections}"]
        lines += ["# TYPE mmassist_broker_healthy gauge", f"mmassist_broker_healthy {int(healthy)}", "# TYPE mmassist_broker_total counter"]
        lines += [f'mmassist_broker_total{{what="{what}"}} {number}' for what, number in sorted(self.totals.items())]
        return "\n".join(lines) + "\n"
