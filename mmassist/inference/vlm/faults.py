"""What can be wrong with such a model, in words for the ear."""

from __future__ import annotations

from mmassist.errors import ModelCorrupt, PerceptionError, PromptTooLarge


def unfit(why: str) -> ModelCorrupt:
    """The files are whole but can't be what they are taken for. `why`: for the log; it holds names of files and no more."""
    return ModelCorrupt(
        f"not a vision model that can be run: {why}",
        "The vision model's files can't be used.",
        "Remove it with mmassist models remove, and pull it again or pull another. Until then it works without.",
    )


def failed(why: str) -> PerceptionError:
    """While it ran."""
    return PerceptionError(f"the vision model failed: {why}", "The vision model failed.", "Try again, or pull a smaller model.")


def too_long(tokens: int, most: int) -> PromptTooLarge:
    return PromptTooLarge(f"{tokens} tokens asked of a vision model that takes {most}", "This is too much for the vision model at once.")
