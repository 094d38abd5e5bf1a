"""What the user has set for support sessions."""

from __future__ import annotations

from dataclasses import dataclass, field

from mmassist.privacy import masking


@dataclass(frozen=True, slots=True)
class Options:
    """`broker`: its address, empty where none is set; `language`: of the words that are compared, and of what is told; `masks`: what is
    hidden; `own_speech`: whether a helper who hears the user hears the app along with them."""

    broker: str = ""
    language: str = "en"
    masks: masking.Options = field(default_factory=masking.Options)
    own_speech: bool = False
