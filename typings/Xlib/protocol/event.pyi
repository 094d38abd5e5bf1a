from Xlib.xobject.drawable import Window

class Rectangle:
    x: int
    y: int
    width: int
    height: int

class Event:
    """Any event. Which of these fields it has depends on its type."""

    type: int
    evtype: int
    data: bytes
    time: int
    window: Window
    atom: int
    detail: int
    state: int
    request: int
    first_keycode: int
    count: int
    area: Rectangle
    event: Window
    selection: int
    target: int
    property: int
    requestor: Window

class MappingNotify(Event): ...

class ClientMessage(Event):
    def __init__(self, *, window: int, client_type: int, data: tuple[int, list[int]]) -> None: ...

class SelectionNotify(Event):
    def __init__(self, *, time: int, requestor: Window, selection: int, target: int, property: int) -> None: ...
