from typing import Any

class GraphicsCaptureItem: ...

class Direct3D11CaptureFramePool:
    @classmethod
    def create_free_threaded(cls, device: Any, pixel_format: int, number_of_buffers: int, size: Any, /) -> Direct3D11CaptureFramePool: ...
