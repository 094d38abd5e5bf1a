"""What all backends share that ask a server: the connection, its limits, retries, and the translation of failures."""

from mmassist.backends.remote.backend import Ending, Line, Piece, RemoteBackend
from mmassist.backends.remote.retrying import Backoff

__all__ = ["Backoff", "Ending", "Line", "Piece", "RemoteBackend"]
