"""An `Answering` over given backends, with the user's rules as a test wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmassist.backends import catalogue
from mmassist.backends.base import Backend
from mmassist.backends.captioner.captioner import Captioner
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.embedded import EmbeddedBackend
from mmassist.dialogue import presets
from mmassist.dialogue.cache import AnswerCache
from mmassist.dialogue.cache import Options as CacheOptions
from mmassist.engine.answer import Answering
from mmassist.engine.border import Border
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.engine.choosing import Choosing, Known, Rules
from mmassist.privacy import masking


class Silent(Captioner):
    """Can tell nothing, and starts no process."""

    async def answer(self, question: str, things: Sequence[Thing], names: Sequence[str], texts: Sequence[str] = ()) -> str:
        return ""


@dataclass
class FakeAnswering:
    """`backends`: asked in this order, before the embedded one. `agreed`: names of those whose vendor the user has agreed to."""

    backends: tuple[Backend, ...] = ()
    rules: Rules | None = None
    agreed: set[str] = field(default_factory=set)
    spent: tuple[float, float] = (0.0, 0.0)
    hiding: masking.Options = field(default_factory=masking.Options)
    made: Answering | None = None

    async def spending(self) -> tuple[float, float]:
        return self.spent

    def answering(self) -> Answering:
        rows, _ = catalogue.load()
        brains = [Brain(backend.name, "openai", backend, rows.default("openai")) for backend in self.backends]
        brains.append(Brain(EMBEDDED, EMBEDDED, EmbeddedBackend(captioner=Silent())))
        rules = self.rules or Rules(order=tuple(brain.name for brain in brains))
        known = Known(
            consented=lambda brain: brain.name in self.agreed,
            terms=lambda brain: f"{brain.name} keeps nothing.",
            spent=self.spending,
            first_token=lambda name: None,
        )
        built_in = presets.load()
        border = Border(self.hiding, built_in, "en")
        choosing = Choosing(brains, rules, built_in, known)
        self.made = Answering(border, choosing, AnswerCache(CacheOptions()), lambda brain: self.agreed.add(brain.name))
        return self.made
