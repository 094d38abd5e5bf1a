"""Without the extra it is said what is missing, and how to add it."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec

import pytest

from mmassist.errors import SupportError
from mmassist.support import invite, needs
from mmassist.support.signalling import opened


def test_with_the_extra_nothing_is_said() -> None:
    needs.require()


async def test_without_it_the_remedy_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(name: str) -> ModuleSpec | None:
        return None if name == "spake2" else importlib.util.find_spec(name)

    monkeypatch.setattr(needs, "find_spec", found)
    with pytest.raises(SupportError, match="spake2") as refused:
        async with opened("https://help.example", invite.by_link, lambda _: None, lambda _: None):
            pass
    assert "not installed" in refused.value.spoken
    assert "uv tool install" in refused.value.remedy
