"""What mmassist's generated windows call of Pango."""

from enum import IntEnum

class Weight(IntEnum):
    BOLD = ...

class Attribute: ...

def attr_weight_new(weight: Weight) -> Attribute: ...

class AttrList:
    def insert(self, attr: Attribute) -> None: ...

class Rectangle:
    x: int
    y: int
    width: int
    height: int

class Layout:
    def get_pixel_extents(self) -> tuple[Rectangle, Rectangle]: ...
    def get_pixel_size(self) -> tuple[int, int]: ...
    def is_ellipsized(self) -> bool: ...
