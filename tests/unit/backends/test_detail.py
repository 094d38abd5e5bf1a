# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones
from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.backends.describer import detail, gist_of_scene
from mmassist.values import Box, Role, Scene, Source, State, Target, TextLine, Verbosity
from tests.fakes import windows
from tests.fakes.scenes import Part, button, label, menus, part, picture, scene, table, text_field, window, with_pixels
from tests.unit.backends.heard import brief, everything, full, rest


def test_a_dialog_tells_what_stands_around_the_question_and_the_choices_with_the_default_last() -> None:
    assert rest(windows.save_prompt()) == (
        "If you don't save the document, all the changes will be lost. You can also choose Cancel or Don't Save."
    )


def test_the_default_is_told_with_the_choices_where_another_has_the_focus() -> None:
    shown = scene("Ask", "app", label("Go on?"), button("No", State.FOCUSED), button("Yes", State.DEFAULT), button("Help"), dialog=True)
    assert rest(shown) == "You can also choose Help or Yes, which is the default."


def test_without_a_focus_all_choices_are_told_with_the_default_last() -> None:
    shown = scene("Ask", "app", label("Go on?"), button("Yes", State.DEFAULT), button("No"), dialog=True)
    assert rest(shown) == "You can choose No or Yes, which is the default."


def test_what_cannot_be_chosen_is_told_apart() -> None:
    shown = scene(
        "Ask", "app", label("Still busy."), button("Stop", State.FOCUSED), button("Back"), button("Next", State.DISABLED), dialog=True
    )
    assert rest(shown) == "You can also choose Back. Unavailable: Next."


@pytest.mark.parametrize("make", [windows.save_prompt, windows.settings_form, windows.calculator, windows.login])
def test_the_default_is_told_once(make: windows.Maker) -> None:
    shown = make()
    assert everything(shown).count("default") == sum(State.DEFAULT in item.states for item in shown.items)


def test_without_a_gist_the_detail_begins_with_the_question() -> None:
    heard = list(detail(windows.save_prompt()))
    assert heard[:2] == ["Do you want to save the changes before closing?", "Save Changes, Mousepad dialog."]


def test_the_only_button_of_a_message_is_not_told_again_where_it_has_the_focus() -> None:
    assert rest(windows.error_dialog()) == ""


def test_the_only_button_of_a_message_is_named() -> None:
    assert rest(scene("Done", "app", label("All files are copied."), button("OK"), dialog=True)) == "The only button is OK."


def test_an_editor_tells_its_warning_then_how_the_text_goes_on_then_its_menus() -> None:
    assert rest(windows.editor()) == (
        "Warning: you are using the root account. You may harm your system. Text goes on: “we meet at 3.5 km. Yours, Ben”. "
        "Menus: File, Edit, Search, View, Document and Help."
    )


def test_a_key_pad_tells_its_digits_together_and_its_signs_in_words() -> None:
    assert rest(windows.calculator()) == (
        "27 buttons: digits 0 to 9. 17 more buttons: left arrow, C, AC, left parenthesis, right parenthesis, MS, MR, M+, "
        "divided by, sqrt, times, percent, minus, equals, point, plus or minus and plus. Menus: File, Edit, View, Calculator and Help."
    )


@pytest.mark.parametrize(
    ("focus", "digits"),
    [("5", "0 to 4 and 6 to 9"), ("0", "1 to 9"), ("9", "0 to 8"), ("1", "0 and 2 to 9"), ("8", "0 to 7 and 9"), ("#", "0 to 9")],
)
def test_on_a_key_pad_the_key_with_the_focus_is_not_told_again(focus: str, digits: str) -> None:
    keys = [button(key, *([State.FOCUSED] if key == focus else [])) for key in "123456789*0#"]
    others = "star." if focus == "#" else "star and number sign."
    assert rest(scene("Door", "app", *keys)) == f"11 other buttons: digits {digits}. {others.count(' and ') + 1} more button" + (
        f": {others}" if focus == "#" else f"s: {others}"
    )


