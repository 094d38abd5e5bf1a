"""The captioner as two files that onnxruntime runs: one reads what was seen and asked, the other writes a word at a time.

All shapes are fixed: so many words of a question, so many controls, so long an answer. What is not used is masked; the keys and values
of what was written are kept between two words.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from mmassist.backends.captioner.memory import MOST_THINGS, MOST_WORDS
from mmassist.backends.captioner.reading import LONGEST, Reading, Writing, written_by
from mmassist.backends.captioner.words import END, words
from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.training.captioner.asking import Asker, Pair, load_ways
from mmassist.training.captioner.batches import batch_of, memory_of
from mmassist.training.captioner.instruct import FOLDER as INSTRUCTED
from mmassist.training.captioner.instruct import names_pool
from mmassist.training.captioner.judged import all_answered, answers, as_told, figures_of, least_sure, program_figures, trimmed
from mmassist.training.captioner.network import Batch, Captioner, hidden
from mmassist.training.captioner.prefer import FOLDER as PREFERRED
from mmassist.training.captioner.scenes import JUDGED, PROGRAMS_JUDGED, Scene, read_scenes, scenes_below
from mmassist.training.card import Made, write_card
from mmassist.training.config import Config
from mmassist.training.export import with_notes
from mmassist.training.faults import TrainingError
from mmassist.training.manifest import add_to_manifest, entry
from mmassist.training.quantise import quantised_products
from mmassist.training.shards import Shards
from mmassist.training.trainer import averaged_model

SAME = 0.97
"""The least share of questions that a file answers word for word as the network does."""

INVENTED = 0.04
"""Of the names and kinds that it writes about real programs that are held out, the part that may not be there, in each half of their
windows: less than evaluations ask, for other programs may give more. By that it is found how sure what it is told of must be."""

_TRIED = 100


class ReaderExport(nn.Module):
    """What was asked and seen to keys and values that the decoder looks back at."""

    def __init__(self, model: Captioner) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: Tensor, labels: Tensor, roles: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `Batch`, to `memory` [layers, 2, 1, heads, rows, width / heads], `seen` [1, 1, 1, rows], a mask, `things` [1, MOST_THINGS,
        width], and `absent` [1, 1, MOST_THINGS], a mask."""
        seen = self.model.read(Batch(words, labels, roles, marks))
        return torch.stack([torch.stack(kept) for kept in seen.kept]), seen.mask, seen.things, seen.absent


class WriterExport(nn.Module):
    """One word to the next."""

    def __init__(self, model: Captioner) -> None:
        super().__init__()
        self.writer = model.writer

    def forward(
        self, word: Tensor, place: Tensor, past: Tensor, memory: Tensor, seen: Tensor, things: Tensor, absent: Tensor
    ) -> tuple[Tensor, Tensor]:
        """`word`, `place` [1, 1] int64, the number of the last word and how many stand before it; `past` [layers, 2, 1, heads, LONGEST,
        width / heads]. To the logits of the next word [1, words + MOST_THINGS], and `past` with this one in its place."""
        at = torch.arange(LONGEST).to(word.device).reshape(1, 1, LONGEST, 1)
        here = torch.eq(at, place.reshape(1, 1, 1, 1))
        ahead = hidden(at.reshape(1, 1, 1, LONGEST) <= place.reshape(1, 1, 1, 1))
        tokens = self.writer.known(word, things) + self.writer.place[place[0]]
        kept = []
        for number, layer in enumerate(self.writer.layers):
            fresh = layer.own.kept(layer.before(tokens))
            keys, values = (torch.where(here, new, old) for new, old in zip(fresh, past[number].unbind(0), strict=True))
            tokens = layer(tokens, (keys, values, ahead), (memory[number, 0], memory[number, 1], seen))
            kept.append(torch.stack([keys, values]))
        return self.writer.odds(tokens, things, absent)[:, 0], torch.stack(kept)


@dataclass(frozen=True, slots=True)
class _Files:
    reader: bytes
    writer: bytes


@dataclass(frozen=True, slots=True)
class _Examined:
    """What the captioner does on what is held out. `least`: how sure what it is told of must be."""

    least: float
    figures: Mapping[str, float]


