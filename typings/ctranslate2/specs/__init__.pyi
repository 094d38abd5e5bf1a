from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

class LayerNormSpec:
    gamma: Weights
    beta: Weights

class LinearSpec:
    weight: Weights
    bias: Weights

class Conv1DSpec:
    weight: Weights
    bias: Weights

class EmbeddingsSpec:
    weight: Weights

class PositionEncoderSpec:
    encodings: Weights

class MultiHeadAttentionSpec:
    layer_norm: LayerNormSpec
    linear: list[LinearSpec]

class FeedForwardSpec:
    layer_norm: LayerNormSpec
    linear_0: LinearSpec
    linear_1: LinearSpec

class TransformerLayerSpec:
    self_attention: MultiHeadAttentionSpec
    attention: MultiHeadAttentionSpec
    ffn: FeedForwardSpec

class WhisperEncoderSpec:
    conv1: Conv1DSpec
    conv2: Conv1DSpec
    position_encodings: PositionEncoderSpec
    layer_norm: LayerNormSpec
    layer: list[TransformerLayerSpec]

class TransformerDecoderSpec:
    embeddings: EmbeddingsSpec
    position_encodings: PositionEncoderSpec
    layer_norm: LayerNormSpec
    projection: LinearSpec
    layer: list[TransformerLayerSpec]

class ModelConfig:
    def add_attribute(self, key: str, value: Any) -> None: ...

class WhisperSpec:
    encoder: WhisperEncoderSpec
    decoder: TransformerDecoderSpec
    config: ModelConfig
    def __init__(self, num_encoder_layers: int, num_encoder_heads: int, num_decoder_layers: int, num_decoder_heads: int) -> None: ...
    def register_vocabulary(self, tokens: list[str]) -> None: ...
    def validate(self) -> None: ...
    def optimize(self, quantization: str | None = None) -> None: ...
    def save(self, output_dir: str) -> None: ...
