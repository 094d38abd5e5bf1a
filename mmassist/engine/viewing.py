"""What the app's own eyes see in one picture, beside its text: in the background, only where the tree leaves something open."""

from __future__ import annotations

import asyncio

from mmassist.backends.describer.pixels import is_terminal, shows_pictures
from mmassist.engine.look import Background, Reading
from mmassist.engine.parts import Eyes
from mmassist.errors import MmassistError
from mmassist.perception.elements.finder import Element, Found
from mmassist.perception.elements.naming import Controls, Named, without_text
from mmassist.perception.elements.open_place import is_drawn, open_place
from mmassist.perception.elements.plausible import plausible, telling
from mmassist.perception.elements.whole import LONGEST, looks_like, reduced
from mmassist.values import Box, Frame, PictureKind, Role, Scene, TargetKind

_NAMELESS = frozenset({Role.BUTTON, Role.TOGGLE_BUTTON})


# Where it is known which window's tree would tell what is there.
_OF_ONE_WINDOW = frozenset(TargetKind) - {TargetKind.SCREEN, TargetKind.MONITOR}


def searched_place(scene: Scene) -> Box | None:
    """Where controls are looked for by the pixels, if anything is drawn there. A terminal has none, nor has a picture or a film: what looks
    like one is text, or a picture of one."""
    if scene.target.kind not in _OF_ONE_WINDOW or is_terminal(scene.window) or shows_pictures(scene):
        return None
    return open_place(scene)


def _place(scene: Scene, frame: Frame) -> Box | None:
    place = searched_place(scene)
    return place if place is not None and is_drawn(frame.pixels, place) else None


class Viewing(Background):
    """Belongs to the engine's loop. `controls`: none until they are known, and where the tree leaves nothing open: all is told, or the
    rest is mere ground. `unknown`: where controls are still looked for, so that any text may be what stands in a field for a password;
    picture's space. `had_tree`: whether there was one when it began. `looks_like`: what the whole looks like, where no tree tells what it
    is and that is sure; of a picture that is not the screen's nothing else is looked for."""

    def __init__(self, eyes: Eyes, frame: Frame, scene: Scene, reading: Reading) -> None:
        """`scene`: as the tree has it. `reading`: which of the controls show a text is known when it has ended."""
        self.controls: tuple[Named, ...] = ()
        self.looks_like: PictureKind | None = None
        self.unknown: Box | None = Box(0, 0, frame.width, frame.height) if scene.target.on_screen else None
        self.error: MmassistError | None = None
        self.had_tree = scene.has_outline
        self._eyes = eyes
        self._frame = frame
        self._reading = reading
        super().__init__(self._run(scene) if scene.target.on_screen else self._run_whole(), "viewing")

    async def _run_whole(self) -> None:
        try:
            self._judge(await self._eyes.look(await asyncio.to_thread(reduced, self._frame.pixels)))
        except MmassistError as error:
            self.error = error

    def _judge(self, found: Found) -> None:
        if self._frame.target.on_screen and max(self._frame.width, self._frame.height) > LONGEST:
            return  # it is seen as large as it is, which the rules were not made for
        kind = looks_like(found, (self._frame.width, self._frame.height))
        is_news = kind is not PictureKind.WINDOW or not self._frame.target.on_screen
        self.looks_like = kind if is_news else None

    async def _run(self, scene: Scene) -> None:
        try:
            pixels, nameless = self._frame.pixels, _nameless(scene)
            self.unknown = place = await asyncio.to_thread(_place, scene, self._frame)  # while the gist goes to the voice
            if place is None and not nameless:
                return
            found = await self._eyes.look(pixels) if place is not None else Found((), {})
            if not self.had_tree:
                self._judge(found)
            await self._reading.wait()
            lines = self._reading.lines
            near = [one for one in found.elements if place is not None and place.contains(*one.box.centre)]
            # each control is held against each line: a full window would hold the loop up
            elements = (*nameless, *await asyncio.to_thread(plausible, near, pixels, lines))
            wanted = await asyncio.to_thread(without_text, elements, lines)
            icons = await self._eyes.icons(pixels, wanted) if wanted else {}
            self.controls = await asyncio.to_thread(telling, Controls(elements, icons), lines)
        except MmassistError as error:
            self.error = error
        self.unknown = None


def view(eyes: Eyes | None, frame: Frame, scene: Scene, reading: Reading) -> Viewing | None:
    """A viewing that has begun; None where nobody can look, or the picture is a camera's."""
    is_seen = scene.target.kind is not TargetKind.CAMERA  # what a camera sees is a photo in any case
    return Viewing(eyes, frame, scene, reading) if eyes is not None and eyes.usable and is_seen else None


def would_look(eyes: Eyes | None, scene: Scene) -> bool:
    """Whether there are controls to be looked for, and somebody who can."""
    return eyes is not None and eyes.usable and scene.target.on_screen and searched_place(scene) is not None


def _nameless(scene: Scene) -> tuple[Element, ...]:
    """Buttons of the tree that only their picture can name."""
    return tuple(
        Element("icon button", item.box, item.states, 1.0)
        for item in scene.items
        if item.role in _NAMELESS and item.box is not None and not item.name.strip()
    )
