"""What the captioner says of windows of real programs, known by their pixels alone: how much of what it names is there, by their trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mmassist.backends.captioner.captioner import Captioner, Written
from mmassist.backends.captioner.claims import named
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.scenes import of_pixels, things_of
from mmassist.backends.captioner.words import words
from mmassist.evaluation.eyes.tree import Control
from mmassist.evaluation.metrics import Hallucination, chair
from mmassist.perception.elements.naming import Named
from mmassist.perception.watching.words import same_name
from mmassist.values import Frame

INVENTED = 0.05
"""Of what is named, the part that may not be there."""

QUESTIONS = (
    "what am i looking at",
    "summarise the screen",
    "what could i do now",
    "which things can i use",
    "what buttons do you see",
    "what check boxes do you see",
    "what tabs do you see",
    "what menu items do you see",
    "how many buttons can you see",
    "how many text fields can you see",
    "which check boxes have a tick",
    "which is the chosen one",
)
"""Ways to ask that no training saw, about all that is there."""

_ROLE: Mapping[str, str] = {"icon button": "button"}


@dataclass(frozen=True, slots=True)
class Answer:
    """`things`: the names and roles that it names; `there`: those of them that the tree has; `spoken`: the app would say it."""

    things: tuple[str, ...]
    there: frozenset[str]
    spoken: bool


@dataclass(frozen=True, slots=True)
class CaptionReport:
    """`written`: of all that the network writes; `spoken`: of what is left once it was held against what was seen."""

    questions: int
    written: Hallucination
    spoken: Hallucination

    @property
    def met(self) -> bool:
        return self.written.named > 0 and self.written.per_thing <= INVENTED


async def asked(frame: Frame, controls: Sequence[Named], present: Sequence[Control], captioner: Captioner) -> list[Answer]:
    """All questions about one window; none where it has more controls than the captioner is told. `controls`: as the eyes see it;
    `present`: as its tree has it. Raises as `Captioner.write`."""
    known = things_of(of_pixels((control.item for control in controls), (frame.width, frame.height)))
    if known is None:
        return []
    things = known[0]
    return [judged(await captioner.write(question, things), things, present) for question in QUESTIONS]


def judged(answer: Written, things: Sequence[Thing], present: Sequence[Control]) -> Answer:
    """What is named, and what of it is there. Pure."""
    known, written = words(), answer.numbers
    names = [things[at].label for at in named(written, known) if at < len(things)]
    roles = [known.roles[known.all[number]] for number in written if number < len(known.all) and known.all[number] in known.roles]
    there = {name for name in names if any(same_name(name, control.name) for control in present)}
    there |= {_ROLE.get(control.kind, control.kind) for control in present}
    # "I see no sliders" names none
    told = () if known.number("no") in written else (*names, *roles)
    return Answer(tuple(told), frozenset(there), answer.holds(things))


def summed(answers: Sequence[Answer]) -> CaptionReport:
    spoken = [answer for answer in answers if answer.spoken]
    return CaptionReport(len(answers), chair((one.things, one.there) for one in answers), chair((one.things, one.there) for one in spoken))
