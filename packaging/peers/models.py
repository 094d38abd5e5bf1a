"""Makes the tiny models that the peers serve: random weights, real formats, nothing downloaded.

    python models.py FOLDER

FOLDER/llama gets two models for llama.cpp (GGUF) and one projector of the LLaVA kind for both; FOLDER/mllama two Llama 3.2 Vision models
for transformers. "endless" never ends by itself, "brief" soon does. Both say only words of `WORDS`, so that a test can tell whether
what came over the wire is what was said. Needs numpy, gguf, torch, transformers.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import gguf
import numpy as np

SEED = 20261125
CONTEXT = 8192
SYLLABLES = ("ba", "den", "fil", "go", "hu", "kel", "lo", "mi", "nor", "pa", "ras", "su", "ti", "ver", "wo", "zin")
FOREIGN = ("größe", "été", "señor", "žluť", "мир", "λόγος", "日本", "한글", "שלום", "😀")
WORDS = tuple(sorted({a + b for a in SYLLABLES for b in SYLLABLES})) + FOREIGN
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}<|{{ message['role'] }}|>"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}IMAGE{% endif %}{% endfor %}{% endif %}</s>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
ENDINGS = {"endless": -4.0, "brief": 0.3}
"""How much the constant direction speaks for the end of the answer (llama.cpp)."""


def tokens() -> list[tuple[str, int]]:
    """The vocabulary of the llama.cpp models: specials, roles, single bytes for all else, words. Text and type."""
    kinds = gguf.TokenType
    specials = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    roles = [(f"<|{role}|>", kinds.CONTROL) for role in ("system", "user", "assistant")]
    single = [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    return [*specials, *roles, *single, *((f"\u2581{word}", kinds.NORMAL) for word in WORDS)]


def make_llama(path: Path, ending: float) -> None:
    """A text model of the Llama kind, 0.4 MB. Two dimensions pass through all layers, so that they can forbid and favour tokens."""
    rng = np.random.default_rng(SEED)
    width, layers, heads, inner = 64, 2, 4, 128
    vocabulary = tokens()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_rope_dimension_count(width // heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(vocabulary))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text for text, _ in vocabulary])
    writer.add_token_scores([0.0 if kind != gguf.TokenType.NORMAL else -float(at) for at, (_, kind) in enumerate(vocabulary)])
    writer.add_token_types([kind for _, kind in vocabulary])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)

    def random_matrix(rows: int, columns: int, scale: float = 0.05) -> np.ndarray:
        return rng.normal(0.0, scale, (rows, columns)).astype(np.float32)

    embeddings = random_matrix(len(vocabulary), width, 1.0)
    embeddings[:, 0] = 8.0
    embeddings[:, 1] = [-8.0 if text == "<|assistant|>" else 0.0 for text, _ in vocabulary]  # no answer ends before its first word
    writer.add_tensor("token_embd.weight", embeddings)
    for layer in range(layers):
        for name, rows, columns in (
            ("attn_q", width, width), ("attn_k", width, width), ("attn_v", width, width), ("attn_output", width, width),
            ("ffn_gate", inner, width), ("ffn_up", inner, width), ("ffn_down", width, inner),
        ):  # fmt: skip
            weights = random_matrix(rows, columns)
            if name in ("attn_output", "ffn_down"):
                weights[:2] = 0.0
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights)
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, np.float32))
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    output = random_matrix(len(vocabulary), width)
    output[:, 0] = [0.0 if kind == gguf.TokenType.NORMAL else -4.0 for _, kind in vocabulary]
    output[2, :2] = ending, 1.0
    writer.add_tensor("output.weight", output)
    write(writer)


def make_projector(path: Path) -> None:
    """A vision tower of the CLIP kind with a LLaVA projector, 0.2 MB: a picture becomes 16 tokens."""
    rng = np.random.default_rng(SEED)
    size, patch, width, inner, layers, outward = 56, 14, 32, 64, 2, 64
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_clip_has_vision_encoder(True)
    writer.add_clip_projector_type("mlp")
    writer.add_vision_image_size(size)
    writer.add_vision_patch_size(patch)
    writer.add_vision_embedding_length(width)
    writer.add_vision_feed_forward_length(inner)
    writer.add_vision_block_count(layers)
    writer.add_vision_head_count(2)
    writer.add_vision_projection_dim(outward)
    writer.add_vision_attention_layernorm_eps(1e-5)
    writer.add_vision_image_mean([0.5] * 3)
    writer.add_vision_image_std([0.5] * 3)
    writer.add_vision_use_gelu(True)

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, rng.normal(0.0, 0.1, shape).astype(np.float32))

    add("v.class_embd", width)
    add("v.patch_embd.weight", width, 3, patch, patch)
    add("v.position_embd.weight", (size // patch) ** 2 + 1, width)
    add("v.pre_ln.weight", width)
    add("v.pre_ln.bias", width)
    for layer in range(layers):
        shapes = {"attn_q": (width, width), "attn_k": (width, width), "attn_v": (width, width), "attn_out": (width, width)}
        shapes |= {"ffn_up": (inner, width), "ffn_down": (width, inner), "ln1": (width,), "ln2": (width,)}
        for name, shape in shapes.items():
            add(f"v.blk.{layer}.{name}.weight", *shape)
            add(f"v.blk.{layer}.{name}.bias", shape[0])
    add("mm.0.weight", outward, width)
    add("mm.0.bias", outward)
    add("mm.2.weight", outward, outward)
    add("mm.2.bias", outward)
    write(writer)


def write(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tokenizer() -> Any:
    """Bytes, then whole words: what Llama 3's is like, with 600 tokens instead of 128,256."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    specials = ["<|begin_of_text|>", "<|end_of_text|>", "<|pad|>", "<|image|>", "<|system|>", "<|user|>", "<|assistant|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=4000, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    made.train_from_iterator([f" {word}" for word in WORDS] * 3, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token=specials[0], eos_token=specials[1], pad_token=specials[2], model_max_length=CONTEXT
    )


