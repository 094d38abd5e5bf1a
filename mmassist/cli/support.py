"""`mmassist support`: being helped by a person, and the broker for it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mmassist.cli.common import Json, faults, print_json
from mmassist.errors import SupportError
from mmassist.plurals import counted

if TYPE_CHECKING:
    from mmassist.support.audit import AuditLog, Entry

support = typer.Typer(
    help="Being helped by another person: what happened, and the broker that brings the two together.", no_args_is_help=True
)

_BROKER = ("redis", "starlette", "uvicorn", "websockets")


@support.command()
def invite(
    code: Annotated[bool, typer.Option("--code", help="A code to read over the phone, in place of a link to send.")] = False,
    as_json: Json = False,
) -> None:
    """Invite somebody to help: prints the link, or the code. The app that runs tells who knocks."""
    _not_running(as_json)


@support.command()
def admit(as_json: Json = False) -> None:
    """Let in the helper who knocks, once you have compared the two words."""
    _not_running(as_json)


@support.command()
def refuse(as_json: Json = False) -> None:
    """Turn away the helper who knocks."""
    _not_running(as_json)


@support.command()
def share(
    monitor: Annotated[bool, typer.Option("--monitor", help="All that is on the monitor you are at; the app asks you first.")] = False,
    window: Annotated[bool, typer.Option("--window", help="The window in front alone.")] = False,
    as_json: Json = False,
) -> None:
    """How much of the screen the helper sees: give --monitor or --window."""
    if monitor == window:
        raise typer.BadParameter("give --monitor or --window")
    _not_running(as_json)


@support.command()
def control(as_json: Json = False) -> None:
    """Let the helper use keyboard and mouse in the window that they see, for two minutes; the app asks you first."""
    _not_running(as_json)


@support.command()
def write(text: Annotated[str, typer.Argument(help="What the helper is to read.")], as_json: Json = False) -> None:
    """Write to the helper."""
    _not_running(as_json)


@support.command()
def end(as_json: Json = False) -> None:
    """End the support session, or the invitation, at once."""
    _not_running(as_json)


def _not_running(as_json: bool) -> None:
    """These are done by the app that runs (`wiring/helped.py`), and come here where there is none."""
    with faults(as_json):
        raise SupportError("no app runs", "mmassist does not run.", "Start it with mmassist run, then try again.")


@support.command()
def log(as_json: Json = False) -> None:
    """Tell what happened in support sessions: who came, and what they were allowed. It is on this computer alone."""
    with faults(as_json):
        entries, unread = _log().entries()
    if as_json:
        print_json({"unread": unread, "entries": [_plain(entry) for entry in entries]})
        return
    lines = [_line(entry) for entry in entries] or ["No support session is noted."]
    typer.echo("\n".join([*lines, *([f"{counted(unread, 'line')} can't be read."] if unread else [])]))


@support.command()
def wipe(as_json: Json = False) -> None:
    """Forget what happened in support sessions."""
    with faults(as_json):
        _log().wipe()
    if as_json:
        print_json({"wiped": True})
    else:
        typer.echo("It is forgotten.")


@support.command()
def broker(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="The port to listen at.")] = 8787,
    redis: Annotated[
        str,
        typer.Option("--redis", envvar="MMASSIST_BROKER_REDIS", help="Where several brokers share their rooms, as in redis://host:6379/0."),
    ] = "",
    proxy: Annotated[list[str] | None, typer.Option("--proxy", help="A proxy in front, whose X-Forwarded-For is believed.")] = None,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="PEM file, where no proxy speaks TLS.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="PEM file of its key.")] = None,
    lan: Annotated[
        str,
        typer.Option(
            "--lan", help="This computer's address in the local network: its helpers get the page there, one port higher, by https."
        ),
    ] = "",
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
        serve(Serving(host, port, redis, tuple(proxy or ()), certificate, key, offered, lan), typer.echo)


def _log() -> AuditLog:
    from mmassist.wiring.support_log import support_log

    return support_log()


def _plain(entry: Entry) -> dict[str, object]:
    return {**asdict(entry), "at": entry.at.isoformat() if entry.at else ""}


def _line(entry: Entry) -> str:
    when = entry.at.strftime("%Y-%m-%d %H:%M:%S") if entry.at else ""
    who = f"{entry.role} {entry.name}".strip()
    what = f"{entry.right} for {counted(round(entry.seconds), 'second')}" if entry.seconds else entry.right
    return f"{when} " + ", ".join(part for part in (entry.happened.value, who, what) if part)


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
