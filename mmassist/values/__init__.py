"""The values that flow between rooms. All are frozen; none does I/O; none imports a room.

Boxes are in physical pixels. A box in the *desktop's* space has its origin at the top left of the virtual desktop (it may be
negative); a box in the *picture's* space has its origin at the top left of one `Frame`. Each field says which it is.
Times named `at` are `time.monotonic()` seconds.
"""

from __future__ import annotations

from mmassist.values.captured import Frame, Node, Outline, Target, TargetKind, TextLine, Window
from mmassist.values.controls import Role, State
from mmassist.values.geometry import Box, Pixels
from mmassist.values.heard import SAMPLE_RATE, AudioBlock, AudioClip, Samples, Transcript, Word
from mmassist.values.prompt import BackendEvent, Clip, Exchange, Finished, FinishReason, FusedPrompt, Picture, TextDelta, Usage, Verbosity
from mmassist.values.scene import Item, PictureKind, Scene, Source
from mmassist.values.speech import Channel, Earcon, Priority, Spoken, Utterance
from mmassist.values.turn import Claim, ClaimKind, Fault, Metering, Turn, Verdict

__all__ = [
    "SAMPLE_RATE",
    "AudioBlock",
    "AudioClip",
    "BackendEvent",
    "Box",
    "Channel",
    "Claim",
    "ClaimKind",
    "Clip",
    "Earcon",
    "Exchange",
    "Fault",
    "FinishReason",
    "Finished",
    "Frame",
    "FusedPrompt",
    "Item",
    "Metering",
    "Node",
    "Outline",
    "Picture",
    "PictureKind",
    "Pixels",
    "Priority",
    "Role",
    "Samples",
    "Scene",
    "Source",
    "Spoken",
    "State",
    "Target",
    "TargetKind",
    "TextDelta",
    "TextLine",
    "Transcript",
    "Turn",
    "Usage",
    "Utterance",
    "Verbosity",
    "Verdict",
    "Window",
    "Word",
]
