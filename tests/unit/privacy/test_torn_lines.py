"""Controls that are seen across a line share its words out; a secret in that line is hidden all the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import Controls, named
from mmassist.perception.elements.vocabulary import ROLES
from mmassist.perception.scene import merge
from mmassist.privacy.lookalikes import squeezed
from mmassist.privacy.masking import Material, Options, mask
from mmassist.values import Box, Role, Scene, Target, TextLine
from tests.fakes.scenes import walk

_SECRETS = (
    "4111 1111 1111 1111",
    "ann.baker@example.com",
    "DE89 3704 0044 0532 0130 00",
    "+1 202 555 0143",
    "sk-ant-api03-Qx7tR2mVz8Ls4Wy1Kd9Pn6Bf3Hc5Jg",
)
_WIDE, _X, _Y, _HEIGHT = 9, 40, 60, 16


def told(secret: str, before: str, behind: str, controls: list[Element]) -> Scene:
    line = TextLine(text := f"{before} {secret} {behind}", Box(_X, _Y, _WIDE * len(text), _HEIGHT), 0.97)
    seen = named(Controls(tuple(controls), {}), [line])
    scene = merge(target=Target(), window=None, frame_box=Box(0, 0, 1200, 200), outline=None, lines=[line], text_read=True, controls=seen)
    return mask(Material(scene, None), Options()).scene


@st.composite
def lying_across(draw: st.DrawFn) -> list[Element]:
    """Controls of any role and width along the line."""
    return [
        Element(
            draw(st.sampled_from(ROLES)),
            Box(draw(st.integers(0, 700)), _Y - draw(st.integers(-2, 8)), draw(st.integers(10, 500)), draw(st.integers(10, 40))),
            frozenset(),
            draw(st.floats(0.1, 1.0)),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]


@given(st.sampled_from(_SECRETS), st.sampled_from(("Pay by", "Mail", "Call us at once:")), lying_across())
def test_no_piece_of_it_is_left_in_any_control(secret: str, before: str, controls: list[Element]) -> None:
    scene = told(secret, before, "today", controls)
    pieces = [piece for piece in secret.split() if len(piece) >= 3]
    for text in [*walk(scene.items), *(line.text for line in scene.lines)]:
        assert not any(squeezed(piece) in squeezed(text) for piece in pieces), text


def test_words_beside_it_stay() -> None:
    halves = [Element("menu item", Box(_X - 4, _Y - 4, 14 * _WIDE, 24), frozenset(), 0.9)]
    halves.append(Element("menu item", Box(_X + 14 * _WIDE, _Y - 4, 20 * _WIDE, 24), frozenset(), 0.9))
    scene = told(_SECRETS[0], "Pay by", "today", halves)
    assert [item.name for item in scene.items if item.role is Role.MENU_ITEM] == ["Pay by ⟦card 1⟧", "… today"]
