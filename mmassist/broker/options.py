"""What a broker allows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Times in seconds, sizes in bytes. `longest`: of a frame. `room_seconds`: how long a room waits at most for its helper;
    `held_seconds`: how long at most one lives whose helper was let in. `address`: one IPv4 address, or one /64 of IPv6."""

    longest: int = 32_768
    first_word: float = 5.0
    room_seconds: float = 600.0
    held_seconds: float = 4 * 3600.0
    rooms: int = 20_000
    connections: int = 20_000
    connections_an_address: int = 60
    outbox: int = 64
    frames_a_second: float = 20.0
    frames_at_once: int = 60
    joins_a_minute: float = 60.0
    joins_at_once: int = 60
    misses_a_minute: float = 6.0
    misses_at_once: int = 12
