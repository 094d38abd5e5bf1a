"""The worker process that hears commands by a grammar: `inference.serve` runs it, `perception.hearing.commands` talks to it.

Operations: `known` (`words`: which of them can be pronounced) and `hear` (`grammar`: JSGF; body: int16 samples, mono, 16 kHz). The
recogniser is PocketSphinx with the English model of its own package.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.errors import ModelMissing
from mmassist.inference.manners import step_back
from mmassist.inference.messages import Message

if TYPE_CHECKING:
    from pocketsphinx import Decoder

_NICE = 5
_FRAME = 0.01  # seconds
_LEAST = 1e-300  # a score that has run out of the range of a float


class CommandHandler:
    """One decoder; a grammar stays loaded until another one is asked for."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._grammar = ""

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        if request.fields["op"] == "known":
            yield Message({"words": [word for word in request.fields["words"] if self._decoder.lookup_word(word)]})
            return
        self._use(str(request.fields["grammar"]))
        self._decoder.start_utt()
        self._decoder.process_raw(request.body, full_utt=True)
        self._decoder.end_utt()
        if not cancelled():
            yield Message({"words": list(self._words())})

    def _use(self, grammar: str) -> None:
        if grammar != self._grammar:
            self._decoder.add_jsgf_string("commands", grammar)
            self._decoder.activate_search("commands")
            self._grammar = grammar

    def _words(self) -> Iterator[list[object]]:
        """Each word with its begin and end in seconds, and its acoustic score a frame, as a logarithm; 0 is the best that could be.

        PocketSphinx scores each frame against the best of all its states, so a word is as likely as its sounds are near to what was
        heard, whatever else the grammar allows.
        """
        for segment in self._decoder.seg() or ():
            if not segment.word.startswith(("<", "[", "+")):
                frames = segment.end_frame - segment.start_frame + 1
                score = math.log(max(segment.ascore, _LEAST)) / frames
                yield [segment.word.partition("(")[0], segment.start_frame * _FRAME, (segment.end_frame + 1) * _FRAME, score]


def model_folder() -> Path:
    """Where the installed package keeps its English model. Raises ModelMissing."""
    spec = util.find_spec("pocketsphinx")
    folder = Path(next(iter(spec.submodule_search_locations or ("",)))) / "model" / "en-us" if spec else None
    if folder is None or not (folder / "en-us").is_dir():
        raise ModelMissing(
            "no English model beside pocketsphinx",
            "The recogniser of spoken commands is not installed.",
            "Install mmassist again, or pull a Whisper model.",
        )
    return folder


def open_handler() -> CommandHandler:
    """Loads the acoustic model and the dictionary. Raises ModelMissing."""
    folder = model_folder()
    step_back(_NICE)
    from pocketsphinx import Decoder

    return CommandHandler(Decoder(hmm=str(folder / "en-us"), dict=str(folder / "cmudict-en-us.dict"), lm=None, loglevel="FATAL"))
