"""Cameras on the network that send MJPEG over HTTP or HTTPS. No library that knows other protocols sees the address.

One connection to the one address that the user named: no redirect is followed, no proxy used, nothing sent but the request.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import ssl
from urllib.parse import urlsplit

from mmassist.capture.camera_address import Address
from mmassist.capture.camera_parts import MAX_PICTURE, Parts, boundary_of
from mmassist.capture.camera_slot import Slot
from mmassist.errors import CaptureError, DeviceBusy, DeviceLost, DeviceMissing, PermissionDenied

# Seconds without a byte. That a camera has stalled is told sooner, by the slot.
_SILENCE = 10.0
# Seconds before a stream that ended is asked for again.
_AGAIN = 0.2
_CHUNK = 65_536
_ANOTHER = "Find the address of its MJPEG stream in the camera's manual."


def read_web(address: Address, slot: Slot) -> None:
    """Puts the camera's pictures, compressed as they come, into `slot` until it is stopped. Failures go into the slot too.

    A stream that ends after pictures is asked for again: there is nothing to tell if it goes on, and else the answer says why it ended.
    """
    try:
        while _has_more(address, slot):
            slot.stopped.wait(_AGAIN)
    except CaptureError as error:
        slot.failed(error)
    except ssl.SSLError as error:
        slot.failed(DeviceMissing(f"TLS: {error.reason}", "The camera's certificate can't be trusted.", "Use http if it is your own."))
    except (OSError, http.client.HTTPException, ValueError) as error:
        slot.failed(_unreachable(error))


def _has_more(address: Address, slot: Slot) -> bool:
    """Reads one stream to its end; whether it is worth another."""
    given = slot.count
    with contextlib.closing(_connection(address)) as connection:
        response = _answer(connection, address)
        try:
            _stream(response, slot)
        except (DeviceLost, ConnectionError):
            if slot.count == given:
                raise
            return True
    return False


def _connection(address: Address) -> http.client.HTTPConnection:
    parts = urlsplit(address.place)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=_SILENCE, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, parts.port, timeout=_SILENCE)


def _answer(connection: http.client.HTTPConnection, address: Address) -> http.client.HTTPResponse:
    parts = urlsplit(address.place)
    headers = {"User-Agent": "mmassist", "Accept": "multipart/x-mixed-replace, image/jpeg"}
    if address.name or address.password:
        pair = f"{address.name}:{address.password}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers)
    response = connection.getresponse()
    if response.status in (401, 403):
        raise PermissionDenied(
            f"HTTP {response.status}",
            "The camera wants a name and a password.",
            "Write them into its address, before the host: http://name:password@host.",
        )
    if 300 <= response.status < 400:
        raise DeviceMissing(f"HTTP {response.status}", "The camera sends us on to another address.", "Name that other address.")
    if response.status in (429, 503):  # many a camera has room for one who looks
        remedy = "Close what else shows it, or wait a moment, then try again."
        raise DeviceBusy(f"HTTP {response.status}", "The camera is busy: it gives no more pictures.", remedy)
    if response.status != 200:
        raise DeviceMissing(f"HTTP {response.status}", "There is no picture at the camera's address.", _ANOTHER)
    return response


def _stream(response: http.client.HTTPResponse, slot: Slot) -> None:
    content_type = response.headers.get("Content-Type", "")
    if content_type.lower().startswith("image/"):
        slot.arrived(response.read(MAX_PICTURE))
        slot.ended()
        return
    boundary = boundary_of(content_type)
    if boundary is None:
        raise DeviceMissing("no stream of parts", "What is at that address is no stream of pictures.", _ANOTHER)
    slot.answered()
    parts = Parts(boundary)
    while not slot.stopped.is_set():
        data = response.read1(_CHUNK)
        if not data:
            raise DeviceLost("the stream ended", "The camera has ended its pictures.", "Check that it is switched on, then try again.")
        for picture in parts.feed(data)[-1:]:
            slot.arrived(picture)


def _unreachable(error: Exception) -> CaptureError:
    """Neither the address nor what was received is repeated."""
    what = f"{type(error).__name__}"
    if isinstance(error, TimeoutError):
        return DeviceLost(what, "The camera does not answer.", "Check that it is switched on and in the same network.")
    if isinstance(error, http.client.HTTPException | ValueError):
        return DeviceLost(what, "The camera sends what is no picture.", _ANOTHER)
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return DeviceLost(what, "The connection to the camera was lost.", "Check that it is switched on, then try again.")
    return DeviceMissing(what, "The camera can't be reached.", "Check its address, and that it is switched on.")
