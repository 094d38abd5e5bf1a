import dataclasses

import numpy as np
import pytest
import torch

from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.training.config import Config, DetectorSize, ProgramRendering
from mmassist.training.detector import STRIDES, Detector, Located
from mmassist.training.elements import ElementTask, train_elements
from mmassist.training.export_elements import export_elements
from mmassist.training.faults import TrainingError
from mmassist.training.manifest import read_manifest
from mmassist.training.screens.render import render_screens
from mmassist.training.screens.truth import JUDGED, PROGRAMS, TRAINED, UNSURE, Screen, arrays_of
from mmassist.training.shards import ShardWriter
from mmassist.training.targets import CELLS, assigned, centres, detector_loss, kind_loss, truths_of

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.timeout(600)]  # the exporter is slow where others work
SIZE = DetectorSize(widths=(4, 8, 8, 8, 8), head=8)


def silent(_line: str) -> None:
    return


Box = tuple[int, int, int, int]
SIDE = 128
CHECK_BOX, LIST_ITEM = ROLES.index("check box"), ROLES.index("list item")


def truths(*elements: tuple[Box, int]) -> dict[str, torch.Tensor]:
    boxes, roles = zip(*elements, strict=True)
    return truths_of(np.array([boxes], np.int32), np.array([roles], np.int32), np.full((1, len(roles)), 5, np.uint8))


