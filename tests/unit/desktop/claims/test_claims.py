"""Which keys belong to others here."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.desktop.chords import parse
from mmassist.desktop.claims import Claim, claims

RC = '<openbox_config><keyboard><keybind key="C-S-F1"/></keyboard></openbox_config>'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("mmassist.desktop.claims.shutil.which", lambda name: None)
    return tmp_path


def of(manager: str, home: Path) -> tuple[Claim, ...]:
    return claims(manager, {"HOME": str(home)})


def written(home: Path, path: str, text: str) -> None:
    (home / path).parent.mkdir(parents=True)
    (home / path).write_text(text)


def test_the_users_own_file_goes_before_the_systems(home: Path) -> None:
    written(home, ".config/openbox/rc.xml", RC)

    assert of("Openbox", home) == (Claim(parse("Ctrl+Shift+F1"), "Openbox", False),)


def test_only_the_window_manager_that_runs_is_asked(home: Path) -> None:
    written(home, ".config/openbox/rc.xml", RC)

    assert of("Xfwm4", home) == of("xfwm4", home)
    assert all(claim.owner == "Xfce" for claim in of("Xfwm4", home))
    assert of("", home) == ()


@pytest.mark.parametrize("text", ["<openbox_config>", "", "\0"])
def test_a_broken_file_is_nobodys_claim(home: Path, text: str) -> None:
    written(home, ".config/openbox/rc.xml", text)

    assert of("Openbox", home) == ()


def test_a_screen_reader_claims_what_its_user_has_set_and_what_it_has_by_itself(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.desktop.claims.shutil.which", lambda name: f"/usr/bin/{name}" if name == "orca" else None)
    written(home, ".local/share/orca/user-settings.conf", '{"keybindings": {"a": [["F1", "365", "5", "1"]]}, "profiles": {}}')
    found = of("", home)

    assert Claim(parse("Ctrl+Shift+F1"), "Orca", True) in found
    assert Claim(parse("Alt+Shift+H"), "Orca", True) in found
