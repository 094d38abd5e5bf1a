"""Where pictures stand in a conversation: where they were first shown, so that a follow-up begins as the first request did.

Claude and Gemini bill the beginning that two requests have in common at the cached rate, and pictures are the most of it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from mmassist.backends.remote import material
from mmassist.errors import RequestRejected
from mmassist.sayings import saying
from mmassist.values import Clip, FusedPrompt, Picture

_REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `role`: user or assistant. Its pictures come before its recordings, and those before its text."""

    role: str
    text: str
    pictures: tuple[Picture, ...] = ()
    clips: tuple[Clip, ...] = ()


class Shown:
    """Remembers of the latest turns in which one their pictures were first shown."""

    def __init__(self) -> None:
        self._first: OrderedDict[int, int] = OrderedDict()

    def messages(self, prompt: FusedPrompt) -> list[Said]:
        """The conversation and what is asked, user and assistant in turn. The same again for a prompt that is sent again."""
        first = self._first.get(prompt.follows, prompt.follows)
        self._first[prompt.turn_id] = first or prompt.turn_id
        while len(self._first) > _REMEMBERED:
            self._first.popitem(last=False)
        return arranged(prompt, first)


def arranged(prompt: FusedPrompt, first: int) -> list[Said]:
    """`first`: the turn in which the pictures were first shown, 0 for this one; where it is not told any more, they are shown now."""
    before = tuple(each for each in prompt.conversation if each.turn_id < first)
    earlier, later = material.turns(before), material.turns(prompt.conversation[len(before) :])
    is_told = any(each.turn_id == first and each.answer.strip() for each in prompt.conversation)
    if not is_told:
        earlier, later = earlier + later, []
    messages = [Said(role, text) for role, text in (*earlier, *later)] + [Said("user", material.asked(prompt), clips=prompt.clips)]
    at = len(earlier)
    shown = messages[at]
    messages[at] = Said(shown.role, shown.text, prompt.pictures, shown.clips)
    return messages


def check_clips(prompt: FusedPrompt, inputs: frozenset[str], kind: str) -> None:
    """Raises RequestRejected, before anything is sent, for a recording that the model does not take."""
    for clip in prompt.clips:
        family = clip.media_type.partition("/")[0]
        if family not in inputs:
            what = "sound" if family == "audio" else "video" if family == "video" else "recordings of this kind"
            raise RequestRejected(
                f"{kind}: the model takes no {family[:10]}",
                saying("This model does not take {what}, so nothing was sent.", what=what),
                "Ask without the recording, or choose a model that takes it; mmassist backends lists them.",
            )
