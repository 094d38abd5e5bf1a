"""Where the user is in what was seen last: next and previous item, button or field."""

from __future__ import annotations

from mmassist.backends.describer.walk import Kind, stops, told
from mmassist.errors import NoWindow
from mmassist.values import Scene


class Walk:
    """Belongs to the engine's loop. A new scene begins at its focus."""

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._scene: Scene | None = None
        self._at = -1

    def step(self, scene: Scene | None, kind: Kind, forward: bool) -> str:
        """Goes to the next or the previous stop of that kind and says it; at the end it stays, and says so.

        Raises NoWindow where nothing was seen yet.
        """
        if scene is None:
            raise NoWindow("nothing was seen yet", "Nothing has been described yet.", "Describe a window first.")
        if scene is not self._scene:
            self._scene, self._at = scene, scene.focus
        found = stops(scene, kind)
        if not found:
            return f"There is no {kind.value} here."
        further = [index for index in found if index > self._at] if forward else [index for index in reversed(found) if index < self._at]
        if not further:
            return f"No {'further' if forward else 'earlier'} {kind.value}."
        self._at = further[0]
        return f"{told(scene, self._at, self._language)}, {found.index(self._at) + 1} of {len(found)}"
