"""From a checkpoint to files that onnxruntime runs: float32, and int8 for processors; what they give is compared before they are listed."""

from __future__ import annotations

import io
import json
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.training.card import Made, write_card
from mmassist.training.config import Config
from mmassist.training.faults import TrainingError
from mmassist.training.icons.labels import load_labels
from mmassist.training.manifest import add_to_manifest, entry, take_from_manifest
from mmassist.training.portable import averaged_in
from mmassist.training.pretrain import FOLDER as PRETRAINED
from mmassist.training.pretrain import JudgedIcons
from mmassist.training.quantise import quantised_products
from mmassist.training.tower import IconModel, log_odds
from mmassist.training.trainer import average, averaged_model

SAME = 1e-3
"""The most that a float32 file's output may differ from the network's."""

ALIKE = 0.99
"""The least cosine between an int8 file's directions and the float32 file's, in the mean."""

WORTH = 1.5
"""How many times as fast an int8 file must be: it always loses something."""

_BATCH = 64
_ROUNDS = 9


class IconExport(nn.Module):
    """What the app runs: pictures in, directions and the log-odds of all labels out."""

    def __init__(self, model: IconModel) -> None:
        super().__init__()
        self.image = model.image
        self.known, self.label = model.known, model.label

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """[batch, side, side, 3], RGB, 0 to 255, to [batch, embedding] of length 1 and [batch, labels]."""
        seen = self.image.seen(pictures.permute(0, 3, 1, 2))
        return self.image.direction(seen), log_odds(self.known(seen), self.label(seen))


@dataclass(frozen=True, slots=True)
class Parity:
    """How an int8 file's outputs compare with the float32 file's: `cosine` of the first output, `same` first choices of the second."""

    cosine: float
    same: float


def export_icons(config: Config, into: Path, write: Callable[[str], None], other: Path | None = None) -> None:
    """The icon encoder of the last checkpoint, its manifest and its card, to `into`. `other`: a file of `train pack`, with whose weights
    the mean of its own is taken. Raises TrainingError where parity fails."""
    labels = load_labels()
    found = averaged_model(IconModel(config.tower, config.icons.size, len(labels.names)), config.folder / PRETRAINED)
    if found is None:
        raise TrainingError(f"nothing was trained in {config.folder / PRETRAINED}")
    model, checkpoint = found
    met = mixed(model, other) if other else 0
    judged = JudgedIcons(config)
    with torch.no_grad():
        found_right = judged.figures(model)
        network = IconExport(model).eval()
    pictures = judged.shards.take("pictures", range(min(_BATCH, len(judged.shards)))).astype(np.float32)
    notes = {"labels": json.dumps(labels.names), "threshold": f"{found_right['threshold']:.4f}", "side": str(config.icons.size)}
    exact = with_notes(onnx_of(network, pictures, ("directions", "logits"), {0: "batch"}), notes)
    check_same(network, exact, pictures)
    small = with_notes(quantised_products(exact), notes)
    parity = compared(exact, small, pictures)
    write(f"int8 beside float32: cosine {parity.cosine:.4f}, the same first choice in {parity.same:.1%}")
    figures = {**found_right, "cosine of int8": parity.cosine, "same first choice in int8": parity.same}
    figures["int8, times as fast"] = list_both(config, into, "icons", (exact, small), pictures[:1], parity.cosine >= ALIKE)
    write_card(into, "icons", Made(config, config.pretrain, checkpoint, figures, met))


def mixed(model: nn.Module, other: Path) -> int:
    """Makes the weights of `model` the mean of its own and those of a file of `train pack`, whose step is returned.

    Of a training that went on from there on other data the mean keeps what both know (arXiv 2109.01903). Raises TrainingError.
    """
    step, weights = averaged_in(other)
    own = model.state_dict()
    if {name: one.shape for name, one in own.items()} != {name: one.shape for name, one in weights.items()}:
        raise TrainingError(f"{other} is of another network than the configuration's")
    average(own, weights, 0.5)
    return step