def test_a_star_is_times_among_the_keys_of_a_calculator() -> None:
    assert rest(scene("Sums", "app", *map(button, "*/+=."))) == "5 buttons: times, divided by, plus, equals and point."


def test_a_star_is_a_star_on_a_telephone() -> None:
    assert rest(scene("Call", "app", *map(button, "*0#+"))) == "4 buttons: star, 0, number sign and plus."


def test_a_key_pad_in_brief_is_a_few_words() -> None:
    assert brief(windows.calculator()) == "27 buttons: digits 0 to 9; 17 more."


def test_a_form_tells_trouble_first_then_tabs_fields_options_and_buttons() -> None:
    assert rest(windows.settings_form()) == (
        "Invalid: E-mail, “anna@”, required. Tab General is selected; other tabs: Display and Sound. Language, combo box: German. "
        "Copies, spin box: 3. Volume, slider: 40. Theme: Dark is chosen; also Light and System. "
        "Editing: Word wrap checked; Line numbers and Spell check not checked. 3 buttons: OK (default) and Cancel; unavailable: Apply."
    )


def test_a_form_in_brief_is_what_is_wrong_and_what_can_be_done() -> None:
    assert brief(windows.settings_form()) == "Invalid: E-mail, “anna@”, required. 3 buttons: OK (default) and Cancel; unavailable: Apply."


def test_what_stands_on_another_tab_is_not_told() -> None:
    assert "colours" not in full(windows.settings_form())


def test_a_table_tells_its_size_columns_selected_and_first_row() -> None:
    assert rest(windows.file_manager()) == (
        "Table with 12 rows and 4 columns: Name, Size, Type and Modified. Row 3, selected: note 3.txt, 3 kB, text, 2026-11-03. "
        "First row: note 1.txt, 1 kB, text, 2026-11-01. List Places with 3 items: Home, Desktop and Trash. "
        "Status: 12 items, free space: 3.5 GB. Tool bar: Back, Home and 1 button without a name; unavailable: Forward. "
        "Menus: File, Edit, View, Go and Help."
    )


def test_a_table_in_full_tells_its_rows() -> None:
    assert "Row 12: note 12.txt, 12 kB, text, 2026-11-12." in full(windows.file_manager())


def test_a_page_tells_headings_then_text_then_links_and_the_browser_last() -> None:
    assert rest(windows.web_page()) == (
        "2 headings: Frost tonight; Bulbs for spring. Bring your lemon trees in. It will be -3.5 °C. Plant tulips now. "
        "4 links: Home, Archive and Read more (2 times). Image: Tulips in a pot. Search or enter address: “garden.example”. "
        "Tool bar Navigation: Back and Reload."
    )


def column_page(*texts: tuple[str, int, int, int]) -> Scene:
    headings = [part(Role.HEADING, "Left", box=Box(8, 8, 400, 20)), part(Role.HEADING, "Right", box=Box(440, 8, 350, 20))]
    return scene("News", "app", *headings, *(part(Role.LABEL, text, box=Box(x, y, width, 20)) for text, x, y, width in texts))


def test_columns_are_told_one_after_the_other_behind_their_headings() -> None:
    shown = column_page(
        ("One is here.", 8, 40, 400),
        ("Three is here.", 440, 40, 350),
        ("Two is here.", 8, 90, 400),
        ("Four is here.", 440, 90, 350),
        ("The end is wide.", 8, 200, 782),
    )
    assert rest(shown) == "Left. One is here. Two is here. Right. Three is here. Four is here. The end is wide."


def test_headings_side_by_side_over_one_wide_text_are_no_columns() -> None:
    assert rest(column_page(("All of it is wide.", 8, 40, 782))) == "2 headings: Left; Right. All of it is wide."


def test_a_long_first_line_goes_on_where_the_gist_left_it() -> None:
    words = [f"word{number}" for number in range(40)]
    shown = scene("Letter", "app", part(Role.TEXT_AREA, "Text", State.FOCUSED, value=" ".join(words)))
    assert [word for word in words if everything(shown).count(f"{word} ") + everything(shown).count(f"{word}…") > 1] == []