def make_mllama(folder: Path, favour_end: float | None) -> None:
    """Llama 3.2 Vision's architecture, 1 MB. `favour_end`: added to the end's logit; None forbids it."""
    import torch
    from transformers import (
        GenerationConfig,
        MllamaConfig,
        MllamaForConditionalGeneration,
        MllamaImageProcessorPil,
        MllamaProcessor,
    )

    torch.manual_seed(SEED)
    words = tokenizer()
    processor = MllamaProcessor(
        image_processor=MllamaImageProcessorPil(size={"height": 56, "width": 56}, max_image_tiles=4),
        tokenizer=words,
        chat_template=TEMPLATE.replace("IMAGE", "<|image|>").replace("</s>", "<|end_of_text|>"),
    )
    tiles = [[1, 1], [1, 2], [1, 3], [1, 4], [2, 1], [2, 2], [3, 1], [4, 1]]
    vision = {
        "hidden_size": 32, "num_hidden_layers": 2, "num_global_layers": 1, "attention_heads": 2, "intermediate_size": 64,
        "vision_output_dim": 64, "image_size": 56, "patch_size": 14, "intermediate_layers_indices": [0], "max_num_tiles": 4,
        "supported_aspect_ratios": tiles,
    }  # fmt: skip
    text = {
        "vocab_size": len(words), "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
        "intermediate_size": 128, "cross_attention_layers": [1], "max_position_embeddings": CONTEXT, "initializer_range": 0.1,
        "bos_token_id": words.bos_token_id, "eos_token_id": words.eos_token_id, "pad_token_id": words.pad_token_id,
        "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0},
    }  # fmt: skip
    image = words.convert_tokens_to_ids("<|image|>")
    model = MllamaForConditionalGeneration(MllamaConfig(vision_config=vision, text_config=text, image_token_index=image))
    spoken = {words.encode(f" {word}", add_special_tokens=False)[0] for word in WORDS}
    mute = sorted(set(range(len(words))) - spoken - {words.eos_token_id})
    model.generation_config = GenerationConfig(
        do_sample=True,
        min_new_tokens=8,
        bos_token_id=words.bos_token_id,
        eos_token_id=words.eos_token_id,
        pad_token_id=words.pad_token_id,
        suppress_tokens=[*mute, *([words.eos_token_id] if favour_end is None else [])],
        sequence_bias=None if favour_end is None else [[[words.eos_token_id], favour_end]],
    )
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def main() -> None:
    root = Path(sys.argv[1])
    random.seed(SEED)
    for name, ending in ENDINGS.items():
        (root / "llama").mkdir(parents=True, exist_ok=True)
        make_llama(root / "llama" / f"{name}.gguf", ending)
        make_mllama(root / "mllama" / name, None if name == "endless" else 2.0)
    make_projector(root / "llama" / "projector.gguf")
    (root / "words.json").write_text(json.dumps(WORDS), "utf-8")


if __name__ == "__main__":
    main()
