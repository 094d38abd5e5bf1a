"""BLEU, CIDEr-D and METEOR of captions, by the scorers of the COCO caption challenge (pycocoevalcap), one at a time.

BLEU: Papineni et al., 2002. CIDEr-D: Vedantam et al., 2015 (arXiv:1411.5726). METEOR 1.5: Denkowski and Lavie, 2014. The challenge's own
way of running them all also runs SPICE, which downloads; so each is called alone. Tokeniser and METEOR are Java.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmassist.errors import MmassistError
from mmassist.evaluation.metrics.missing import not_installed, require_java

_PACKAGE = "pycocoevalcap"
# Parts the fields of what METEOR is sent.
_BAR = "|||"


@dataclass(frozen=True, slots=True)
class Captioned:
    """One image: what was said of it, and what people said."""

    candidate: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tokenised:
    """As the Penn Treebank's tokeniser cuts them, lower case, without punctuation; by image, which are counted from 0."""

    candidates: dict[int, list[str]]
    references: dict[int, list[str]]


def tokenised(captions: Sequence[Captioned]) -> Tokenised:
    """Raises MmassistError where package or Java is missing, ValueError where there is no image or one without references.

    The tokeniser is given a line for each caption, and takes more for a line's end than "\\n": white space of any kind becomes one space
    first, or each caption after it would be another image's.
    """
    if not captions or not all(image.references for image in captions):
        raise ValueError("each image needs a caption and at least one reference")
    require_java()
    try:
        from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer
    except ImportError as error:
        raise not_installed(_PACKAGE) from error
    given = {at: [{"caption": _one_line(text)} for text in (image.candidate, *image.references)] for at, image in enumerate(captions)}
    try:
        found = PTBTokenizer().tokenize(given)
    except OSError as error:  # it writes beside itself
        raise MmassistError(
            "the tokeniser can't write into its package",
            "The tokeniser could not be run.",
            "Install pycocoevalcap in an environment of yours.",
        ) from error
    if {at: len(lines) for at, lines in found.items()} != {at: len(lines) for at, lines in given.items()}:
        raise MmassistError("the tokeniser lost a line", "The captions could not be cut into words.", "Check the Java installation.")
    return Tokenised({at: lines[:1] for at, lines in found.items()}, {at: lines[1:] for at, lines in found.items()})


def bleu(captions: Tokenised) -> tuple[float, float, float, float]:
    """BLEU-1 to BLEU-4 of all captions together, 0 to 1. Raises MmassistError where the package is missing."""
    try:
        from pycocoevalcap.bleu.bleu import Bleu
    except ImportError as error:
        raise not_installed(_PACKAGE) from error
    one, two, three, four = Bleu(4).compute_score(captions.references, captions.candidates, verbose=0)[0]
    return one, two, three, four


def cider_d(captions: Tokenised) -> float:
    """0 to 10. Raises MmassistError where the package is missing, ValueError for a single image.

    A word weighs the less, the more images have it: with a single image none weighs anything, and the scorer says 0 of any caption.
    """
    if len(captions.candidates) < 2:
        raise ValueError("CIDEr-D means nothing for a single image")
    try:
        from pycocoevalcap.cider.cider import Cider
    except ImportError as error:
        raise not_installed(_PACKAGE) from error
    return float(Cider().compute_score(captions.references, captions.candidates)[0])


def meteor(captions: Tokenised) -> float:
    """0 to 1. Takes ten seconds and more to load its paraphrases, and up to 2 GB of memory.

    Raises MmassistError where package or Java is missing, or fails.
    """
    require_java()
    try:
        from pycocoevalcap.meteor.meteor import Meteor
    except ImportError as error:
        raise not_installed(_PACKAGE) from error
    references = {at: [line.replace(_BAR, "") for line in lines] for at, lines in captions.references.items()}
    scorer = Meteor()
    try:
        return scorer.compute_score(references, captions.candidates)[0]
    except (OSError, ValueError) as error:
        raise MmassistError("METEOR ended early", "METEOR failed.", "It needs Java and 2 gigabytes of memory.") from error
    finally:
        # It ends its process when it is let go, but leaves these open.
        for stream in (scorer.meteor_p.stdout, scorer.meteor_p.stderr):
            if stream is not None:
                stream.close()


def _one_line(text: str) -> str:
    return " ".join(text.split())
