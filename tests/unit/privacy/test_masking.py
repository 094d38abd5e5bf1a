"""Whole scenes with their pictures: what is hidden in both, and what is left."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from mmassist.privacy import limits
from mmassist.privacy.findings import Kind
from mmassist.privacy.masking import EVERYTHING, Masked, Material, Options, mask
from mmassist.values import Box, Frame, Item, Pixels, Role, Scene, Source, Target, TargetKind, TextLine, Window
from tests.fakes.scenes import SIZE, button, label, part, picture, scene, text_field, walk, window, with_pixels, with_pixels_at

CARD = "4111 1111 1111 1111"


def frame() -> Frame:
    pixels: Pixels = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    return Frame(pixels, (0, 0), Target(), 0.0)


def masked(base: Scene, *texts: str, options: Options | None = None, revealed: frozenset[str] = frozenset()) -> Masked:
    return mask(Material(base, frame(), texts), options or Options(), revealed)


def is_covered(result: Masked, box: Box) -> bool:
    assert result.frame is not None
    part = result.frame.pixels[box.y : box.bottom, box.x : box.right, :3]
    return bool((part == part[0, 0]).all() and part[0, 0, 0] != 255)


def is_whole(result: Masked, box: Box) -> bool:
    assert result.frame is not None
    return bool((result.frame.pixels[box.y : box.bottom, box.x : box.right] == 255).all())


def all_texts(result: Masked) -> str:
    title = result.scene.window.title if result.scene.window else ""
    return "\n".join([title, *walk(result.scene.items), *(line.text for line in result.scene.lines), *result.texts])


def test_the_same_secret_is_the_same_placeholder_everywhere() -> None:
    base = with_pixels(scene(f"Pay with {CARD}", "shop", text_field("Card", "4111111111111111")), "Card 4111-1111-1111-1111")
    result = masked(base, f"Is {CARD} right?")
    assert result.hidden == ("card 1",)
    assert "1111" not in all_texts(result)
    assert result.texts == ("Is ⟦card 1⟧ right?",)
    assert result.scene.window is not None and result.scene.window.title == "Pay with ⟦card 1⟧"


def test_the_places_of_field_and_line_are_covered_and_nothing_else() -> None:
    base = with_pixels(scene("Pay", "shop", text_field("Card", CARD), button("Pay")), CARD)
    result = masked(base)
    field, line, pay = base.items[0].box, base.lines[0].box, base.items[1].box
    assert field and pay and is_covered(result, field) and is_covered(result, line)
    assert is_whole(result, Box(pay.x, pay.y + 4, pay.width, pay.height - 4))


def test_the_given_picture_is_left_as_it_is() -> None:
    given = frame()
    mask(Material(picture(CARD), given), Options())
    assert (given.pixels == 255).all()


def test_a_picture_in_which_nothing_is_hidden_is_not_copied() -> None:
    given = frame()
    assert mask(Material(picture("Hello"), given), Options()).frame is given


def test_four_fields_of_four_figures_are_one_card() -> None:
    base = scene("Pay", "shop", *(text_field(f"Part {at}", part) for at, part in enumerate(CARD.split(), 1)))
    result = masked(base)
    assert result.hidden == ("card 1",)
    assert [item.value for item in result.scene.items] == ["⟦card 1⟧", "…", "…", "…"]
    assert all(item.box and is_covered(result, item.box) for item in base.items)


def test_cells_beside_one_another_are_one_number_whatever_stands_between_them_in_the_order() -> None:
    base = picture()
    for column, group in enumerate(CARD.split()):
        base = with_pixels_at(base, f"Heading {'abcd'[column]}", Box(20 + 90 * column, 40, 70, 18))
        base = with_pixels_at(base, group, Box(20 + 90 * column, 70, 60, 18))
    assert masked(base).hidden == ("card 1",)


def test_a_number_on_end_that_is_read_upwards_in_pieces_is_one() -> None:
    base = picture()
    for row, group in enumerate(("1111", "1111", "4111 1111")):
        base = with_pixels_at(base, group, Box(491, 40 + 50 * row, 20, 48))
    assert masked(base).hidden == ("card 1",)


def test_a_number_that_wraps_is_covered_in_both_lines() -> None:
    base = picture("Please charge 4111 1111\n1111 1111 for this")
    result = masked(base)
    assert [line.text for line in result.scene.lines] == ["Please charge ⟦card 1⟧", "… for this"]
    assert all(is_covered(result, line.box) for line in base.lines)


def test_a_value_beside_its_label_is_found() -> None:
    base = with_pixels_at(with_pixels_at(picture(), "Password", Box(20, 40, 90, 18)), "Tr0ub4dor&3", Box(300, 40, 110, 18))
    assert masked(base).hidden == ("password 1",)


def test_another_reading_of_the_same_place_is_hidden_too() -> None:
    base = scene("Pay", "shop", text_field("Card", CARD))
    misread = TextLine("4l7l TIII 1?11 77", base.items[0].box or Box(0, 0, 0, 0), 0.6)
    result = masked(replace(base, lines=(misread,)))
    assert result.scene.lines[0].text == "⟦card 1⟧"


def test_of_a_long_line_the_rest_is_left() -> None:
    text = "The quick brown fox jumps over the lazy dog and then it writes to jane.doe@example.com"
    base = with_pixels_at(picture(), text, Box(20, 40, 700, 18), confidence=0.99)
    result = masked(base)
    assert is_covered(result, Box(530, 42, 185, 14))
    assert is_whole(result, Box(20, 42, 350, 14))
    assert result.scene.lines[0].text == text.replace("jane.doe@example.com", "⟦e-mail address 1⟧")


def test_a_password_field_is_covered_and_can_not_be_revealed() -> None:
    base = scene("Log in", "shop", part(Role.PASSWORD, "Password", value="hunter2"))
    result = masked(base, revealed=frozenset({"password 1"}))
    assert result.hidden == ("password 1",)
    assert "hunter2" not in all_texts(result)
    assert base.items[0].box and is_covered(result, base.items[0].box)


def test_where_nobody_knows_the_place_of_a_password_field_all_is_covered() -> None:
    base = scene("Log in", "shop", part(Role.PASSWORD, "Password"))
    result = masked(replace(base, items=(replace(base.items[0], box=None),)))
    assert is_covered(result, Box(0, 0, *base.size))


def test_clear_text_in_a_password_field_is_in_no_line() -> None:
    base = scene("Log in", "shop", part(Role.PASSWORD, "Password"))
    box = base.items[0].box or Box(0, 0, 0, 0)
    shown = Item(Role.TEXT, "hunter2", Source.PIXELS, box=box)
    result = masked(replace(base, items=(*base.items, shown), lines=(TextLine("hunter2", box, 0.9),)))
    assert "hunter2" not in all_texts(result)


def test_clear_text_is_in_no_line_where_nobody_knows_the_place_of_a_password_field() -> None:
    base = scene("Log in", "shop", part(Role.PASSWORD, "Password"))
    box = Box(10, 10, 80, 20)
    items = (replace(base.items[0], box=None), Item(Role.TEXT, "hunter2", Source.PIXELS, box=box))
    assert "hunter2" not in all_texts(masked(replace(base, items=items, lines=(TextLine("hunter2", box, 0.9),))))


def test_what_is_revealed_is_whole_this_once() -> None:
    base = picture(f"{CARD}\n\njane@example.com")
    result = masked(base, revealed=frozenset({"card 1"}))
    assert result.hidden == ("e-mail address 1",)
    assert CARD in all_texts(result)
    assert is_whole(result, base.lines[0].box)


def test_regions_under_way_are_covered() -> None:
    box = Box(300, 300, 100, 40)
    result = mask(Material(picture("Hello"), frame(), unread=(box,)), Options())
    assert is_covered(result, box) and result.hidden == ()


def test_text_that_could_not_be_read_is_covered_unless_revealed() -> None:
    box = Box(300, 300, 100, 40)
    material = Material(picture("Hello"), frame(), illegible=(box,))
    assert is_covered(mask(material, Options()), box)
    assert mask(material, Options()).hidden == ("unread text 1",)
    assert is_whole(mask(material, Options(), frozenset({"unread text 1"})), box)


def test_what_the_program_tells_is_no_riddle() -> None:
    base = scene("Pay", "shop", button("Pay"))
    box = base.items[0].box or Box(0, 0, 0, 0)
    inner = Box(box.x + 4, box.y + 2, 30, 12)
    assert mask(Material(base, frame(), illegible=(inner,)), Options()).hidden == ()


def test_a_doubtful_line_of_many_figures_is_hidden_in_picture_and_text() -> None:
    box = Box(20, 200, 232, 23)
    base = with_pixels_at(picture(), "P5v w F: 41029-228BHB444H7", box, confidence=0.73)
    result = masked(base)
    assert result.hidden == ("unread text 1",)
    assert is_covered(result, box) and "41029" not in all_texts(result)
    assert is_whole(masked(base, revealed=frozenset({"unread text 1"})), box)


def test_the_same_line_read_surely_is_left() -> None:
    base = with_pixels_at(picture(), "Order 112-1932648-4917883", Box(20, 200, 232, 23), confidence=0.97)
    assert masked(base).hidden == ()


def test_a_doubtful_reading_of_what_the_program_tells_is_left() -> None:
    base = scene("Orders", "shop", label("Order 112-1932648-4917883"))
    box = base.items[0].box or Box(0, 0, 0, 0)
    line = TextLine("0rder 1l2-l932648-49I7883", box, 0.7)
    assert masked(replace(base, lines=(line,))).hidden == ()


def test_a_doubtful_line_that_is_illegible_too_is_named_once() -> None:
    box, other = Box(20, 200, 232, 23), Box(20, 260, 100, 20)
    base = with_pixels_at(picture(), "4l029 228B 4447", box, confidence=0.6)
    assert mask(Material(base, frame(), illegible=(box, other)), Options()).hidden == ("unread text 1", "unread text 2")


def test_an_excluded_window_leaves_nothing_of_it() -> None:
    base = with_pixels(scene("My vault", "KeePassXC", label("Entry one")), "Entry two")
    result = masked(base, options=Options(excluded=("keepass",)))
    assert result.hidden == ("excluded window 1",)
    assert "Entry" not in all_texts(result) and "vault" not in all_texts(result)
    assert is_covered(result, Box(0, 0, *SIZE))


def test_of_a_whole_screen_only_the_excluded_windows_are_taken_out() -> None:
    base = replace(with_pixels_at(picture("Left alone"), "Secret note", Box(500, 300, 120, 18)), target=Target(TargetKind.SCREEN))
    other = Window(9, "Private diary", "notes", None, Box(480, 280, 200, 100))
    result = mask(Material(base, frame(), others=(window("Shop", "shop"), other)), Options(excluded=("*diary",)))
    assert "Secret" not in all_texts(result) and "Left alone" in all_texts(result)
    assert is_covered(result, other.box)


def test_of_an_excluded_window_the_frame_is_covered_as_the_window_manager_draws_it() -> None:
    base = replace(picture("Left alone"), target=Target(TargetKind.SCREEN))
    other = Window(9, "Private diary", "notes", None, Box(480, 280, 200, 100), frame=Box(470, 200, 220, 190))
    result = mask(Material(base, frame(), others=(window("Shop", "shop"), other)), Options(excluded=("*diary",)))
    assert is_covered(result, other.frame or other.box)
    assert not is_covered(result, Box(470, 190, 220, 10))


def test_what_looks_like_a_placeholder_on_the_screen_brings_nothing_back() -> None:
    result = masked(picture(f"⟦card 1⟧ is what you say\n\n{CARD}"))
    assert "[card 1] is what you say" in all_texts(result)
    assert result.vault.unmask("[card 1]") == "[card 1]"
    assert result.vault.unmask("⟦card 1⟧") == CARD


def test_kinds_that_the_user_does_not_hide_are_left() -> None:
    result = masked(picture("jane@example.com"), options=Options(hide=EVERYTHING - {Kind.E_MAIL}))
    assert result.hidden == () and "jane@example.com" in all_texts(result)


def test_the_same_material_gives_the_same_names() -> None:
    base = picture("jane@example.com\n\n4012 8888 8888 1881\n\n4111 1111 1111 1111")
    assert masked(base).hidden == masked(base).hidden == ("e-mail address 1", "card 1", "card 2")


def test_texts_come_back_in_their_order_even_where_they_are_empty() -> None:
    assert masked(picture(), "", "a", CARD, "").texts == ("", "a", "⟦card 1⟧", "")


def test_without_a_picture_the_texts_are_masked() -> None:
    result = mask(Material(picture(CARD), None), Options())
    assert result.frame is None and result.hidden == ("card 1",)


def test_of_a_text_longer_than_any_screen_shows_the_rest_is_not_sent_and_a_card_on_the_border_is_hidden() -> None:
    text = "word " * (limits.SENT // 5 - 2) + f"ab {CARD} " + f"then {CARD} " * 2000
    sent = masked(picture(), text).texts[0]
    assert "ab ⟦card 1⟧" in sent and sent.endswith("…") and len(sent) < limits.SENT + 10 and "1111" not in sent


def test_the_line_of_a_text_that_is_not_searched_whole_is_covered() -> None:
    base = with_pixels_at(picture("Hello"), "word " * 25_000, Box(20, 300, 400, 18))
    result = masked(base)
    assert is_covered(result, base.lines[-1].box) and is_whole(result, base.lines[0].box)


def test_texts_that_are_too_many_are_left_out_and_covered() -> None:
    base = scene("Pay", "shop", *(text_field(f"Part {at}", "word " * 18_000) for at in range(4)))
    result = masked(base)
    assert [len(item.value) < 10 for item in result.scene.items] == [False, False, True, True]
    assert all(item.box and is_covered(result, item.box) for item in base.items[2:])


def test_a_screen_full_of_secrets_takes_no_longer_than_a_moment_or_two() -> None:
    lines = tuple(TextLine(f"user{at}@example.com", Box(20, 20 + 18 * at, 200, 16), 0.99) for at in range(1000))
    began = time.perf_counter()
    result = masked(replace(picture(), lines=lines))
    assert len(result.hidden) > 500 and time.perf_counter() - began < 60


def test_of_a_pile_of_texts_on_top_of_one_another_nothing_is_sent_in_a_moment_or_two() -> None:
    lines = tuple(TextLine(f"user{at}@example.com", Box(20, 20, 200, 16), 0.99) for at in range(1000))
    began = time.perf_counter()
    result = masked(replace(picture(), lines=lines))
    assert "@" not in all_texts(result) and time.perf_counter() - began < 60


def test_of_a_document_only_the_line_with_the_secret_is_covered() -> None:
    """Also where the recogniser's lines and the program's text were not found to be the same."""
    field = Item(Role.TEXT_AREA, "", Source.OUTLINE, value="Dear bank,\nmy card is 4111 1111 1111 1111\nThanks", box=Box(0, 0, 600, 380))
    line = TextLine("my card is 4111 1111 1111 1111", Box(10, 40, 320, 16), 0.98)
    scene = Scene(Target(), None, (600, 400), (field,), (line,))
    frame = Frame(np.full((400, 600, 4), 255, np.uint8), (0, 0), Target(), 0.0)
    masked = mask(Material(scene, frame), Options())
    assert masked.frame is not None
    assert 0 < (masked.frame.pixels[:, :, 0] != 255).mean() < 0.1


def test_a_document_whose_secret_no_line_shows_is_covered_whole() -> None:
    field = Item(Role.TEXT_AREA, "", Source.OUTLINE, value="my card is 4111 1111 1111 1111", box=Box(0, 0, 600, 380))
    scene = Scene(Target(), None, (600, 400), (field,))
    frame = Frame(np.full((400, 600, 4), 255, np.uint8), (0, 0), Target(), 0.0)
    masked = mask(Material(scene, frame), Options())
    assert masked.frame is not None
    assert (masked.frame.pixels[:380, :, 0] != 255).all()


def stacked(*texts: str) -> Scene:
    """Labels below one another, as a program's tree tells them."""
    items = tuple(Item(Role.LABEL, text, Source.OUTLINE, box=Box(36, 120 + 22 * at, 60, 15)) for at, text in enumerate(texts))
    return Scene(Target(), None, (640, 400), items)


