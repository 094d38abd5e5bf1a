"""Reading a scene aloud: its text in reading order, as passages, and these cut into lines, sentences, paragraphs and blocks. Pure."""

from mmassist.backends.describer.reading.parts import Part, Place, Unit, parts, said
from mmassist.backends.describer.reading.passage import Cell, Kind, Passage
from mmassist.backends.describer.reading.passages import is_long_text, is_whole_text, passages
from mmassist.backends.describer.reading.prose import prose

__all__ = ["Cell", "Kind", "Part", "Passage", "Place", "Unit", "is_long_text", "is_whole_text", "parts", "passages", "prose", "said"]
