"""What is made of what X tells of a window."""

from __future__ import annotations

import pytest

from mmassist.desktop.x11 import program_of


@pytest.mark.parametrize(
    ("instance", "name", "called"),
    [("mmassist", "Mmassist", "mmassist"), ("mousepad", "Mousepad", "Mousepad"), ("xterm", "", "xterm"), ("", "Navigator", "Navigator")],
)
def test_a_program_is_called_by_its_name_and_the_app_as_everywhere(instance: str, name: str, called: str) -> None:
    assert program_of(instance, name) == called