def test_a_long_first_line_is_told_on_without_a_gap() -> None:
    shown = scene("Letter", "app", part(Role.TEXT_AREA, "Text", State.FOCUSED, value="one two, " * 20))
    assert everything(shown).count("two") == 20


def test_a_login_tells_fields_and_what_can_be_done() -> None:
    assert rest(windows.login()) == (
        "Heading: Welcome back. User name: “anna”. Remember me, check box, not checked. Button: Sign in (default). "
        "Link: Forgot your password?"
    )


def test_a_terminal_tells_its_last_line_first() -> None:
    assert brief(windows.terminal()) == "Last line: “anna@box:~$”. Before it: make: *** [all] Error 2."


def test_a_terminal_tells_how_much_stands_above() -> None:
    assert rest(windows.terminal()).endswith("make: *** [all] Error 2. 13 earlier lines.")


def test_the_pieces_of_a_terminals_line_are_told_as_one_line() -> None:
    texts = [("drwx", 2, 50), ("4096 games", 80, 50), ("-rw-", 2, 63), ("120 notes", 80, 64), ("$ \u25a0", 2, 77)]
    lines = tuple(TextLine(text, Box(x, y, 60, 22), 0.9, at) for at, (text, x, y) in enumerate(texts))
    shown = Scene(Target(), window("sh", "XTerm"), (300, 100), (), lines, text_read=True)
    assert rest(shown) == "Last line: “$”. Before it: drwx 4096 games. -rw- 120 notes."


def test_the_pieces_of_a_terminals_line_are_told_from_left_to_right() -> None:
    texts = [("root root", 80, 51), ("drwx", 2, 50), ("$", 2, 64)]
    lines = tuple(TextLine(text, Box(x, y, 60, 20), 0.9, at) for at, (text, x, y) in enumerate(texts))
    shown = Scene(Target(), window("sh", "XTerm"), (300, 100), (), lines, text_read=True)
    assert rest(shown) == "Last line: “$”. Before it: drwx root root."


def test_a_picture_without_text_is_said_to_be_one() -> None:
    assert rest(windows.photo()) == "I see no text. What the picture shows remains unknown without a model."


def test_an_empty_window_is_said_to_be_one() -> None:
    assert rest(windows.empty()) == "I see no text and no controls."


def test_while_the_text_is_unread_its_absence_is_not_claimed() -> None:
    assert rest(picture(title="xclock", program="XClock", text_read=False)) == "The text in the picture has not been read."


def test_while_the_text_is_unread_a_known_tree_is_told_without_a_word_about_text() -> None:
    shown = scene("Ask", "app", button("Go"), text_read=False)
    assert rest(shown) == "Button: Go."


def test_a_terminal_waits_for_all_of_its_text() -> None:
    assert rest(picture("line 1\nline 2", title="sh", program="XTerm", text_read=False)) == ""


def test_pixels_alone_are_read_paragraph_by_paragraph() -> None:
    shown = picture("Meeting on\nMonday", "Bring the 3.5 kg box!", title="Memo", program="viewer")
    assert rest(shown) == "Read from the picture alone. Meeting on Monday. Bring the 3.5 kg box!"


def test_a_question_read_from_a_dialogs_pixels_comes_first() -> None:
    shown = picture("Old notes", "Delete all 3 files?", "Yes   No", title="Delete", program="tool")
    dialog = Scene(shown.target, windows.save_prompt().window, shown.size, shown.items, shown.lines, text_read=True)
    assert next(detail(dialog)) == "Delete all 3 files?"


def test_text_that_only_pixels_show_is_added() -> None:
    shown = with_pixels(scene("Plot", "app", button("Zoom")), "Height 12 m", "Width 7 m")
    assert rest(shown) == "Button: Zoom. Also on the screen: Height 12 m. Width 7 m."


def test_a_doubtful_reading_is_said_to_be_one() -> None:
    assert rest(with_pixels(scene("Plot", "app"), "Hcight 12 m", confidence=0.4)).endswith("Probably “Hcight 12 m”.")


