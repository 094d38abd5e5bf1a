"""What an evaluation found: by layout and by kind, with every miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mmassist.privacy.findings import Kind

CARDS_AND_KEYS, PASSWORDS = 0.995, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """One secret. `field`: it stood in a password field. `in_pixels`, `in_text`: it was still to be read there."""

    kind: Kind
    field: bool
    in_pixels: bool
    in_text: bool

    @property
    def kept(self) -> bool:
        return not (self.in_pixels or self.in_text)


_GROUPS: dict[str, Callable[[Found], bool]] = {
    "passwords in their fields": lambda one: one.field,
    "cards": lambda one: one.kind is Kind.CARD,
    "keys": lambda one: one.kind is Kind.KEY,
    "others": lambda one: not one.field and one.kind not in (Kind.CARD, Kind.KEY),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One screen. `ordinary`: how many ordinary texts it holds; `covered`, `replaced`: how many of them were hidden, and where."""

    index: int
    layout: str
    tree: bool
    secrets: tuple[Found, ...]
    ordinary: int
    covered: int
    replaced: int
    seconds: float

    def line(self) -> str:
        leaked = [
            f"{one.kind}{' in pixels' if one.in_pixels else ''}{' in text' if one.in_text else ''}" for one in self.secrets if not one.kept
        ]
        return f"{self.index}: {self.layout}: {'leaked: ' + ', '.join(leaked) if leaked else 'kept'} ({self.seconds:.1f} s)"


@dataclass(frozen=True, slots=True)
class SecretsReport:
    """All screens of one seed."""

    seed: int
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        """Passwords in their fields always masked, cards and keys in at least 99.5 %."""
        needed = {"passwords in their fields": PASSWORDS, "cards": CARDS_AND_KEYS, "keys": CARDS_AND_KEYS}
        return all(kept >= needed[name] * total for name, (kept, total) in self._kept().items() if name in needed)

    def as_json(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "screens": len(self.findings),
            "kept": {name: {"kept": kept, "of": total} for name, (kept, total) in self._kept().items()},
            "layouts": {name: _layout(among) for name, among in self._by_layout().items()},
            "ordinary": _ordinary(self.findings),
            "misses": [
                {
                    "screen": one.index,
                    "layout": one.layout,
                    "tree": one.tree,
                    "kind": str(secret.kind),
                    "pixels": secret.in_pixels,
                    "text": secret.in_text,
                }
                for one in self.findings
                for secret in one.secrets
                if not secret.kept
            ],
            "met": self.met,
        }

    def table(self) -> str:
        rows = [f"{len(self.findings)} screens of seed {self.seed}"]
        rows += [f"{name:28} {kept:5} of {total:5} masked  {_percent(kept, total)}" for name, (kept, total) in self._kept().items()]
        rows.append("by layout (cards and keys; all secrets; ordinary texts covered)")
        for name, among in self._by_layout().items():
            counts = _layout(among)
            rows.append(
                f"  {name:24} {counts['critical_kept']:4} of {counts['critical']:4}  {counts['kept']:4} of {counts['secrets']:4}"
                f"  {counts['covered']:4} of {counts['ordinary']:4}"
            )
        hidden = _ordinary(self.findings)
        rows.append(f"ordinary texts hidden: {hidden['covered']} of {hidden['texts']} in pixels, {hidden['replaced']} in text")
        rows += [f"  {one.line()}" for one in self.findings if not all(secret.kept for secret in one.secrets)]
        rows.append("met" if self.met else "not met")
        return "\n".join(rows)

    def _kept(self) -> dict[str, tuple[int, int]]:
        secrets = [secret for finding in self.findings for secret in finding.secrets]
        chosen = {name: [secret for secret in secrets if belongs(secret)] for name, belongs in _GROUPS.items()}
        return {name: (sum(secret.kept for secret in among), len(among)) for name, among in chosen.items()}

    def _by_layout(self) -> dict[str, list[Finding]]:
        layouts: dict[str, list[Finding]] = {}
        for finding in self.findings:
            layouts.setdefault(finding.layout, []).append(finding)
        return layouts


def _layout(findings: Sequence[Finding]) -> dict[str, int]:
    secrets = [secret for finding in findings for secret in finding.secrets]
    critical = [secret for secret in secrets if secret.kind in (Kind.CARD, Kind.KEY)]
    return {
        "screens": len(findings),
        "secrets": len(secrets),
        "kept": sum(secret.kept for secret in secrets),
        "critical": len(critical),
        "critical_kept": sum(secret.kept for secret in critical),
        "ordinary": sum(finding.ordinary for finding in findings),
        "covered": sum(finding.covered for finding in findings),
    }


def _ordinary(findings: Iterable[Finding]) -> dict[str, int]:
    among = list(findings)
    return {
        "texts": sum(one.ordinary for one in among),
        "covered": sum(one.covered for one in among),
        "replaced": sum(one.replaced for one in among),
    }


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"
