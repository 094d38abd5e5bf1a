"""A window's picture from Windows' compositor (Windows.Graphics.Capture): as its program drew it, whatever a curtain lays over the screen.

What a program itself forbids to be captured stays black here too.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from mmassist.errors import CaptureError

if TYPE_CHECKING:
    from mmassist.values import Pixels

_PATIENCE = 0.5  # seconds until the compositor hands over a picture


class Compositor(Protocol):
    """What of WinRT is called, by the names that its projections have."""

    def create_for_window(self, window: int, /) -> Any: ...

    def create_device(self) -> Any: ...

    def create_pool(self, device: Any, size: Any, /) -> Any: ...

    def copied(self, surface: Any, /) -> tuple[int, int, bytes]:
        """Width, height, and BGRA bytes of a surface."""


def window_pixels(window: int, compositor: Compositor | None = None) -> Pixels:
    """What the window shows with its frame: uint8, (height, width, 4), BGRA. Any thread; a tenth of a second. Raises CaptureError."""
    try:
        api = compositor or WinrtCompositor()
        item = api.create_for_window(window)
        arrived = threading.Event()
        with api.create_pool(api.create_device(), item.size) as pool:
            token = pool.add_frame_arrived(lambda pool, nothing: arrived.set())
            with pool.create_capture_session(item) as session:
                session.is_cursor_capture_enabled = False
                session.start_capture()
                if not arrived.wait(_PATIENCE) or (frame := pool.try_get_next_frame()) is None:
                    raise CaptureError("the compositor gave no picture")
                with frame:
                    width, height, data = api.copied(frame.surface)
            pool.remove_frame_arrived(token)
    except (ImportError, OSError) as error:  # a Windows that is too old, a window that is gone or may not be captured
        raise CaptureError(f"no picture from the compositor: {error}") from error
    return np.frombuffer(data, np.uint8).reshape(height, width, 4)


class WinrtCompositor:
    """Windows' own. Raises ImportError where its packages are missing, OSError where WinRT refuses."""

    def __init__(self) -> None:
        from winrt.runtime import ApartmentType, init_apartment

        init_apartment(ApartmentType.MULTI_THREADED)

    def create_for_window(self, window: int, /) -> Any:
        from winrt.windows.graphics.capture.interop import create_for_window

        return create_for_window(window)

    def create_device(self) -> Any:
        from winrt.windows.graphics.directx.direct3d11.interop import create_direct3d11_device

        return create_direct3d11_device()

    def create_pool(self, device: Any, size: Any, /) -> Any:
        from winrt.windows.graphics.capture import Direct3D11CaptureFramePool
        from winrt.windows.graphics.directx import DirectXPixelFormat

        return Direct3D11CaptureFramePool.create_free_threaded(device, DirectXPixelFormat.B8_G8_R8_A8_UINT_NORMALIZED, 1, size)

    def copied(self, surface: Any, /) -> tuple[int, int, bytes]:
        from winrt.windows.graphics.imaging import SoftwareBitmap

        with SoftwareBitmap.create_copy_from_surface_async(surface).get() as bitmap:
            data = bytearray(4 * bitmap.pixel_width * bitmap.pixel_height)
            bitmap.copy_to_buffer(data)
            return bitmap.pixel_width, bitmap.pixel_height, bytes(data)
