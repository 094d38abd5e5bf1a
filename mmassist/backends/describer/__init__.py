"""Describes a scene in words, on this machine alone: pure functions from values to sentences."""

from mmassist.backends.describer.detail import detail
from mmassist.backends.describer.gist import gist_of_scene, gist_of_window

__all__ = ["detail", "gist_of_scene", "gist_of_window"]