def list_both(config: Config, into: Path, kind: str, files: tuple[bytes, bytes], picture: NDArray[np.float32], alike: bool) -> float:
    """The float32 and the int8 file, the latter only where it is `alike` and earns its place. Returns how many times as fast it is."""
    exact, small = files
    times = gain(exact, small, picture)
    add_to_manifest(into, entry(kind, kind, "float32", exact, config.folder.name), exact)
    if alike and times >= WORTH:
        add_to_manifest(into, entry(f"{kind}-int8", kind, "int8", small, config.folder.name), small)
    else:
        take_from_manifest(into, f"{kind}-int8")
    return times


def onnx_of(network: nn.Module, example: NDArray[np.float32], outputs: tuple[str, ...], free: Mapping[int, str]) -> bytes:
    """`network` as an ONNX file; its input is called pictures, and the axes in `free` may have any length."""
    # A free axis of length 1 would be taken for one that is always 1.
    axes = {axis: torch.export.Dim(name, min=2, max=8192) if name == "batch" else torch.export.Dim.DYNAMIC for axis, name in free.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of its own parts
        program = torch.onnx.export(
            network,
            (torch.from_numpy(example),),
            input_names=["pictures"],
            output_names=list(outputs),
            dynamic_shapes=(axes,),
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise TrainingError("torch exported nothing")
    buffer = io.BytesIO()
    program.save(buffer)
    return buffer.getvalue()


def with_notes(model: bytes, notes: Mapping[str, str]) -> bytes:
    """What the app must know of a model, written into it. What the exporter notes of the machine that it ran on is taken out."""
    import onnx

    loaded: Any = onnx.load_model_from_string(model)
    del loaded.metadata_props[:]
    for part in (
        loaded.graph,
        *loaded.graph.node,
        *loaded.graph.input,
        *loaded.graph.output,
        *loaded.graph.value_info,
        *loaded.graph.initializer,
    ):
        del part.metadata_props[:]
        part.doc_string = ""
    onnx.helper.set_model_props(loaded, dict(notes))
    content: bytes = loaded.SerializeToString()
    return content


def check_same(network: nn.Module, model: bytes, pictures: NDArray[np.float32]) -> None:
    """Raises TrainingError where the file gives something else than the network it was made from."""
    with torch.no_grad():
        wanted = [output.numpy() for output in network(torch.from_numpy(pictures))]
    for one, other in zip(wanted, _outputs(model, pictures), strict=True):
        difference = float(np.abs(one - other).max(initial=0.0))
        if not difference <= SAME * max(1.0, float(np.abs(one).max(initial=0.0))):
            raise TrainingError(f"the exported model differs from the trained one by {difference:.2g}")


def compared(exact: bytes, small: bytes, pictures: NDArray[np.float32]) -> Parity:
    (one, one_logits), (other, other_logits) = (_outputs(model, pictures)[:2] for model in (exact, small))
    products = (one * other).sum(-1) / np.maximum(np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1), 1e-9)
    return Parity(float(products.mean()), float((one_logits.argmax(-1) == other_logits.argmax(-1)).mean()))


def gain(exact: bytes, small: bytes, picture: NDArray[np.float32]) -> float:
    """How many times as fast `small` is as `exact` on this machine's processor: the median of rounds that take turns, one thread each."""
    sessions = [Session(model, threads=1, wanted=CPU_ONLY) for model in (exact, small)]
    ratios = []
    for _ in range(_ROUNDS):
        taken = []
        for session in sessions:
            began = time.process_time()
            session.run_named({"pictures": picture})
            taken.append(time.process_time() - began)
        ratios.append(taken[0] / max(taken[1], 1e-9))
    return float(np.median(ratios))


def _outputs(model: bytes, pictures: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return Session(model, threads=1, wanted=CPU_ONLY).run_named({"pictures": pictures})
