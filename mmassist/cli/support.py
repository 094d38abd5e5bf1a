"""`mmassist support`: being helped by a person, and the broker for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mmassist.cli.common import faults
from mmassist.errors import SupportError

support = typer.Typer(help="Being helped by another person: the broker that brings the two together.", no_args_is_help=True)

_BROKER = ("redis", "starlette", "uvicorn", "websockets")


@support.callback()
def _support() -> None:
    """A group, also while there is one command in it."""


@support.command()
def broker(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="The port to listen at.")] = 8787,
    redis: Annotated[str, typer.Option("--redis", help="Where several brokers share their rooms, as in redis://host:6379/0.")] = "",
    proxy: Annotated[list[str] | None, typer.Option("--proxy", help="A proxy in front, whose X-Forwarded-For is believed.")] = None,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="PEM file, where no proxy speaks TLS.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="PEM file of its key.")] = None,
    turn: Annotated[list[str] | None, typer.Option("--turn", help="A TURN server, as in turn:host:3478?transport=udp.")] = None,
    turn_secret: Annotated[Path | None, typer.Option("--turn-secret", help="File that holds coturn's static-auth-secret.")] = None,
) -> None:
    """Run the broker and serve the helper's page, until it is told to end. Stores nothing, logs nothing but counters (/metrics)."""
    with faults(as_json=False):
        _require_broker()
        from mmassist.broker.serve import Serving, serve
        from mmassist.broker.turn import Turn

        if bool(turn) != bool(turn_secret):
            raise typer.BadParameter("--turn and --turn-secret belong together")
        offered = Turn(tuple(turn or ()), _secret(turn_secret)) if turn_secret else None
        serve(Serving(host, port, redis, tuple(proxy or ()), certificate, key, offered))


def _require_broker() -> None:
    from importlib.util import find_spec

    missing = [name for name in _BROKER if find_spec(name) is None]
    if missing:
        raise SupportError(
            f"not installed: {', '.join(missing)}",
            "What the broker needs is not installed.",
            'Install mmassist with its extra "broker", or what requirements/broker.txt names.',
        )


def _secret(file: Path) -> str:
    """Raises SupportError."""
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SupportError(f"{file}: {error}", "The file with the TURN server's secret can't be read.", "Check --turn-secret.") from error
    if not secret:
        raise SupportError(f"{file} is empty", "The file with the TURN server's secret is empty.", "Check --turn-secret.")
    return secret
