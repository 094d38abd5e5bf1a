"""What the user does to an item through the app: the pointer goes to it, the focus, or, at a second word of theirs, a click.

No backend has a part in it: the item is the user's choice, found again by the tree and the pixels.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from mmassist.backends.describer.controls import focus as focus_said
from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.walk import told
from mmassist.desktop.contracts import Hand
from mmassist.dialogue.commands import Match
from mmassist.engine.engine import Engine
from mmassist.engine.parts import Parts
from mmassist.engine.reaching import Reached, Reaching, is_unavailable, looks_alike
from mmassist.engine.walking import Stop, Walk
from mmassist.errors import ActRefused, SceneStale, as_ours
from mmassist.perception.scene import merge
from mmassist.values import Node, Outline, Pixels, Target, Window

log = logging.getLogger(__name__)

ASKED = "To click it, say confirm, or press the key for that."
_ONLY_CONFIRM = "A yes is not enough for a click: say confirm, or press the key for that."
_CLICKED = "Clicked."

_HOLDS = 20.0  # seconds for which a click can be confirmed
_LETTING_GO = 3.0  # for the user to let go of keys and buttons
_FOCUSING, _LOOKS = 1.0, 12  # for a tree in which the focus is looked for, and how often that is
_SETTLING, _CHANGING = 0.4, 1.2  # for a window to repaint, and for another one to come
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class _Asked:
    """A click that was asked about. `at`, `until`: the loop's seconds; `picture`: what the item looked like."""

    stop: Stop
    reached: Reached
    picture: Pixels | None
    at: float
    until: float


