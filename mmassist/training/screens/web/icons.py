"""Icons of the training sets, written into pages as they are."""

from __future__ import annotations

import re

from mmassist.training.icons.draw import Drawing

_OPENING = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_PLACED = re.compile(r"""\s(?:width|height|class|style|id|x|y|xmlns(?::\w+)?)\s*=\s*("[^"]*"|'[^']*')""")
_PAINT = re.compile(r'\b(fill|stroke)\s*=\s*"(?!none|currentColor|url)[^"]*"', re.IGNORECASE)
_FOREIGN = re.compile(r"<(?:script|style|image|foreignObject)\b|\bhref\s*=|\bon\w+\s*=|url\(\s*['\"]?(?!#)", re.IGNORECASE)

_RING = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><circle cx="12" cy="12" r="8"/></svg>'
"""For where no icons were fetched."""


class InlineDrawing(Drawing):
    """A drawing that keeps its SVG."""

    def __init__(self, svg: str) -> None:
        """Raises TrainingError where Qt can't read it."""
        super().__init__(svg)
        self.svg = svg


def inline(drawing: Drawing | None, side: int) -> str:
    """An `svg` element of that side in the colour of the words around it; a ring for what keeps no SVG, or one that asks for more."""
    svg = drawing.svg if isinstance(drawing, InlineDrawing) else _RING
    found = _OPENING.search(svg)
    if found is None or "viewBox" not in found[0] or _FOREIGN.search(svg):
        return inline(None, side)
    opening = _PLACED.sub("", found[0])
    if "fill=" not in opening:
        opening = opening.replace("<svg", '<svg fill="currentColor"', 1)
    opening = opening.replace("<svg", f'<svg data-icon width="{side}" height="{side}"', 1)
    return _PAINT.sub(r'\1="currentColor"', opening + svg[found.end() :])
