"""What goes wrong while models are trained."""

from __future__ import annotations

from mmassist.errors import MmassistError


class TrainingError(MmassistError):
    """A table, a shard, a checkpoint or a configuration that can't be used."""

    spoken = "Training can't go on."
    remedy = "Read the reason in the line above; docs/training.md says what each step needs."
