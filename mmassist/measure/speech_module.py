"""An output module of speech-dispatcher that notes what is said and when: `python -m mmassist.measure.speech_module LOG [CONFIG]`.

espeak-ng makes the sound and pacat plays it, so that a text's times are those of its sound. Each text, and each time that one begins to
sound, ends, or is stopped, becomes a line of JSON in LOG, with its `time.monotonic()`. The protocol is that of the server's own modules
(speech-dispatcher's doc/module-protocol.md). Index marks are told as if all letters took the same time.
"""

from __future__ import annotations

import contextlib
import json
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

_PARTS = re.compile(r'<mark name="([^"]*)"/>|<[^>]*>|([^<]+)')
_RECEIVING = {
    "AUDIO": ("207 OK RECEIVING AUDIO SETTINGS", "203 OK AUDIO INITIALIZED"),
    "LOGLEVEL": ("207 OK RECEIVING LOGLEVEL SETTINGS", "203 OK LOGLEVEL SET"),
    "SET": ("203 OK RECEIVING SETTINGS", "203 OK SETTINGS RECEIVED"),
    "SPEAK": ("202 OK RECEIVING MESSAGE", "200 OK SPEAKING"),
    "CHAR": ("202 OK RECEIVING MESSAGE", "200 OK SPEAKING"),
    "KEY": ("202 OK RECEIVING MESSAGE", "200 OK SPEAKING"),
    "SOUND_ICON": ("202 OK RECEIVING MESSAGE", "301 ERROR CANT SPEAK"),
}
_TEXTS = ("SPEAK", "CHAR", "KEY")
_RATE = 22050
_FASTER = 3  # than the rate that is asked for, so that more is said in the same time
_STEP = 0.005  # seconds


class Module:
    """Reads commands on one thread, and plays on another."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()
        self._set = {"rate": "0", "pitch": "0", "volume": "100"}
        self._texts: queue.SimpleQueue[tuple[str, int, int, int, dict[str, str]]] = queue.SimpleQueue()
        self._stop = threading.Event()
        threading.Thread(target=self._play_all, name="playing", daemon=True).start()

    def serve(self) -> None:
        """Until the server says QUIT, or is gone."""
        lines = (line.rstrip("\n") for line in sys.stdin)
        for line in lines:
            if line in _RECEIVING:
                self._receive(line, lines)
            elif line == "INIT":
                self._tell("299-It notes what it says.", "299 OK LOADED SUCCESSFULLY")
            elif line == "LIST VOICES":
                self._tell("200-English\ten\tnone", "200 OK VOICE LIST SENT")
            elif line in ("STOP", "PAUSE"):
                self._stop.set()
            elif line == "QUIT":
                self._tell("210 OK QUIT")
                return

    def _receive(self, command: str, lines: Iterator[str]) -> None:
        receiving, received = _RECEIVING[command]
        self._tell(receiving)
        block = []
        for line in lines:
            if line == ".":
                break
            block.append(line.removeprefix(".") if line.startswith("..") else line)
        if command == "AUDIO" and "audio_output_method=server" in block:
            self._tell("300 ERROR SOUND IS PLAYED BY THE MODULE")
            return
        if command == "SET":
            self._set |= dict(line.partition("=")[::2] for line in block)
        self._tell(received)
        if command in _TEXTS:
            self._stop.clear()
            rate, pitch, volume = (int(self._set[name]) for name in ("rate", "pitch", "volume"))
            asked = {name: self._set.get(name, "") for name in ("punctuation_mode", "cap_let_recogn", "language")}
            self._texts.put(("\n".join(block), rate, pitch, volume, asked))

    def _play_all(self) -> None:
        while True:
            self._play(*self._texts.get())

    def _play(self, ssml: str, rate: int, pitch: int, volume: int, asked: Mapping[str, str]) -> None:
        marks, text = _read(ssml)
        words = _FASTER * (170 + rate * (279 if rate > 0 else 90) // 100)
        voice = [f"-s{words}", f"-p{(pitch + 100) // 2}", f"-a{(volume + 100) // 2}"]
        made = subprocess.run(["espeak-ng", *voice, "--stdout"], input=text.encode(), capture_output=True, check=True).stdout[44:]
        seconds = len(made) / 2 / _RATE
        player = subprocess.Popen(
            ["pacat", "--raw", f"--rate={_RATE}", "--format=s16le", "--channels=1", "--latency-msec=20"], stdin=subprocess.PIPE
        )
        feeding = threading.Thread(target=_feed, args=(player, made), name="feeding")
        self._note("begins", text=" ".join(text.split()), pitch=pitch, **asked)
        self._tell("701 BEGIN")
        feeding.start()
        began = time.monotonic()
        while player.poll() is None and not self._stop.is_set():
            while marks and time.monotonic() - began >= marks[0][1] * seconds:
                self._tell(f"700-{marks.pop(0)[0]}", "700 INDEX MARK")
            time.sleep(_STEP)
        stopped = player.poll() is None
        player.kill()
        player.wait()
        feeding.join()
        self._note("stopped" if stopped else "ends")
        self._tell("703 STOP" if stopped else "702 END")

    def _tell(self, *lines: str) -> None:
        with self._lock:
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            sys.stdout.flush()

    def _note(self, event: str, **fields: object) -> None:
        self._log.write(json.dumps({"at": time.monotonic(), "event": event, **fields}) + "\n")


def _read(ssml: str) -> tuple[list[tuple[str, float]], str]:
    """Marks, each with the share of the text before it; and the text."""
    marks, text = list[tuple[str, int]](), ""
    for mark, words in _PARTS.findall(ssml):
        if mark:
            marks.append((mark, len(text)))
        text += unescape(words)
    return [(mark, at / max(len(text), 1)) for mark, at in marks], text


def _feed(player: subprocess.Popen[bytes], samples: bytes) -> None:
    if player.stdin is not None:
        with contextlib.suppress(BrokenPipeError):  # it was stopped
            player.stdin.write(samples)
        with contextlib.suppress(BrokenPipeError):
            player.stdin.close()


if __name__ == "__main__":
    Module(Path(sys.argv[1])).serve()
