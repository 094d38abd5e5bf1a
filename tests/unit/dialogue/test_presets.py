"""Presets: the built-in ones, the user's own, and which one a scene gets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mmassist.dialogue.fusion import Ask, Budget, View, fuse
from mmassist.dialogue.presets import Pictures, load
from mmassist.errors import SettingsError
from mmassist.values import PictureKind, Role, Scene, State, Verbosity
from tests.fakes import windows
from tests.fakes.scenes import button, label, part, picture, scene, table, text_field
from tests.unit.dialogue.samples import PRESETS, invoice, photograph, source_code, text_of, wifi


def own(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "presets.toml"
    file.write_text(text, "utf-8")
    return file


def test_all_that_come_with_the_app_are_sound() -> None:
    assert PRESETS.faults == ()
    assert set(PRESETS.by_name) >= {"describe", "brief", "read", "form", "table", "chart", "error", "people", "scene", "code", "document"}
    assert set(PRESETS.by_name) >= {"troubleshoot", "ask"}


def test_briefer_answers_are_shorter() -> None:
    for preset in PRESETS.by_name.values():
        lengths = [preset.answer_tokens[verbosity] for verbosity in (Verbosity.BRIEF, Verbosity.NORMAL, Verbosity.FULL)]
        assert lengths == sorted(lengths), preset.name


def test_what_is_only_drawn_needs_pictures() -> None:
    assert {name for name, preset in PRESETS.by_name.items() if preset.pictures is Pictures.NEEDED} == {"chart", "people", "scene"}


def test_only_documents_and_what_the_app_reads_itself_are_structured() -> None:
    assert [name for name, preset in PRESETS.by_name.items() if preset.structured] == ["document", "guide"]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        (windows.error_dialog(), "error"),
        (windows.save_prompt(), "describe"),
        (windows.settings_form(), "form"),
        (windows.login(), "form"),
        (windows.file_manager(), "describe"),
        (windows.terminal(), "code"),
        (windows.web_page(), "describe"),
        (windows.calculator(), "describe"),
        (windows.editor(), "describe"),
        (windows.photo(), "scene"),
        (photograph(), "scene"),
        (invoice(), "describe"),
        (source_code(), "code"),
        (wifi(), "describe"),
        (windows.empty(), "describe"),
        (scene("Errors", "app", table(["A"], [["1"], ["2"], ["3"], ["4"]]), label("No errors found."), dialog=True), "describe"),
        (picture("Traceback (most recent call last):\nValueError", title="x", program="XTerm"), "code"),
    ],
    ids=lambda value: value if isinstance(value, str) else (value.window.title if value.window else "picture"),
)
def test_the_kind_of_window_chooses(shown: Scene, name: str) -> None:
    assert PRESETS.choose("", shown).preset.name == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (PictureKind.PHOTO, "scene"),
        (PictureKind.CHART, "chart"),
        (PictureKind.DOCUMENT, "document"),
        (PictureKind.CODE, "code"),
        (PictureKind.TABLE, "table"),
        (PictureKind.WINDOW, "describe"),
    ],
)
def test_a_picture_gets_the_preset_of_what_it_looks_like(kind: PictureKind, name: str) -> None:
    choice = PRESETS.choose("", replace(invoice(), looks_like=kind))
    assert choice.preset.name == name
    assert choice.reason.startswith("it looks like ")


def test_what_a_window_tells_of_itself_counts_for_more_than_its_look() -> None:
    assert PRESETS.choose("", replace(windows.settings_form(), looks_like=PictureKind.CHART)).preset.name == "form"
    assert (
        PRESETS.choose("", replace(picture("Sales", title="Report", program="viewer"), looks_like=PictureKind.CHART)).preset.name == "chart"
    )


def test_a_table_with_the_focus_is_a_table() -> None:
    cells = [part(Role.CELL, str(at), *([State.FOCUSED] if at == 2 else []), row=at, column=0) for at in range(4)]
    assert PRESETS.choose("", scene("W", "app", part(Role.TABLE, "T", *cells))).preset.name == "table"


@pytest.mark.parametrize("shown", [windows.error_dialog(), windows.settings_form(), windows.terminal(), windows.web_page()])
def test_a_choice_says_why_and_says_nothing_of_the_screen(shown: Scene) -> None:
    reason = PRESETS.choose("", shown).reason
    assert reason
    assert shown.window is None or shown.window.title not in reason


def test_what_is_asked_for_goes_before_all_else() -> None:
    choice = PRESETS.choose(" Brief ", windows.error_dialog())
    assert (choice.preset.name, choice.reason) == ("brief", "it was asked for")


def test_a_name_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    with pytest.raises(SettingsError, match="poem") as raised:
        PRESETS.choose("poem", windows.login())
    assert "troubleshoot" in raised.value.remedy


def test_without_a_file_there_are_the_built_in_ones(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml").by_name == load(None).by_name


def test_an_own_preset_takes_what_it_does_not_say_from_another(tmp_path: Path) -> None:
    presets = load(own(tmp_path, '[recipe]\nlike = "read"\ninstructions = "Read the ingredients first."\nhard = 0.9\n'))
    recipe = presets.named("recipe")
    assert (recipe.instructions, recipe.hard, recipe.own) == ("Read the ingredients first.", 0.9, True)
    assert recipe.answer_tokens == presets.named("read").answer_tokens
    assert recipe.texts_first


def test_an_own_preset_may_replace_a_built_in_one(tmp_path: Path) -> None:
    presets = load(own(tmp_path, '[brief]\ninstructions = "Only the title."\nanswer_tokens = 30\n'))
    assert presets.named("brief").instructions == "Only the title."
    assert presets.named("brief").screen_tokens == PRESETS.named("brief").screen_tokens
    assert set(presets.named("brief").answer_tokens.values()) == {30}


MAIL = '[mail]\nprogram = "Thunderbird"\ninstructions = "Sender, subject, date."\n'


def test_a_program_has_its_own_preset(tmp_path: Path) -> None:
    presets = load(own(tmp_path, MAIL))
    choice = presets.choose("", scene("Inbox", "thunderbird-esr", label("Error: no mail"), dialog=True))
    assert (choice.preset.name, choice.reason) == ("mail", "it is your own for Thunderbird")


def test_other_programs_do_not_get_it(tmp_path: Path) -> None:
    presets = load(own(tmp_path, MAIL.replace("Thunderbird", "fox")))
    assert presets.choose("", windows.web_page()).preset.name == "describe"


def test_its_instructions_reach_the_prompt_as_they_stand(tmp_path: Path) -> None:
    presets = load(own(tmp_path, '[odd]\ninstructions = "Say {this} and %s, {0}."\n'))
    assert "Say {this} and %s, {0}." in fuse(1, View(windows.login()), Ask(preset="odd"), Budget(9000, 900), presets).instructions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[mail\n", "line 1"),
        ('[mail]\ninstructions = "x"\ncolour = 3\n', "line 3, preset mail, colour: there is no such field"),
        ('[mail]\n\ninstructions = "x"\nhard = 2\n', "line 4, preset mail, hard: it is a number from 0 to 1"),
        ('[mail]\ninstructions = "x"\nhard = true\n', "line 3, preset mail, hard"),
        ('[mail]\ninstructions = "x"\npictures = "always"\n', 'line 3, preset mail, pictures: it is "needed", "helpful" or "none"'),
        ('[mail]\ninstructions = "x"\nanswer_tokens = { brief = 50 }\n', "line 3, preset mail, answer_tokens"),
        ('[mail]\ninstructions = "x"\nanswer_tokens = 1000000\n', "line 3, preset mail, answer_tokens: it is a whole number"),
        ('[mail]\ninstructions = "x"\nlike = "poem"\n', "line 3, preset mail, like: it is the name of a built-in preset"),
        ('[mail]\ninstructions = ["x"]\n', "line 2, preset mail, instructions: it is a text"),
        ('[mail]\npurpose = "x"\n', "line 1, preset mail, instructions: they are missing"),
        ('["My mail"]\ninstructions = "x"\n', "line 1, preset My mail, its name: a name has small letters"),
        ("mail = 3\n", "line 1, preset mail, mail: each preset is a table"),
        ('[a]\ninstructions = "x"\n[mail]\ninstructions = ""\n', "line 4, preset mail, instructions"),
        ('[mail]\ninstructions = "x"\nstructured = "yes"\n', "line 3, preset mail, structured: it is true or false"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    presets = load(own(tmp_path, text))
    assert len(presets.faults) == 1
    assert told in presets.faults[0].spoken
    assert "mail" not in presets.by_name
    assert set(presets.by_name) >= set(PRESETS.by_name)


def test_one_broken_preset_leaves_the_others(tmp_path: Path) -> None:
    presets = load(own(tmp_path, '[good]\ninstructions = "x"\n[bad]\nhard = 7\n'))
    assert "good" in presets.by_name and len(presets.faults) == 1


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "presets.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in load(file).faults[0].spoken


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    assert "larger than" in load(own(tmp_path, "#" * 300_000)).faults[0].spoken


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    assert "can't be read" in load(tmp_path).faults[0].spoken


def test_the_choice_is_the_one_that_the_prompt_is_made_by() -> None:
    shown = scene("Sign up", "app", text_field("A"), text_field("B"), text_field("C"), button("Send"))
    assert PRESETS.choose("", shown).preset.name == "form"
    assert text_of(shown)
