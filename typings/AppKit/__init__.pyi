# pyobjc makes its functions and constants at run time, from macOS's own metadata.
from typing import Any

def __getattr__(name: str) -> Any: ...
