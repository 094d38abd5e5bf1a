"""A helper's hands on the user's keyboard and mouse: for one grant, in one window, and each thing heard.

Nothing of it is there before the user has said yes; a key of the user's own ends it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mmassist.backends.describer.walk import told
from mmassist.desktop.contracts import RemoteInput
from mmassist.engine.engine import Engine
from mmassist.engine.parts import Parts
from mmassist.engine.support.pointing import pointed_at
from mmassist.engine.support.sharing import Sharing
from mmassist.engine.support.together import together
from mmassist.errors import ActRefused
from mmassist.plurals import counted
from mmassist.sayings import Saying, run_on, saying
from mmassist.support import remote_keys
from mmassist.support.data_channel import Click, FromOwner, Press, Scroll, Spoken, Type
from mmassist.values import Outline, Role, Window
from mmassist.visible import visible

Act = Click | Scroll | Press | Type
_POLL = 0.03  # seconds between two looks for the user's own hands
_TREE = 8.0  # seconds for a tree, all of it: 5,000 controls take half of it
_SETTLING = 0.1  # for a program to move its focus after something was done
_LETTING_GO = 3.0  # for the user to let go of keys and buttons
_SUMMED = 1.0  # seconds without more of the same, and it is told what it came to
_WAITING = 40  # acts at most that wait for those before
_AT_ONCE = 10  # characters that are typed before it is looked again where they go
_NOT_DONE = "It is not done."


class Control:
    """Belongs to the engine's loop. `allowed`: asked before each act. `say`: tells the helper."""

    def __init__(
        self,
        engine: Engine,
        parts: Parts,
        sharing: Sharing,
        remote: RemoteInput,
        window: Window,
        name: str,
        allowed: Callable[[], bool],
        say: Callable[[FromOwner], None],
    ) -> None:
        self._engine, self._parts, self._sharing = engine, parts, sharing
        self._remote, self._window, self._name = remote, window, name
        self._allowed, self._say = allowed, say
        self._acts: asyncio.Queue[Act] = asyncio.Queue(_WAITING)
        self._typed = self._turned = 0
        self._soon: asyncio.TimerHandle | None = None
        self._refused = ""

    def take(self, act: Act) -> None:
        """In its turn. What comes while too much waits is not done, which is said."""
        try:
            self._acts.put_nowait(act)
        except asyncio.QueueFull:
            self._refuse(ActRefused("too much waits", "They do more than can be done at once.", _NOT_DONE))

    async def run(self) -> None:
        """Returns when the user has pressed something themselves. Raises DesktopError, ActRefused where it is not possible here."""
        try:
            await asyncio.to_thread(self._remote.open)
            await together(self._watches(), self._works())
        finally:
            self._remote.close()
            self._sum_up()

    async def _watches(self) -> None:
        while not await asyncio.to_thread(self._remote.is_touched):  # noqa: ASYNC110 - the display has no event of ours
            await asyncio.sleep(_POLL)

    async def _works(self) -> None:
        while True:
            act = await self._acts.get()
            try:
                await self._do(act)
            except ActRefused as error:
                self._refuse(error)
            else:
                self._refused = ""
            await asyncio.sleep(_SETTLING)

    async def _do(self, act: Act) -> None:
        await self._wait_for_empty_hands()
        if isinstance(act, Click):
            await self._click(act)
        elif isinstance(act, Scroll):
            await self._scroll(act)
        elif isinstance(act, Press):
            await self._press(act)
        else:
            await self._type(act.text)

    async def _click(self, click: Click) -> None:
        x, y, index = await self._place(click)
        scene, outward = self._sharing.scene, self._sharing.outward
        if scene is None or outward is None:
            raise _moved()
        outline = await self._outline()
        if any(node.role is Role.PASSWORD and node.box is not None and node.box.contains(x, y) for node in outline.nodes):
            raise _password()
        if not outline.complete:
            raise _not_told()
        self._require_here()
        await asyncio.to_thread(self._remote.click, x, y, click.button, click.times)
        if click.button == "right":
            done = saying("{name} clicks with the right button:", name=self._name)
        elif click.button == "middle":
            done = saying("{name} clicks with the middle button:", name=self._name)
        elif click.times == 2:
            done = saying("{name} clicks twice:", name=self._name)
        else:
            done = saying("{name} clicks:", name=self._name)
        self._sum_up()
        self._engine.announce(done)
        if 0 <= index < len(outward.items):
            self._engine.tell(told(scene, index, self._engine.language))
            self._say(Spoken(text=visible(told(outward, index, self._engine.language))))
        else:
            self._engine.announce("A place where I know of nothing.")

    async def _scroll(self, scroll: Scroll) -> None:
        if not scroll.steps:
            return
        x, y, _ = await self._place(scroll)
        self._require_here()
        await asyncio.to_thread(self._remote.turn, x, y, scroll.steps)
        if self._typed or self._turned * scroll.steps < 0:
            self._sum_up()
        self._turned += scroll.steps
        self._sum_up_soon()

    async def _press(self, press: Press) -> None:
        key = remote_keys.allowed(press)
        if key is None:
            raise ActRefused("not in the table", saying("{name} presses a key that helpers may not press.", name=self._name), _NOT_DONE)
        if not key.moves:
            await self._require_no_password()
        self._require_here()
        await asyncio.to_thread(self._remote.press, key.keysym, key.modifiers)
        self._sum_up()
        self._tell(saying("{name} presses {key}.", name=self._name, key=run_on(*key.modifiers, key.cap)))

    async def _type(self, text: str) -> None:
        for at in range(0, len(text), _AT_ONCE):
            await self._require_no_password()
            for character in text[at : at + _AT_ONCE]:
                self._require_here()
                await asyncio.to_thread(self._remote.type, character)
                if self._turned:
                    self._sum_up()
                self._typed += 1
                self._sum_up_soon()
            await asyncio.sleep(_SETTLING)

    async def _wait_for_empty_hands(self) -> None:
        """Raises ActRefused where a key stays down, with which all would mean something else."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + _LETTING_GO
        while await asyncio.to_thread(self._remote.is_held):
            if loop.time() > ends:
                raise ActRefused("a key is held", "A key or a button is held down, so nothing is done.", "Let go of it.")
            await asyncio.sleep(_POLL)

    def _require_here(self) -> None:
        """Just before something is done. Raises ActRefused where it is not allowed any more, or another window is in front."""
        if not self._allowed():
            raise ActRefused("no right", "They are not allowed that any more.", _NOT_DONE)
        front = self._parts.windows.in_front() if self._parts.windows is not None else None
        if front is None or front.id != self._window.id:
            raise ActRefused(
                "another window", "Another window is in front now, which they may not use.", "Go back to it, or allow it here."
            )

    async def _place(self, act: Click | Scroll) -> tuple[int, int, int]:
        """In the desktop's space, and the index of what is there. Raises ActRefused where the window is not what the helper sees, or
        something of another program lies there."""
        scene, windows = self._sharing.scene, self._parts.windows
        front = windows.in_front() if windows is not None else None
        if scene is None or scene.window is None or front is None or scene.window.id != self._window.id:
            raise _moved()
        if front.id == self._window.id and front.box != scene.window.box:
            raise _moved()
        width, height = scene.size
        left, top = min(act.x * width, width - 1), min(act.y * height, height - 1)
        x, y = int(scene.origin[0] + left), int(scene.origin[1] + top)
        if not (front.frame or front.box).contains(x, y) or not await asyncio.to_thread(self._is_uncovered, x, y):
            raise ActRefused("covered", "Something else lies there, which they may not use.", "Close it, or move it away.")
        return x, y, pointed_at(scene, left, top)

    def _is_uncovered(self, x: int, y: int) -> bool:
        under = self._parts.under
        found = under.at(x, y) if under is not None else self._window
        if found is None or under is None or found.id == self._window.id:
            return found is not None
        return found.pid is not None and found.pid == self._window.pid and any(one.id == found.id for one in under.popups())

    async def _outline(self) -> Outline:
        """Read anew. Raises ActRefused where the program tells nothing: then it may ask for a password just now."""
        outlines = self._parts.outlines
        outline = await outlines.read(self._window, deadline=_TREE, whole=True) if outlines is not None else None
        if outline is None:
            raise _not_told()
        return outline

    async def _require_no_password(self) -> None:
        outline = await self._outline()
        if outline.focus >= 0:
            if outline.nodes[outline.focus].role is Role.PASSWORD:
                raise _password()
        elif not outline.complete or any(node.role is Role.PASSWORD for node in outline.nodes):
            raise _password()

    def _refuse(self, error: ActRefused) -> None:
        """Said once, until something is done again."""
        self._sum_up()
        if self._refused != str(error):
            self._refused = str(error)
            self._engine.fault(error)
            self._say(Spoken(text=self._engine.own(error.told)))

    def _tell(self, done: Saying) -> None:
        self._engine.announce(done)
        self._say(Spoken(text=self._engine.own(done)))

    def _sum_up_soon(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
        self._soon = asyncio.get_running_loop().call_later(_SUMMED, self._sum_up)

    def _sum_up(self) -> None:
        """Of letters and turns of the wheel, which come in numbers."""
        if self._soon is not None:
            self._soon.cancel()
        if self._typed:
            self._tell(saying("{name} types {count}.", name=self._name, count=counted(self._typed, "character")))
        elif self._turned:
            down, up = saying("{name} scrolls down.", name=self._name), saying("{name} scrolls up.", name=self._name)
            self._tell(down if self._turned > 0 else up)
        self._typed = self._turned = 0


def _moved() -> ActRefused:
    return ActRefused("not what they see", "The window is not as they see it just now.", _NOT_DONE)


def _not_told() -> ActRefused:
    told_why = "This program does not tell whether it asks for a password, so nobody else may write in it."
    return ActRefused("no tree", told_why, "Do it yourself, as they tell you.")


def _password() -> ActRefused:
    return ActRefused("a password field", "A password is asked for there, and nobody else may write one.", "Write it yourself.")