def test_a_paragraph_with_a_doubtful_line_in_its_middle_is_told_once() -> None:
    shown = with_pixels(scene("Plot", "app"), "a b?", "Hcight", "12 m", confidence=0.95)
    one_block = tuple(replace(line, block=0, confidence=0.4 if line.text == "Hcight" else 0.95) for line in shown.lines)
    items = tuple(replace(item, confidence=0.4 if item.name == "Hcight" else item.confidence) for item in shown.items)
    shown = replace(shown, lines=one_block, items=items)
    first = " ".join(detail(shown))
    assert first.endswith("Also on the screen: a b? Probably “Hcight” 12 m.")
    assert list(detail(shown, spoken=first)) == []


def test_a_doubtful_reading_is_left_out_in_brief() -> None:
    assert "Hcight" not in brief(with_pixels(scene("Plot", "app"), "Hcight 12 m", confidence=0.4))


def test_a_short_text_that_stands_twice_is_told_twice() -> None:
    assert rest(with_pixels(scene("Score", "app", button("Next")), "3", "to", "3")).endswith("Also on the screen: 3. to. 3.")


def test_tree_and_picture_that_disagree_are_both_told() -> None:
    shown = scene("Editor", "app", part(Role.BUTTON, "Save", pixels_say="Speichern"), button("Help"))
    assert "Save: the screen shows “Speichern”." in rest(shown)


def test_a_focus_that_shows_another_name_tells_both() -> None:
    shown = scene("Editor", "app", part(Role.BUTTON, "Save", State.FOCUSED, pixels_say="Speichern"))
    assert everything(shown).strip() == "Editor, App. Focus on Save, button, shows “Speichern”."


def test_all_buttons_of_a_large_window_are_named() -> None:
    shown = scene("Big", "app", *(button(f"Action {number}") for number in range(120)))
    heard = rest(shown)
    assert [name for number in range(120) if f"{(name := f'Action {number}')}" not in heard] == []


@pytest.mark.parametrize("name", ["OK", "Save As…", "_Open", "E&xit", "Preferences...", "R&D", "Zurück", "添付"])
@pytest.mark.parametrize("role", [Role.BUTTON, Role.LINK, Role.CHECK_BOX, Role.TAB, Role.TEXT_FIELD, Role.COMBO_BOX, Role.SWITCH])
def test_every_control_of_a_small_window_is_named(role: Role, name: str) -> None:
    plain = name.strip("_….").replace("&x", "x")
    assert plain in everything(scene("Window", "app", part(role, name), button("Other"), part(Role.LINK, "Another")))


def test_many_buttons_are_told_in_sentences_that_can_be_followed() -> None:
    heard = list(detail(scene("Big", "app", *(button(f"Action {number}") for number in range(120))), spoken="Big, App."))
    assert heard[0].startswith("120 buttons: Action 0, ")
    assert heard[1].startswith("More buttons: Action ")
    assert max(map(len, heard)) <= 250


@pytest.mark.parametrize(
    ("role", "states", "heard"),
    [
        (Role.BUTTON, [], "2 other buttons: Beta and Gamma."),
        (Role.LINK, [], "2 other links: Beta and Gamma."),
        (Role.TAB, [State.SELECTED], "The other tabs: Beta and Gamma."),
        (Role.CHECK_BOX, [], "Check boxes: Beta and Gamma not checked."),
        (Role.RADIO, [State.CHECKED], "Radio buttons: you can also choose Beta or Gamma."),
        (Role.RADIO, [], "Radio buttons: none is chosen; you can also choose Beta or Gamma."),
        (Role.HEADING, [], "2 headings: Beta; Gamma."),
    ],
)
def test_what_has_the_focus_is_not_told_again_among_its_like(role: Role, states: list[State], heard: str) -> None:
    shown = scene("Window", "app", part(role, "Alpha", State.FOCUSED, *states), part(role, "Beta"), part(role, "Gamma"))
    assert rest(shown) == heard


