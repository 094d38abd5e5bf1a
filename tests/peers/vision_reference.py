"""Writes tests/data/vision/reference.json: what transformers makes of the same weights, pictures and conversations.

    python -m tests.peers.vision_reference

Needs torch and transformers (written with 2.13.0 and 5.23.0), which the tests do not.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from mmassist.inference.vlm import Said
from mmassist.measure.vision_weights import TINY, Size, Source, ordinary, steering, write_files
from tests.fakes.vision_cases import CASES, REFERENCE, Case, levels_hash

TOKENS = 40
_TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}{% if message['content'][0]['type'] == 'image' %}{{':'}}"
    "{% else %}{{': '}}{% endif %}{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)


def library(name: str) -> Any:
    return importlib.import_module(name)


def model(size: Size, source: Source) -> Any:
    """Idefics3 with our weights."""
    torch, transformers = library("torch"), library("transformers")
    numbers = {token: number for number, token in enumerate([*ordinary(), *steering()])}
    vision = {
        "hidden_size": size.tower_width,
        "intermediate_size": size.tower_hidden,
        "num_hidden_layers": size.tower_depth,
        "num_attention_heads": size.tower_heads,
        "image_size": size.tile,
        "patch_size": size.patch,
    }
    text = transformers.LlamaConfig(
        hidden_size=size.width,
        intermediate_size=size.hidden,
        num_hidden_layers=size.depth,
        num_attention_heads=size.heads,
        num_key_value_heads=size.shared,
        head_dim=size.head,
        vocab_size=size.vocabulary,
        max_position_embeddings=size.context,
        rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": 100_000.0},
    )
    config = transformers.Idefics3Config(
        vision_config=vision, text_config=text, scale_factor=size.shuffle, image_token_id=numbers["<image>"], tie_word_embeddings=False
    )
    made = transformers.Idefics3ForConditionalGeneration(config).eval()
    state = {name: torch.from_numpy(_weights(source, name, tuple(value.shape))) for name, value in made.state_dict().items()}
    made.load_state_dict(state)
    return made


def _weights(source: Source, name: str, shape: tuple[int, ...]) -> Any:
    if name == "lm_head.weight":
        return source.head()
    if name.endswith(("embed_tokens.weight", "position_embedding.weight")):
        return source.table(name, *shape)
    if name.endswith(".bias"):
        return source.shift(name, *shape)
    return source.scale(name, *shape) if len(shape) == 1 else source.matrix(name, *shape)


def processor(folder: Path, size: Size) -> Any:
    transformers = library("transformers")
    pil = library("transformers.models.idefics3.image_processing_pil_idefics3")
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    settings = json.loads((folder / "preprocessor_config.json").read_text("utf-8"))
    images = pil.Idefics3ImageProcessorPil(**settings)
    return transformers.Idefics3Processor(images, tokenizer, image_seq_len=size.positions, chat_template=_TEMPLATE)


def message(said: Said) -> dict[str, Any]:
    shown = [{"type": "image"}] if said.shows else []
    return {"role": said.speaker.value.lower(), "content": [*shown, {"type": "text", "text": said.text}]}


def asked(case: Case, prepare: Any) -> Any:
    """What transformers gives its model."""
    text = prepare.apply_chat_template([message(said) for said in case.turns], add_generation_prompt=True)
    return prepare(text=text, images=[case.picture()], return_tensors="pt")


def answered(case: Case, prepare: Any, made: Any) -> dict[str, Any]:
    torch = library("torch")
    given = asked(case, prepare)
    squares = given["pixel_values"][0].permute(0, 2, 3, 1).numpy()
    levels = np.rint((squares * 0.5 + 0.5) * 255).astype(np.uint8)
    with torch.no_grad():
        logits = made(**given).logits[0, -1]
        found = made.generate(**given, max_new_tokens=TOKENS, do_sample=False, eos_token_id=-1, pad_token_id=0)
    answer = found[0, given["input_ids"].shape[1] :].tolist()
    return {
        "squares": len(squares),
        "levels": levels_hash(levels),
        "tokens": given["input_ids"][0].tolist(),
        "logits": [round(float(value), 5) for value in logits[:16]],
        "answer": answer,
        "text": prepare.tokenizer.decode(answer).lstrip(),
    }


def main() -> None:
    size = TINY
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, size)
        prepare, made = processor(folder, size), model(size, Source(size))
        found = {case.name: answered(case, prepare, made) for case in CASES}
    REFERENCE.write_text(json.dumps(found, separators=(",", ":")) + "\n", "utf-8")
    sys.stdout.write(f"{REFERENCE}: {REFERENCE.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
