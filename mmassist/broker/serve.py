"""Runs a broker until it is told to end."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from mmassist.broker.options import Options
from mmassist.broker.protocols import ImpatientHttp, ImpatientSocket
from mmassist.broker.redis_rooms import RedisRooms
from mmassist.broker.rooms import LocalRooms, Rooms
from mmassist.broker.site import Broker
from mmassist.broker.turn import Turn
from mmassist.errors import SupportError


@dataclass(frozen=True, slots=True)
class Serving:
    """`proxies`: addresses whose X-Forwarded-For is believed. `redis`: empty where there is one broker alone. `certificate`, `key`: PEM
    files, where no proxy in front speaks TLS."""

    host: str = "127.0.0.1"
    port: int = 8787
    redis: str = field(default="", repr=False)
    proxies: Sequence[str] = ()
    certificate: Path | None = None
    key: Path | None = None
    turn: Turn | None = None
    options: Options = field(default_factory=Options)


def serve(serving: Serving) -> None:
    """Blocks until a signal ends it. Raises SupportError where the address can't be had."""
    logging.getLogger("mmassist.broker").setLevel(logging.WARNING)
    server = uvicorn.Server(config(serving))
    try:
        listening = socket.create_server((serving.host, serving.port), family=_family(serving.host), backlog=1024)
    except OSError as error:
        raise SupportError(
            f"{serving.host}:{serving.port}: {error}", "The broker can't listen there.", "Choose another --host or --port."
        ) from error
    with listening:
        server.run(sockets=[listening])


def config(serving: Serving) -> uvicorn.Config:
    """Raises SupportError where TLS's files can't be used. No access log: it would note who helps whom."""
    options = serving.options
    logging.getLogger("uvicorn.error").addFilter(_is_fault)
    made = uvicorn.Config(
        Broker(_rooms(serving), options, serving.turn).application(),
        http=ImpatientHttp,
        ws=ImpatientSocket,
        ws_max_size=options.longest,
        ws_max_queue=16,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="error",
        server_header=False,
        proxy_headers=bool(serving.proxies),
        forwarded_allow_ips=list(serving.proxies),
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
        timeout_graceful_shutdown=2,
    )
    try:
        made.load()
    except OSError as error:  # ssl.SSLError is one
        raise SupportError(
            f"TLS: {error}", "The certificate or its key can't be used.", "Both are PEM files: check --certificate and --key."
        ) from error
    return made


def _is_fault(record: logging.LogRecord) -> bool:
    """uvicorn takes it for an error of ours that somebody was turned away before the handshake: a flood would fill the log with it."""
    return record.msg != "ASGI callable returned without completing handshake."


def _rooms(serving: Serving) -> Rooms:
    return RedisRooms(serving.redis, serving.options.rooms) if serving.redis else LocalRooms(serving.options.rooms)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