def export_captioner(config: Config, into: Path, write: Callable[[str], None], instructed: bool = False) -> None:
    """The captioner as `prefer` left it, or else, or if that is asked for, as `instruct` did: its files, their list and a card.

    In int8 if that answers as the network does, or else in float32: who has both never runs the second. Raises TrainingError where neither
    does.
    """
    model = Captioner(config.captioner, len(words().all))
    preferred = (config.folder / PREFERRED).is_dir() and not instructed
    found = averaged_model(model, config.folder / (PREFERRED if preferred else INSTRUCTED))
    if found is None:
        raise TrainingError(f"nothing was trained in {config.folder / INSTRUCTED}")
    captioner, checkpoint = found
    scenes, programs = list(read_scenes(Shards(config.folder / JUDGED))), scenes_below(config.folder / PROGRAMS_JUDGED)
    asker = Asker(load_ways(judged=True), names_pool())
    with torch.no_grad():
        examined = _examined(captioner, scenes, programs, asker, config)
    notes = {"words": json.dumps(words().all), "buckets": str(config.captioner.buckets), "least": str(examined.least)}
    exact = _exported(captioner, config, notes)
    small = _Files(with_notes(quantised_products(exact.reader), notes), with_notes(quantised_products(exact.writer), notes))
    rng = np.random.default_rng([config.run.seed, 7])
    asked = [(scene, asker.pair(scene.true, rng)) for scene in (*programs, *scenes)[:_TRIED]]
    for name, precision, files in (("captioner-int8", "int8", small), ("captioner", "float32", exact)):
        same = _same(captioner, files, asked, config)
        write(f"{name}: {same:.1%} of the answers as the network gives them")
        if same >= SAME:
            for part, content in (("reader", files.reader), ("writer", files.writer)):
                add_to_manifest(into, entry(f"{name}-{part}", f"captioner-{part}", precision, content, config.folder.name), content)
            break
        write(f"{name} is left out")
    else:
        raise TrainingError("what was exported answers otherwise than what was trained")
    plan = config.prefer if preferred else config.instruct
    write_card(into, "captioner", Made(config, plan, checkpoint, examined.figures))


def _examined(model: Captioner, scenes: Sequence[Scene], programs: Sequence[Scene], asker: Asker, config: Config) -> _Examined:
    """`programs`: scenes of theirs, if there are any; without them all is told that is seen."""
    least = least_sure(model, programs, config, INVENTED) if programs else 0.0
    rendered = figures_of(all_answered(model, [as_told(scene, least) for scene in scenes], asker, config))
    counted = program_figures(model, programs, config, least) if programs else {}
    return _Examined(least, {**rendered, **counted, "told of what is as sure as": least})


def _exported(captioner: Captioner, config: Config, notes: Mapping[str, str]) -> _Files:
    size = config.captioner
    scene = Scene((), ())
    batch = padded(batch_of([memory_of(scene, Pair("", "what is this", ()), size.buckets)]))
    reader, writer = ReaderExport(captioner).eval(), WriterExport(captioner).eval()
    given = (batch.words, batch.labels, batch.roles, batch.marks)
    with torch.no_grad():
        memory, seen, things, absent = reader(*given)
    past = torch.zeros(size.depth, 2, 1, size.heads, LONGEST, size.width // size.heads)
    word, place = torch.tensor([[0]]), torch.tensor([[1]])  # one tensor for both would be taken for one input
    read = _onnx(reader, given, ("words", "labels", "roles", "marks"), ("memory", "seen", "things", "absent"))
    names = ("word", "place", "past", "memory", "seen", "things", "absent")
    wrote = _onnx(writer, (word, place, past, memory, seen, things, absent), names, ("odds", "kept"))
    return _Files(with_notes(read, notes), with_notes(wrote, notes))


def padded(batch: Batch) -> Batch:
    """One question, filled up to as many words and controls as there may be."""
    words_more, things_more = MOST_WORDS - batch.words.shape[1], MOST_THINGS - batch.roles.shape[1]
    return Batch(
        nn.functional.pad(batch.words, (0, 0, 0, words_more)),
        nn.functional.pad(batch.labels, (0, 0, 0, things_more)),
        nn.functional.pad(batch.roles, (0, things_more), value=-1),
        nn.functional.pad(batch.marks, (0, 0, 0, things_more)),
    )


def _onnx(network: nn.Module, given: tuple[Tensor, ...], names: Sequence[str], outputs: Sequence[str]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of its own parts
        program = torch.onnx.export(
            network, given, input_names=list(names), output_names=list(outputs), dynamic_shapes=None, dynamo=True, verbose=False
        )
    if program is None:
        raise TrainingError("torch exported nothing")
    buffer = io.BytesIO()
    program.save(buffer)
    return buffer.getvalue()


def _same(captioner: Captioner, files: _Files, asked: Sequence[tuple[Scene, Pair]], config: Config) -> float:
    """The share of questions that the files answer as the network does."""
    reading = Reading(Session(files.reader, threads=1, wanted=CPU_ONLY))
    writing = Writing(Session(files.writer, threads=1, wanted=CPU_ONLY))
    end, alike = words().number(END), 0
    for scene, pair in asked:
        memory = memory_of(scene, pair, config.captioner.buckets)
        with torch.no_grad():
            wanted = trimmed(answers(captioner, batch_of([memory]))[0].tolist())
        alike += tuple(written_by(reading, writing, memory)) == tuple(number for number in wanted if number != end)
    return alike / max(1, len(asked))
