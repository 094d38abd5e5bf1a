"""What mmassist's generated windows call of ATK."""

from enum import IntEnum

class Role(IntEnum):
    HEADING = ...

class Object:
    def set_name(self, name: str) -> None: ...
    def set_role(self, role: Role) -> None: ...