@pytest.mark.parametrize(
    ("role", "states", "heard"),
    [
        (Role.BUTTON, [], "The other button: Beta."),
        (Role.LINK, [], "The other link: Beta."),
        (Role.TAB, [State.SELECTED], "The other tab: Beta."),
        (Role.CHECK_BOX, [], "Beta, check box, not checked."),
    ],
)
def test_the_one_that_is_left_beside_the_focus_is_told_as_such(role: Role, states: list[State], heard: str) -> None:
    assert rest(scene("Window", "app", part(role, "Alpha", State.FOCUSED, *states), part(role, "Beta"))) == heard


def test_a_radio_button_with_the_focus_leaves_the_chosen_one_to_be_told() -> None:
    radios = [part(Role.RADIO, "Red", State.FOCUSED), part(Role.RADIO, "Blue", State.CHECKED), part(Role.RADIO, "Green")]
    assert rest(scene("Pick", "app", part(Role.GROUP, "Colour", *radios))) == "Colour: Blue is chosen; also Green."


def test_a_tool_with_the_focus_is_not_told_again() -> None:
    tools = part(Role.TOOL_BAR, "", button("Back", State.FOCUSED), button("Home"), button("Reload"))
    assert rest(scene("Pages", "app", tools)) == "Also in the tool bar: Home and Reload."


@pytest.mark.parametrize("role", [Role.BUTTON, Role.LINK, Role.TAB, Role.CHECK_BOX, Role.RADIO])
def test_what_has_the_focus_alone_is_told_once(role: Role) -> None:
    assert rest(scene("Window", "app", part(role, "Alpha", State.FOCUSED))) == ""


def test_equal_names_are_told_once_with_their_number() -> None:
    assert rest(scene("Files", "app", *[button("Delete")] * 3)) == "3 buttons: Delete (3 times)."


def test_a_name_with_a_comma_stays_one_name() -> None:
    assert rest(scene("Find", "app", button("Find, replace"), button("Close"))) == "2 buttons: “Find, replace” and Close."


def test_buttons_are_told_by_their_group() -> None:
    shown = scene(
        "Pad", "app", part(Role.GROUP, "Zoom", button("In"), button("Out")), part(Role.GROUP, "Turn", button("Left"), button("Right"))
    )
    assert rest(shown) == "Zoom: 2 buttons: In and Out. Turn: 2 buttons: Left and Right."


def test_in_full_the_place_of_buttons_is_told() -> None:
    assert full(scene("Pad", "app", button("In"), button("Out"))).endswith("2 buttons at the top left: In and Out.")


def test_in_full_a_cut_tree_is_said_to_be_one() -> None:
    assert full(scene("Pad", "app", button("In"), complete=False)).endswith("The window has more controls than were read in time.")


def test_of_a_cut_tree_no_exact_number_of_rows_is_claimed() -> None:
    shown = scene("Pad", "app", table(["Name"], [["a"], ["b"]]), complete=False)
    assert rest(shown).startswith("Table with at least 2 rows: Name.")


