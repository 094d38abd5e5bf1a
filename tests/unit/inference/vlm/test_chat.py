"""A conversation as the model reads it."""

from __future__ import annotations

from mmassist.inference.vlm import Said, Speaker
from mmassist.inference.vlm.chat import Grid, rendered, shown_as

ASKED = Said(Speaker.USER, "What is this?", shows=True)


def test_a_question_about_a_picture_that_is_one_square() -> None:
    assert rendered([ASKED], Grid(0, 0, 2)) == (
        "<|im_start|>User:<fake_token_around_image><global-img><image><image><fake_token_around_image>What is this?<end_of_utterance>\n"
        "Assistant:"
    )


def test_a_picture_that_is_cut_stands_row_by_row_and_then_as_a_whole() -> None:
    assert shown_as(Grid(2, 1, 1)) == (
        "<fake_token_around_image><row_1_col_1><image>\n"
        "<fake_token_around_image><row_2_col_1><image>\n"
        "\n<fake_token_around_image><global-img><image><fake_token_around_image>"
    )


def test_a_conversation_goes_on_from_what_was_said() -> None:
    told = [Said(Speaker.SYSTEM, "Be brief."), Said(Speaker.USER, "Hello."), Said(Speaker.ASSISTANT, "Yes?"), Said(Speaker.USER, "Go.")]
    assert rendered(told, None) == (
        "<|im_start|>System: Be brief.<end_of_utterance>\nUser: Hello.<end_of_utterance>\nAssistant: Yes?<end_of_utterance>\n"
        "User: Go.<end_of_utterance>\nAssistant:"
    )


def test_without_a_picture_none_is_shown() -> None:
    assert "<image>" not in rendered([ASKED], None)
