import dataclasses

import numpy as np
import pytest
import torch

from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.perception.elements.boxes import iou
from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.training.config import Config, DetectorSize, ProgramRendering
from mmassist.training.detector import STRIDES, Detector, Located
from mmassist.training.elements import ElementTask, train_elements
from mmassist.training.export_elements import export_elements
from mmassist.training.faults import TrainingError
from mmassist.training.manifest import read_manifest
from mmassist.training.screens.programs import FOLDER as PROGRAMS
from mmassist.training.screens.render import JUDGED, TRAINED, render_screens
from mmassist.training.screens.truth import Screen, arrays_of
from mmassist.training.shards import ShardWriter
from mmassist.training.targets import centres, detector_loss, kind_loss, stacked, targets_of

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.timeout(600)]  # the exporter is slow where others work
SIZE = DetectorSize(widths=(4, 8, 8, 8, 8), head=8)


def silent(_line: str) -> None:
    return


def one_element(box: tuple[int, int, int, int], side: int = 128) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int32]], ...]:
    return np.array([box], np.int32), np.array([3], np.int32)


@pytest.mark.parametrize(("box", "stride"), [((20, 30, 13, 13), 8), ((2, 40, 120, 20), 8), ((10, 10, 90, 40), 16), ((5, 5, 110, 110), 32)])
def test_an_element_is_told_at_the_stride_of_its_shorter_side(box: tuple[int, int, int, int], stride: int) -> None:
    boxes, roles = one_element(box)
    found = targets_of(boxes, roles, np.array([5], np.uint8), 128)
    points, strides = centres(128, 128)
    cells = np.flatnonzero(found.roles >= 0)
    assert len(cells) > 0
    assert set(strides[cells].tolist()) == {stride}
    assert (found.states[cells] == [1, 0, 1, 0]).all()
    apart = found.distances[cells] * strides[cells, None]
    corners = np.concatenate([points[cells] - apart[:, :2], points[cells] + apart[:, 2:]], 1)
    wanted = np.array([[box[0], box[1], box[0] + box[2], box[1] + box[3]]], np.float32)
    assert iou(corners.astype(np.float32), wanted).min() > 0.9


def test_the_smaller_of_two_wins_the_cell() -> None:
    boxes = np.array([[40, 40, 12, 12], [30, 34, 60, 24]], np.int32)
    found = targets_of(boxes, np.array([1, 2], np.int32), np.zeros(2, np.uint8), 128)
    points, _ = centres(128, 128)
    middle = int(np.abs(points - 46).sum(1).argmin())
    assert found.roles[middle] == 1


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


def test_the_right_answer_costs_less_than_any_other() -> None:
    boxes, roles = one_element((10, 10, 90, 40))
    target = targets_of(boxes, roles, np.zeros(1, np.uint8), 128)
    right = np.full((1, len(target.roles), len(ROLES)), -8.0, np.float32)
    cells = np.flatnonzero(target.roles >= 0)
    right[0, cells, 3] = 8.0
    distances = torch.from_numpy(np.log(target.distances)[None])
    states = torch.from_numpy(np.full((1, len(target.roles), len(STATES)), -8.0, np.float32))
    good = float(detector_loss((torch.from_numpy(right), distances, states), stacked([target])))
    wide = float(detector_loss((torch.from_numpy(right), distances + 0.5, states), stacked([target])))
    silent_one = float(detector_loss((torch.from_numpy(np.full_like(right, -8.0)), distances, states), stacked([target])))
    assert good < 0.05 < min(wide, silent_one)


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
