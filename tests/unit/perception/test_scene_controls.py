"""Controls that are only seen, in the scene."""

from __future__ import annotations

from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import Controls, Icon, named
from mmassist.perception.scene import merge
from mmassist.values import Box, Node, Outline, Role, Scene, Source, State, Target, TextLine, Window

FRAME = Box(100, 50, 600, 400)
WINDOW = Window(1, "Kiosk", "kiosk", 1, FRAME)
FIELD = Element("text field", Box(120, 40, 200, 28), frozenset(), 0.9)
SAVE = Element("icon button", Box(20, 100, 24, 24), frozenset(), 0.8)
LINES = (
    TextLine("Surname", Box(20, 46, 70, 16), 0.95),
    TextLine("Hopper", Box(128, 46, 60, 16), 0.95),
    TextLine("Page 1 of 2", Box(20, 300, 90, 16), 0.9),
)


def scene(*nodes: Node) -> Scene:
    outline = Outline(nodes, -1, True, 0.0) if nodes else None
    controls = named(Controls((FIELD, SAVE), {1: Icon("save", 0.9)}), LINES)
    return merge(target=Target(), window=WINDOW, frame_box=FRAME, outline=outline, lines=LINES, text_read=True, controls=controls)


def test_without_a_tree_they_are_the_items_and_their_texts_are_told_once() -> None:
    made = scene()
    told = [(item.role, item.name, item.value) for item in made.items]
    assert (Role.TEXT_FIELD, "Surname", "Hopper") in told
    assert (Role.BUTTON, "save", "") in told
    texts = [item.name for item in made.items if item.role is Role.TEXT]
    assert texts == ["Page 1 of 2"]
    assert {item.source for item in made.items} == {Source.PIXELS}


def test_a_nameless_button_of_the_tree_gets_the_name_of_its_icon() -> None:
    shown = frozenset({State.SHOWING})
    root = Node(Role.WINDOW, "Kiosk", -1, shown, box=FRAME)
    made = scene(root, Node(Role.BUTTON, "", 0, shown, box=SAVE.box.moved(FRAME.x, FRAME.y)))
    (button,) = [item for item in made.items if item.role is Role.BUTTON]
    assert (button.name, button.source) == ("save", Source.BOTH)
