"""The keys that hold now, by the settings and by the program in front, and how they are told."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.desktop import strokes
from mmassist.desktop.keymap import Keymap, Options, groups, keymap, program_of, walking, words
from mmassist.engine.leader import KEYS, Letters
from mmassist.sayings import run_on, saying

_GROUPS = {
    "look": "To look.",
    "talk": "To talk.",
    "walk": "To walk through what was seen. The next letter then needs no leader key.",
    "solve": "To solve a problem.",
    "help": "To be helped by a person.",
    "app": "Of the app.",
}
_OTHERS = "And further."
_DOES = (("describe", "{key} describes the window in front."), ("ask", "{key} listens to you."), ("stop", "{key} stops speech."))


class Keytable:
    """Belongs to the engine's loop, but for `letters`, which may be asked for on any thread."""

    def __init__(self, options: Options, known: frozenset[str]) -> None:
        """`known`: the commands that can be carried out."""
        self._known = known
        self._program = ""
        self.elsewhere: Callable[[], str] | None = None
        """Tells the keys that need no letter, on a desktop that chooses them."""
        self.hears_letters = True
        """Whether the desktop lets anybody hear the letter after the leader."""
        self.use(options)

    def use(self, options: Options) -> None:
        """Other settings hold from now on."""
        self.options = options
        self.now = keymap(options, self._known, self._program)

    def front(self, program: str) -> bool:
        """Another program is in front. Whether that changes any key."""
        before, self._program = program_of(self.options, self._program), program
        self.now = keymap(self.options, self._known, program)
        return program_of(self.options, program) != before

    def each(self) -> tuple[Keymap, ...]:
        """The usual keys, and those of each program that has its own."""
        return (keymap(self.options, self._known), *(keymap(self.options, self._known, name) for name in self.options.programs))

    def letters(self) -> Letters:
        return Letters(self.now.letters, walking(), self.options.letter_seconds, self.options.walk_seconds)

    def told(self) -> list[str]:
        """All keys of the program in front, by group, in the order of use: sentences that can be stopped after each."""
        now = self.now
        alone = [saying("{key} alone: {does}.", key=chord.spoken, does=words(name)) for name, chord in now.chords.items()]
        said = [self.elsewhere()] if self.elsewhere is not None else [_introduction(now), *alone]
        if now.leader is None or not self.hears_letters:
            return said
        rest = dict(now.letters)
        for group, commands in groups().items():
            found = {letter: command for letter, command in now.letters.items() if command in commands}
            rest = {letter: command for letter, command in rest.items() if letter not in found}
            said += _group(_GROUPS[group], found)
        said += _group(_OTHERS, rest)
        return [*said, "Escape leaves."]

    def sentence(self) -> str:
        """The keys that are needed first, in one breath: what is said at the start."""
        now = self.now
        first = [saying(does, key=now.chords[name].spoken) for name, does in _DOES if name in now.chords]
        if now.leader is not None and now.letter_of(KEYS):
            first.append(saying("{key} and then a letter does the rest; press it twice to hear the letters.", key=now.leader.spoken))
        return run_on(*first)


def _introduction(now: Keymap) -> str:
    if now.leader is None:
        return "There is no leader key here."
    return saying("Press {key}, let it go, then press a letter.", key=now.leader.spoken)


def _group(title: str, letters: dict[str, str]) -> list[str]:
    if not letters:
        return []
    told = [saying("{letter}: {does}.", letter=strokes.spoken(letter), does=words(command)) for letter, command in letters.items()]
    return [title, *told]