class Acting:
    """Belongs to the engine's loop. One act at a time; a newer one ends the one before."""

    def __init__(self, engine: Engine, parts: Parts, walk: Walk, look_again: Callable[[bool], None]) -> None:
        """`look_again` begins a turn: a description, where another window came (true), or what has changed."""
        self._engine = engine
        self._parts = parts
        self._walk = walk
        self._look_again = look_again
        self._reaching = Reaching(parts, engine.screen, engine.frame_of)
        self._asked: _Asked | None = None
        self._task: asyncio.Task[None] | None = None
        self.actions: dict[str, Callable[[Match, float], None]] = {
            "go-pointer": lambda match, at: self._begin(self._point),
            "go-focus": lambda match, at: self._begin(self._focus),
            "click": lambda match, at: self._begin(self._ask),
            "confirm": lambda match, at: self._confirmed(),
        }

    def answer_yes(self) -> bool:
        """Whether a click is what was asked about: a yes alone does not do it, and that is said."""
        if self._asked is None or asyncio.get_running_loop().time() > self._asked.until:
            return False
        self._engine.announce(_ONLY_CONFIRM)
        return True

    async def asks(self) -> bool:
        """Waits for what is under way; whether a click is asked about then."""
        if self._task is not None:
            await asyncio.wait([self._task])
        return self._asked is not None

    def forget(self) -> None:
        """Something else is wanted: a click that was asked about is not to be done any more, nor anything that is under way."""
        self._asked = None
        if self._task is not None:
            self._task.cancel()

    async def aclose(self) -> None:
        """Ends what is under way. Idempotent."""
        self.forget()
        if self._task is not None:
            await asyncio.wait([self._task])

    def _begin(self, act: Callable[[Stop], Coroutine[Any, Any, None]]) -> None:
        """Raises NoWindow where the user is at no item."""
        turn = self._engine.seen
        self._engine.make_way()
        self._walk.follow(turn)
        here = self._walk.here()
        self._walk.stand(here.index)
        self._run(act(here))

    def _run(self, act: Coroutine[Any, Any, None]) -> None:
        self.forget()
        self._task = asyncio.create_task(act, name="act")
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Whatever ends it is heard; what is no error of ours is named by its kind alone, for its text may quote what is on the screen."""
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            ours = as_ours(error)
            log.warning("act: %s", ours)
            self._engine.fault(ours)
        self._engine.catch_up()

    def _name(self, stop: Stop) -> str:
        return told(stop.scene, stop.index, self._walk.language)

    async def _point(self, stop: Stop) -> None:
        reached = await self._reaching.reach(stop, bring=True)
        await asyncio.to_thread(self._hand.point, *reached.place)
        self._engine.announce("The pointer is on it:")
        self._engine.tell(self._name(stop))

    async def _focus(self, stop: Stop) -> None:
        reached = await self._reaching.reach(stop, bring=True)
        if reached.outline is None or reached.node < 0 or self._parts.outlines is None:
            told_why = "Only the picture shows this, so it can't be given the focus."
            raise ActRefused("no node", told_why, "Move the pointer to it, or click it.")
        given = await self._parts.outlines.focus(reached.outline, reached.node)
        said = await self._focus_on(reached)
        if not said:
            reason = "the focus did not come" if given else "the program refused the focus"
            raise ActRefused(reason, "The program did not give it the focus.", "It may be nothing that takes keys. Try the Tab key.")
        self._engine.tell(said)

    async def _focus_on(self, reached: Reached) -> str:
        """What is said of the focus once it is on the item, or inside of it; "" where it does not come."""
        assert self._parts.outlines is not None and reached.outline is not None  # noqa: S101 - narrows the types
        for _ in range(_LOOKS):
            now = await self._parts.outlines.read(reached.window, deadline=_FOCUSING)
            if now is not None and _is_focus_within(now, reached.outline.nodes[reached.node]):
                box = reached.window.box
                scene = merge(target=Target(), window=reached.window, frame_box=box, outline=now, lines=(), text_read=False)
                return focus_said(context_of(scene, language=self._walk.language))
            await asyncio.sleep(_POLL)
        return ""

    async def _ask(self, stop: Stop) -> None:
        reached = await self._reaching.reach(stop, bring=False)
        self._require_usable(reached)
        picture = await self._reaching.picture(reached)
        now = asyncio.get_running_loop().time()
        self._asked = _Asked(stop, reached, picture, now, now + _HOLDS)
        self._engine.tell(self._name(stop))
        self._engine.announce(ASKED)

    def _confirmed(self) -> None:
        """Only what was asked just now, and heard to be asked, is done."""
        asked, now = self._asked, asyncio.get_running_loop().time()
        if asked is None or now > asked.until:
            self._asked = None
            raise ActRefused("nothing was asked", "There is nothing to confirm.", "Say click first: you hear then what would be clicked.")
        if not self._engine.has_sounded(self._engine.own(ASKED), asked.at):
            raise ActRefused("confirmed unheard", "I have not said yet what would be clicked.", "Listen first, then confirm.")
        self._engine.make_way()
        self._run(self._click(asked))

    async def _click(self, asked: _Asked) -> None:
        reached = await self._reaching.reach(asked.stop, bring=False)
        self._require_usable(reached)
        # one that only the picture shows was reached, so that it is drawn as it was told; it may be lit by the pointer since it was asked
        is_alike = asked.stop.item.is_by_look or looks_alike(asked.picture, await self._reaching.picture(reached))
        if reached.box != asked.reached.box or not is_alike:
            told_why = "This does not look as it did when I asked, so nothing is done."
            raise SceneStale("it looks otherwise", told_why, "Describe the window again.")
        self._engine.remember(asked.stop.scene)
        await self._do(reached)
        self._engine.announce(_CLICKED)
        is_another = await self._settled(reached.window)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LETTING_GO):
                await self._parts.mouth.drained(0)
        self._look_again(is_another)

    async def _do(self, reached: Reached) -> None:
        """By the program's own action where it offers one; else with the mouse, once no key is held that makes another click of it."""
        outlines, outline, node = self._parts.outlines, reached.outline, reached.node
        if outline is not None and node >= 0 and outlines is not None and await outlines.press(outline, node):
            return
        hand, loop = self._hand, asyncio.get_running_loop()
        ends = loop.time() + _LETTING_GO
        while await asyncio.to_thread(hand.is_held):
            if loop.time() > ends:
                raise ActRefused("a key is held", "A key or a button is held down, so nothing is clicked.", "Let go of it, then try again.")
            await asyncio.sleep(_POLL)
        await asyncio.to_thread(self._reaching.require_uncovered, reached)
        await asyncio.to_thread(hand.click, *reached.place)

    async def _settled(self, window: Window) -> bool:
        """Waits until what the click did can be seen; whether another window is in front then."""
        assert self._parts.windows is not None  # noqa: S101 - narrows the type
        loop = asyncio.get_running_loop()
        ends = loop.time() + _CHANGING
        while loop.time() < ends:
            front = self._parts.windows.in_front()
            if front is not None and front.id != window.id:
                await asyncio.sleep(_SETTLING)
                return True
            await asyncio.sleep(_POLL)
        return False

    def _require_usable(self, reached: Reached) -> None:
        if is_unavailable(reached):
            raise ActRefused("disabled", "This is unavailable now, so it can't be clicked.", "See what is to be filled in or chosen first.")

    @property
    def _hand(self) -> Hand:
        if self._parts.hand is None:
            raise ActRefused("no display", "There is no graphical session here.", "Log in to a desktop, then try again there.")
        return self._parts.hand()


def _is_focus_within(outline: Outline, wanted: Node) -> bool:
    at = outline.focus
    while at >= 0:
        node = outline.nodes[at]
        if (node.role, node.name, node.box) == (wanted.role, wanted.name, wanted.box):
            return True
        at = node.parent
    return False
