"""What the hosted CI leaves out is there, and it names no address that packages come from."""

from __future__ import annotations

import re

from tests.conftest import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
LINUX_ONLY = ROOT / "tests" / "linux_only.txt"


def test_what_is_left_out_elsewhere_is_there() -> None:
    listed = [line for line in LINUX_ONLY.read_text("utf-8").splitlines() if line and not line.startswith("#")]

    assert [line for line in listed if not (ROOT / line).exists()] == []


def test_files_that_the_workflow_names_are_there() -> None:
    named = re.findall(r"(?<![\w/.])(?:mmassist|requirements|tests|docs)/[\w./-]+", WORKFLOW.read_text("utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_address_is_named() -> None:
    assert "://" not in WORKFLOW.read_text("utf-8")
