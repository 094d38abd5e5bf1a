"""Settings one at a time: what each may be, changed, put back, and refused."""

from __future__ import annotations

from typing import Any

import pytest

from mmassist import each_setting
from mmassist.each_setting import Kind, Setting, Value, added, changed, each, removed, reset, tables
from mmassist.errors import SettingsError
from mmassist.privacy.policy import Rule
from mmassist.settings import BackendSettings, PrivacySettings, Settings

FULL = Settings(backends={"my.gpt": BackendSettings(kind="openai")}, privacy=PrivacySettings(programs={"Firefox": Rule.LOCAL}))


def named(name: str, settings: Settings = FULL) -> Setting:
    return next(setting for setting in each(settings) if setting.name == name)


def test_each_has_a_sentence_of_help() -> None:
    assert [setting.name for setting in each(FULL) if not setting.help.endswith(".")] == []


def test_every_program_may_have_a_profile() -> None:
    assert each_setting.named(Settings(), "profiles.org.gnome.Nautilus.rate").value == 0
    settings = changed(Settings(), "profiles.org.gnome.Nautilus.rate", 250)
    assert settings.profiles["org.gnome.Nautilus"].rate == 250
    assert named("profiles.org.gnome.Nautilus.verbosity", settings).choices == ("", "brief", "normal", "full")
    with pytest.raises(SettingsError, match="80 words a minute"):
        changed(Settings(), "profiles.Firefox.rate", 20)


def test_all_of_the_file_but_its_version_is_there() -> None:
    def leaves(data: dict[str, Any], path: str = "") -> set[str]:
        found = set()
        for name, value in data.items():
            is_section = isinstance(value, dict) and name not in ("programs", "letters", "chords")
            found |= leaves(value, f"{path}{name}.") if is_section else {f"{path}{name}"}
        return found

    written = leaves(FULL.model_dump(exclude={"profiles": True, "keys": {"programs"}}))
    assert {setting.name for setting in each(FULL) if setting.path[0] != "profiles"} == written - {"version"}


@pytest.mark.parametrize(
    ("name", "kind", "least", "most", "choices"),
    [
        ("speech.rate", Kind.WHOLE, 80, 900, ()),
        ("answers.day_limit", Kind.NUMBER, 0, None, ()),
        ("privacy.faces", Kind.SWITCH, None, None, ()),
        ("privacy.sending", Kind.CHOICE, None, None, ("local", "ask", "allow")),
        ("answers.prefer", Kind.CHOICE, None, None, ("order", "quality", "speed", "spend")),
        ("privacy.programs", Kind.TABLE, None, None, ("local", "ask", "allow")),
        ("privacy.excluded", Kind.LIST, None, None, ()),
        ("camera.source", Kind.TEXT, None, None, ()),
        ("backends.my.gpt.connect", Kind.NUMBER, 0, 60, ()),
    ],
)
def test_what_it_may_be_is_known(name: str, kind: Kind, least: float | None, most: float | None, choices: tuple[str, ...]) -> None:
    setting = named(name)
    assert (setting.kind, setting.least, setting.most, setting.choices) == (kind, least, most, choices)


CHANGES: tuple[tuple[str, Value], ...] = (
    ("speech.rate", 400),
    ("privacy.sending", "local"),
    ("privacy.programs", {"Thunderbird": "ask"}),
    ("privacy.excluded", ("KeePass",)),
    ("backends.my.gpt.model", "large"),
)


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_one_is_changed_and_put_back(name: str, value: Value) -> None:
    after = changed(FULL, name, value)
    assert named(name, after).value == value
    assert not named(name, after).is_default
    assert named(name, reset(after, name)).is_default
    others = [one for one in each(after) if one.name != name]
    assert others == [one for one in each(FULL) if one.name != name]


@pytest.mark.parametrize(("name", "value"), [("speech.rate", 1000), ("privacy.sending", "never"), ("listen.language", "English")])
def test_what_it_can_t_be_is_said(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        changed(FULL, name, value)
    assert caught.value.spoken.startswith(f"{name} can't be that: ")
    assert caught.value.remedy == "It stays as it was."


def test_one_that_is_not_there_is_said() -> None:
    with pytest.raises(SettingsError, match=r"no setting speech\.speed"):
        reset(FULL, "speech.speed")


@pytest.mark.parametrize(("table", "name"), [("backends", "home"), ("profiles", "org.gnome.Builder"), ("keys.programs", "Blender")])
def test_one_is_added_to_a_table_and_removed(table: str, name: str) -> None:
    assert table in tables(FULL)
    more = added(FULL, table, f" {name} ")
    assert [one for one in each(more) if one.name.startswith(f"{table}.{name}.")]
    assert removed(more, table, name) == FULL


@pytest.mark.parametrize(("table", "name"), [("backends", "my.gpt"), ("backends", "  "), ("speech", "x")])
def test_what_can_t_be_added_is_said(table: str, name: str) -> None:
    with pytest.raises(SettingsError):
        added(FULL, table, name)


def test_what_is_not_there_can_t_be_removed() -> None:
    with pytest.raises(SettingsError, match="no other"):
        removed(FULL, "backends", "other")
