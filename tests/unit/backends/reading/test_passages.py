"""What is read of a window, and in which pieces."""

from __future__ import annotations

from mmassist.backends.describer.reading import Kind, Unit, is_long_text, parts, passages
from mmassist.values import Box, Role, Scene, Source, State, Target, TargetKind, TextLine
from tests.fakes import windows
from tests.fakes.scenes import button, label, menus, part, picture, scene, table, text_field, with_pixels


def read(seen: Scene) -> list[str]:
    return [passage.text for passage in passages(seen)]


def by(seen: Scene, unit: Unit) -> list[str]:
    return [one.text for one in parts(passages(seen), unit)]


def shown(*lines: tuple[str, int, int, int], height: int = 20) -> Scene:
    """A picture with lines of text, block 0: words, left, top, width."""
    read = tuple(TextLine(text, Box(x, y, width, height), 0.95, 0) for text, x, y, width in lines)
    return Scene(Target(TargetKind.IMAGE, path="a.png"), None, (800, 600), (), read, text_read=True)


def test_of_an_editor_its_text_is_read_and_nothing_else() -> None:
    area = Box(10, 60, 780, 500)
    editor = scene(
        "Untitled",
        "Mousepad",
        part(Role.WINDOW, "Untitled", menus("File"), part(Role.TEXT_AREA, "", State.FOCUSED, value="One. Two.\n\nThree", box=area)),
    )
    assert read(editor) == ["One. Two.", "Three"]
    assert is_long_text(editor)


def test_of_a_browser_its_page_is_read_with_headings_apart() -> None:
    page = passages(windows.web_page())
    assert [passage.text for passage in page][:4] == ["Garden news", "Home", "Archive", "Frost tonight"]
    assert [passage.kind for passage in page][:2] == [Kind.HEADING, Kind.PARAGRAPH]
    assert "Reload" not in read(windows.web_page())


def test_a_block_is_what_stands_under_a_heading() -> None:
    assert "Bring your lemon trees in. It will be -3.5 °C. Read more" in " ".join(by(windows.web_page(), Unit.BLOCK)[1:2])


def test_a_table_is_read_by_rows_each_cell_with_its_header() -> None:
    rows = [passage for passage in passages(windows.file_manager()) if passage.kind is Kind.ROW]
    assert rows[0].text == "note 1.txt, Size 1 kB, Type text, Modified 2026-11-01"
    assert [(cell.header, cell.text) for cell in rows[1].cells][:2] == [("Name", "note 2.txt"), ("Size", "2 kB")]


def test_of_a_form_its_fields_are_read_with_what_they_hold() -> None:
    told = read(windows.settings_form())
    assert "Name: “Anna”" in told
    assert told.count("Name: “Anna”") == 1
    assert "Name:" not in told


def test_what_a_password_field_holds_is_never_read() -> None:
    login = scene(
        "Sign in",
        "mail",
        text_field("User", "anna"),
        part(Role.PASSWORD, "Password", State.FOCUSED, part(Role.TEXT, "hunter2"), value="hunter2", pixels_say="hunter2"),
    )
    assert not any("hunter2" in text for text in read(login))
    assert not any("hunter2" in text for unit in Unit for text in by(login, unit))


def test_buttons_and_menus_are_no_text() -> None:
    told = read(scene("Note", "notes", menus("File", "Edit"), label("A note."), button("OK")))
    assert told == ["A note."]


def test_a_text_that_only_the_picture_shows_is_read_where_it_stands() -> None:
    assert read(with_pixels(scene("Note", "notes", label("A note.")), "Invoice 4711")) == ["A note.", "Invoice 4711"]


def test_long_texts_in_cells_and_entries_are_not_cut() -> None:
    long = " ".join(["word"] * 80)
    cells = table(["Name", "Remark"], [["Anna", long]])
    entries = part(Role.LIST, "", part(Role.LIST_ITEM, "", part(Role.TEXT, long)))
    assert read(scene("Notes", "notes", cells)) == [f"Anna, Remark {long}"]
    assert read(scene("Notes", "notes", entries)) == [long]


def test_a_terminal_is_read_line_by_line() -> None:
    told = passages(windows.terminal())
    assert {passage.kind for passage in told} == {Kind.LINE}
    assert told[0].text == "total 1"


def test_lines_of_a_picture_are_joined_to_paragraphs_and_broken_words_mended() -> None:
    seen = shown(
        ("House rules", 20, 10, 120),
        ("Shut the door after you have pen-", 20, 60, 300),
        ("cil and paper put away.", 20, 82, 200),
        ("The key hangs in the hall behind", 20, 122, 300),
        ("the coats.", 20, 144, 90),
    )
    assert read(seen) == [
        "House rules",
        "Shut the door after you have pencil and paper put away.",
        "The key hangs in the hall behind the coats.",
    ]


def test_rows_of_a_picture_are_read_with_their_headers() -> None:
    seen = shown(
        ("Article", 20, 10, 60), ("Number", 300, 10, 60), ("Price", 500, 10, 50),
        ("Soap", 20, 40, 40), ("11", 300, 40, 20), ("52.69", 500, 40, 50),
        ("Olive oil", 20, 70, 70), ("9", 300, 70, 10), ("7.20", 500, 70, 40),
    )  # fmt: skip
    assert read(seen) == ["Article, Number, Price", "Soap, Number 11, Price 52.69", "Olive oil, Number 9, Price 7.20"]


def test_captions_of_a_picture_are_read_with_what_stands_behind_them() -> None:
    seen = shown(("Name:", 20, 10, 60), ("Anna", 150, 10, 50), ("Town:", 20, 50, 60), ("Dundee", 150, 50, 70))
    assert [(passage.kind, passage.text) for passage in passages(seen)] == [(Kind.FIELD, "Name: Anna"), (Kind.FIELD, "Town: Dundee")]


def test_a_text_from_right_to_left_keeps_its_order() -> None:
    hebrew = "שלום לכולם. הבית ריק."
    told = scene("דף", "notes", label(hebrew))
    assert read(told) == [hebrew]
    assert by(told, Unit.SENTENCE) == ["שלום לכולם.", "הבית ריק."]


def test_parts_know_their_place_in_the_picture() -> None:
    seen = shown(("One line of it", 20, 10, 300), ("and another. More", 20, 32, 300), ("words here", 20, 54, 90))
    first, second = parts(passages(seen), Unit.SENTENCE)
    assert (first.box, second.box) == (Box(20, 10, 300, 42), Box(20, 32, 300, 42))
    assert [one.box for one in parts(passages(seen), Unit.LINE)][2] == Box(20, 54, 90, 20)


def test_an_empty_window_has_nothing_to_read() -> None:
    assert read(windows.empty()) == []
    assert read(picture()) == []


def test_every_scene_is_read_without_a_part_being_lost() -> None:
    for make in windows.ALL.values():
        text = passages(make())
        for unit in Unit:
            cut = parts(text, unit)
            assert sorted(one.start for one in cut) == [one.start for one in cut]
            if unit is not Unit.BLOCK:
                assert "".join("".join(one.text.split()) for one in cut) == "".join("".join(one.text.split()) for one in text)


def test_only_what_the_tree_does_not_tell_is_taken_from_the_picture() -> None:
    told = with_pixels(scene("Note", "notes", label("A note.")), "Beyond")
    assert [item.source for item in told.items] == [Source.OUTLINE, Source.PIXELS]
    assert read(told).count("A note.") == 1
