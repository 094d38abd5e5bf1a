"""The worked examples of docs/extending.md, as they stand there."""

from __future__ import annotations

import re
from typing import Any

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "extending.md"


def example(name: str) -> Any:
    """The class of that name, out of the one block of code that makes it."""
    blocks = [block for block in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if f"\nclass {name}:" in block]
    (block,) = blocks
    names: dict[str, Any] = {}
    exec(compile(block, str(PAGE), "exec"), names)
    return names[name]
