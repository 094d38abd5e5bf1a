"""Is everything there? Each part of the app: found or not, and how to mend it. Looks, changes nothing, sends nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import metadata

from mmassist.backends.catalogue import Catalogue
from mmassist.backends.remote import RemoteBackend
from mmassist.capture import portal_screen
from mmassist.capture.microphone import Microphone
from mmassist.desktop import paths, portal_keys, starts
from mmassist.desktop.chords import Chord
from mmassist.desktop.instance import is_taken
from mmassist.desktop.keymap import keymap
from mmassist.desktop.session import is_wayland
from mmassist.dialogue.commands import names
from mmassist.errors import DeviceMissing, MmassistError, SecretUnavailable, SettingsError
from mmassist.inference import weights
from mmassist.perception.hearing.commands_process import model_folder
from mmassist.perception.hearing.installed import chosen
from mmassist.sayings import listed, own, run_on, saying
from mmassist.settings import Settings
from mmassist.speech.device import Device
from mmassist.speech.voices import registry as voices
from mmassist.wiring.brains import load_catalogue, make_brain
from mmassist.wiring.desktop import desktop
from mmassist.wiring.key_conflicts import Conflicts
from mmassist.wiring.key_tuning import tried
from mmassist.wiring.models import open_store


class Verdict(StrEnum):
    """`MISSING`: the app works with less. `BROKEN`: it does not work."""

    FOUND = "found"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the app, in English that can be translated. `remedy` is empty where nothing is to be done."""

    part: str
    verdict: Verdict
    detail: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """What was looked at, what was found, and what is to be done about it."""
        found = saying("{part}: {verdict}, {detail}", part=self.part, verdict=_VERDICTS[self.verdict], detail=self.detail)
        return run_on(found, own(self.remedy) if self.remedy else "")


_VERDICTS = {Verdict.FOUND: own("found"), Verdict.MISSING: own("missing"), Verdict.BROKEN: own("broken")}


def examine(settings: Settings, problem: SettingsError | None) -> Iterator[Finding]:
    """Yields one finding a part, as each is looked at. `problem`: what was wrong with the settings file."""
    yield Finding("Python", Verdict.FOUND, ".".join(map(str, sys.version_info[:3])))
    yield _onnxruntime()
    yield from _packages()
    if problem is None:
        yield Finding(own("settings"), Verdict.FOUND, str(paths.config_dir()))
    else:
        yield Finding(own("settings"), Verdict.BROKEN, problem.spoken, problem.remedy)
    yield _starts()
    yield _tried(own("text recogniser"), _recogniser, Verdict.BROKEN)
    yield from _portals() if is_wayland() else _screen_and_keys(settings)
    yield _tried(own("accessibility tree"), _outline, Verdict.MISSING)
    yield _tried(own("sound output"), _sound, Verdict.BROKEN)
    yield _tried(own("microphone"), partial(_microphone, settings), Verdict.MISSING)
    yield _tried(own("spoken commands"), _commands, Verdict.MISSING)
    yield _tried(own("speech model"), partial(_speech_model, settings), Verdict.MISSING)
    yield from _voices(settings)
    yield from _backends(settings)


def _tried(part: str, check: Callable[[], str], otherwise: Verdict) -> Finding:
    try:
        return Finding(part, Verdict.FOUND, check())
    except MmassistError as error:
        return Finding(part, otherwise, error.spoken, error.remedy)


def _onnxruntime() -> Finding:
    """The two packages write the same files, so that with both installed it is chance which one works."""
    there = [name for name in ("onnxruntime", "onnxruntime-gpu") if _version(name)]
    if len(there) == 2:
        return Finding(
            "onnxruntime",
            Verdict.BROKEN,
            own("both onnxruntime and onnxruntime-gpu are installed"),
            "Remove both, then install one: make run does that by its lock files.",
        )
    if not there:
        return Finding("onnxruntime", Verdict.BROKEN, own("not installed"), "Install mmassist with the extra cpu, or gpu for NVIDIA.")
    return Finding("onnxruntime", Verdict.FOUND, f"{there[0]} {_version(there[0])}")


def _packages() -> Iterator[Finding]:
    for name in ("PySide6-Essentials", "mss", "rapidocr", "sounddevice", "opencv-python-headless"):
        version = _version(name)
        if version:
            yield Finding(name, Verdict.FOUND, version)
        else:
            yield Finding(name, Verdict.BROKEN, own("not installed"), "Install mmassist again with its lock file.")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _starts() -> Finding:
    """Whether the next start is a safe one."""
    crashed = starts.crashed(paths.starts_dir())
    if crashed < starts.CRASHES:
        last = (
            own("the last start ended unexpectedly")
            if crashed == 1
            else saying("the last {number} starts ended unexpectedly", number=crashed)
        )
        return Finding(own("starts"), Verdict.FOUND, last if crashed else own("none ended unexpectedly"))
    return Finding(
        own("starts"),
        Verdict.MISSING,
        saying("the last {number} ended unexpectedly, so the next one is in safe mode", number=crashed),
        "Start mmassist, then press Leave safe mode. If it ends again, run mmassist --verbose run and send what it writes.",
    )