@pytest.mark.parametrize(
    ("shown", "heard"),
    [
        (part(Role.PROGRESS_BAR, "Copying", value="45"), "Copying: 45 percent."),
        (part(Role.PROGRESS_BAR, "", value="0.45"), "Progress bar: 45 percent."),
        (part(Role.PROGRESS_BAR, "Copying", value="1%"), "Copying: 1 percent."),
        (part(Role.PROGRESS_BAR, "Copying", value="100%"), "Copying: 100 percent."),
        (part(Role.PROGRESS_BAR, "Copying", value="1"), "Copying: 1."),
        (part(Role.ALERT, "Error", label("Error: this date does not exist.")), "Error: this date does not exist."),
        (part(Role.ALERT, "Network", label("The cable is out.")), "Alert: Network. The cable is out."),
        (part(Role.PROGRESS_BAR, "Copying"), "Copying: in progress."),
        (part(Role.PROGRESS_BAR, "Copying", value="3 of 7 files"), "Copying: 3 of 7 files."),
        (part(Role.LIST, "Fruit"), "List Fruit, empty."),
        (part(Role.TABLE, ""), "Empty table."),
        (part(Role.TEXT_AREA, "Notes"), "Notes, text area, empty."),
        (part(Role.TEXT_AREA, "Notes", value="a"), "Notes, text area: “a”."),
        (part(Role.TEXT_AREA, "Notes", value="a\nb\nc\nd\ne"), "Notes, text area, 5 lines: “a b c”. 2 more lines."),
        (part(Role.ALERT, "Battery low"), "Alert: Battery low."),
        (part(Role.HEADING, "News", level=1), "Heading: News."),
        (part(Role.IMAGE, "A red kite"), "Image: A red kite."),
        (part(Role.TOGGLE_BUTTON, "Bold", State.PRESSED), "Toggle button: Bold (pressed)."),
        (button("Go", State.DISABLED), "Button: Go (unavailable)."),
        (part(Role.RADIO, "Light"), "Light, radio button, not checked."),
        (part(Role.TEXT_FIELD, "City", State.REQUIRED), "City: empty, required."),
        (part(Role.STATUS_BAR, "Line 3, column 7"), "Status: Line 3, column 7."),
        (part(Role.TERMINAL, "", value="$ ls\nnotes.txt\n$"), "Last line: “$”. Before it: $ ls. notes.txt."),
    ],
)
def test_a_thing_is_told(shown: Part, heard: str) -> None:
    assert rest(scene("Title", "app", shown)) == heard


@pytest.mark.parametrize("count", [1, 7, 8, 30])
def test_a_list_tells_its_length_and_its_first_entries(count: int) -> None:
    entries = [part(Role.LIST_ITEM, f"entry {number}") for number in range(1, count + 1)]
    heard = rest(scene("Pick", "app", part(Role.LIST, "", *entries)))
    more = f" and {count - 7} more." if count > 7 else "."
    assert heard.startswith(f"List with {count} item{'s' * (count > 1)}: entry 1") and heard.endswith(more)


def test_the_selected_entry_of_a_list_is_told() -> None:
    entries = [part(Role.LIST_ITEM, name, *([State.SELECTED] if name == "pear" else [])) for name in ("apple", "pear")]
    assert rest(scene("Pick", "app", part(Role.LIST, "", *entries))) == "List with 2 items: apple and pear. Selected: pear."


def test_rows_without_names_are_told_by_their_texts() -> None:
    entries = [part(Role.LIST_ITEM, "", label(f"Anna {number}"), label("online")) for number in (1, 2)]
    assert rest(scene("Pick", "app", part(Role.LIST, "", *entries))) == "List with 2 items: Anna 1 online and Anna 2 online."


def test_buttons_inside_a_list_are_named() -> None:
    entries = [part(Role.LIST_ITEM, "", label(name), button(f"Call {name}")) for name in ("Anna", "Ben")]
    assert "2 buttons: Call Anna and Call Ben." in rest(scene("People", "app", part(Role.LIST, "", *entries)))


def test_an_open_menu_tells_all_its_entries() -> None:
    menu = part(Role.MENU, "File", part(Role.MENU_ITEM, "Open", State.FOCUSED), part(Role.MENU_ITEM, "Save", State.DISABLED))
    assert everything(scene("", "app", menu)) == (
        "App, window without a title. Focus on Open, menu item, 1 of 2. Menu File with 2 entries: Open and Save (unavailable)."
    )


def test_what_is_in_a_closed_menu_is_not_told() -> None:
    assert "Hidden entry" not in full(scene("Title", "app", menus("File")))


def test_rows_by_their_parents_are_told_as_rows() -> None:
    rows = [part(Role.ROW, "", part(Role.CELL, name), part(Role.CELL, size)) for name, size in (("a", "1"), ("b", "2"))]
    assert rest(scene("Files", "app", part(Role.TABLE, "", *rows))) == "Table with 2 rows and 2 columns. First row: a, 1."


