"""A small vision-language model in the hub's three-file ONNX layout, run by a loop of our own: onnxruntime and tokenizers, nothing else.

The architecture is Idefics3's (Laurençon et al. 2024, arXiv:2408.12637), of which SmolVLM (Marafioti et al. 2025, arXiv:2504.05299) is the
small one: an image tower sees squares of the picture, its output takes the place of tokens, and a decoder goes on from there.
"""

from __future__ import annotations

from mmassist.inference.vlm.chat import Said, Speaker
from mmassist.inference.vlm.model import Asked, Ended, VisionModel, Waited, Word
from mmassist.inference.vlm.opening import KIND, opened
from mmassist.inference.vlm.stopping import Stop, Stopped

__all__ = ["KIND", "Asked", "Ended", "Said", "Speaker", "Stop", "Stopped", "VisionModel", "Waited", "Word", "opened"]
