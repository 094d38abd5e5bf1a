"""One prompt for a model from all that is known: the scene, the question, the conversation so far. Pure, within a budget of tokens.

All that comes from a screen, a microphone or an earlier answer stands inside a fence (`untrusted`). What a scene for a backend that
is not local may hold is the caller's business: scene, question, gist and conversation are given here as they may leave.

When there is not room for all, this goes first:

1. the conversation but for its last exchange, the oldest first;
2. rows and entries behind the first ten of their table or list, nameless controls, lines far down in a text;
3. texts, the farthest from the focus first;
4. named controls, headings and tabs, the farthest first;
5. what is near the focus, selected, changed, or spoken of in the question;
6. a dialog's words, errors and invalid fields, which are shortened rather than dropped; and last the focus and what holds it.

The last exchange has up to a quarter of the room. Where texts go first (`Preset.texts_first`), 3 and 4 change places. What was left out
is told in the prompt by kind and number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mmassist.dialogue.changes import difference
from mmassist.dialogue.entries import Entry
from mmassist.dialogue.instructions import instructions_for
from mmassist.dialogue.notation import headline, written
from mmassist.dialogue.preset import Preset
from mmassist.dialogue.presets import Choice, Presets
from mmassist.dialogue.room import cost_of_lines, fitted
from mmassist.dialogue.seen import Rank, Seen
from mmassist.dialogue.tokens import estimated_tokens, most_tokens
from mmassist.dialogue.untrusted import CUT, Fence, fence_for, many_lines, one_line
from mmassist.dialogue.wording import wording
from mmassist.errors import PromptTooLarge
from mmassist.values import Box, Exchange, FusedPrompt, Scene, Verbosity

UNSURE = 0.8
"""A question heard with less certainty than this is marked as one whose words may be misheard."""

_QUESTION, _SPOKEN, _ANSWER, _TAG, _TAGS = 2000, 800, 4000, 60, 12
_MESSAGE = 8  # tokens that a message costs besides its text, at most
_LAST_SHARE = 4


@dataclass(frozen=True, slots=True)
class View:
    """What was seen. `tags`: what an image encoder takes it for, each with its score, 0 to 1, best first.

    `changes`: boxes in the picture's space that changed since the user last asked; `previous`: the scene of that time.
    """

    scene: Scene
    tags: tuple[tuple[str, float], ...] = ()
    changes: tuple[Box, ...] = ()
    previous: Scene | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted. `heard`: the transcript's confidence, 0 to 1, None for a question that was typed.

    `preset`: its name, empty to let the question and the scene decide. `language`: a code such as "en" or "de_AT"; of one that is not
    known the answer comes in the question's. `spoken`: the gist that was heard already. `conversation`: oldest first. `follows`: the
    turn with the very same pictures that this one follows up, or 0. `hidden`: the placeholders that stand for personal things.
    """

    question: str = ""
    heard: float | None = None
    preset: str = ""
    language: str = "en"
    verbosity: Verbosity = Verbosity.NORMAL
    spoken: str = ""
    conversation: tuple[Exchange, ...] = ()
    follows: int = 0
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """In tokens. `context`: all that the model takes, its answer included; `answer`: the longest answer it gives; `images`: what
    the pictures will cost, 0 where none will be sent, which the model is then told."""

    context: int
    answer: int
    images: int = 0


def chosen(view: View, ask: Ask, presets: Presets) -> Choice:
    """The preset that `fuse` will use, and why. Raises SettingsError if one is asked for that is not there."""
    if ask.question.strip() and not ask.preset.strip():
        return Choice(presets.named("ask"), "a question was asked")
    return presets.choose(ask.preset, view.scene)


