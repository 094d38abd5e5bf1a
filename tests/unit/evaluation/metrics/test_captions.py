"""BLEU, CIDEr-D and METEOR by the challenge's own scorers, on published examples, and where those scorers can be led astray."""

from __future__ import annotations

import shutil
import sys

import pytest

from mmassist.errors import MmassistError
from mmassist.evaluation.metrics import Captioned, Tokenised, bleu, cider_d, meteor, tokenised
from mmassist.evaluation.metrics.missing import require_java

PAPINENI = (
    "It is a guide to action that ensures that the military will forever heed Party commands",
    "It is the guiding principle which guarantees the military forces always being under the command of the Party",
    "It is the practical guide for the army always to heed the directions of the party",
)
"""The references of the example in the paper on BLEU."""


with_java = pytest.mark.skipif(shutil.which("java") is None, reason="needs Java, which packaging/debian-desktop.txt brings")


@with_java
def test_the_papers_candidates_have_the_papers_precisions() -> None:
    first = "It is a guide to action which ensures that the military always obeys the commands of the party"
    scores = bleu(tokenised([Captioned(first, PAPINENI)]))
    assert scores[0] == pytest.approx(17 / 18, abs=1e-6)
    assert scores[1] == pytest.approx((17 / 18 * 10 / 17) ** 0.5, abs=1e-6)


@with_java
def test_a_word_counts_no_oftener_than_in_a_reference() -> None:
    captions = tokenised([Captioned("the the the the the the the", ("The cat is on the mat", "There is a cat on the mat"))])
    assert bleu(captions)[0] == pytest.approx(2 / 7, abs=1e-6)


@with_java
def test_line_separators_in_captions_move_no_other_caption() -> None:
    separators = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")
    captions = [
        Captioned(f"a dog{separator}runs", (f"it{separator}{separator}runs", f"image {at}")) for at, separator in enumerate(separators)
    ]
    found = tokenised(captions)
    assert found.candidates == {at: ["a dog runs"] for at in range(len(separators))}
    assert found.references == {at: ["it runs", f"image {at}"] for at in range(len(separators))}


@with_java
def test_an_empty_caption_keeps_its_place() -> None:
    found = tokenised([Captioned("", ("one",)), Captioned("two.", ("...",))])
    assert found == Tokenised({0: [""], 1: ["two"]}, {0: ["one"], 1: [""]})
    assert bleu(found)[0] == pytest.approx(0.0)


def test_of_a_single_image_consensus_means_nothing() -> None:
    with pytest.raises(ValueError, match="single image"):
        cider_d(Tokenised({0: ["a dog runs"]}, {0: ["a dog runs"]}))


def test_captions_like_their_only_reference_have_the_highest_consensus() -> None:
    texts = {0: ["a brown dog runs over the grass"], 1: ["two red buttons below a long list"]}
    assert cider_d(Tokenised(texts, texts)) == pytest.approx(10.0)


def test_consensus_is_that_of_the_formula() -> None:
    # What only one of two images has weighs log 2. The first shares one of two words and no pair: 10 x (1/2 + 0 + 0 + 0) / 4.
    captions = Tokenised({0: ["red dog"], 1: ["one two three four"]}, {0: ["red cat"], 1: ["one two three four"]})
    assert cider_d(captions) == pytest.approx((10 / 8 + 10) / 2)


@pytest.mark.timeout(400)  # it unpacks its paraphrases, which takes a busy machine a minute
@with_java
def test_captions_like_their_reference_have_the_highest_meteor_whatever_parts_its_fields() -> None:
    captions = Tokenised({0: ["a cat sat on the mat"], 1: ["one two three"]}, {0: ["a cat sat on the mat"], 1: ["one two ||| three"]})
    assert meteor(captions) == pytest.approx(1.0)


def test_an_image_without_references_is_refused() -> None:
    with pytest.raises(ValueError, match="reference"):
        tokenised([Captioned("a dog", ())])


def test_missing_java_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MmassistError) as caught:
        require_java()
    assert "default-jre-headless" in caught.value.remedy


def test_a_missing_scorer_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycocoevalcap.bleu.bleu", None)
    with pytest.raises(MmassistError) as caught:
        bleu(Tokenised({0: ["a"]}, {0: ["a"]}))
    assert "pip install pycocoevalcap" in caught.value.remedy
