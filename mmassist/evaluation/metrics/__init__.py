"""The field's own figures, by its own scorers where there are any: what others publish can be laid beside ours.

`captions`: BLEU, CIDEr-D, METEOR by pycocoevalcap. `detection`: mean average precision by pycocotools. `answers`: VQA accuracy and ANLS.
`hallucination`: CHAIR. The word error rate, by jiwer, is `evaluation.hearing.scoring`'s.
"""

from __future__ import annotations

from mmassist.evaluation.hearing.scoring import Errors, errors, total
from mmassist.evaluation.metrics.answers import anls, plain_answer, vqa_accuracy
from mmassist.evaluation.metrics.captions import Captioned, Tokenised, bleu, cider_d, meteor, tokenised
from mmassist.evaluation.metrics.detection import Detected, Precision, Present, mean_average_precision
from mmassist.evaluation.metrics.hallucination import Hallucination, chair, mentioned

__all__ = [
    "Captioned",
    "Detected",
    "Errors",
    "Hallucination",
    "Precision",
    "Present",
    "Tokenised",
    "anls",
    "bleu",
    "chair",
    "cider_d",
    "errors",
    "mean_average_precision",
    "mentioned",
    "meteor",
    "plain_answer",
    "tokenised",
    "total",
    "vqa_accuracy",
]
