"""A sound server of a test's own, with cables whose far ends are microphones, to be pulled out, muted, hung and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import numpy as np

_BUS = "DBUS_SESSION_BUS_ADDRESS"
_STARTS_WITHIN = 15


class SoundServer:
    """What plays into the sink "NAME_cable" is heard by the source NAME. `environment`: for whoever shall use this server."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
            "XDG_RUNTIME_DIR": str(folder),
            # The desktop's own server has the bus: a second one on it ends at once.
            _BUS: f"unix:path={folder}/no-bus",
        }
        self._folder = folder
        self._script = folder / "server.pa"
        self._script.write_text(
            f"load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1\n"
            "load-module module-null-sink sink_name=speaker\n"
        )
        self._processes: list[subprocess.Popen[bytes]] = []
        self._server: subprocess.Popen[bytes] | None = None
        self._modules: dict[str, list[str]] = {}

    @property
    def _all(self) -> dict[str, str]:
        return os.environ | self.environment

    def start(self) -> None:
        command = ["pulseaudio", "-n", "-F", str(self._script), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        options = ["--disable-shm=no", "--realtime=no", "--high-priority=no", "--log-target=null"]
        self._server = self._keep(subprocess.Popen([*command, *options], env=self._all))
        deadline = time.monotonic() + _STARTS_WITHIN
        while subprocess.run(["pactl", "info"], env=self._all, capture_output=True).returncode:
            assert time.monotonic() < deadline, "the sound server did not start"
            time.sleep(0.05)

    def _keep(self, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        self._processes.append(process)
        return process

    def pactl(self, *arguments: str) -> str:
        return subprocess.run(["pactl", *arguments], env=self._all, capture_output=True, text=True, check=True, timeout=10).stdout.strip()

    def plug_in(self, name: str, label: str, rate: int = 48_000, channels: int = 1) -> None:
        """A microphone: digital silence as long as nothing plays into it."""
        sink = self.pactl("load-module", "module-null-sink", f"sink_name={name}_cable", f"rate={rate}", f"channels={channels}")
        source = self.pactl(
            "load-module",
            "module-remap-source",
            f"source_name={name}",
            f"master={name}_cable.monitor",
            f"source_properties=device.description={label}",
        )
        self._modules[name] = [source, sink]
        # A null sink without a quick reader wakes up only every 2 s.
        reader = ["parec", "-d", f"{name}_cable.monitor", "--raw", "--latency-msec=10"]
        self._keep(subprocess.Popen(reader, env=self._all, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def refusing(self) -> dict[str, str]:
        """The environment of somebody who is not let in: who comes by the network, where a cookie is asked for, with a wrong one."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        cookies = self._folder / "cookie", self._folder / "wrong-cookie"
        for filling, cookie in enumerate(cookies, 1):
            cookie.write_bytes(bytes([filling]) * 256)
        options = ["listen=127.0.0.1", f"port={port}", "auth-ip-acl=", f"auth-cookie={cookies[0]}"]
        self.pactl("load-module", "module-native-protocol-tcp", *options)
        return {"PULSE_SERVER": f"tcp:127.0.0.1:{port}", "PULSE_COOKIE": str(cookies[1])}

    def pull_out(self, name: str) -> None:
        for module in self._modules.pop(name):
            self.pactl("unload-module", module)

    def play(self, name: str, samples: np.ndarray[tuple[int], np.dtype[np.float32]], rate: int = 48_000) -> None:
        """Into the microphone, in the background."""
        path = self._script.with_name(f"{name}.raw")
        path.write_bytes(samples.astype(np.float32).tobytes())
        form = ["--raw", "--format=float32le", "--channels=1", f"--rate={rate}", "--latency-msec=20"]
        self._keep(subprocess.Popen(["pacat", "-d", f"{name}_cable", *form, str(path)], env=self._all, stderr=subprocess.DEVNULL))

    def stop(self, how: signal.Signals) -> None:
        assert self._server
        self._server.send_signal(how)
        if how is signal.SIGKILL:
            self._server.wait(5)
            self._modules.clear()

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait(5)


def noise(seconds: float, loudness: float = 0.01, rate: int = 48_000) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (loudness * np.random.default_rng(3).standard_normal(int(seconds * rate))).astype(np.float32)


def tone(hertz: float, seconds: float, rate: int = 48_000) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)
