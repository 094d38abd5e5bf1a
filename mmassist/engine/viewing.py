"""What the app's own eyes see in one picture, beside its text: in the background, only where the tree leaves something open."""

from __future__ import annotations

from mmassist.engine.look import Background, Reading
from mmassist.engine.parts import Eyes
from mmassist.errors import MmassistError
from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.naming import Controls, wants_icon
from mmassist.values import Frame, Role, Scene

_NAMELESS = frozenset({Role.BUTTON, Role.TOGGLE_BUTTON})


def leaves_open(scene: Scene) -> bool:
    """Whether the tree tells nothing, or of some button not what it is for."""
    return not scene.has_outline or bool(_nameless(scene))


class Viewing(Background):
    """Belongs to the engine's loop. `controls`: None until they are known."""

    def __init__(self, eyes: Eyes, frame: Frame, scene: Scene, reading: Reading) -> None:
        """`scene`: as the tree has it. `reading`: which of the controls show a text is known when it has ended."""
        self.controls: Controls | None = None
        self.error: MmassistError | None = None
        self._eyes = eyes
        self._frame = frame
        self._reading = reading
        super().__init__(self._run(scene), "viewing")

    async def _run(self, scene: Scene) -> None:
        try:
            elements = _nameless(scene) if scene.has_outline else (await self._eyes.look(self._frame.pixels)).elements
            await self._reading.wait()
            wanted = {at: element.box for at, element in enumerate(elements) if wants_icon(element, self._reading.lines)}
            icons = await self._eyes.icons(self._frame.pixels, wanted) if wanted else {}
            self.controls = Controls(elements, icons)
        except MmassistError as error:
            self.error = error


def _nameless(scene: Scene) -> tuple[Element, ...]:
    """Buttons of the tree that only their picture can name."""
    return tuple(
        Element("icon button", item.box, item.states, 1.0)
        for item in scene.items
        if item.role in _NAMELESS and item.box is not None and not item.name.strip()
    )