def _recogniser() -> str:
    weights.load(weights.DETECTION)
    weights.load(weights.RECOGNITION)
    return own("both models are there and whole")


def _screen_and_keys(settings: Settings) -> Iterator[Finding]:
    yield _tried(own("screen"), _screen, Verdict.BROKEN)
    wanted = keymap(settings.keys.options(), names()).all_chords()
    if is_taken(paths.runtime_dir()):
        yield Finding(own("keys"), Verdict.FOUND, own("mmassist runs, and said at its start which of them it could not have"))
        return
    with tried() as conflicts:
        if conflicts is None:
            yield Finding(own("keys"), Verdict.MISSING, own("there is no desktop to try them on"), "Run this in a graphical session.")
        else:
            yield from _keys(conflicts, wanted)


def _keys(conflicts: Conflicts, wanted: Mapping[str, Chord]) -> Iterator[Finding]:
    """Those that are free, and what is to be said of the others: who has them, and which are free instead."""
    refused = conflicts.refused(wanted)
    for error in conflicts.told({name: chord for name, chord in wanted.items() if name not in refused}, refused):
        yield Finding(own("keys"), Verdict.MISSING, error.spoken, error.remedy)
    for name, chord in wanted.items():
        if name not in refused:
            yield Finding(saying("{command} key", command=name), Verdict.FOUND, saying("{chord} is free", chord=str(chord)))


def _portals() -> Iterator[Finding]:
    """The desktop is asked what it could do; the user is asked for nothing."""
    yield _tried(own("screen"), portal_screen.check, Verdict.MISSING)
    yield _tried(own("keys"), portal_keys.check, Verdict.MISSING)


def _screen() -> str:
    tracker = desktop().tracker()
    tracker.start()
    try:
        monitors = tracker.monitors()
    finally:
        tracker.close()
    told = "monitor {number}: {width} by {height}"
    return listed([saying(told, number=number, width=str(box.width), height=str(box.height)) for number, box in enumerate(monitors, 1)], "")


def _outline() -> str:
    async def connect() -> None:
        reader = desktop().trees(1)
        try:
            await reader.start()
        finally:
            await reader.aclose()

    asyncio.run(connect())
    return own("the accessibility bus answers")


def _sound() -> str:
    output = Device(name="", block_ms=20, buffer_ms=180)
    try:
        buffer = output.open(22050, lambda samples, underflow, ahead: samples.fill(0))
    finally:
        output.close()
    return saying("opens, with {milliseconds} ms of buffer", milliseconds=round(buffer * 1000))


def _microphone(settings: Settings) -> str:
    wanted = settings.listen.microphone.casefold()

    async def look() -> list[tuple[str, str, bool]]:
        microphone = Microphone()
        try:
            return await microphone.devices()
        finally:
            await microphone.aclose()

    found = [(label or name, default) for name, label, default in asyncio.run(look()) if wanted in f"{name} {label}".casefold()]
    if not found:
        raise DeviceMissing("no microphone", "There is no microphone.", "Connect one, or choose another in the settings.")
    return next((label for label, default in found if default), found[0][0])


def _commands() -> str:
    model_folder()
    return own("understood without any model, in English")


def _speech_model(settings: Settings) -> str:
    model = chosen(open_store(), settings.listen.model, settings.listen.language)
    return saying("{model} is there and whole", model=model.name)


def _backends(settings: Settings) -> Iterator[Finding]:
    """Those that the settings name. Nobody is asked anything: mmassist backends test does that."""
    problems: list[MmassistError] = []
    catalogue = load_catalogue(problems)
    yield from (Finding(own("catalogue"), Verdict.BROKEN, problem.spoken, problem.remedy) for problem in problems)
    for name in settings.asked():
        yield _tried(saying("backend {name}", name=name), partial(_backend, name, settings, catalogue), Verdict.BROKEN)


def _backend(name: str, settings: Settings, catalogue: Catalogue) -> str:
    backend = make_brain(name, settings, catalogue).backend
    if not isinstance(backend, RemoteBackend):
        return own("is there")
    key = backend.setup.key() if backend.needs_key else None
    if backend.needs_key and key is None:
        raise SecretUnavailable(f"no key for {name}", remedy=saying("Run mmassist secrets set {name}.", name=name))
    told = "asks {host}, model {model}, its key is there" if key is not None else "asks {host}, model {model}"
    return saying(told, host=backend.address.host, model=backend.model.name)


def _voices(settings: Settings) -> Iterator[Finding]:
    """The chosen voice must work; another one that does not is only missing."""
    chosen = settings.speech.voice.partition(":")[0]
    if chosen not in voices.choices():
        remedy = saying("Choose one of {names} in the settings.", names=", ".join(voices.choices()))
        part = saying("voice {name}", name=settings.speech.voice)
        yield Finding(part, Verdict.BROKEN, own("there is no voice of that name"), remedy)
    for voice in voices.available():
        if voice.fault is None:
            yield Finding(saying("voice {name}", name=voice.name), Verdict.FOUND, own("can be used"))
        else:
            verdict = Verdict.BROKEN if voice.name == chosen else Verdict.MISSING
            yield Finding(saying("voice {name}", name=voice.name), verdict, voice.fault.spoken, voice.fault.remedy)
