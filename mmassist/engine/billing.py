"""What an answer costs: by the reply's own count of tokens, else by an estimate that is rather too high, so that limits are kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmassist.backends import catalogue, pictures
from mmassist.dialogue.fusion import most_screen_cost, screen_cost
from mmassist.dialogue.tokens import estimated_tokens
from mmassist.engine.brains import Brain
from mmassist.errors import AnswerCut, BadAnswer, MmassistError, PluginError, Refused, TimedOut
from mmassist.values import FusedPrompt, Usage

# After these the service may have worked, and bill for it; the others say that it never began.
_WORKED = (AnswerCut, BadAnswer, PluginError, Refused, TimedOut)


def is_free(brain: Brain) -> bool:
    """Whether its answers cost nothing."""
    return not brain.bills or brain.backend.capabilities.local


def used(brain: Brain, prompt: FusedPrompt, usage: Usage) -> Usage:
    """What the reply counts, with what the pictures cost by the catalogue's rule where it does not tell."""
    if brain.model is None or usage.image is not None or not prompt.pictures:
        return usage
    return replace(usage, image=pictures.image_tokens(prompt.pictures, brain.model.pictures))


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of the tokens of all that is sent. Counted when it is asked for, which takes milliseconds and is seldom needed.

    `prompt`: None where it costs nothing; `images`: tokens of its pictures.
    """

    prompt: FusedPrompt | None = None
    images: int = 0

    @property
    def most(self) -> int:
        """It can't be more, but will be a fraction of it. Costs microseconds."""
        return self.images + most_screen_cost(self.prompt) if self.prompt is not None else 0

    @property
    def likely(self) -> int:
        """Rather too many. Takes milliseconds for a long prompt."""
        return self.images + screen_cost(self.prompt) if self.prompt is not None else 0


def estimated_input(brain: Brain, prompt: FusedPrompt) -> Estimate:
    """Of all that is sent; of 0 tokens where they cost nothing."""
    if is_free(brain) or brain.model is None:
        return Estimate()
    return Estimate(prompt, pictures.image_tokens(prompt.pictures, brain.model.pictures))


def cost(brain: Brain, sent: Estimate, usage: Usage, answer: str) -> float | None:
    """US dollars, None where no price is known. `answer`: all that came. It and what was `sent` count where the reply counts nothing,
    or never came to its end."""
    if is_free(brain):
        return 0.0
    if brain.model is None:
        return None
    known = replace(
        usage,
        input=sent.likely if usage.input is None else usage.input,
        output=estimated_tokens(answer) if usage.output is None else usage.output,
    )
    return catalogue.cost(brain.model, known)


def most(brain: Brain, sent: Estimate, longest: int) -> float:
    """US dollars that a request will not exceed with an answer of `longest` tokens; 0 where no price is known."""
    return cost(brain, sent, Usage(input=sent.most, output=longest), "") or 0.0


def may_bill(error: MmassistError) -> bool:
    """Whether a request that ended with `error` may be billed all the same."""
    return isinstance(error, _WORKED)
