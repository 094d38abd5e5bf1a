"""What mmassist's generated windows call of GDK 3."""

from typing import Self

class Rectangle:
    x: int
    y: int
    width: int
    height: int

class RGBA:
    def parse(self, spec: str) -> bool: ...

def cairo_set_source_rgba(cr: object, rgba: RGBA) -> None: ...

class Window:
    def get_origin(self) -> tuple[int, int, int]: ...
    def get_xid(self) -> int: ...

class Screen:
    @classmethod
    def get_default(cls) -> Self: ...

class Monitor:
    def get_geometry(self) -> Rectangle: ...

class Display:
    def get_monitor(self, monitor_num: int) -> Monitor: ...

def set_program_class(program_class: str) -> None: ...
