"""CHAIR: shares of named things and of captions, and which things a caption names."""

from __future__ import annotations

import pytest

from mmassist.evaluation.metrics import chair, mentioned

NAMES = {"button": "button", "radio button": "radio", "option": "radio", "check box": "check", "box": "field", "list": "list"}


def test_a_thing_that_is_named_twice_and_not_there_is_invented_twice() -> None:
    found = chair([(["button", "table", "table"], {"button"}), (["button"], {"button"})])
    assert (found.named, found.invented, found.captions, found.inventing) == (4, 2, 2, 1)
    assert found.per_thing == pytest.approx(0.5)
    assert found.per_caption == pytest.approx(0.5)


def test_who_names_nothing_invents_nothing_and_is_seen_to_name_nothing() -> None:
    found = chair([([], {"button"})])
    assert (found.per_thing, found.per_caption, found.named) == (0.0, 0.0, 0)


def test_no_caption_has_no_share() -> None:
    assert chair([]).per_caption == 0.0


@pytest.mark.parametrize(
    ("caption", "things"),
    [
        ("Two buttons and a list.", ["button", "list"]),
        ("A radio button, no button", ["radio", "button"]),
        ("check boxes beside the box", ["check", "field"]),
        ("An option", ["radio"]),
        ("Nothing of the kind", []),
    ],
)
def test_the_longest_name_counts(caption: str, things: list[str]) -> None:
    assert mentioned(caption, NAMES) == things
