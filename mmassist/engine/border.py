"""The border: what a backend is given, masked where it leaves this machine, and what brings the hidden things back."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from mmassist.backends import pictures
from mmassist.backends.catalogue import Model
from mmassist.dialogue.conversation import Conversation
from mmassist.dialogue.fusion import Ask, Budget, View, chosen, fuse
from mmassist.dialogue.presets import Pictures, Presets
from mmassist.engine import billing
from mmassist.engine.brains import Brain
from mmassist.privacy import exclusion, masking
from mmassist.privacy.vault import Vault
from mmassist.values import Box, Clip, Exchange, Frame, FusedPrompt, Picture, Scene, Verbosity, Window

# Tokens, where the catalogue does not know a model's limits.
_CONTEXT, _ANSWER = 16_384, 2048
# What stands for something that was hidden in an earlier turn and is on the screen no more; shorter texts are anywhere by chance.
_GONE, _SHORTEST = "[hidden]", 4


@dataclass(frozen=True, slots=True)
class Look:
    """What a turn has seen so far. `readable`: false for a blank picture, which is sent to nobody.

    `unread`: regions whose text is still being read; `illegible`: text that could not be read; `unsearched`: where controls are still
    looked for, so that what only the picture shows there may be a password. Picture's space. `others`: windows that the picture may show
    beside the scene's own, as far as it matters. `before`: the same window as it was described before this turn. `is_searched`: false where
    no model was to be asked, and fields for passwords were not looked for as far as it takes then.
    """

    frame: Frame
    scene: Scene
    readable: bool = True
    unread: tuple[Box, ...] = ()
    illegible: tuple[Box, ...] = ()
    others: tuple[Window, ...] = ()
    before: Scene | None = None
    unsearched: Box | None = None
    is_searched: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether all there is to be known of the picture is known."""
        return not self.unread and self.unsearched is None and self.is_searched

    @property
    def for_models(self) -> Look:
        """The same for a question to a model: what only the picture shows may be a password where nobody looked for these."""
        return self if self.is_searched else replace(self, unsearched=Box(0, 0, self.frame.width, self.frame.height))

    @property
    def withheld(self) -> bool:
        """Whether all of the picture is still being read or searched, so that nothing of it may leave."""
        unknown = (*self.unread, *filter(None, (self.unsearched,)))
        return any(box.width >= self.frame.width and box.height >= self.frame.height for box in unknown)

    @property
    def programs(self) -> tuple[str, ...]:
        """Those whose windows the picture may show beside the scene's own."""
        return tuple(window.program for window in self.others if (window.frame or window.box).intersection(self.frame.box))


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of a backend beside the scene. `spoken`: what the user has heard already in this turn. `heard`: how surely a spoken
    question was understood, 0 to 1.

    `conversation`: what a question follows up. `revealed`: placeholders left whole this once. `secrets`: what was hidden in earlier
    turns, and may have been put back into the conversation.
    """

    turn_id: int
    verbosity: Verbosity
    question: str = ""
    heard: float | None = None
    preset: str = ""
    spoken: str = ""
    conversation: Conversation = field(default_factory=Conversation)
    revealed: frozenset[str] = frozenset()
    clips: tuple[Clip, ...] = ()
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """A prompt as one backend gets it. `hidden`: placeholders in reading order; `tokens`: of all that is sent."""

    prompt: FusedPrompt
    vault: Vault = field(default_factory=Vault)
    hidden: tuple[str, ...] = ()
    tokens: billing.Estimate = field(default_factory=billing.Estimate)

    @property
    def redactions(self) -> dict[str, int]:
        """How many things of each kind are hidden: a placeholder is its kind and a number."""
        return dict(Counter(name.rpartition(" ")[0] for name in self.hidden))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is hidden."""
        return tuple(filter(None, self.vault.originals.values()))


