from typing import Any

class GUID:
    def __init__(self, name: str | None = ...) -> None: ...

class COMError(Exception):
    hresult: int
    text: str | None
    details: Any
