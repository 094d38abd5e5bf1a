"""How windows were when they were last described: what has changed since is told by it. In memory only, and bounded."""

from __future__ import annotations

from mmassist.dialogue.conversation import identity
from mmassist.values import Box, Scene

_MOST = 16
"""Scenes; the one that was described longest ago goes."""


class Described:
    """Belongs to the engine's loop."""

    def __init__(self) -> None:
        self._scenes: dict[tuple[str, Box | None], Scene] = {}

    def keep(self, scene: Scene) -> None:
        """It was described just now."""
        key = _key(scene)
        self._scenes.pop(key, None)
        self._scenes[key] = scene
        while len(self._scenes) > _MOST:
            del self._scenes[next(iter(self._scenes))]

    def before(self, scene: Scene) -> Scene | None:
        """The same window, or the same part of the screen, as it was described last; None where it was not."""
        return self._scenes.get(_key(scene))

    def forget(self) -> None:
        """All of it."""
        self._scenes.clear()


def _key(scene: Scene) -> tuple[str, Box | None]:
    return identity(scene.target, scene.window), scene.target.region
