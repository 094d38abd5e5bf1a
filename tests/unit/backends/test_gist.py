from __future__ import annotations

import pytest

from mmassist.backends.describer import gist_of_scene, gist_of_window
from mmassist.values import Role, State, Target, TargetKind
from tests.fakes import windows
from tests.fakes.scenes import Part, button, label, part, picture, scene, text_field, window
from tests.unit.backends.heard import gist


def test_a_dialog_asks_first() -> None:
    assert gist(windows.save_prompt()) == (
        "Do you want to save the changes before closing? Save Changes, Mousepad dialog. Focus on Save, button, default."
    )


def test_an_error_is_told_first_with_its_reason() -> None:
    assert gist(windows.error_dialog()) == ("Could not save “report.txt”. The disk is full. Notes dialog. Focus on OK, button, default.")


def test_a_window_is_title_program_and_focus() -> None:
    assert gist(windows.editor()) == "Untitled 1, Mousepad, unsaved changes. Focus on text area, 3 lines, first line “Dear Anna,”."


def test_a_program_that_is_its_own_title_is_named_once() -> None:
    assert gist(windows.calculator()) == "galculator. Focus on text area, “0”."


def test_a_password_field_is_told_without_content() -> None:
    assert gist(windows.login()) == "Sign in, Mail. Focus on Password, password field, required."


def test_the_document_of_a_page_is_not_named_twice() -> None:
    assert gist(windows.web_page()) == "Garden news, Mozilla Firefox. Focus on document."


def test_without_a_tree_it_is_title_and_program() -> None:
    assert gist(windows.terminal()) == "anna@box: ~, XTerm."


def test_an_image_file_is_named() -> None:
    assert gist(windows.photo()) == "Image beach.jpg."


def test_a_window_without_a_title_is_said_to_be_one() -> None:
    assert gist(windows.empty()) == "Mystery, window without a title."


def test_a_window_of_which_nothing_is_known_is_said_to_be_one() -> None:
    assert gist(scene("", "")) == "Window without a title."


@pytest.mark.parametrize(
    ("target", "heard"),
    [
        (Target(TargetKind.MONITOR, 2), "Monitor 2."),
        (Target(TargetKind.MONITOR, 0), "The monitor under the pointer."),
        (Target(TargetKind.SCREEN), "The whole screen."),
        (Target(TargetKind.WINDOW), "Window unknown."),
    ],
)
def test_what_is_no_window_is_named_for_what_it_is(target: Target, heard: str) -> None:
    bare = picture()
    assert gist(type(bare)(target, None, (800, 600), ())) == heard


@pytest.mark.parametrize(
    ("title", "program", "heard"),
    [
        ("Inbox", "thunderbird", "Inbox, Thunderbird."),
        ("Inbox - Mozilla Thunderbird", "thunderbird", "Inbox, Mozilla Thunderbird."),
        ("main.py - kites - Visual Studio Code", "code", "main.py - kites, Visual Studio Code."),
        ("notes.txt * — Kate", "kate", "notes.txt, Kate, unsaved changes."),
        ("Documents", "org.gnome.Nautilus", "Documents, Nautilus."),
        ("Files", "", "Files."),
        ("Firefox crashed yesterday", "firefox", "Firefox crashed yesterday."),
        ("Mozilla Firefox", "firefox-esr", "Mozilla Firefox."),
        ("Thunar", "thunar", "Thunar."),
        ("R & D: plan", "Writer", "R & D: plan, Writer."),
    ],
)
def test_title_and_program_are_told_apart(title: str, program: str, heard: str) -> None:
    assert gist_of_window(window(title, program)) == heard


@pytest.mark.parametrize(
    ("title", "program", "heard"),
    [
        ("Open File", "mousepad", "Open File, Mousepad dialog."),
        ("", "mousepad", "Mousepad dialog."),
        ("Question", "", "Question, dialog."),
        ("", "", "Dialog."),
    ],
)
def test_a_dialog_is_called_one(title: str, program: str, heard: str) -> None:
    assert gist_of_window(window(title, program, dialog=True)) == heard


