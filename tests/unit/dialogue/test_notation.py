"""How a scene is written down for a model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.dialogue.fusion import View
from mmassist.values import Box, Item, Role, Source, State, Target, TargetKind, TextLine, Verbosity
from tests.fakes import windows
from tests.fakes.scenes import button, label, part, picture, scene, table, text_field, with_pixels, with_pixels_at
from tests.unit.dialogue.samples import fused, lines_of, text_of, with_password


def test_a_control_is_role_name_value_states_and_place() -> None:
    shown = scene("W", "app", text_field("Copies", "3", State.REQUIRED, State.DISABLED))
    assert lines_of(shown) == ['text field "Copies" = "3" [disabled, required] top left']


def test_the_focus_is_marked() -> None:
    assert lines_of(windows.save_prompt())[-1] == '> button "Save" [default]'


def test_what_is_in_a_group_is_indented() -> None:
    shown = scene("W", "app", part(Role.GROUP, "Theme", part(Role.RADIO, "Dark", State.CHECKED)))
    assert lines_of(shown) == ['group "Theme" top left', ' radio button "Dark" [checked]']


def test_structure_without_a_name_is_no_line() -> None:
    shown = scene("W", "app", part(Role.GROUP, "", part(Role.GROUP, "", button("Go"))))
    assert lines_of(shown) == ['button "Go" top left']


def test_a_choice_that_is_off_says_so() -> None:
    assert lines_of(scene("W", "app", part(Role.CHECK_BOX, "Wrap"))) == ['check box "Wrap" [not checked] top left']


def test_a_combo_box_named_by_its_value_says_it_once() -> None:
    assert lines_of(scene("W", "app", part(Role.COMBO_BOX, "German", value="German"))) == ['combo box = "German" top left']


def test_a_place_is_told_where_it_changes() -> None:
    far = part(Role.BUTTON, "Far", box=Box(700, 550, 50, 20))
    assert lines_of(scene("W", "app", button("A"), button("B"), far)) == ['button "A" top left', 'button "B"', 'button "Far" bottom right']


def test_where_the_picture_disagrees_the_prompt_says_so() -> None:
    shown = scene("W", "app", part(Role.BUTTON, "Save", pixels_say="Delete"))
    assert lines_of(shown) == ['button "Save" picture shows "Delete" top left']
    assert "the picture contradicts the program" in text_of(shown)


def test_a_name_that_was_guessed_from_an_icon_is_marked() -> None:
    shown = scene("W", "app", part(Role.BUTTON, "print", guessed=True))
    assert lines_of(shown) == ['button ~?"print" top left']
    assert "what the icon looks like" in text_of(shown)
    assert "what the icon looks like" not in text_of(scene("W", "app", part(Role.BUTTON, "print")))


def test_a_control_that_only_the_picture_shows_is_marked_and_that_is_explained() -> None:
    shown = scene("W", "app", part(Role.BUTTON, "Pay", source=Source.PIXELS))
    assert lines_of(shown) == ['button "Pay" [by its look] top left']
    assert "may be something else" in text_of(shown)
    assert "may be something else" not in text_of(scene("W", "app", part(Role.BUTTON, "Pay")))


def test_what_only_the_picture_shows_is_marked_as_read() -> None:
    assert lines_of(with_pixels(scene("W", "app", button("A")), "Total 3.50"))[-1] == "~ Total 3.50 top"


def test_an_unsure_reading_is_marked() -> None:
    assert lines_of(with_pixels(scene("W", "app"), "Tota1", confidence=0.4)) == ["~? Tota1 top"]


def test_lines_of_one_block_go_on() -> None:
    assert lines_of(picture("one\ntwo", "three")) == ["~ one top left", "~+ two", "~ three"]


def test_a_line_of_the_picture_that_an_item_says_is_not_sent_again() -> None:
    base = scene("W", "app", button("Save changes"), label("All saved"))
    lines = (TextLine("Save changes", Box(10, 10, 90, 18), 0.9), TextLine("All saved", Box(10, 30, 90, 18), 0.9))
    assert "~" not in "".join(lines_of(replace(base, lines=lines)))


def test_a_line_of_the_picture_that_no_item_says_is_sent() -> None:
    base = scene("W", "app", button("Save"))
    assert lines_of(replace(base, lines=(TextLine("Disk is full", Box(10, 90, 90, 18), 0.9),)))[-1] == "~ Disk is full"


def test_a_label_that_is_its_fields_name_is_said_once() -> None:
    lines = lines_of(scene("W", "app", label("Name:"), text_field("Name:", "Anna")))
    assert lines == ['text field "Name:" = "Anna" top left']


def test_a_table_is_a_header_and_rows() -> None:
    lines = lines_of(scene("W", "app", table(["Name", "Size"], [["a", "1"], ["b", ""]], selected=1)))
    assert lines == ["table top left", " header: Name | Size", " row 1: a | 1", " row 2: b | empty [selected]"]


def test_a_cell_cannot_make_another_cell() -> None:
    lines = lines_of(scene("W", "app", table(["Name"], [["a | b"]])))
    assert lines[-1] == ' row 1: "a | b"'


def test_rows_without_numbers_are_told_by_what_holds_them() -> None:
    rows = (part(Role.ROW, "", part(Role.CELL, "a"), part(Role.CELL, "b")), part(Role.ROW, "", State.SELECTED, part(Role.CELL, "c")))
    assert lines_of(scene("W", "app", part(Role.TABLE, "T", *rows)))[1:] == [" row 1: a | b", " row 2: c [selected]"]


def test_the_row_with_the_focus_is_marked() -> None:
    rows = part(Role.TABLE, "T", part(Role.CELL, "a", State.FOCUSED, row=4, column=0))
    assert lines_of(scene("W", "app", rows))[-1] == "> row 5: a"


def test_a_list_entry_without_a_name_has_that_of_its_texts() -> None:
    shown = scene("W", "app", part(Role.LIST, "Mails", part(Role.LIST_ITEM, "", label("Anna"), label("Lunch?"))))
    assert lines_of(shown) == ['list "Mails" top left', ' list item "Anna Lunch?"']


def test_lines_of_a_text_area_keep_their_indentation() -> None:
    area = part(Role.TEXT_AREA, "Code", State.MULTI_LINE, value="if x:\n\tgo()")
    assert lines_of(scene("W", "app", area))[1:] == [" | if x:", " |     go()"]


@pytest.mark.parametrize("preset", ["describe", "document", "ask"])
def test_what_is_in_a_password_field_is_nowhere(preset: str) -> None:
    prompt = fused(with_password("hunter2"), preset=preset, verbosity=Verbosity.FULL)
    assert "hunter2" not in prompt.text + prompt.instructions
    assert 'password field "Password" [hidden, filled]' in prompt.text


def test_what_a_password_field_held_before_is_nowhere() -> None:
    before, now = with_password("hunter2"), with_password("")
    assert "hunter2" not in text_of(View(now, previous=before))


def test_what_closed_menus_hold_is_counted_not_listed() -> None:
    text = text_of(windows.editor())
    assert "Hidden entry" not in text
    assert "Not listed: 6 things" in text


def test_what_the_question_is_about_is_listed_from_closed_menus_too() -> None:
    hidden = part(Role.MENU_ITEM, "Spelling", hidden=True)
    shown = scene("W", "app", part(Role.MENU_BAR, "", part(Role.MENU, "Tools", hidden)))
    assert '  menu item "Spelling" [not shown now]' in lines_of(shown, question="Where is the spelling check?")


def test_what_changed_is_marked() -> None:
    shown = scene("W", "app", button("A"), button("B"))
    lines = lines_of(View(shown, changes=(Box(0, 28, 300, 22),)))
    assert lines == ['button "A" top left', 'button "B" [changed]']


def test_where_nearly_all_changed_nothing_is_marked() -> None:
    text = text_of(View(scene("W", "app", button("A")), changes=(Box(0, 0, 800, 500),)))
    assert "changed" not in text


def test_a_tree_with_columns_is_told_by_rows() -> None:
    rows = (part(Role.ROW, "", part(Role.CELL, "docs"), part(Role.CELL, "3 kB")),)
    assert lines_of(scene("W", "app", part(Role.TREE, "Files", *rows)))[1:] == [" row 1: docs | 3 kB"]


def test_what_is_new_and_what_is_gone_since_the_last_look_is_told() -> None:
    before = scene("W", "app", button("A"), label("Loading"), label("x"), label("y"))
    now = scene("W", "app", button("A"), label("Done"), label("x"), label("y"))
    text = text_of(View(now, previous=before))
    assert 'label "Done" [new]' in text
    assert re_gone(text) == ['label "Loading"']


def re_gone(text: str) -> list[str]:
    return text.split(" gone>\n")[1].split("\n</data-")[0].splitlines()


def test_another_window_is_not_compared() -> None:
    before = replace(scene("V", "other", label("Loading")), target=Target(TargetKind.MONITOR))
    assert "gone" not in text_of(View(scene("W", "app", button("A")), previous=before))


def test_an_image_file_is_named_without_its_folder() -> None:
    assert 'image file "beach.jpg", 800 by 600 pixels' in text_of(windows.photo())
    assert "anna" not in text_of(windows.photo())


def test_items_in_a_circle_are_told_once() -> None:
    items = (Item(Role.GROUP, "a", Source.OUTLINE, parent=1), Item(Role.GROUP, "b", Source.OUTLINE, parent=0))
    shown = replace(scene("W", "app"), items=items, focus=0)
    assert sorted(line.strip("> ") for line in lines_of(shown)) == ['group "a"', 'group "b"']


def test_a_huge_text_is_cut() -> None:
    assert len(text_of(scene("t" * 10**5, "p" * 10**5, button("b" * 10**5), label("l" * 10**5)))) < 8000


def test_text_over_a_password_field_is_not_sent_as_read() -> None:
    shown = with_pixels_at(scene("W", "app", part(Role.PASSWORD, "PIN", box=Box(10, 10, 200, 20))), "4711", Box(20, 12, 40, 16))
    assert "4711" not in text_of(shown)
