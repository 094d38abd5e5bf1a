"""`mmassist bench idle`: the app in a network namespace of its own, idle with backends set up, and every packet that comes out counted.

Two ends of a cable: inside there is a default route, so that whatever is sent comes out at this end, where a packet socket takes all.
Needs root and iproute2; nothing of the machine's own network is touched.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mmassist.errors import DesktopError
from mmassist.measure.series import tell

_SCRIPT = Path(__file__).parents[2] / "packaging" / "virtual-desktop.sh"
_ALL_PROTOCOLS = 0x0003  # ETH_P_ALL of linux/if_ether.h
_REMEDY = "Run it as root from a source checkout whose make setup-desktop has passed."
# One datagram to an address of documentation, so that a count of nothing is known not to be blindness.
_CONTROL = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'control', ('203.0.113.1', 9))"
_AFTERWARDS = 20.0
# In another namespace the X server takes the first number again, and would replace the socket of a display that is in use outside.
_OWN_DISPLAYS = ["sh", "-c", 'mkdir -p /tmp/.X11-unix && mount -t tmpfs -o mode=1777 tmpfs /tmp/.X11-unix && exec "$@"', "sh"]
_SETTINGS = """
version = 2
[answers]
order = ["gpt", "own", "embedded"]
[backends.gpt]
kind = "openai"
[backends.own]
kind = "chat"
base_url = "http://203.0.113.9:8080/v1"
model = "llama-3.2-vision"
[privacy]
sending = "ask"
"""


def measure(seconds: float) -> dict[str, Any]:
    """Idles for so long; about 15 s more to set up. Raises DesktopError where a namespace or a desktop can't be had."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        name, tap = stack.enter_context(_namespace())
        seen = stack.enter_context(_packets(tap))
        _inside(name, ["python3", "-c", _CONTROL], check=True)
        control = seen(1.0)
        (folder / "home" / "config").mkdir(parents=True)
        (folder / "home" / "config" / "settings.toml").write_text(_SETTINGS, "utf-8")
        argv = [
            *_OWN_DISPLAYS,
            "setpriv",
            "--pdeathsig",
            "TERM",
            str(_SCRIPT),
            sys.executable,
            "-m",
            "mmassist.measure.quiet",
            str(folder),
            str(seconds),
        ]
        tell(f"idle for {seconds:.0f} s")
        done = _inside(name, argv, check=False)
        packets = seen(0.5)
    try:
        told = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise DesktopError(f"the app failed: {done.stderr[-500:]}", "The app could not be run in the namespace.", _REMEDY) from error
    return {
        "command": f"mmassist bench idle --seconds {seconds:.0f}",
        "seconds": seconds,
        "control_packets": len(control),
        "packets": len(packets),
        "first_packets": [packet.hex()[:160] for packet in packets[:5]],
        "utterances": told["spoken"],
        "turns": told["turns"],
        "met": bool(control) and not packets and told["turns"] > 0,
    }


def table(report: dict[str, Any]) -> str:
    return (
        f"Idle for {report['seconds']:.0f} s with two backends set up, then a turn: {report['packets']} packets. "
        f"The control, one datagram sent on purpose, showed as {report['control_packets']}."
    )


@contextlib.contextmanager
def _namespace() -> Iterator[tuple[str, str]]:
    """A namespace and the name of the cable's outer end. The peer's address is a fixed neighbour, so that nothing need ask for it."""
    name, tap, inner = f"mmassist-{os.getpid()}", f"mmt{os.getpid()}", f"mmi{os.getpid()}"
    commands = (
        f"netns add {name}",
        f"link add {tap} type veth peer name {inner} netns {name}",
        f"-n {name} address add 192.0.2.2/24 dev {inner}",
        f"-n {name} link set lo up",
        f"-n {name} link set {inner} up",
        f"link set {tap} up",
        f"-n {name} neighbour add 192.0.2.1 lladdr 02:00:00:00:00:01 dev {inner}",
        f"-n {name} route add default via 192.0.2.1",
    )
    try:
        # The kernel's own IPv6 chatter is none of the app's.
        for command in commands[:1]:
            _ip(command)
        _inside(name, ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"], check=False)
        for command in commands[1:]:
            _ip(command)
        with contextlib.suppress(OSError):
            Path(f"/proc/sys/net/ipv6/conf/{tap}/disable_ipv6").write_text("1")
        yield name, tap
    finally:
        subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
        subprocess.run(["ip", "link", "delete", tap], capture_output=True, check=False)


def _ip(command: str) -> None:
    try:
        subprocess.run(["ip", *command.split()], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", "") or str(error)
        raise DesktopError(f"ip {command}: {reason}", "A network namespace could not be made.", _REMEDY) from error


def _inside(name: str, argv: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", "netns", "exec", name, *argv], capture_output=True, text=True, check=check)


@contextlib.contextmanager
def _packets(interface: str) -> Iterator[Callable[[float], list[bytes]]]:
    """Yields what returns, after some seconds, all packets that came in since it was last called."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL_PROTOCOLS)) as tap:
        tap.bind((interface, 0))
        tap.setblocking(False)

        def seen(seconds: float) -> list[bytes]:
            time.sleep(seconds)
            packets = []
            while select.select([tap], [], [], 0)[0]:
                data, address = tap.recvfrom(65535)
                if address[2] != socket.PACKET_OUTGOING:
                    packets.append(data)
            return packets

        yield seen


def _idle(folder: Path, seconds: float) -> dict[str, Any]:
    """In the namespace's desktop: the app idles before a window, describes it, and idles on for a while.

    It is described once: what that offers at its end would be accepted by pressing again.
    """
    from mmassist.desktop.chords import default_keys
    from mmassist.measure.keyboard import Keyboard
    from mmassist.measure.running import RunningApp

    environment = {"OPENAI_API_KEY": "sk-not-a-key", "MMASSIST_SPEECH__VOLUME": "1"}
    with Keyboard() as keyboard, RunningApp(folder / "home", environment=environment) as app:
        with subprocess.Popen(["xterm", "-title", "A window", "-e", "sleep", str(seconds + 60)]) as window:
            try:
                time.sleep(seconds)
                app.wait_turn(keyboard.press(default_keys()["describe"]), timeout=30)
                time.sleep(_AFTERWARDS)
            finally:
                window.terminate()
        return {"spoken": len(app.spoken()), "turns": sum(event.kind == "turn" for event in app.events)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_idle(Path(sys.argv[1]), float(sys.argv[2]))) + "\n")
