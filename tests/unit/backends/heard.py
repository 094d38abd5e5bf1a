"""What a user hears of a scene."""

from __future__ import annotations

from mmassist.backends.describer import detail, gist_of_scene
from mmassist.values import Scene, Verbosity


def gist(scene: Scene) -> str:
    return gist_of_scene(scene)


def rest(scene: Scene, verbosity: Verbosity = Verbosity.NORMAL) -> str:
    """The detail, after the gist."""
    return " ".join(detail(scene, verbosity, gist_of_scene(scene)))


def brief(scene: Scene) -> str:
    return rest(scene, Verbosity.BRIEF)


def full(scene: Scene) -> str:
    return rest(scene, Verbosity.FULL)


def everything(scene: Scene, verbosity: Verbosity = Verbosity.NORMAL) -> str:
    return f"{gist(scene)} {rest(scene, verbosity)}"
