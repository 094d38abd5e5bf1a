"""Exports transformers' own model into the three files by torch's exporter, runs them by our loop, and compares the answers.

    python -m tests.peers.vision_export

Needs torch, onnxscript and transformers (tried with 2.13.0, 0.7.2 and 5.23.0). It tells for each case how many tokens are the same.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mmassist.inference.runtime import CPU_ONLY
from mmassist.inference.vlm import Asked, Stop, VisionModel, Word
from mmassist.inference.vlm.opening import assembled
from mmassist.measure.vision_model import FILES
from mmassist.measure.vision_weights import TINY, Size, Source, write_files
from tests.fakes.vision_cases import CASES, reference
from tests.peers import vision_reference
from tests.peers.vision_reference import library


def exported(folder: Path, size: Size) -> None:
    """Writes the model as the hub has it."""
    (folder / "onnx").mkdir()
    write_files(folder, size)
    made = vision_reference.model(size, Source(size))
    made.set_attn_implementation("eager")
    for part, name in FILES.items():
        module, arguments, free, names = {"vision_encoder": _tower, "embed_tokens": _table, "decoder_model_merged": _decoder}[part](
            made, size
        )
        program = library("torch").onnx.export(
            module, arguments, dynamo=True, dynamic_shapes=free, input_names=names[0], output_names=names[1], verbose=False
        )
        program.save(str(folder / "onnx" / f"{name}.onnx"))


def _module(forward: Any) -> Any:
    """A module of torch that does what `forward` does."""
    torch = library("torch")
    return type("Part", (torch.nn.Module,), {"forward": lambda self, *given: forward(*given)})()


def _tower(made: Any, size: Size) -> tuple[Any, Any, Any, Any]:
    torch = library("torch")

    def forward(pixels: Any, mask: Any) -> Any:
        pieces = mask.flatten(0, 1)[:, :: size.patch, :: size.patch].contiguous()
        seen = made.model.vision_model(pixel_values=pixels.flatten(0, 1), patch_attention_mask=pieces)
        return made.model.connector(seen.last_hidden_state)

    sides = {0: torch.export.Dim("batch", max=64), 1: torch.export.Dim("squares", max=64)}
    arguments = torch.zeros(2, 3, 3, size.tile, size.tile), torch.ones(2, 3, size.tile, size.tile, dtype=torch.bool)
    return _module(forward), arguments, ((sides, sides),), (["pixel_values", "pixel_attention_mask"], ["image_features"])


def _table(made: Any, size: Size) -> tuple[Any, Any, Any, Any]:
    torch = library("torch")
    sides = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    return _module(made.get_input_embeddings()), (torch.zeros(2, 5, dtype=torch.int64),), ((sides,),), (["input_ids"], ["inputs_embeds"])


def _decoder(made: Any, size: Size) -> tuple[Any, Any, Any, Any]:
    torch, cache = library("torch"), library("transformers").DynamicCache

    def forward(rows: Any, mask: Any, places: Any, *past: Any) -> Any:
        kept = cache(tuple(zip(past[::2], past[1::2], strict=True)))
        found = made.model.text_model(inputs_embeds=rows, attention_mask=mask, position_ids=places, past_key_values=kept, use_cache=True)
        presents = [one for layer in found.past_key_values.layers for one in (layer.keys, layer.values)]
        return made.lm_head(found.last_hidden_state), *presents

    batch, tokens, before = (torch.export.Dim(name, max=4096) for name in ("batch", "tokens", "before"))
    past = [torch.zeros(2, size.shared, 3, size.head) for _ in range(2 * size.depth)]
    arguments = torch.zeros(2, 4, size.width), torch.ones(2, 7, dtype=torch.int64), torch.arange(3, 7).expand(2, 4), *past
    whole = torch.export.Dim("whole", max=8192)
    sides = ({0: batch, 1: tokens}, {0: batch, 1: whole}, {0: batch, 1: tokens}, *({0: batch, 2: before} for _ in past))
    kinds = [f"{layer}.{kind}" for layer in range(size.depth) for kind in ("key", "value")]
    given = ["inputs_embeds", "attention_mask", "position_ids", *(f"past_key_values.{kind}" for kind in kinds)]
    return _module(forward), arguments, (sides,), (given, ["logits", *(f"present.{kind}" for kind in kinds)])


def compared(vision: VisionModel) -> Iterator[tuple[str, bool]]:
    """By case, whether the answer is that of transformers."""
    for case in CASES:
        expected = reference()[case.name]
        said = "".join(
            step.text for step in vision.answer(Asked(case.turns, case.png(), len(expected["answer"])), Stop()) if isinstance(step, Word)
        )
        yield case.name, expected["text"].startswith(said) and bool(said)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exported(folder, TINY)
        vision = assembled(lambda file: (folder / file).read_bytes(), lambda part: f"onnx/{FILES[part]}.onnx", CPU_ONLY)
        for case, same in compared(vision):
            sys.stdout.write(f"{case}: {'the same' if same else 'another'}\n")


if __name__ == "__main__":
    main()
