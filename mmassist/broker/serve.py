"""Runs a broker until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from mmassist.broker import lan
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
    files, where no proxy in front speaks TLS. `lan`: the address or name of this computer by which a local network gets the page too, over
    TLS with a certificate of its own, one port higher."""

    host: str = "127.0.0.1"
    port: int = 8787
    redis: str = field(default="", repr=False)
    proxies: Sequence[str] = ()
    certificate: Path | None = None
    key: Path | None = None
    turn: Turn | None = None
    lan: str = ""
    options: Options = field(default_factory=Options)

    @property
    def page(self) -> str:
        """Where a local network gets the page; empty where it does not."""
        return f"https://{f'[{self.lan}]' if ':' in self.lan else self.lan}:{self.port + 1}" if self.lan else ""


def serve(serving: Serving, tell: Callable[[str], None]) -> None:
    """Blocks until a signal ends it. `tell`: hears a line about the local network. Raises SupportError where the address can't be had."""
    logging.getLogger("mmassist.broker").setLevel(logging.WARNING)
    with contextlib.ExitStack() as listening:
        made = config(serving)
        servers = [(uvicorn.Server(made), listening.enter_context(_listening(serving.host, serving.port)))]
        if serving.lan:
            inside, fingerprint = _lan_config(serving, made)
            servers.append((uvicorn.Server(inside), listening.enter_context(_listening(_at(serving.lan), serving.port + 1))))
            tell(f"The page is at {serving.page}/ in this network.\nSHA-256 of its certificate: {fingerprint}")
        asyncio.run(_serve(servers))


async def _serve(servers: list[tuple[uvicorn.Server, socket.socket]]) -> None:
    """Until one of them ends; a signal reaches all, one after the other."""
    running = [asyncio.create_task(server.serve(sockets=[listening])) for server, listening in servers]
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for server, _ in servers:
        server.should_exit = True
    await asyncio.gather(*running)


def _listening(host: str, port: int) -> socket.socket:
    """Raises SupportError."""
    try:
        return socket.create_server((host, port), family=_family(host), backlog=1024)
    except OSError as error:
        raise SupportError(f"{host}:{port}: {error}", "The broker can't listen there.", "Choose another --host or --port.") from error


def _at(lan_host: str) -> str:
    """Where to listen for a local network: at its address, or at all of them where this computer is known by a name."""
    try:
        return str(ipaddress.ip_address(lan_host))
    except ValueError:
        return ""


def _lan_config(serving: Serving, made: uvicorn.Config) -> tuple[uvicorn.Config, str]:
    """The same application over TLS, and the certificate's fingerprint. Raises SupportError."""
    with tempfile.TemporaryDirectory() as folder:
        own = lan.certified(serving.lan, Path(folder))
        options = {"ssl_certfile": own.certificate, "ssl_keyfile": own.key, "lifespan": "off"}
        return _config(serving.options, made.app, **options), own.fingerprint


def config(serving: Serving) -> uvicorn.Config:
    """Raises SupportError where TLS's files can't be used. No access log: it would note who helps whom."""
    application = Broker(_rooms(serving), serving.options, serving.turn, serving.page).application()
    return _config(
        serving.options,
        application,
        proxy_headers=bool(serving.proxies),
        forwarded_allow_ips=list(serving.proxies),
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
    )


def _config(options: Options, application: Any, **more: Any) -> uvicorn.Config:
    """Raises SupportError."""
    logging.getLogger("uvicorn.error").addFilter(_is_fault)
    made = uvicorn.Config(
        application,
        http=ImpatientHttp,
        ws=ImpatientSocket,
        ws_max_size=options.longest,
        ws_max_queue=16,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="error",
        server_header=False,
        timeout_graceful_shutdown=2,
        **{"proxy_headers": False, **more},
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
