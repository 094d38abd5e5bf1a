"""The assistant's suggestions, shown to a helper who may send, change or drop each: masked as all that they see, and about that alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mmassist.engine.troubleshooting.companion import Companion, Suggestion
from mmassist.privacy import exclusion, masking
from mmassist.privacy.vault import Vault
from mmassist.sayings import saying
from mmassist.support.consent import Consent
from mmassist.support.data_channel import Advice, Advise, FromOwner, Spoken
from mmassist.support.roles import Right, Role
from mmassist.values import Scene, Window
from mmassist.visible import visible

AGENT = "agent"
_NAME = "mmassist"
_NOTHING = Advice(state="none")


class Assistant(Protocol):
    """Who works through a problem with the user: `engine.troubleshooting.guide.Guide`."""

    def join(self, companion: Companion) -> None: ...

    def leave(self, companion: Companion) -> None: ...

    def decide(self, number: int, say: str | None = None, *, told: bool) -> bool: ...

    def think_again(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Peers:
    """`peer`: the helper in `consent`; `name`: as they call themselves."""

    consent: Consent
    peer: str
    name: str


class Advising:
    """The companion at the helper's end, while they have the right. Belongs to the engine's loop. `say`: tells the helper; `own`: the app's
    words in the user's language; `shared`: the window that the helper sees just now."""

    def __init__(
        self,
        assistant: Assistant,
        peers: Peers,
        say: Callable[[FromOwner], None],
        own: Callable[[str], str],
        shared: Callable[[], Window | None],
        masks: masking.Options,
    ) -> None:
        self._assistant, self._say, self._own = assistant, say, own
        self._consent, self._peer, self.name = peers.consent, peers.peer, peers.name
        self._shared, self._masks = shared, masks
        self._now, self._vault = _NOTHING, Vault()

    def use(self, masks: masking.Options) -> None:
        """From the next suggestion on."""
        self._masks = masks

    def begin(self, seconds: float) -> None:
        """Raises ConsentRevoked, SupportError."""
        self._consent.admit(AGENT, Role.AGENT, _NAME)
        self._consent.grant(AGENT, Right.CHAT, seconds)
        self._tell(_NOTHING)
        self._assistant.join(self)

    def end(self) -> None:
        """The assistant speaks by itself again. Idempotent. Raises SupportError where it can't be written down, and has ended."""
        self._assistant.leave(self)
        self._consent.dismiss(AGENT)

    def take(self, advise: Advise) -> None:
        """The helper's word. One on a suggestion that waits no more is answered with what stands now."""
        if advise.act == "again":
            self._assistant.think_again()
            return
        waited = self._now
        changed = self._vault.unmask(advise.text) if advise.text is not None else None
        if advise.number != waited.number or not self._assistant.decide(advise.number, changed, told=advise.act == "send"):
            self._say(self._now)
            return
        text = advise.text or waited.text
        state: dict[str, object] = {"state": "sent" if advise.act == "send" else "dropped", "text": text, "news": ""}
        self._tell(waited.model_copy(update=state))
        if advise.act == "send":
            self._say(Spoken(text=f"{self._own(saying('{name}, with the assistant:', name=self.name))} {text}"))

    async def shown(self, suggestion: Suggestion, scene: Scene, *, told: bool) -> bool:
        if not self._is_theirs(suggestion, scene.window):
            self._tell(_NOTHING)
            return False
        texts = (suggestion.say, suggestion.problem, suggestion.news)
        masked = await asyncio.to_thread(masking.mask, masking.Material(scene, None, texts), self._masks)
        if not self._is_theirs(suggestion, scene.window):  # it has been a while
            return False
        self._vault = masked.vault
        say, problem, news = (visible(text) for text in masked.texts)
        self._tell(Advice(state="sent" if told else "open", number=suggestion.number, text=say, problem=problem, news=news))
        return True

    def thinks(self) -> None:
        self._tell(Advice(state="thinking"))

    def gives_up(self) -> None:
        self._tell(Advice(state="dropped"))

    def over(self) -> None:
        self._tell(_NOTHING)

    def _is_theirs(self, suggestion: Suggestion, window: Window | None) -> bool:
        """Whether they may, and both the problem and what it was seen in are of the program that they see."""
        if not (self._consent.allows(self._peer, Right.ADVISE) and self._consent.allows(AGENT, Right.CHAT)):
            return False
        shared = self._shared()
        if shared is None or shared.pid is None or suggestion.pid != shared.pid:
            return False
        return window is None or (window.pid == shared.pid and not exclusion.is_excluded(window, self._masks.excluded))

    def _tell(self, advice: Advice) -> None:
        self._now = advice
        if self._consent.allows(self._peer, Right.ADVISE):
            self._say(advice)
