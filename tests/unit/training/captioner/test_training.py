"""The whole way of the captioner with the smallest of networks: windows, questions, reward, files."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.reading import Reading, Writing, written_by
from mmassist.backends.captioner.words import END, words
from mmassist.errors import ModelCorrupt
from mmassist.inference import shipped
from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.training.captioner.batches import memory_of
from mmassist.training.captioner.export import export_captioner
from mmassist.training.captioner.instruct import InstructTask, instruct, varied
from mmassist.training.captioner.prefer import prefer, reward
from mmassist.training.captioner.scenes import TRAINED, read_scenes, render_scenes
from mmassist.training.config import Config, Preference
from mmassist.training.export import with_notes
from mmassist.training.faults import TrainingError
from mmassist.training.icons.render import render_icons
from mmassist.training.pretrain import pretrain
from mmassist.training.shards import Shards

HERE = (0.0, 0.0, 0.1, 0.1)


def silent(_line: str) -> None:
    return


@pytest.fixture
def rendered(config: Config) -> Config:
    config = dataclasses.replace(config, pretrain=dataclasses.replace(config.pretrain, steps=1))
    render_icons(config, silent)
    pretrain(config, silent)
    render_scenes(config, silent)
    return config


def test_windows_are_asked_about_as_a_trained_encoder_sees_them(config: Config) -> None:
    with pytest.raises(TrainingError, match="train pretrain"):
        render_scenes(config, silent)


def test_what_was_rendered_is_read_again(rendered: Config) -> None:
    scenes = list(read_scenes(Shards(rendered.folder / TRAINED)))
    assert len(scenes) == rendered.scenes.count
    assert all(len(scene.things) == len(scene.looks) for scene in scenes)
    assert any(thing.label for scene in scenes for thing in scene.things)
    lengths = np.concatenate([np.linalg.norm(scene.looks, axis=1) for scene in scenes])
    assert lengths == pytest.approx(np.ones(len(lengths)), abs=1e-4)


def test_no_window_is_seen_twice_as_it_is(rendered: Config) -> None:
    task = InstructTask(rendered)
    first = task.scenes[0]
    assert varied(first, task.pool, np.random.default_rng(1)).things != varied(first, task.pool, np.random.default_rng(2)).things


def test_from_windows_to_files_that_answer_as_the_network_does(rendered: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test of the whole way, because the exporter takes its time."""
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    assert instruct(rendered, silent).whole
    assert prefer(rendered, silent).whole
    export_captioner(rendered, tmp_path, silent)
    found = {row.name: row for kind in ("captioner-reader", "captioner-writer") for row in shipped.rows(kind, tmp_path)}
    assert found.keys() >= {"captioner-reader", "captioner-writer"}
    sessions = [Session(shipped.load(found[name], tmp_path), wanted=CPU_ONLY) for name in ("captioner-reader", "captioner-writer")]
    task = InstructTask(rendered)
    scene, pair = task.asked(np.random.default_rng(3))
    written = list(written_by(Reading(sessions[0]), Writing(sessions[1]), memory_of(scene, pair, rendered.captioner.buckets)))
    assert all(0 <= number < len(words().all) + len(scene.things) for number in written)
    other = with_notes(shipped.load(found["captioner-writer"], tmp_path), {"words": '["other"]'})
    with pytest.raises(ModelCorrupt):
        Writing(Session(other, wanted=CPU_ONLY))


def test_what_was_not_instructed_is_not_tuned(rendered: Config) -> None:
    with pytest.raises(TrainingError, match="train instruct"):
        prefer(rendered, silent)


def test_the_right_answer_is_worth_most_and_a_false_one_least() -> None:
    known = words()
    end, first = known.number(END), len(known.all)
    things = (Thing("button", "Save", HERE), Thing("button", "Open", HERE))
    right = (
        known.number("the"),
        known.number("buttons"),
        known.number("are"),
        first,
        known.number("and"),
        first + 1,
        known.number("."),
        end,
    )
    partly = (known.number("the"), known.number("button"), known.number("is"), first, known.number("."), end)
    false = (known.number("the"), known.number("slider"), known.number("is"), first, known.number("."), end)
    plan = Preference()
    assert reward(right, right, things, plan) > reward(partly, right, things, plan) > reward(false, right, things, plan)


def test_an_answer_without_an_end_is_worth_less() -> None:
    known = words()
    right = (known.number("no"), known.number("."), known.number(END))
    assert reward(right[:-1], right, (), Preference()) < reward((known.number("yes"), *right[1:]), right, (), Preference())


def test_the_seed_decides_what_is_asked(rendered: Config) -> None:
    task = InstructTask(rendered)
    assert task.asked(np.random.default_rng(4))[1] == task.asked(np.random.default_rng(4))[1]
    assert torch.equal(task.loss(task.batch(2)).detach(), task.loss(task.batch(2)).detach())
