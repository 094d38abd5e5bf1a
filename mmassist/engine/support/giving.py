"""The rights that a helper has, asks for, is given by the user's word, and loses again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from mmassist.engine.engine import Engine
from mmassist.engine.support.advising import Advising
from mmassist.engine.support.control import Act, Control
from mmassist.engine.support.question import ANSWER, Questions
from mmassist.engine.support.voices import Voices
from mmassist.errors import ConsentRevoked, DeviceMissing, MmassistError, SupportError, as_ours
from mmassist.sayings import run_on, saying
from mmassist.support.consent import Consent, words_of
from mmassist.support.data_channel import LONGEST_CHAT, Chat, FromOwner, Granted, Refused, Rights
from mmassist.support.roles import Right, Role
from mmassist.values import Window
from mmassist.visible import visible

PEER = "helper"
_LET_IN = (Right.VIEW, Right.POINT, Right.CHAT)
"""What letting somebody in gives."""
_GIVEN = (*_LET_IN, Right.HEAR, Right.TALK, Right.ADVISE)
"""What can be given to who asks for it."""
_CONTROLLED = 120.0  # seconds
_SECONDS = 4 * 3600.0
log = logging.getLogger(__name__)


class Giving:
    """Belongs to the engine's loop. `say`: tells the helper. `shared`: what they see just now. `control_of`: makes their hands for a
    window, when the user has said yes; None where there are none."""

    def __init__(
        self,
        engine: Engine,
        consent: Consent,
        questions: Questions,
        name: str,
        key_of: Callable[[str], str],
        say: Callable[[FromOwner], None],
        shared: Callable[[], Window | None],
        control_of: Callable[[Window], Control] | None,
        advising: Advising,
        voices: Voices,
    ) -> None:
        self._engine, self._consent, self._questions = engine, consent, questions
        self._name, self._key_of, self._say = name, key_of, say
        self._shared, self._control_of, self._advising, self._voices = shared, control_of, advising, voices
        self._control: Control | None = None
        self._controls: asyncio.Task[None] | None = None
        self._told_control = False
        self._uses = ""  # as it was said
        self._granted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def let_in(self) -> None:
        """Raises ConsentRevoked, SupportError."""
        self._consent.admit(PEER, Role.HELPER, self._name)
        for right in _LET_IN:
            self._consent.grant(PEER, right, _SECONDS)

    def has(self, right: Right) -> bool:
        return self._consent.allows(PEER, right)

    def require_let_in(self) -> None:
        """Raises ConsentRevoked while they see nothing."""
        if not self.has(Right.VIEW):
            raise ConsentRevoked("nobody sees anything", "Nobody sees your screen.", "Let somebody in first.")

    def write(self, text: str) -> None:
        """What the user writes to them. Raises ConsentRevoked where nobody would read it, or there is nothing to read."""
        self.require_let_in()
        written = visible(text).strip()
        if not written:
            raise ConsentRevoked("nothing to write", "There is nothing to write.", "Say or type what the helper is to read.")
        for at in range(0, len(written), LONGEST_CHAT):
            self._say(Chat(text=written[at : at + LONGEST_CHAT]))
        self._engine.news(saying("Written to {name}.", name=self._name))

    def tell(self) -> None:
        """What is allowed now, to the helper."""
        left = self._consent.left(PEER)
        self._told_control = self._controls_here
        if not self._told_control:
            left.pop(Right.CONTROL, None)  # it holds for another window than they see: for this one they may ask anew
        granted = tuple(Granted(right=right, seconds=round(seconds)) for right, seconds in left.items())
        offered = _GIVEN if self._control_of is None else (*_GIVEN, Right.CONTROL)
        may_ask = tuple(right for right in offered if right not in left and self._consent.may_ask(PEER, right))
        self._say(Rights(granted=granted, may_ask=may_ask))

    def seen(self) -> None:
        """They see another window, perhaps: keyboard and mouse are allowed in one alone."""
        if self._told_control != self._controls_here:
            self.tell()

    def ask(self, right: Right) -> None:
        """The helper asks for it. One question at a time; meanwhile the answer to any other is no."""
        if right is Right.CONTROL and self._control_of is None:
            told = saying("{name} asks to {what}. On this desktop that can't be allowed to anybody.", name=self._name, what=words_of(right))
            self._engine.news(told)
            self._say(Refused(why="no", right=right))
            return
        if right is Right.CONTROL and not self._is_busy and not self._controls_here and (window := self._shared()) is not None:
            asked = saying("{name} asks to use your keyboard and mouse in {title} for two minutes.", name=self._name, title=window.title)
            self._begin(self._decides_control(window, asked))
            return
        if right not in _GIVEN or self._is_busy:
            self._engine.news(saying("{name} asks to {what}. That is not possible now.", name=self._name, what=words_of(right)))
            self._say(Refused(why="no", right=right))
            return
        self._begin(self._decides(right))

    def offer_control(self) -> None:
        """Asks the user whether the helper may use keyboard and mouse, without the helper's asking. Raises ConsentRevoked where that is not
        possible now."""
        self.require_let_in()
        window = self._shared()
        if self._control_of is None or window is None or self._is_busy or self._controls_here:
            raise ConsentRevoked("no control now", "Keyboard and mouse can't be given to anybody just now.", "Go on without.")
        told = saying("{name} would use your keyboard and mouse in {title} for two minutes.", name=self._name, title=window.title)
        self._begin(self._decides_control(window, told))

    @property
    def _is_busy(self) -> bool:
        """Whether the user is asked something, or an answer of theirs is being carried out."""
        return self._task is not None or self._questions.stands

    @property
    def _controls_here(self) -> bool:
        """Whether keyboard and mouse are theirs in the window that they see."""
        window = self._shared()
        return window is not None and self._consent.allows(PEER, Right.CONTROL, str(window.id))

    @property
    def _given(self) -> list[Right]:
        return [right for right in self._consent.left(PEER) if right not in _LET_IN]

    @property
    def has_given(self) -> bool:
        """Whether there is anything for `take_back`."""
        return bool(self._given)

    def take_back(self) -> None:
        """What was given beside what letting in gives. Raises ConsentRevoked where that is nothing."""
        given = self._given
        if not given and self.has(Right.VIEW):
            raise ConsentRevoked(
                "nothing was asked",
                saying("{name} sees what you share, may point and write, and nothing more.", name=self._name),
                saying("To end it at once press {key} twice.", key=self._key_of("stop")),
            )
        if not given:
            raise ConsentRevoked("nothing was asked", "Nothing is asked of you just now.", "Wait until somebody knocks.")
        for right in given:
            self._consent.revoke(PEER, right)
            if right is Right.CONTROL:
                self._end_control()
            elif right is Right.ADVISE:
                self._advising.end()
            self._engine.news(saying("{name} is no longer allowed to {what}.", name=self._name, what=words_of(right)))
        self.tell()
        self._begin(self._voices.use())

    async def expire(self) -> None:
        """Until nothing is allowed any more."""
        while (left := self._consent.expire()) is not None:
            if self._control is not None and Right.CONTROL not in self._consent.left(PEER):
                self._end_control()
                self.tell()
            if not self.has(Right.ADVISE):
                self._advising.end()
            await self._voices.use()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._granted.wait()
            self._granted.clear()

    def close(self) -> None:
        """Nothing is asked any more."""
        if self._task is not None:
            self._task.cancel()
        self._end_control()
        try:
            self._advising.end()
        except SupportError as error:  # it has ended all the same
            self._engine.fault(error)

    def act(self, act: Act) -> None:
        """With the helper's hands, if they have any."""
        if self._control is not None:
            self._control.take(act)

    def take_control_back(self) -> None:
        """Nothing where nobody has it. Raises SupportError where it can't be written down, and has taken it back."""
        if self._control is not None:
            self._lose_control(saying("{name} is no longer allowed to {what}.", name=self._name, what=words_of(Right.CONTROL)))

    def _lose_control(self, told: str) -> None:
        self._end_control()
        self._engine.news(told)
        try:
            self._consent.revoke(PEER, Right.CONTROL)
        finally:
            self.tell()

    def _end_control(self) -> None:
        self._control = None
        self._engine.withdraw(self._uses)
        if self._controls is not None:
            self._controls.cancel()
            self._controls = None

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.create_task(work, name="rights of a helper")
        self._task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        if task is self._task:
            self._task = None
        self._hear(task)

    def _hear(self, task: asyncio.Task[None]) -> None:
        """Whatever has ended it is heard."""
        if not task.cancelled() and (error := task.exception()) is not None:
            ours = as_ours(error)
            log.warning("rights of a helper: %s", ours)
            self._engine.fault(ours)

    async def _decides(self, right: Right) -> None:
        question = run_on(
            saying("{name} asks to {what}.", name=self._name, what=words_of(right)),
            saying("To allow it: {key}.", key=self._key_of("admit")),
            saying("If not, refuse: {key}.", key=self._key_of("refuse")),
        )
        allowed = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER):
                allowed = await self._questions.ask(question)
        if not allowed:
            self._say(Refused(why="no", right=right))
            return
        self._consent.grant(PEER, right, _SECONDS)
        try:
            await self._voices.use()
            if right is Right.ADVISE:
                self._advising.begin(_SECONDS)
        except (DeviceMissing, SupportError):
            self._consent.revoke(PEER, right)
            self._say(Refused(why="no", right=right))
            raise
        self._engine.news(saying("{name} is now allowed to {what}.", name=self._name, what=words_of(right)))
        self.tell()

    async def _decides_control(self, window: Window, told: str) -> None:
        question = run_on(
            told,
            saying("To allow it: {key}.", key=self._key_of("admit")),
            saying("If not, refuse: {key}.", key=self._key_of("refuse")),
        )
        allowed = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER):
                allowed = await self._questions.ask(question)
        if not allowed or self._control_of is None:
            self._say(Refused(why="no", right=Right.CONTROL))
            return
        if (before := self._controls) is not None:  # in another window: what they still press there is not the user's
            self._end_control()
            await asyncio.wait([before])
        self._consent.grant(PEER, Right.CONTROL, _CONTROLLED, str(window.id))
        self._granted.set()
        self._control = self._control_of(window)
        self._controls = asyncio.create_task(self._control.run(), name="a helper's hands")
        self._controls.add_done_callback(self._control_done)
        self._uses = run_on(
            saying("{name} now uses your keyboard and mouse in {title}, for two minutes.", name=self._name, title=window.title),
            "Any key of yours ends it.",
        )
        self._engine.news(self._uses)
        self.tell()

    def _control_done(self, task: asyncio.Task[None]) -> None:
        self._hear(task)  # also what failed while hands that were taken back were let go of
        if task is not self._controls:
            return
        self._controls = None
        if task.cancelled():
            return
        try:
            if self._control is not None:
                self._lose_control(
                    saying("You have your keyboard and mouse for yourself again: {name} can't use them any more.", name=self._name)
                )
        except MmassistError as error:  # it is taken back all the same
            self._engine.fault(error)