def answer(box: Box, sure: dict[int, float]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """All cells say the same box and are sure of nothing, but those in `sure`, that it is a check box."""
    points, strides = centres(SIDE, SIDE)
    apart = np.concatenate([points - box[:2], np.add(box[:2], box[2:]) - points], 1) / strides[:, None]
    roles = np.full((1, len(points), len(ROLES)), -8.0, np.float32)
    for cell, logit in sure.items():
        roles[0, cell, CHECK_BOX] = logit
    states = np.where([True, False, True, False], 8.0, -8.0) + np.zeros((1, len(points), 1))
    return torch.from_numpy(roles), torch.from_numpy(np.log(np.maximum(apart, 0.05)).astype(np.float32)[None]), torch.from_numpy(states)


def cells_in(box: Box) -> list[int]:
    points, _ = centres(SIDE, SIDE)
    apart = np.concatenate([points - box[:2], np.add(box[:2], box[2:]) - points], 1)
    return np.flatnonzero(apart.min(1) > 0).tolist()


def test_an_element_is_told_by_the_cells_that_know_it_best() -> None:
    box = (4, 20, 120, 20)
    by_the_mark = [cell for cell in cells_in(box) if centres(SIDE, SIDE)[0][cell, 0] < 24]
    found = assigned(answer(box, dict.fromkeys(by_the_mark, 3.0)), truths((box, CHECK_BOX)), SIDE)
    told = np.flatnonzero(found.owners[0].numpy() == 0).tolist()
    assert set(by_the_mark) <= set(told)
    assert len(told) == CELLS
    quality = found.quality[0].numpy()
    assert (quality[by_the_mark] > 0.95).all()
    assert (quality[[cell for cell in told if cell not in by_the_mark]] < 0.1).all()


def test_a_cell_tells_the_element_that_its_box_is_nearest_to() -> None:
    small, large = (40, 40, 24, 24), (8, 32, 112, 40)
    found = assigned(answer(small, {}), truths((large, LIST_ITEM), (small, CHECK_BOX)), SIDE)
    assert (found.owners[0].numpy()[cells_in(small)] == 1).sum() == CELLS


def test_what_is_smaller_than_a_cell_is_told_by_the_one_beside_it() -> None:
    box = (30, 30, 5, 5)
    assert not cells_in(box)
    found = assigned(answer(box, {}), truths((box, CHECK_BOX)), SIDE)
    (cell,) = np.flatnonzero(found.owners[0].numpy() == 0).tolist()
    assert np.abs(centres(SIDE, SIDE)[0][cell] - 32.5).max() <= 8


def test_the_right_answer_costs_less_than_any_other() -> None:
    box = (10, 10, 90, 40)
    known, right = truths((box, CHECK_BOX)), dict.fromkeys(cells_in(box)[:CELLS], 8.0)
    good = float(detector_loss(answer(box, right), known, SIDE))
    wide = float(detector_loss(answer((0, 10, 110, 40), right), known, SIDE))
    silent_one = float(detector_loss(answer(box, {}), known, SIDE))
    elsewhere = float(detector_loss(answer(box, right | {0: 8.0}), known, SIDE))
    assert good < 0.05 < min(wide, silent_one, elsewhere)


def test_what_is_said_where_the_truth_is_unsure_costs_nothing() -> None:
    box, cut_off = (10, 10, 90, 40), (60, 80, 68, 30)
    known, right = truths((box, CHECK_BOX), (cut_off, UNSURE)), dict.fromkeys(cells_in(box)[:CELLS], 8.0)
    quiet, loud = (float(detector_loss(answer(box, right | dict.fromkeys(cells_in(cut_off), logit)), known, SIDE)) for logit in (-8.0, 8.0))
    assert quiet == pytest.approx(loud)


def test_pictures_without_elements_cost_only_what_is_said_there() -> None:
    none = truths(((0, 0, 0, 0), -1))
    quiet, loud = (float(detector_loss(answer((10, 10, 20, 20), {5: logit}), none, SIDE)) for logit in (-8.0, 8.0))
    assert quiet < 0.001 < loud


@pytest.mark.parametrize(("height", "width"), [(128, 128), (96, 200), (121, 77)])
def test_the_detector_answers_for_each_cell_of_any_picture(height: int, width: int) -> None:
    points, strides = centres(height, width)
    scores, boxes, states, kinds = Located(Detector(SIZE).eval())(torch.zeros(2, height, width, 3))
    assert scores.shape == (2, len(points), len(ROLES))
    assert boxes.shape == (2, len(points), 4)
    assert states.shape == (2, len(points), len(STATES))
    assert kinds.sum(1).tolist() == pytest.approx([1.0, 1.0])
    middles = (boxes[0, :, :2] + boxes[0, :, 2:]).detach().numpy() / 2
    assert (np.abs(middles - points) < 64 * strides[:, None]).all()
    assert sorted(set(strides.tolist())) == list(STRIDES)


def test_a_kind_that_is_not_known_costs_nothing() -> None:
    said = torch.from_numpy(np.array([[8.0, 0.0, 0.0], [0.0, 8.0, 0.0]], np.float32))
    assert float(kind_loss(said, torch.tensor([-1, -1]))) == 0.0
    assert float(kind_loss(said, torch.tensor([0, -1]))) < 0.01 < float(kind_loss(said, torch.tensor([0, 2])))


def grey_pictures(config: Config, folder: str, grey: int, side: int = 128) -> None:
    screens = [Screen(np.full((side, side, 3), grey, np.uint8), ()) for _ in range(4)]
    ShardWriter(config.folder / folder, {}).add(arrays_of(screens))


def with_programs(config: Config, share: float) -> Config:
    for folder, grey in ((TRAINED, 10), (JUDGED, 10), (PROGRAMS, 200)):
        grey_pictures(config, folder, grey)
    plan = dataclasses.replace(config.elements, batch=20)
    return dataclasses.replace(config, elements=plan, programs=ProgramRendering(looks=1, cuts=1, share=share))


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_of_the_pictures_is_of_real_programs(config: Config, share: float) -> None:
    task = ElementTask(with_programs(config, share))
    rows = [task.rows(np.random.default_rng(step)) for step in range(50)]
    assert {name: len(array) for name, array in rows[0].items()} == dict.fromkeys(("pictures", "boxes", "roles", "states", "kinds"), 20)
    real = np.mean([row["pictures"][:, 0, 0, 0] == 200 for row in rows])
    assert real == pytest.approx(share, abs=0.06)


def test_the_pictures_of_a_step_are_always_the_same(config: Config) -> None:
    mixed = with_programs(config, 0.5)
    task, again = ElementTask(mixed), ElementTask(mixed)
    for step in (3, 0, 7):
        one, other = (learner.rows(np.random.default_rng(step))["pictures"] for learner in (task, again))
        assert np.array_equal(one, other)


def test_where_no_program_was_looked_at_all_pictures_are_rendered(config: Config) -> None:
    for folder in (TRAINED, JUDGED):
        grey_pictures(config, folder, 10)
    task = ElementTask(dataclasses.replace(config, programs=ProgramRendering(looks=1, cuts=1, share=0.5)))
    assert (task.rows(np.random.default_rng(0))["pictures"] == 10).all()


def test_programs_in_another_size_are_refused(config: Config) -> None:
    for folder, side in ((TRAINED, 128), (JUDGED, 128), (PROGRAMS, 96)):
        grey_pictures(config, folder, 10, side)
    with pytest.raises(TrainingError, match="96"):
        ElementTask(dataclasses.replace(config, programs=ProgramRendering(looks=1, cuts=1, share=0.5)))


def test_the_loss_falls_on_one_picture(config: Config) -> None:
    few = dataclasses.replace(config, elements=dataclasses.replace(config.elements, steps=30))
    render_screens(few, silent)
    task = ElementTask(few)
    before = float(task.loss(task.batch(0)).detach())
    train_elements(few, silent)
    trained = ElementTask(few)
    trained.model.load_state_dict(train_elements(few, silent).model.state_dict())
    assert float(trained.loss(trained.batch(0)).detach()) < 0.8 * before


def test_what_was_trained_runs_in_the_app_at_any_size(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test of the whole way, because the exporter takes its time."""
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    render_screens(config, silent)
    train_elements(config, silent)
    export_elements(config, config.folder / "export", silent)
    for row in read_manifest(config.folder / "export"):
        session = Session((config.folder / "export" / row.file).read_bytes(), 1, CPU_ONLY)
        scores, boxes, _, kinds = session.run_named({"pictures": np.zeros((1, 200, 333, 3), np.float32)})
        assert scores.shape == (1, len(centres(200, 333)[0]), len(ROLES))
        assert kinds.shape == (1, len(KINDS))
        assert boxes.shape[2] == 4
    assert "mAP" in (config.folder / "export/elements.md").read_text("utf-8")


def test_without_a_checkpoint_it_is_said(config: Config) -> None:
    with pytest.raises(TrainingError, match="nothing was trained"):
        export_elements(config, config.folder / "export", silent)