def test_radio_buttons_without_a_group_are_told_by_their_parent() -> None:
    one = part(Role.GROUP, "", part(Role.RADIO, "Red", State.CHECKED), part(Role.RADIO, "Blue"))
    other = part(Role.GROUP, "", part(Role.RADIO, "Big"), part(Role.RADIO, "Small", State.CHECKED))
    assert rest(scene("Pick", "app", one, other)) == "Radio buttons: Red is chosen; also Blue. Radio buttons: Small is chosen; also Big."


def test_required_fields_that_are_empty_are_told_in_brief() -> None:
    shown = scene("Form", "app", text_field("Name", "", State.REQUIRED), text_field("City", "", State.REQUIRED), text_field("Pet"))
    assert brief(shown) == "Required and empty: Name and City."


def test_a_field_without_a_name_takes_the_label_before_it() -> None:
    assert rest(scene("Form", "app", label("Street:"), text_field("", "Elm Road"))) == "Street: “Elm Road”."


@pytest.mark.parametrize(
    "text",
    ["Error: no such file", "Could not connect to server", "The password is incorrect", "Build failed with 3 problems", "Warning! Low ink"],
)
def test_a_text_of_trouble_comes_before_the_rest(text: str) -> None:
    heard = list(detail(scene("App", "app", part(Role.HEADING, "News"), label("Hello there"), label(text)), spoken="App."))
    assert heard[0].startswith(text)


@pytest.mark.parametrize("text", ["No errors found", "Terms of error handling", "0 warnings", "Show failed jobs of the week"])
def test_a_text_that_only_names_trouble_keeps_its_place(text: str) -> None:
    heard = list(detail(scene("App", "app", part(Role.HEADING, "News"), label(text)), spoken="App."))
    assert heard[0] == "Heading: News."


def test_a_second_look_in_the_same_turn_tells_only_what_is_new() -> None:
    before = scene("Plot", "app", button("Zoom"), label("Choose a colour for the line."))
    first = gist_of_scene(before) + " " + rest(before)
    assert list(detail(with_pixels(before, "Height 12 m"), Verbosity.NORMAL, first)) == ["Also on the screen: Height 12 m."]


def test_brief_without_a_gist_asks_first_and_still_names_the_choices() -> None:
    heard = list(detail(windows.save_prompt(), Verbosity.BRIEF))
    assert heard[0] == "Do you want to save the changes before closing?"
    assert heard[3] == "You can also choose Cancel or Don't Save."


def test_columns_that_are_laid_out_from_right_to_left_are_told_so() -> None:
    headings = [part(Role.HEADING, "أولا", box=Box(440, 8, 350, 20)), part(Role.HEADING, "ثانيا", box=Box(8, 8, 400, 20))]
    texts = [("واحد هنا.", 440, 40, 350), ("ثلاثة هنا.", 8, 40, 400), ("اثنان هنا.", 440, 90, 350), ("أربعة هنا.", 8, 90, 400)]
    shown = scene("أخبار", "app", *headings, *(part(Role.LABEL, text, box=Box(x, y, width, 20)) for text, x, y, width in texts))
    assert rest(shown) == "أولا. واحد هنا. اثنان هنا. ثانيا. ثلاثة هنا. أربعة هنا."


@pytest.mark.parametrize(
    "error",
    [
        "错误：此日期不存在。",
        "Fehler: Dieses Datum gibt es nicht.",
        "Σφάλμα: αυτή η ημερομηνία δεν υπάρχει.",
        "خطأ: هذا التاريخ غير موجود.",
    ],
)
def test_an_error_in_another_language_comes_before_the_fields_and_is_told_once(error: str) -> None:
    shown = scene("Form", "app", text_field("Name", "Ana"), part(Role.ALERT, "", label(error)))
    assert rest(shown) == f"{error} Name: “Ana”."


def test_an_invalid_field_that_has_the_focus_is_told_once() -> None:
    shown = scene("Form", "app", text_field("Born", "31.02.1984", State.INVALID, State.FOCUSED), text_field("Name", "Ana", State.INVALID))
    assert rest(shown) == "Invalid: Name, “Ana”."


