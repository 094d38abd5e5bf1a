"""What an answer costs: by the reply's own count of tokens, else by an estimate that is rather too high, so that limits are kept. Pure."""

from __future__ import annotations

from dataclasses import replace

from mmassist.backends import catalogue, pictures
from mmassist.dialogue.fusion import screen_cost
from mmassist.dialogue.tokens import estimated_tokens
from mmassist.engine.brains import Brain
from mmassist.errors import AnswerCut, BadAnswer, MmassistError, Refused, TimedOut
from mmassist.values import FusedPrompt, Usage

# After these the service may have worked, and bill for it; the others say that it never began.
_WORKED = (AnswerCut, BadAnswer, Refused, TimedOut)


def is_free(brain: Brain) -> bool:
    """Whether its answers cost nothing."""
    return not brain.bills or brain.backend.capabilities.local


def used(brain: Brain, prompt: FusedPrompt, usage: Usage) -> Usage:
    """What the reply counts, with what the pictures cost by the catalogue's rule where it does not tell."""
    if brain.model is None or usage.image is not None or not prompt.pictures:
        return usage
    return replace(usage, image=pictures.image_tokens(prompt.pictures, brain.model.pictures))


def estimated_input(brain: Brain, prompt: FusedPrompt) -> int:
    """Tokens of all that is sent; 0 where they cost nothing. Some ten milliseconds for a long prompt."""
    if is_free(brain) or brain.model is None:
        return 0
    return screen_cost(prompt) + pictures.image_tokens(prompt.pictures, brain.model.pictures)


def cost(brain: Brain, sent: int, usage: Usage, answer: str) -> float | None:
    """US dollars, None where no price is known. `sent`: of `estimated_input`; `answer`: all that came. They count where the reply
    counts nothing, or never came to its end."""
    if is_free(brain):
        return 0.0
    if brain.model is None:
        return None
    known = replace(
        usage,
        input=sent if usage.input is None else usage.input,
        output=estimated_tokens(answer) if usage.output is None else usage.output,
    )
    return catalogue.cost(brain.model, known)


def most(brain: Brain, sent: int, longest: int) -> float:
    """US dollars that a request will cost with an answer of `longest` tokens; 0 where no price is known."""
    return cost(brain, sent, Usage(output=longest), "") or 0.0


def may_bill(error: MmassistError) -> bool:
    """Whether a request that ended with `error` may be billed all the same."""
    return isinstance(error, _WORKED)