def fuse(turn_id: int, view: View, ask: Ask, budget: Budget, presets: Presets) -> FusedPrompt:
    """The prompt without pictures and clips. The same for the same arguments; some milliseconds for a thousand items.

    By `estimated_tokens`, instructions, text, conversation, pictures and the longest answer are within `budget.context`.
    Raises SettingsError if a preset is asked for that is not there, and PromptTooLarge where not even the instructions and the
    question fit.
    """
    preset = chosen(view, ask, presets).preset
    answer = min(preset.answer_tokens[ask.verbosity], budget.answer)
    material = _material(view, ask, preset, has_pictures=budget.images > 0)
    fence = fence_for(turn_id, material.texts())
    instructions = instructions_for(preset, fence, ask.language, ask.verbosity, ask.hidden, material.parts())
    least = _text(fence, view, ask, material, _Screen(material.most_left_out))
    free = budget.context - answer - budget.images - 3 * _MESSAGE
    room = free - most_tokens(instructions) - most_tokens(least)
    if room < 2 * preset.screen_tokens:  # only where it may matter is the time spent to count
        room = free - estimated_tokens(instructions) - estimated_tokens(least)
    if room < 0:
        raise PromptTooLarge(f"the budget of {budget.context} tokens is {-room} short for a prompt without any line of the screen")
    screen, conversation = _filled(fence, material, room, preset.screen_tokens)
    return FusedPrompt(
        turn_id=turn_id,
        scene=view.scene,
        verbosity=ask.verbosity,
        spoken=ask.spoken,
        question=ask.question,
        preset=preset.name,
        instructions=instructions,
        text=_text(fence, view, ask, material, screen),
        conversation=conversation,
        follows=ask.follows,
        answer_tokens=answer,
        structured=preset.structured,
    )


@dataclass(frozen=True, slots=True)
class _Material:
    """All that may go into the prompt, cleaned. `lost`: what is never written down, by kind; `has_marks`: whether
    anything is marked as new or changed."""

    entries: tuple[Entry, ...]
    headline: str
    tags: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    spoken: str
    question: str
    conversation: tuple[Exchange, ...]
    lost: Counter[str]
    has_marks: bool
    has_pictures: bool

    def texts(self) -> list[str]:
        exchanges = [text for one in self.conversation for text in (one.question, one.answer)]
        lines = [entry.line for group in (self.entries, self.tags, self.gone) for entry in group]
        return [self.headline, *lines, self.spoken, self.question, *exchanges]

    def parts(self) -> frozenset[str]:
        """What besides the screen there is to be told about in the instructions."""
        found = {"spoken": self.spoken, "earlier": self.conversation}
        return frozenset(name for name, there in found.items() if there)

    @property
    def most_left_out(self) -> Counter[str]:
        """If everything were."""
        counts = Counter(entry.kind for group in (self.entries, self.tags, self.gone) for entry in group)
        counts["exchanges"] += len(self.conversation)
        return counts + self.lost


@dataclass(frozen=True, slots=True)
class _Screen:
    """The lines that go in, and what does not."""

    left_out: Counter[str]
    lines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def _material(view: View, ask: Ask, preset: Preset, *, has_pictures: bool) -> _Material:
    changed = difference(view.previous, view.scene)
    seen = Seen(view.scene, view.changes, ask.question, preset.texts_first)
    told = written(seen, changed.new)
    tags = [Entry(f"{one_line(tag, _TAG)} {_percent(score)} %", Rank.TEXT, "tags") for tag, score in view.tags[:_TAGS]]
    told.lost["gone"] += changed.uncounted
    answered = (one for one in ask.conversation if one.answer.strip())
    exchanges = (Exchange(one.turn_id, one_line(one.question, _QUESTION), _answer(one.answer)) for one in answered)
    return _Material(
        entries=tuple(told.entries),
        headline=headline(view.scene),
        tags=tuple(tags),
        gone=tuple(Entry(line, Rank.TEXT, "gone") for line in changed.gone),
        spoken=one_line(ask.spoken, _SPOKEN),
        question=one_line(ask.question, _QUESTION),
        conversation=tuple(exchanges),
        lost=told.lost,
        has_marks=bool(changed.new) or any(seen.is_changed(item.box) for item in view.scene.items),
        has_pictures=has_pictures,
    )


def _answer(text: str) -> str:
    """An earlier answer, cut off where it is very long."""
    lines = [line for line in many_lines(text[:_ANSWER], _ANSWER) if line.strip()]
    return "\n".join([*lines, CUT] if len(text) > _ANSWER else lines)


