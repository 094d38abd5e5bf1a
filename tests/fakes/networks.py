"""Two private networks, each behind a router of its own that gives every connection another port, as mobile networks and many firms do: no
direct connection comes through between them. In network namespaces of Linux, for root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = "203.0.113.1"  # RFC 5737: for documentation, routed nowhere
_PUBLIC = "203.0.113.{}"

_NAT = """
table ip nat {
  chain out { type nat hook postrouting priority 100; oifname "out" masquerade random,fully-random; }
}
table ip filter {
  chain through { type filter hook forward priority 0; policy drop; iifname "in" accept; ct state established,related accept; }
}
"""


@dataclass(frozen=True, slots=True)
class Network:
    """`HERE` is this computer, as it is reached from there."""

    namespace: str

    def runs(self, program: str, folder: Path) -> Path:
        """A command that starts the program in there."""
        script = folder / f"{Path(program).name}-in-{self.namespace}"
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.namespace} {program} "$@"\n', "utf-8")
        script.chmod(0o700)
        return script


def _can() -> bool:
    if os.geteuid() or not all(map(shutil.which, ("ip", "nft"))):
        return False
    name = f"try{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
    return made


CAN = _can()


@contextmanager
def two_networks() -> Iterator[tuple[Network, Network]]:
    """Their routers and this computer are on one switch, the internet."""
    switch, made = f"net{os.getpid()}"[:15], list[str]()
    try:
        _run(f"ip link add {switch} type bridge")
        _run(f"ip address add {HERE}/24 dev {switch}")
        _run(f"ip link set {switch} up")
        yield _made(1, switch, made), _made(2, switch, made)
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
        subprocess.run(["ip", "link", "delete", switch], capture_output=True, check=False)


def _made(number: int, switch: str, made: list[str]) -> Network:
    inside, router, port = f"lan{os.getpid()}n{number}", f"nat{os.getpid()}n{number}", f"p{os.getpid()}n{number}"[:15]
    for name in (inside, router):
        _run(f"ip netns add {name}")
        made.append(name)
        _run(f"ip -n {name} link set lo up")
    _run(f"ip link add {port} type veth peer name out netns {router}")
    _run(f"ip link set {port} master {switch} up")
    _run(f"ip -n {router} address add {_PUBLIC.format(10 + number)}/24 dev out")
    _run(f"ip -n {router} link set out up")
    _run(f"ip -n {router} link add in type veth peer name lan0 netns {inside}")
    _run(f"ip -n {router} address add 10.77.{number}.1/24 dev in")
    _run(f"ip -n {router} link set in up")
    _run(f"ip -n {inside} address add 10.77.{number}.2/24 dev lan0")
    _run(f"ip -n {inside} link set lan0 up")
    _run(f"ip -n {inside} route add default via 10.77.{number}.1")
    _run(f"ip netns exec {router} sysctl -qw net.ipv4.ip_forward=1")
    _run(f"ip netns exec {router} nft -f -", _NAT)
    return Network(inside)


def _run(command: str, given: str = "") -> None:
    subprocess.run(command.split(), input=given.encode(), check=True, capture_output=True)
