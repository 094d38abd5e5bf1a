"""What the app's own eyes see in one picture, beside its text: in the background, only where the tree leaves something open."""

from __future__ import annotations

import asyncio

from mmassist.backends.describer.pixels import is_terminal, shows_pictures
from mmassist.engine.look import Background, Reading
from mmassist.engine.parts import Eyes
from mmassist.errors import MmassistError
from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import Controls, Named, without_text
from mmassist.perception.elements.open_place import is_drawn, open_place
from mmassist.perception.elements.plausible import plausible, telling
from mmassist.values import Box, Frame, Role, Scene, TargetKind

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
    picture's space. `had_tree`: whether there was one when it began."""

    def __init__(self, eyes: Eyes, frame: Frame, scene: Scene, reading: Reading) -> None:
        """`scene`: as the tree has it. `reading`: which of the controls show a text is known when it has ended."""
        self.controls: tuple[Named, ...] = ()
        self.unknown: Box | None = Box(0, 0, frame.width, frame.height)
        self.error: MmassistError | None = None
        self.had_tree = scene.has_outline
        self._eyes = eyes
        self._frame = frame
        self._reading = reading
        super().__init__(self._run(scene), "viewing")

    async def _run(self, scene: Scene) -> None:
        try:
            pixels, nameless = self._frame.pixels, _nameless(scene)
            self.unknown = place = await asyncio.to_thread(_place, scene, self._frame)  # while the gist goes to the voice
            if place is None and not nameless:
                return
            found = (await self._eyes.look(pixels)).elements if place is not None else ()
            await self._reading.wait()
            lines = self._reading.lines
            near = [one for one in found if place is not None and place.contains(*one.box.centre)]
            # each control is held against each line: a full window would hold the loop up
            elements = (*nameless, *await asyncio.to_thread(plausible, near, pixels, lines))
            wanted = await asyncio.to_thread(without_text, elements, lines)
            icons = await self._eyes.icons(pixels, wanted) if wanted else {}
            self.controls = await asyncio.to_thread(telling, Controls(elements, icons), lines)
        except MmassistError as error:
            self.error = error
        self.unknown = None


def view(eyes: Eyes | None, frame: Frame, scene: Scene, reading: Reading) -> Viewing | None:
    """A viewing that has begun; None where nobody can look, or the picture is not one of the screen."""
    return Viewing(eyes, frame, scene, reading) if eyes is not None and eyes.usable and scene.target.on_screen else None


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
