import dataclasses

import pytest

from mmassist.training.card import Made, card
from mmassist.training.checkpoints import Checkpoint
from mmassist.training.config import Config


@pytest.mark.parametrize(
    ("machines", "said"),
    [
        (("2 cores",), "for 500 steps of 32: 2 minutes, on 2 cores"),
        (("a card (300 steps until then, 1 minute)", "2 cores"), "for 500 steps, the last ones of 32: 2 minutes, on a card (300 steps"),
    ],
)
def test_a_card_says_how_long_a_model_was_trained_and_on_what(config: Config, machines: tuple[str, ...], said: str) -> None:
    plan = dataclasses.replace(config.pretrain, batch=32, minutes=2.0)
    assert said in card("icons", Made(config, plan, Checkpoint(500, 120.0, {}, 0, machines), {}))


def test_a_card_says_which_weights_its_own_are_the_mean_of(config: Config) -> None:
    assert "the mean of those at the end and those after 300 steps" in card(
        "icons", Made(config, config.pretrain, Checkpoint(500, 120.0, {}), {}, mean_with=300)
    )
    assert "the mean of" not in card("icons", Made(config, config.pretrain, Checkpoint(500, 120.0, {}), {}))


def test_a_card_names_whose_drawings_were_learnt_from_and_what_was_held_out(config: Config) -> None:
    made = dataclasses.replace(config, icons=dataclasses.replace(config.icons, themes="somewhere", held_out=("faba",)))
    text = card("icons", Made(made, made.pretrain, Checkpoint(1, 1.0, {}), {}))
    assert "libreoffice-style-colibre (CC0-1.0)" in text
    assert text.count("inkscape (") == 1  # of three folders
    assert "faba-icon-theme" not in text
    assert "held out: faba" in text