def illegible_page(read: int, unread: int) -> Scene:
    lines = [TextLine(f"Line {at}", Box(8, 20 * at, 90, 16), 0.99) for at in range(read)]
    misread = [TextLine("νηση αραρων", Box(8, 400 + 20 * at, 90, 16), 0.9) for at in range(unread)]
    return Scene(
        Target(), window("Greek", "app"), (800, 600), (), (*lines, *misread), text_read=True, illegible=tuple(one.box for one in misread)
    )


def test_lines_that_cant_be_read_are_said_to_be_there_and_not_what_they_were_taken_for() -> None:
    assert rest(illegible_page(1, 3)) == "3 lines can't be read: the text may be in a script that I don't know. Line 0."


def test_a_window_of_nothing_but_such_lines_is_not_said_to_have_no_text() -> None:
    assert rest(illegible_page(0, 4)) == "4 lines can't be read: the text may be in a script that I don't know."


def test_a_drawing_or_two_that_look_like_text_are_not_worth_a_word() -> None:
    assert "can't be read" not in rest(illegible_page(3, 2))


def test_radio_buttons_that_other_controls_part_are_told_apart() -> None:
    pages = (part(Role.RADIO, "Page 1", State.CHECKED), part(Role.RADIO, "Page 2"))
    sizes = (part(Role.RADIO, "Small"), part(Role.RADIO, "Large", State.CHECKED))
    told = rest(scene("Shop", "app", *pages, text_field("Name", "Ann"), *sizes))
    assert "Page 1 is chosen; also Page 2." in told
    assert "Large is chosen; also Small." in told


def by_look(role: Role, name: str, *states: State) -> Part:
    return part(role, name, *states, source=Source.PIXELS)


def without_tree(*parts: Part) -> Scene:
    return replace(scene("Kiosk", "kiosk", *parts), has_outline=False)


def test_controls_that_only_the_picture_shows_are_said_to_be_told_by_their_look_before_they_are() -> None:
    shown = without_tree(by_look(Role.BUTTON, "Pay"), by_look(Role.BUTTON, "Cancel"), by_look(Role.CHECK_BOX, "Receipt", State.CHECKABLE))
    assert rest(shown) == "Controls by their look alone. Receipt, check box, not checked. 2 buttons: Pay and Cancel."


def test_in_brief_it_is_no_sentence_of_the_few() -> None:
    parts = [by_look(Role.TAB, "A"), by_look(Role.BUTTON, "Pay"), by_look(Role.LINK, "Help")]
    assert brief(without_tree(*parts)).startswith("Controls by their look alone. Button: Pay.")


def test_in_brief_it_is_not_said_where_no_control_is_told() -> None:
    lines = tuple(TextLine(f"Line {at} of a letter", Box(8, 40 * at, 180, 16), 0.99, at) for at in range(4))
    told = brief(replace(without_tree(by_look(Role.TAB, "A"), by_look(Role.TAB, "B")), lines=lines, text_read=True))
    assert "Line 0 of a letter." in told
    assert "look" not in told


def test_beside_a_tree_it_is_said_of_how_many() -> None:
    shown = scene("Viewer", "viewer", button("Disconnect"), by_look(Role.BUTTON, "Pay"))
    assert rest(shown) == "1 of the controls by their look alone. 2 buttons: Disconnect and Pay."


def test_menus_and_entries_that_only_the_picture_shows_are_told_as_those_of_a_tree() -> None:
    bar = part(Role.MENU_BAR, "", by_look(Role.MENU_ITEM, "File"), by_look(Role.MENU_ITEM, "Edit"), source=Source.PIXELS)
    listed = part(Role.LIST, "", by_look(Role.LIST_ITEM, "Anna"), by_look(Role.LIST_ITEM, "Ben"), source=Source.PIXELS)
    told = rest(without_tree(bar, listed))
    assert "List with 2 items: Anna and Ben." in told
    assert told.endswith("Menus: File and Edit.")
