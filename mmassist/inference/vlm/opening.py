"""Opens a model of the store: which of its files is what, and on what each part runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from mmassist.inference.runtime import CPU, CPU_ONLY, CUDA
from mmassist.inference.store import Model, Store
from mmassist.inference.vlm.decoder import Decoder
from mmassist.inference.vlm.faults import unfit
from mmassist.inference.vlm.layout import read
from mmassist.inference.vlm.model import VisionModel
from mmassist.inference.vlm.session import StoppableSession
from mmassist.inference.vlm.tower import Embedder, Tower
from mmassist.inference.vlm.vocabulary import FILE, Vocabulary

KIND = "vision"
"""Of the models' catalogue."""

TOWER, TABLE, DECODER = "vision_encoder", "embed_tokens", "decoder_model_merged"


def opened(store: Store, name: str) -> VisionModel:
    """Takes seconds, and for a moment twice the memory of its largest file. The very bytes that were checked are those that run.

    Raises ModelMissing and ModelCorrupt.
    """
    model = store.catalogue.model(name)
    # What is in whole numbers was made for processors, and gains nothing on a card.
    wanted = (CUDA, CPU) if model.for_card else CPU_ONLY
    return assembled(lambda file: store.read(name, file), lambda part: file_of(model, part), wanted)


def assembled(content: Callable[[str], bytes], weights: Callable[[str], str], wanted: Sequence[str]) -> VisionModel:
    """`content`: the bytes of a file by its name; `weights`: the file that holds a part; `wanted`: what may run it.

    Raises ModelCorrupt, and what the first two raise.
    """
    layout = read(content)
    vocabulary = Vocabulary(content(FILE))

    def session(part: str, wanted: Sequence[str]) -> StoppableSession:
        return StoppableSession(content(weights(part)), wanted)

    tower = Tower(session(TOWER, wanted), layout)
    return VisionModel(layout, vocabulary, tower, Embedder(session(TABLE, CPU_ONLY)), Decoder(session(DECODER, wanted)))


def file_of(model: Model, part: str) -> str:
    """The file that holds a part. Raises ModelCorrupt where the catalogue names none, or several."""
    found = [file for file in model.files if PurePosixPath(file).suffix == ".onnx" and PurePosixPath(file).name.startswith(part)]
    if len(found) != 1:
        raise unfit(f"its row in the list names {len(found)} files for {part}")
    return found[0]
