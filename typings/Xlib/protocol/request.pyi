class Request: ...

class GetGeometry:
    x: int
    y: int
    width: int
    height: int

class TranslateCoords:
    x: int
    y: int
    child: "Window | int"

class QueryPointer:
    root_x: int
    root_y: int
    mask: int

class GetProperty:
    value: bytes | list[int] | str
    property_type: int
    format: int
    bytes_after: int

class GetInputFocus:
    focus: "int | Window"

class QueryTree:
    root: "Window"
    parent: "Window | int"
    children: "list[Window]"

from Xlib.xobject.drawable import Window

class GetWindowAttributes:
    map_state: int
    win_class: int
    override_redirect: bool