class Border:
    """Blocks for as long as masking and encoding take: tens of milliseconds for a full screen. Any thread."""

    def __init__(self, options: masking.Options, presets: Presets, language: str) -> None:
        self._options = options
        self._presets = presets
        self._language = language

    def use(self, options: masking.Options, language: str) -> None:
        """Other things are hidden from the next prompt on, and answers asked for in that language."""
        self._options, self._language = options, language

    @property
    def language(self) -> str:
        """That answers are asked for in."""
        return self._language

    @property
    def excludes(self) -> bool:
        """Whether there are windows that never leave, so that it must be known which ones a picture may show."""
        return bool(self._options.excluded)

    def shows_excluded(self, look: Look) -> bool:
        """Whether a window that never leaves is in view."""
        return bool(exclusion.without(look.scene, look.frame, look.others, self._options.excluded).names)

    def secrets(self, look: Look) -> tuple[str, ...]:
        """All in the texts of `look` that would be hidden from a stranger."""
        masked = masking.mask(masking.Material(look.scene, None), self._options)
        return tuple(filter(None, masked.vault.originals.values()))

    def cross(self, brain: Brain, look: Look, asking: Asking) -> Crossing:
        """The prompt for `brain`. Raises PromptTooLarge where no picture of it is small enough to be sent."""
        if brain.describes_by_itself or (brain.model is None and brain.backend.capabilities.local):
            told = asking.conversation.exchanges
            return Crossing(
                FusedPrompt(
                    asking.turn_id, look.scene, asking.verbosity, asking.spoken, asking.question, conversation=told, before=look.before
                )
            )
        frame = look.frame if look.readable and brain.backend.capabilities.images else None
        if brain.backend.capabilities.local:
            return Crossing(self._fused(brain, look.scene, frame, asking))
        frame = None if look.withheld else frame
        if self.shows_excluded(look):  # what was said tells of it
            asking = replace(asking, spoken="", conversation=Conversation())
        material = masking.Material(look.scene, frame, _texts(asking), look.unread, look.illegible, look.others, look.unsearched)
        masked = masking.mask(material, self._options, asking.revealed)
        asking = _with_texts(asking, _without(masked.texts, asking))
        prompt = self._fused(brain, _without_folders(masked.scene), masked.frame, asking, masked.hidden)
        return Crossing(prompt, masked.vault, masked.hidden, billing.estimated_input(brain, prompt))

    def _fused(self, brain: Brain, scene: Scene, frame: Frame | None, asking: Asking, hidden: tuple[str, ...] = ()) -> FusedPrompt:
        view = View(scene)
        preset = chosen(view, Ask(asking.question, preset=asking.preset), self._presets).preset
        shown = _pictures(brain.model, scene, frame) if frame is not None and brain.model and preset.pictures is not Pictures.NONE else ()
        ask = Ask(
            question=asking.question,
            heard=asking.heard,
            preset=preset.name,
            language=self._language,
            verbosity=asking.verbosity,
            spoken=asking.spoken,
            conversation=asking.conversation.exchanges,
            follows=asking.conversation.follows(brain.name, digest(shown)) if asking.conversation.exchanges else 0,
            hidden=hidden,
        )
        prompt = fuse(asking.turn_id, view, ask, _budget(brain.model, shown), self._presets)
        return replace(prompt, pictures=shown, clips=asking.clips)


def digest(shown: tuple[Picture, ...]) -> str:
    """Of all that is shown to a backend; empty where nothing is."""
    if not shown:
        return ""
    found = hashlib.blake2b(digest_size=16)
    for picture in shown:
        found.update(len(picture.data).to_bytes(8, "big") + picture.data)
    return found.hexdigest()


def _texts(asking: Asking) -> tuple[str, ...]:
    told = (text for each in asking.conversation.exchanges for text in (each.question, each.answer))
    return (asking.question, asking.spoken, *told)


def _without_folders(scene: Scene) -> Scene:
    """Of an image file the name alone: its folders tell of this machine, and who uses it."""
    return replace(scene, target=replace(scene.target, path=PurePath(scene.target.path).name)) if scene.target.path else scene


def _without(texts: tuple[str, ...], asking: Asking) -> tuple[str, ...]:
    """The texts of `_texts`, masked already, less what was hidden in earlier turns and is recognised no more by what stands around it."""
    pattern = _secrets(asking.secrets)
    if pattern is None:
        return texts
    question, *others = texts
    # What was revealed may be what the question is about.
    return (question if asking.revealed else pattern.sub(_GONE, question), *(pattern.sub(_GONE, text) for text in others))


def _secrets(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """Of any of them, whatever stands between its letters and figures."""
    signs = [re.findall(r"[^\W_]", secret) for secret in secrets]
    known = sorted({r"[\W_]{0,3}".join(each) for each in signs if len(each) >= _SHORTEST}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(known)})(?![^\W_])", re.IGNORECASE) if known else None


def _with_texts(asking: Asking, texts: tuple[str, ...]) -> Asking:
    """The inverse of `_texts`."""
    question, spoken, *told = texts
    pairs = zip(asking.conversation.exchanges, told[::2], told[1::2], strict=True)
    exchanges = tuple(Exchange(each.turn_id, asked, answered) for each, asked, answered in pairs)
    return replace(asking, question=question, spoken=spoken, conversation=replace(asking.conversation, exchanges=exchanges))


def _pictures(model: Model, scene: Scene, frame: Frame) -> tuple[Picture, ...]:
    focus = scene.items[scene.focus].box if scene.focus >= 0 else None
    return pictures.prepare(frame, scene.lines, model.pictures, focus)


def _budget(model: Model | None, shown: tuple[Picture, ...]) -> Budget:
    """Small where the catalogue does not know the model's limits."""
    if model is None:
        return Budget(_CONTEXT, _ANSWER)
    return Budget(model.context or _CONTEXT, model.output or _ANSWER, pictures.image_tokens(shown, model.pictures))
