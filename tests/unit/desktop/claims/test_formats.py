"""The keys in other programs' settings."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.claims import accelerators, formats

OPENBOX = """<?xml version="1.0"?><openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>
  <keybind key="C-S-F1"><action name="ToggleShowDesktop"/></keybind>
  <keybind key="W-e"><keybind key="C-S-F7"><action name="Execute"/></keybind></keybind>
  <keybind key="C-g C-a"/><keybind key="XF86Mail"/></keyboard>
  <mouse><context name="Frame"><mousebind button="A-Left"/></context></mouse></openbox_config>"""
XFCONF = """<channel name="xfce4-keyboard-shortcuts" version="1.0"><property name="commands" type="empty">
  <property name="default" type="empty">
  <property name="&lt;Primary&gt;&lt;Shift&gt;F1" type="string" value="xterm">
    <property name="startup-notify" type="bool" value="true"/></property>
  <property name="Print" type="string" value="xfce4-screenshooter"/></property></property></channel>"""
KDE = """[kwin]
Expose=Ctrl+F9\\tCtrl+Shift+F1,Ctrl+F9,Toggle Present Windows
Nothing=none,none,Nothing
Walk=Meta+PgUp,,Walk
_k_friendly_name=KWin
"""
GSETTINGS = """org.gnome.desktop.wm.keybindings close ['<Alt>F4', '<Primary><Shift>F1']
org.gnome.desktop.wm.keybindings maximize @as []
org.gnome.settings-daemon.plugins.media-keys screensaver '<Super>l'
org.gnome.mutter.keybindings odd {strange}
"""
ORCA = """{"general": {}, "keybindings": {"a": [["F1", "365", "5", "1"]]}, "profiles": {"default": {"keybindings": {
  "b": [["F7", "365", "5", "1"], ["s", "365", "256", "1"], ["", "0", "0", "1"]]}}}}"""


@pytest.mark.parametrize(
    ("read", "text", "keys"),
    [
        (formats.openbox, OPENBOX, ["Ctrl+Shift+F1", "Super+E", "Ctrl+G"]),
        (formats.xfconf, XFCONF, ["Ctrl+Shift+F1", "Print"]),
        (formats.kde, KDE, ["Ctrl+F9", "Ctrl+Shift+F1", "Super+PageUp"]),
        (formats.gsettings, GSETTINGS, ["Alt+F4", "Ctrl+Shift+F1", "Super+L"]),
        (formats.orca, ORCA, ["Ctrl+Shift+F1", "Ctrl+Shift+F7"]),
    ],
)
def test_the_keys_are_found(read: Callable[[str], Sequence[Chord]], text: str, keys: list[str]) -> None:
    assert list(read(text)) == [parse(key) for key in keys]


@given(st.text())
@pytest.mark.parametrize("read", [formats.openbox, formats.xfconf, formats.kde, formats.gsettings, formats.orca])
def test_whatever_is_in_a_file_it_is_read_or_refused(read: Callable[[str], Sequence[Chord]], text: str) -> None:
    with contextlib.suppress(ValueError):
        read(text)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"profiles": []}', '{"keybindings": {"a": [[1]]}}', '{"keybindings": {"a": [["F1", 1, "x"]]}}']
)
def test_other_json_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert list(formats.orca(text)) == []


@pytest.mark.parametrize("text", ["", "C-", "X-F1", "<Foo>F1", "<Primary>", "Ctrl+", "+", "a", "C-S-F99"])
def test_what_is_no_key_that_we_could_take_is_none(text: str) -> None:
    assert accelerators.openbox(text) is None
    assert accelerators.gtk(text) is None