def _filled(fence: Fence, material: _Material, room: int, most: int) -> tuple[_Screen, tuple[Exchange, ...]]:
    """Fills the room: the last exchange, the screen's lines, then older exchanges as far as there is room left."""
    fenced = [Exchange(one.turn_id, one.question, fence.around("answer", one.answer.splitlines())) for one in material.conversation]
    last = _newest(fenced[-1:], room // _LAST_SHARE)
    room -= sum(map(_cost, last))
    entries = fitted(material.entries, min(room, most))
    if material.gone or material.tags or fenced[:-1]:
        room -= entries.tokens
    gone = fitted(material.gone, room)
    room -= gone.tokens
    tags = fitted(material.tags, room)
    room -= tags.tokens
    conversation = (*_newest(fenced[:-1], room), *last) if last else ()
    left_out = entries.left_out + gone.left_out + tags.left_out + material.lost
    left_out["exchanges"] += len(fenced) - len(conversation)
    return _Screen(left_out, entries.lines, tags.lines, gone.lines), conversation


def _newest(exchanges: Sequence[Exchange], room: int) -> tuple[Exchange, ...]:
    """The newest that fit, oldest first and without a gap."""
    kept: list[Exchange] = []
    for one in reversed(exchanges):
        room -= _cost(one)
        if room < 0:
            break
        kept.insert(0, one)
    return tuple(kept)


def _cost(exchange: Exchange) -> int:
    return estimated_tokens(exchange.question) + estimated_tokens(exchange.answer) + 2 * _MESSAGE


def _text(fence: Fence, view: View, ask: Ask, material: _Material, screen: _Screen) -> str:
    """The user's part. With nothing but `left_out` in `screen` it is the least that must fit."""
    words = wording()
    parts = [*_state(view, material), fence.around("screen", [material.headline, *screen.lines])]
    if told := _left_out(screen.left_out):
        parts.append(told)
    if material.gone:
        parts += [words.say("notation", "gone"), fence.around("gone", screen.gone)]
    if material.tags:
        parts += [words.say("notation", "tags"), fence.around("tags", screen.tags)]
    if material.spoken:
        parts.append(fence.around("spoken", [material.spoken]))
    return "\n".join([*parts, *_question(fence, ask, material)])


def _state(view: View, material: _Material) -> list[str]:
    """What is to be known about the scene as a whole."""
    scene, words = view.scene, wording()
    told = {
        "pictures": material.has_pictures,
        "no_pictures": not material.has_pictures,
        "no_outline": not scene.has_outline,
        "by_look": any(item.is_by_look for item in scene.items),
        "guessed": any(item.guessed for item in scene.items),
        "outline_cut": scene.has_outline and not scene.outline_complete,
        "text_unread": not scene.text_read,
        "no_text": scene.text_read and not material.entries,
        "differs": any(item.pixels_say.strip() for item in scene.items),
        "changed": material.has_marks,
    }
    return [words.say("notation", key) for key, is_so in told.items() if is_so]


def _left_out(counts: Counter[str]) -> str:
    words = wording()
    hidden = words.counted({"things": counts["things"]})
    listed = words.counted({kind: number for kind, number in counts.items() if kind != "things"})
    told = [words.say("left_out", "sentence", listed=listed)] if listed else []
    return " ".join([*told, *([words.say("left_out", "hidden", listed=hidden)] if hidden else [])])


def _percent(share: float) -> int:
    """0 to 100, 0 for what is no number."""
    return round(100 * min(1.0, max(0.0, share)))


def _question(fence: Fence, ask: Ask, material: _Material) -> list[str]:
    words = wording()
    if not material.question:
        return [words.say("question", "none")]
    told = [words.say("question", "label"), fence.around("question", [material.question])]
    if ask.heard is not None and not ask.heard >= UNSURE:  # nan is unsure too
        told.append(words.say("question", "heard", percent=_percent(ask.heard)))
    if ask.follows:
        told.append(words.say("question", "follows"))
    return told


def screen_cost(prompt: FusedPrompt) -> int:
    """An upper bound of what the prompt's texts cost in tokens, without pictures and answer."""
    texts = cost_of_lines([prompt.instructions, prompt.text])
    return texts + sum(_cost(one) for one in prompt.conversation) + 2 * _MESSAGE


def most_screen_cost(prompt: FusedPrompt) -> int:
    """The same, in no time and seldom near."""
    told = sum(most_tokens(one.question) + most_tokens(one.answer) + 2 * _MESSAGE for one in prompt.conversation)
    return most_tokens(prompt.instructions) + most_tokens(prompt.text) + told + 2 * _MESSAGE