@pytest.mark.parametrize("make", windows.ALL.values(), ids=windows.ALL.keys())
def test_after_the_title_the_rest_does_not_repeat_it(make: windows.Maker) -> None:
    shown = make()
    if shown.window is None:
        return
    first = gist_of_window(shown.window)
    assert first not in gist_of_scene(shown, first)


def test_after_the_title_question_and_focus_follow() -> None:
    shown = windows.save_prompt()
    assert gist_of_scene(shown, "Save Changes, Mousepad dialog.") == (
        "Do you want to save the changes before closing? Focus on Save, button, default."
    )


def test_when_all_was_said_nothing_is_left() -> None:
    shown = windows.save_prompt()
    assert gist_of_scene(shown, gist_of_scene(shown)) == ""


def test_a_focus_that_moved_on_is_told() -> None:
    before = scene("Form", "app", text_field("Name", "Anna", State.FOCUSED), text_field("City", "Rome"))
    after = scene("Form", "app", text_field("Name", "Anna"), text_field("City", "Rome", State.FOCUSED))
    assert gist_of_scene(after, gist_of_scene(before)) == "Focus on City, text field, “Rome”."


def test_a_value_that_changed_is_told() -> None:
    before = scene("Form", "app", text_field("Name", "Anna", State.FOCUSED))
    after = scene("Form", "app", text_field("Name", "Berta", State.FOCUSED))
    assert gist_of_scene(after, gist_of_scene(before)) == "Focus on Name, text field, “Berta”."


def test_a_button_named_in_the_question_is_still_told_as_the_focus() -> None:
    shown = scene("Quit", "app", label("Save button colours?"), button("Colours", State.FOCUSED), dialog=True)
    assert "Focus on Colours, button." in gist(shown)


def test_a_title_equal_to_the_question_is_said_once() -> None:
    shown = scene("Really quit?", "editor", label("Really quit?"), button("Yes", State.FOCUSED), button("No"), dialog=True)
    assert gist(shown) == "Really quit? Editor dialog. Focus on Yes, button."


def test_a_long_message_is_cut_to_its_question() -> None:
    story = "The file has been changed by another program since it was opened here. " * 4
    shown = scene("Reload", "editor", label(story + "Do you want to reload it?"), button("Yes"), button("No"), dialog=True)
    assert gist(shown).startswith("Do you want to reload it? Reload, Editor dialog.")


def test_a_dialog_inside_the_window_is_the_one_described() -> None:
    shown = scene(
        "Mail",
        "mail",
        button("Send"),
        part(Role.DIALOG, "Discard", State.MODAL, label("Discard this draft?"), button("Discard", State.FOCUSED), button("Keep")),
    )
    assert gist(shown).startswith("Discard this draft?")


