"""What an answer is made from: the scene sorted for describing, the language's words, and how far what is not seen may be denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmassist.backends.describer import controls, dialogs
from mmassist.backends.describer.buttons import named
from mmassist.backends.describer.context import Context
from mmassist.backends.describer.phrases import Phrases
from mmassist.backends.describer.questions.wording import Wording
from mmassist.backends.describer.runs import in_runs
from mmassist.backends.describer.text import clean, closed
from mmassist.backends.describer.view import Placed, View
from mmassist.values import Role, Source

MOST_NAMED = 40
"""Names that one answer lists."""

LONGEST_ASKED = 60
"""Characters of the user's own words that are said again."""

PLAIN = frozenset({Role.UNKNOWN, Role.LABEL, Role.TEXT, Role.PARAGRAPH})
"""Roles that are not said."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One question's. `before`: the same of the same window as it was last described, None where that is not known."""

    context: Context
    wording: Wording
    before: Scope | None = None

    @property
    def view(self) -> View:
        return self.context.view

    @property
    def phrases(self) -> Phrases:
        return self.context.phrases

    @property
    def only_pixels(self) -> bool:
        """Whether the program tells nothing of its controls."""
        return not self.view.scene.has_outline

    def say(self, key: str, /, **values: object) -> str:
        """A whole sentence. One that begins with a name begins as the name does."""
        text = self.wording.say(key, **values)
        is_ours = not self.wording.tables["phrases"][key].startswith("{") or "side" in values
        return closed(text[:1].upper() + text[1:] if is_ours else self.phrases.opened(text))

    def name(self, placed: Placed) -> str:
        """As it is said; what has no name is called so."""
        name = self.context.name(placed.index)
        return self.phrases.listed([name]) if name else self.wording.say("unnamed", noun=self.phrases.noun(placed.role))

    def names(self, things: Sequence[Placed]) -> list[str]:
        """Each name once, with how often it stands there, and at the end how many have none; one alone as `name`."""
        if len(things) == 1:
            return [self.name(things[0])]
        said, unnamed = named(self.context, list(things))
        said = [self.phrases.listed([name]) for name in said]
        return [*said, self.wording.say("unnamed_number", n=unnamed)] if unnamed else said

    def identity(self, placed: Placed) -> str:
        """Name and role, the role alone where there is no name."""
        return controls.identity(self.context, placed.index) or clean(placed.item.value, 80)

    def quoted(self, text: str) -> str:
        return dialogs.as_said(self.context, closed(text)) if text else ""

    def absent(self, noun: str = "", name: str = "") -> str:
        """That something of a kind, of a name, or both, is not there, as surely as that can be known."""
        scene = self.view.scene
        noun, name = clean(noun, LONGEST_ASKED), clean(name, LONGEST_ASKED)
        what = self.wording.say(("no_noun_called" if name else "no_noun") if noun else "no_name", noun=noun, name=name)
        if self.only_pixels:
            return self.say("absent_pixels" if scene.text_read else "absent_unread", what=what)
        if not scene.outline_complete:
            return self.say("absent_cut", what=what)
        # A kind of control is known from the tree; a mere name may be a text that only the picture shows.
        return self.say("absent" if noun or scene.text_read else "absent_so_far", what=what)

    def runs(self, names: Sequence[str], head: str) -> str:
        """ "3 buttons: A, B and C." in as many sentences as keep each of them short. `head`: what stands before the names."""
        shown = list(names[:MOST_NAMED])
        first, *rest = in_runs([self.phrases.listed([name]) for name in shown])
        if len(names) > len(shown):
            (rest or [first])[-1].append(self.phrases.say("more", n=len(names) - len(shown)))
        said = [closed(self.phrases.opened(f"{head} {self.phrases.strung(first)}".strip()))]
        said += [self.say("more_names", names=self.phrases.strung(run)) for run in rest]
        return " ".join(said)


def is_seen_alone(placed: Placed) -> bool:
    """Whether only the pixels show it, so that its states are not known."""
    return placed.item.source is Source.PIXELS
