import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.training import export
from mmassist.training.checkpoints import Checkpoint
from mmassist.training.config import Config
from mmassist.training.export import check_same, export_icons, gain, list_both, mixed, onnx_of
from mmassist.training.faults import TrainingError
from mmassist.training.icons.labels import load_labels
from mmassist.training.icons.render import render_icons
from mmassist.training.manifest import read_manifest
from mmassist.training.portable import write_weights
from mmassist.training.pretrain import pretrain
from mmassist.training.tower import IconModel

pytestmark = pytest.mark.timeout(600)  # the exporter is slow where others work


def silent(_line: str) -> None:
    return


@pytest.fixture(autouse=True)
def no_watcher(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exporter shows a bar, for which a thread would stay behind."""
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)


def test_what_was_trained_runs_in_the_app(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test of the whole way, because the exporter takes its time. A narrow network loses much in 8 bits."""
    config = dataclasses.replace(config, tower=dataclasses.replace(config.tower, width=48, embedding=32))
    render_icons(config, silent)
    pretrain(config, silent)
    folder = config.folder / "export"
    monkeypatch.setattr(export, "gain", lambda *_given: 2.0)
    monkeypatch.setattr(export, "ALIKE", 0.9)
    export_icons(config, folder, silent)
    listed = {row.precision: row for row in read_manifest(folder)}
    assert set(listed) == {"float32", "int8"}
    session = Session((folder / listed["int8"].file).read_bytes(), 1, CPU_ONLY)
    labels = json.loads(session.metadata("labels"))
    for count in (1, 3):
        pictures = np.random.default_rng(0).uniform(0, 255, (count, 32, 32, 3)).astype(np.float32)
        directions, logits = session.run_named({"pictures": pictures})
        assert directions.shape == (count, 32)
        assert logits.shape == (count, len(labels))
    assert tuple(labels) == load_labels().names
    assert b"export.py" not in (folder / listed["float32"].file).read_bytes()  # nothing of the machine that it was made on
    assert "top-1" in (folder / "icons.md").read_text("utf-8")


def test_without_a_checkpoint_it_is_said(config: Config) -> None:
    with pytest.raises(TrainingError, match="nothing was trained"):
        export_icons(config, config.folder / "export", silent)


class Sum(nn.Module):
    def __init__(self, more: float) -> None:
        super().__init__()
        self.more = more

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor]:
        return (pictures + self.more,)


def test_a_file_that_gives_something_else_is_refused() -> None:
    pictures = np.ones((2, 3), np.float32)
    model = onnx_of(Sum(1.0), pictures, ("sum",), {0: "batch"})
    check_same(Sum(1.0), model, pictures)
    with pytest.raises(TrainingError, match="differs"):
        check_same(Sum(1.5), model, pictures)


def test_int8_is_listed_where_it_is_alike_and_much_faster_alone(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for times, alike, precisions in ((2.0, True, ["float32", "int8"]), (1.2, True, ["float32"]), (2.0, False, ["float32"])):
        monkeypatch.setattr(export, "gain", lambda *_given, times=times: times)
        assert list_both(config, config.folder, "elements", (b"exact", b"small"), np.zeros(1, np.float32), alike) == times
        assert [row.precision for row in read_manifest(config.folder)] == precisions
    assert not (config.folder / "elements-int8.onnx").exists()


def test_a_model_that_does_less_is_faster() -> None:
    class Often(nn.Module):
        def __init__(self, times: int) -> None:
            super().__init__()
            self.times = times

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor]:
            for _ in range(self.times):
                pictures = torch.nn.functional.gelu(pictures @ pictures)
            return (pictures,)

    squares = np.zeros((2, 256, 256), np.float32)
    long, short = (onnx_of(Often(times), squares, ("product",), {0: "batch"}) for times in (24, 1))
    assert gain(long, short, squares) > 1


def test_the_mean_of_two_trainings_weights_lies_between_them(config: Config, tmp_path: Path) -> None:
    labels = len(load_labels().names)
    one, other = (IconModel(config.tower, config.icons.size, labels) for _ in range(2))
    write_weights(Checkpoint(7, 1.0, {f"averaged.{name}": value for name, value in other.state_dict().items()}), tmp_path / "other")
    before = {name: value.clone() for name, value in one.state_dict().items()}
    assert mixed(one, tmp_path / "other") == 7
    for name, value in one.state_dict().items():
        if value.is_floating_point():
            wanted = (before[name] + other.state_dict()[name]) / 2
            np.testing.assert_allclose(value.numpy(), wanted.numpy(), rtol=1e-3, atol=1e-3)


def test_the_mean_with_another_network_is_refused(config: Config, tmp_path: Path) -> None:
    write_weights(Checkpoint(7, 1.0, {"averaged.weight": torch.zeros(3)}), tmp_path / "other")
    with pytest.raises(TrainingError, match="another network"):
        mixed(IconModel(config.tower, config.icons.size, 3), tmp_path / "other")