def test_the_last_figure_of_a_card_below_its_groups_is_part_of_it() -> None:
    masked = mask(Material(stacked("Pay with:", "4103", "3974", "8036", "7", "Thank you"), None), Options())
    assert [item.name for item in masked.scene.items if item.name.isdigit()] == []
    assert masked.hidden == ("card 1",)


def test_a_misread_card_in_cells_is_hidden_where_a_word_tells_it() -> None:
    assert mask(Material(stacked("Visa:", "4652", "2302", "7271", "4444"), None), Options()).hidden == ("card 1",)


def test_numbers_of_four_figures_below_one_another_are_no_card_without_a_word() -> None:
    assert mask(Material(stacked("Rooms:", "4652", "2302", "7271", "4444"), None), Options()).hidden == ()


def test_a_key_that_goes_on_below_is_hidden_whole() -> None:
    masked = mask(Material(stacked("export TOKEN:", "sk-proj-CvyWhIfy42o7J0Ci", "YaoiaYgNx4xQ", "Thank you"), None), Options())
    assert "YaoiaYgNx4xQ" not in "".join(item.name for item in masked.scene.items)


def test_an_account_whose_groups_stand_below_one_another_is_hidden_whole() -> None:
    masked = mask(Material(stacked("Account:", "GB82", "WEST", "1234", "5698", "7654", "32", "Thank you"), None), Options())
    assert masked.hidden == ("bank account 1",)
    assert not {"WEST", "1234", "5698", "7654", "32"} & {item.name for item in masked.scene.items}


def test_a_text_that_an_excluded_window_touches_is_hidden_whole() -> None:
    """What is left of it can't be judged by its words."""
    base = with_pixels_at(scene("Mail", "mail"), CARD, Box(20, 300, 180, 18))
    base = with_pixels_at(base, "Hello there", Box(20, 400, 180, 18))
    vault = Window(id=2, title="Vault", program="vault", pid=None, box=Box(205, 290, 100, 80))
    result = mask(Material(base, frame(), others=(vault,)), Options(excluded=("vault",)))
    assert is_covered(result, Box(20, 300, 180, 18))
    assert is_whole(result, Box(20, 400, 180, 18))
