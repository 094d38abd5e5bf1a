"""Where the user is in what was seen last: next and previous item, button, field or text."""

from __future__ import annotations

from dataclasses import dataclass

from mmassist.backends.describer.questions import standing
from mmassist.backends.describer.spelling import letter
from mmassist.backends.describer.walk import Kind, content, stops, told
from mmassist.errors import NoWindow
from mmassist.sayings import own, run_on, saying
from mmassist.values import Item, Scene, Turn


@dataclass(frozen=True, slots=True)
class Stop:
    """An item of a scene, by its index."""

    scene: Scene
    index: int

    @property
    def item(self) -> Item:
        return self.scene.items[self.index]


class Walk:
    """Belongs to the engine's loop. A new scene begins at its focus, or at the thing whose place was asked; a question that asks no place
    leaves the user where they are, if that is still there."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        """Of what is told of an item."""
        self.forget()

    def forget(self) -> None:
        """What was walked through, and where."""
        self._followed: tuple[int, Scene | None] = 0, None
        self._scene: Scene | None = None
        self._at = -1
        self._kind = Kind.ITEM
        self._letter = -1
        self.is_told = False
        """Whether the item is what the user heard of last: they went to it, or asked for its place."""

    def follow(self, turn: Turn | None) -> Scene:
        """Takes up what `turn` has seen, the newest one. Raises NoWindow where nothing was seen yet."""
        if turn is not None and turn.scene is not None and not self._follows(turn):
            self._take_up(turn, turn.scene)
            self._followed = turn.turn_id, turn.scene
        if self._scene is None:
            raise NoWindow("nothing was seen yet", "Nothing has been described yet.", "Describe a window first.")
        return self._scene

    def turn_to(self, stop: Stop, turn: Turn | None) -> None:
        """Goes to an item of a scene that no turn has seen, until there is a newer turn than `turn`."""
        self._followed = (turn.turn_id, turn.scene) if turn is not None else (0, None)
        self._scene = stop.scene
        self.stand(stop.index)

    def _follows(self, turn: Turn) -> bool:
        return turn.turn_id == self._followed[0] and turn.scene is self._followed[1]

    def _take_up(self, turn: Turn, scene: Scene) -> None:
        is_same = scene is self._scene
        asked = standing(scene, turn.question, self.language) if turn.question else -1
        kept = self._at if is_same else self._kept(scene) if turn.question else -1
        self._at = asked if asked >= 0 else kept if kept >= 0 else scene.focus
        self._scene, self._letter, self.is_told = scene, -1, asked >= 0

    def _kept(self, scene: Scene) -> int:
        """Where in another scene of the same window the item is that the user was at; -1 where it is not."""
        before = self._scene
        if before is None or self._at < 0 or before.window is None or scene.window is None or before.window.id != scene.window.id:
            return -1
        was = before.items[self._at]
        return next((at for at, item in enumerate(scene.items) if (item.role, item.name, item.box) == (was.role, was.name, was.box)), -1)

    def stand(self, index: int) -> None:
        """Goes to an item of the scene that was taken up, and is to be told of it."""
        self._at, self._kind, self._letter, self.is_told = index, Kind.ITEM, -1, True

    def step(self, kind: Kind, forward: bool) -> str:
        """Goes to the next or the previous stop of that kind and says it; at the end it stays, and says so. After `follow`."""
        assert self._scene is not None  # noqa: S101 - narrows the type
        found = stops(self._scene, kind)
        if not found:
            return own(f"There is no {kind.value} here.")
        further = [index for index in found if index > self._at] if forward else [index for index in reversed(found) if index < self._at]
        if not further:
            told = own(f"No {'further' if forward else 'earlier'} {kind.value}.")
            rest = sum(index < self._at if forward else index > self._at for index in found)
            if not rest:
                return told
            return run_on(told, saying("{count} before it.", count=rest) if forward else saying("{count} after it.", count=rest))
        self.stand(further[0])
        self._kind = kind
        return self.told()

    def here(self) -> Stop:
        """The item that the user is at. Raises NoWindow where they are at none yet."""
        if self._scene is None or not 0 <= self._at < len(self._scene.items):
            raise NoWindow("no item yet", "You are at no item yet.", "Go to one first: say next item, or where is, and its name.")
        return Stop(self._scene, self._at)

    def told(self) -> str:
        """What is said of the item that the user is at, with its number among its kind."""
        here = self.here()
        return told(here.scene, here.index, self.language, stops(here.scene, self._kind))

    def content(self) -> str:
        """What of it is copied and spelled; "" for a password field, and for what has no text."""
        here = self.here()
        return content(here.scene, here.index, self.language)

    def spell_on(self, forward: bool) -> str:
        """The next or previous letter of it, as it is said; "" at the end."""
        text = self.content()
        at = self._letter + (1 if forward else -1)
        if not 0 <= at < len(text):
            return ""
        self._letter = at
        return letter(text[at], self.language)
