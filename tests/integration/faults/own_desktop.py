"""A virtual desktop of a test process's own: its sound server, buses and display may be broken without harm to other tests."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mmassist.values import Samples
from tests.conftest import ROOT
from tests.integration.programs.running import until

_SCRIPT = ROOT / "packaging" / "virtual-desktop.sh"
_INSIDE = "import json, os, sys; print(json.dumps(dict(os.environ)), flush=True); sys.stdin.read()"
_SPEAKER = ("module-null-sink", "sink_name=speaker", "rate=48000", "channels=2")
_CABLE = ("module-null-sink", "sink_name=miccable")
_MICROPHONE = ("module-remap-source", "source_name=mic", "master=miccable.monitor")

_FAINT = 4400
"""PulseAudio's volume for some -70 dBFS."""


class Desktop:
    """One that runs. Its environment is that of this process as long as `opened` lasts, and so of all programs that it starts."""

    def __init__(self, box: Path) -> None:
        self.box = box
        self._children: list[subprocess.Popen[bytes]] = []
        self._playing: subprocess.Popen[bytes] | None = None
        self._room: subprocess.Popen[bytes] | None = None

    def processes(self, name: str) -> list[int]:
        """Those of the desktop that are called `name`, the oldest first."""
        mark, found = f"MMASSIST_DESKTOP={self.box}".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (folder / "comm").read_text().strip() == name[:15] and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return sorted(found)

    def blow(self, name: str, how: signal.Signals) -> None:
        """Sends a signal to all processes of the desktop that are called so; returns when those that were killed are gone."""
        pids = self.processes(name)
        assert pids, f"no {name} runs"
        for pid in pids:
            os.kill(pid, how)
        if how is signal.SIGKILL:
            until(lambda: not set(pids) & set(self.processes(name)) or all(_is_dead(pid) for pid in pids), 10)

    # buses

    def kill_buses(self, *names: str) -> None:
        """The session's bus, the accessibility bus and what lives off them."""
        for name in names:
            with contextlib.suppress(AssertionError):
                self.blow(name, signal.SIGKILL)

    def start_session_bus(self) -> None:
        """After it was killed: as the desktop has it, at the same address."""
        address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        bus = Path(address.removeprefix("unix:path="))
        bus.unlink(missing_ok=True)
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--nosyslog", f"--address={address}"]
        self._children.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        until(bus.exists, 30)
        self.start_accessibility_bus()

    def start_accessibility_bus(self) -> None:
        """After it was killed: as the desktop has it, at another address."""
        switch_on = ["org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>"]
        call = ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method", *switch_on]
        until(lambda: subprocess.run(call, capture_output=True).returncode == 0, 30)
        # Only who asks for it has it started; until then programs look for the old one.
        subprocess.run([*call[:7], "--method", "org.a11y.Bus.GetAddress"], capture_output=True, check=True, timeout=30)

    # sound

    def pactl(self, *arguments: str) -> str:
        return subprocess.run(["pactl", *arguments], capture_output=True, text=True, check=True, timeout=20).stdout.strip()

    def _module(self, mark: str) -> list[str]:
        return [line.split("\t")[0] for line in self.pactl("list", "short", "modules").splitlines() if mark in line]

    def unplug(self, mark: str) -> None:
        """Takes all modules away whose line holds `mark`: "source_name=mic", "sink_name=speaker"."""
        for module in self._module(mark):
            self.pactl("unload-module", module)

    def plug_in_microphone(self, rate: int = 48_000, channels: int = 1) -> None:
        """A microphone of that rate, at the end of a cable of its own."""
        self.pactl("load-module", *_CABLE, f"rate={rate}", f"channels={channels}")
        self.pactl("load-module", *_MICROPHONE)
        self.pactl("set-default-source", "mic")
        self._read("miccable.monitor")
        self.be_in_a_room(still=False)

    def unplug_microphone(self) -> None:
        """What records from the default source is moved to the next one that becomes it: that must not be the speaker's."""
        if not self._module("sink_name=nowhere"):
            self.pactl("load-module", "module-null-sink", "sink_name=nowhere")
        self.pactl("set-default-source", "nowhere.monitor")
        self.be_in_a_room(still=True)  # or it would be heard by the speaker
        self.unplug("source_name=mic")
        self.unplug("sink_name=miccable")

    def plug_in_speaker(self) -> None:
        self.pactl("load-module", *_SPEAKER)
        self.pactl("set-default-sink", "speaker")
        self._read("speaker.monitor")

    def play(self, samples: Samples | None) -> None:
        """Into the microphone, over and over; None: no more."""
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait(5)
            self._playing = None
        if samples is not None:
            path = self.box / "played.raw"
            path.write_bytes(np.tile(samples, 60).tobytes())
            form = ["--raw", "--format=float32le", "--channels=1", "--rate=48000", "--latency-msec=20"]
            self._playing = subprocess.Popen(["pacat", "-d", "miccable", *form, str(path)], stderr=subprocess.DEVNULL)

    def be_in_a_room(self, *, still: bool) -> None:
        """With a faint noise unless `still`: a real microphone does not give mere zeros while nobody speaks, and one that does is told."""
        if self._room is not None:
            self._room.kill()
            self._room.wait(5)
            self._room = None
        if not still:
            form = ["--raw", "--format=s16le", "--channels=1", "--rate=16000", "--latency-msec=100", f"--volume={_FAINT}"]
            with Path("/dev/urandom").open("rb") as noise:
                self._room = subprocess.Popen(["pacat", "-d", "miccable", *form], stdin=noise, stderr=subprocess.DEVNULL)

    def _read(self, monitor: str) -> None:
        """A null sink without a quick reader wakes up only every 2 s. The reader ends with what it reads."""
        command = ["parec", "-d", monitor, "--raw", "--latency-msec=10"]
        self._children.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def close(self) -> None:
        """Ends what was started here beside the desktop's own."""
        self.play(None)
        self.be_in_a_room(still=True)
        for child in self._children:
            child.kill()
            child.wait(5)

    def make_whole(self) -> bool:
        """Sound and buses as they should be; whether the speaker is another one than before."""
        self.play(None)
        if not self.processes("dbus-daemon"):
            self.start_session_bus()
        is_new = not self.processes("pulseaudio")
        if is_new:
            self.start_sound_server()
        self.blow("pulseaudio", signal.SIGCONT)
        modules = self.pactl("list", "short", "modules")
        if "sink_name=speaker" not in modules:
            is_new = True
            self.plug_in_speaker()
        if "source_name=mic" not in modules:
            self.unplug_microphone()
            self.plug_in_microphone()
        return is_new

    def start_sound_server(self) -> None:
        """After it was killed: as the desktop has it."""
        (self.box / "pulse" / "native").unlink(missing_ok=True)
        options = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no", "--high-priority=no", "--log-target=null"]
        self._children.append(subprocess.Popen(["pulseaudio", "-n", "-F", str(self.box / "pulse.pa"), *options]))
        until(lambda: subprocess.run(["pactl", "info"], capture_output=True).returncode == 0, 20)
        for monitor in ("speaker.monitor", "miccable.monitor"):
            self._read(monitor)
        self.be_in_a_room(still=False)


def _is_dead(pid: int) -> bool:
    """Also what nobody has taken note of yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@contextlib.contextmanager
def opened() -> Iterator[Desktop]:
    """Brings a desktop up, puts this process into it, and takes it down."""
    before = dict(os.environ)
    holding = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", str(_SCRIPT), sys.executable, "-c", _INSIDE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in before.items() if name != "MMASSIST_DESKTOP"},
    )
    try:
        assert holding.stdout and holding.stdin
        line = holding.stdout.readline()
        assert line, "the virtual desktop did not come up"
        inside: dict[str, str] = json.loads(line)
        _become(inside)
        with contextlib.closing(Desktop(Path(inside["MMASSIST_DESKTOP"]))) as desktop:
            yield desktop
    finally:
        _become(before)
        if holding.stdin:
            holding.stdin.close()
        deadline = time.monotonic() + 20
        while holding.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if holding.poll() is None:
            holding.kill()
        holding.wait()
        if holding.stdout:
            holding.stdout.close()


def _become(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