@pytest.mark.parametrize(
    ("control", "heard"),
    [
        (part(Role.CHECK_BOX, "Word wrap", State.FOCUSED, State.CHECKED), "Word wrap, check box, checked"),
        (part(Role.CHECK_BOX, "Word wrap", State.FOCUSED), "Word wrap, check box, not checked"),
        (part(Role.CHECK_BOX, "All", State.FOCUSED, State.MIXED), "All, check box, partly checked"),
        (part(Role.SWITCH, "Wi-Fi", State.FOCUSED, State.CHECKED), "Wi-Fi, switch, on"),
        (part(Role.COMBO_BOX, "Language", State.FOCUSED, State.COLLAPSED, value="German"), "Language, combo box, German"),
        (part(Role.SLIDER, "Volume", State.FOCUSED, value="40"), "Volume, slider, 40"),
        (part(Role.PROGRESS_BAR, "Copying", State.FOCUSED, value="0.45"), "Copying, progress bar, 45 percent"),
        (text_field("Name", "", State.FOCUSED, State.REQUIRED), "Name, text field, empty, required"),
        (text_field("Name", "", State.FOCUSED, State.UNREAD), "Name, text field"),
        (text_field("Name", "Anna", State.FOCUSED, State.READ_ONLY), "Name, text field, “Anna”, read only"),
        (part(Role.TEXT, "Note", State.EDITABLE, State.FOCUSED, value="hi"), "Note, text field, “hi”"),
        (button("Bold", State.FOCUSED, State.DISABLED), "Bold, button, unavailable"),
        (part(Role.TOGGLE_BUTTON, "Bold", State.FOCUSED, State.PRESSED), "Bold, toggle button, pressed"),
        (button("", State.FOCUSED), "button without a name"),
        (part(Role.TEXT_FIELD, "Search field", State.FOCUSED, value="x"), "Search field, text field, “x”"),
        (button("Stop button", State.FOCUSED), "Stop button"),
        (button("_Save As…", State.FOCUSED), "Save As, button"),
        (button("=", State.FOCUSED), "equals, button"),
        (part(Role.LINK, "Home", State.FOCUSED), "Home, link"),
        (part(Role.HEADING, "News", State.FOCUSED, level=1), "News, heading"),
        (part(Role.UNKNOWN, "Gauge", State.FOCUSED, value="7"), "Gauge, 7"),
    ],
)
def test_the_focused_control_is_told_with_role_state_and_value(control: Part, heard: str) -> None:
    assert gist(scene("Title", "app", control)) == f"Title, App. Focus on {heard}."


def test_an_entry_is_told_with_its_place_in_the_list() -> None:
    entries = [part(Role.LIST_ITEM, name, *([State.FOCUSED, State.SELECTED] if name == "two" else [])) for name in ("one", "two", "three")]
    assert "Focus on two, list item, selected, 2 of 3." in gist(scene("Pick", "app", part(Role.LIST, "", *entries)))


def test_of_nested_things_with_the_focus_the_inner_is_told() -> None:
    tabs = part(Role.TAB_LIST, "General", State.FOCUSED, part(Role.TAB, "General", State.FOCUSED, State.SELECTED), part(Role.TAB, "Sound"))
    assert "Focus on General, tab, selected, 1 of 2." in gist(scene("Settings", "app", tabs))


def test_a_row_of_tabs_with_the_focus_tells_its_selected_tab() -> None:
    tabs = part(Role.TAB_LIST, "General", State.FOCUSED, part(Role.TAB, "General", State.SELECTED), part(Role.TAB, "Sound"))
    assert "Focus on General, tab, selected, 1 of 2." in gist(scene("Settings", "app", tabs))


def test_a_list_with_the_focus_tells_what_is_selected_in_it() -> None:
    entries = [part(Role.LIST_ITEM, "one"), part(Role.LIST_ITEM, "two", State.SELECTED)]
    assert "Focus on Numbers, list, two selected." in gist(scene("Pick", "app", part(Role.LIST, "Numbers", State.FOCUSED, *entries)))


def test_a_focus_on_nothing_to_name_is_not_told() -> None:
    assert gist(scene("Title", "app", part(Role.GROUP, "", State.FOCUSED))) == "Title, App."


def test_a_title_is_told_although_the_question_begins_with_its_words() -> None:
    shown = scene("Save changes", "quill", part(Role.DIALOG, "", label("Save changes to the letter before closing?"), button("Save")))
    assert gist(shown).startswith("Save changes to the letter before closing? Save changes, Quill")


def test_the_part_of_a_text_area_that_has_the_focus_is_the_text_area() -> None:
    held = part(Role.GROUP, "", State.FOCUSED)
    shown = scene("note.txt", "app", part(Role.TEXT_AREA, "", held, State.EDITABLE, State.MULTI_LINE, value="Dear Ann,"))
    assert gist(shown) == "note.txt, App. Focus on text area, “Dear Ann,”."
