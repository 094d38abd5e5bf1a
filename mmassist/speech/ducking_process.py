"""The process that makes other programs' sound quieter: `python -P -m mmassist.speech.ducking_process PID FILE`.

It reads a line for each order: "down 40" (by so many percent), "up". When standard input ends, as it does however the app ends, all is as
it was. What it was is in FILE meanwhile, for a process that comes after this one was killed.

PID is the app's: its own sound, and that of its children, is left alone; so is a screen reader's. A sound server keeps the volume of each
program for its next stream: that is put back too, where the stream has ended meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.speech.sound_server import connected

if TYPE_CHECKING:
    import pulsectl

log = logging.getLogger(__name__)

_READERS = ("speech-dispatcher", "sd_", "orca", "cthulhu", "espeak", "fenrir", "brltty", "yasr")
"""How the names of programs begin that speak for a screen reader."""
_ASSISTS = "a11y"  # the server's role of such sound
_SAME = 1e-3  # of volumes, of which the server keeps 65,536 steps
_NO_SERVER = 3  # exit code


@dataclass(frozen=True, slots=True)
class Lowered:
    """A stream (the server's "sink input"). `entry`: under which its volume is kept by the server. `before`, `meanwhile`: volumes of its
    channels."""

    index: int
    entry: str
    before: list[float]
    meanwhile: list[float]


class Ducker:
    """Belongs to one thread. All methods raise PulseDisconnected or PulseError where the server is gone."""

    def __init__(self, pulse: pulsectl.Pulse, app: int, file: Path) -> None:
        self._pulse = pulse
        self._app = app
        self._file = file
        self._lowered = _read(file)

    def down(self, percent: int) -> None:
        """All others that are not quieter already."""
        known = {one.index for one in self._lowered}
        streams = (one for one in self._pulse.sink_input_list() if one.index not in known and one.volume.values)
        found = [self._of(one, percent) for one in streams if not self._is_spared(one.proplist)]
        if found:
            self._lowered += found
            _write(self._file, self._lowered)  # first: it may be killed at any moment
            for one in found:
                self._set(one.index, one.meanwhile)

    def up(self) -> None:
        """As they were, but for those that the user has changed meanwhile."""
        streams = {one.index: one for one in self._pulse.sink_input_list()}
        ended = []
        for one in self._lowered:
            if (stream := streams.get(one.index)) is None:
                ended.append(one)
            elif _is_same(stream.volume.values, one.meanwhile):
                self._set(one.index, one.before)
        if ended:
            self._put_back(ended)
        self._lowered = []
        self._file.unlink(missing_ok=True)

    def _of(self, stream: pulsectl.PulseSinkInputInfo, percent: int) -> Lowered:
        volumes, entry = stream.volume.values, stream.proplist.get("module-stream-restore.id", "")
        before = next((one for one in self._lowered if entry and one.entry == entry and _is_same(one.meanwhile, volumes)), None)
        if before is not None:  # the program's next stream, which the server has made as quiet as the one before
            return Lowered(stream.index, entry, before.before, volumes)
        return Lowered(stream.index, entry, volumes, [volume * (100 - percent) / 100 for volume in volumes])

    def _set(self, index: int, volumes: list[float]) -> None:
        import pulsectl

        with contextlib.suppress(pulsectl.PulseIndexError, pulsectl.PulseOperationFailed):  # it has ended by now
            self._pulse.sink_input_volume_set(index, pulsectl.PulseVolumeInfo(volumes))

    def _put_back(self, ended: list[Lowered]) -> None:
        """What the server keeps of streams that have ended."""
        import pulsectl

        try:
            kept = {one.name: one for one in self._pulse.stream_restore_read()}
        except pulsectl.PulseError:  # it keeps nothing
            return
        for one in ended:
            if (entry := kept.get(one.entry)) is not None and _is_same(entry.volume.values, one.meanwhile):
                entry.volume = pulsectl.PulseVolumeInfo(one.before)
                self._pulse.stream_restore_write(entry, mode="replace")

    def _is_spared(self, about: dict[str, str]) -> bool:
        names = (about.get(name, "").casefold() for name in ("application.name", "application.process.binary"))
        if about.get("media.role") == _ASSISTS or any(name.startswith(_READERS) for name in names):
            return True
        number = about.get("application.process.id", "")
        return number.isdecimal() and self._app in _line_of(int(number))


def _line_of(process: int) -> Iterator[int]:
    """The process and all that it comes from; those alone that still run."""
    while process > 1:
        yield process
        try:
            process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return


def _is_same(ours: list[float], theirs: list[float]) -> bool:
    """By the loudest channel: the server keeps volumes of a program for streams of any number of channels."""
    return abs(max(ours, default=0.0) - max(theirs, default=0.0)) < _SAME


def _read(file: Path) -> list[Lowered]:
    try:
        return [Lowered(**one) for one in json.loads(file.read_text())]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        log.warning("what was made quieter is not known: %s", type(error).__name__)
        return []


def _write(file: Path, lowered: list[Lowered]) -> None:
    """Whole or not at all."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(json.dumps([asdict(one) for one in lowered]))
        fresh.replace(file)
    except OSError as error:  # it is put back all the same, unless this process is killed
        log.warning("what is made quieter is not written down: %s", error.strerror)


def main(app: int, file: Path) -> int:
    """Serves until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the app ends us by closing the pipe
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with connected() as pulse:
        if pulse is None:
            return _NO_SERVER
        ducker = Ducker(pulse, app, file)
        ducker.up()
        for line in sys.stdin:
            order, _, percent = line.strip().partition(" ")
            if order == "down":
                ducker.down(int(percent))
            else:
                ducker.up()
        ducker.up()
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2])))
