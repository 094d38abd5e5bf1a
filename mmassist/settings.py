"""The settings: one versioned TOML file, loaded with its faults reported, saved whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mmassist import settings_file
from mmassist.backends.base import Options as BackendOptions
from mmassist.backends.describer.phrases import languages
from mmassist.desktop.keymap import Options as KeyOptions
from mmassist.desktop.keymap import Wishes
from mmassist.errors import SettingsError
from mmassist.privacy.policy import Rule
from mmassist.sayings import run_on, saying
from mmassist.speech.voices.base import SLOWEST, Capitals, Punctuation
from mmassist.values import Verbosity

VERSION: Literal[2] = 2


class Section(BaseModel):
    """A part of the settings: unknown keys are an error, so that a misspelt one is heard of."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _no_slower(rate: int) -> int:
    """Words a minute, or 0 for none of its own."""
    if 0 < rate < SLOWEST:
        raise ValueError("80 words a minute are the fewest")
    return rate


class StartSettings(Section):
    """When the app starts."""

    at_login: bool = Field(False, description="Start mmassist whenever you log in.")


class SpeechSettings(Section):
    """How the app sounds."""

    voice: str = Field("auto", description="Name of the voice; auto: the screen reader while one runs, else espeak.")
    language: str = Field("en-us", description="Language of the voice, as the voice names it.", pattern=r"^[A-Za-z0-9_+-]{2,32}$")
    rate: int = Field(300, ge=80, le=900, description="Words a minute.")
    pitch: int = Field(50, ge=0, le=100, description="Pitch, 50 is the voice's own.")
    volume: int = Field(90, ge=0, le=100, description="Volume of speech, in percent.")
    punctuation: Punctuation = Field("none", description="Signs that are named: none, some (as in addresses and sums), most, or all.")
    capitals: Capitals = Field(
        "none", description="How capitals are told: none, spell (a word before each), sound (a higher pitch or a short sound)."
    )
    follow_language: bool = Field(True, description="Read text in another language with a voice of that language.")
    system_language: str = Field(
        "", description="Voice of the app's own messages, as the voice names it; empty: as all else.", pattern=r"^([A-Za-z0-9_+-]{2,32})?$"
    )
    system_rate: int = Field(0, ge=0, le=900, description="Words a minute of the app's own messages, 80 to 900; 0: as all else.")
    system_pitch: int = Field(12, ge=-50, le=50, description="How much higher the app's own messages are than all else; 0: as high.")
    system_volume: int = Field(0, ge=0, le=100, description="Volume of the app's own messages, in percent; 0: as all else.")
    earcons: int = Field(50, ge=0, le=100, description="Volume of the short sounds, in percent; 0 switches them off.")
    device: str = Field("", description="Sound device, by its name or a part of it; empty: the system's choice.")
    ducking: int = Field(
        0, ge=0, le=95, description="Percent by which other programs' sound is made quieter while mmassist speaks; 0: not at all."
    )
    wake: int = Field(
        0, ge=0, le=2000, description="Milliseconds of silence before the first sound after a pause, for headphones that swallow it."
    )

    @field_validator("system_rate")
    @classmethod
    def _audible(cls, rate: int) -> int:
        return _no_slower(rate)


class DescribeSettings(Section):
    """What is said of a screen."""

    verbosity: Verbosity = Field(Verbosity.NORMAL, description="How much is said: brief, normal or full.")
    preset: str = Field("", description="Name of the preset; empty: by the program and by what is on the screen.")
    outline_nodes: int = Field(2000, ge=50, le=20000, description="Most objects read of one accessibility tree.")


class BackendSettings(Section):
    """One backend that asks a model, under the user's own name for it. Its key is never here: see mmassist secrets."""

    kind: str = Field(description="What it speaks: openai, chat, gemini, claude or ollama; local: a model on this computer.")
    model: str = Field("", description="Name of the model; empty: the catalogue's default, or the best that was pulled.")
    base_url: str = Field("", description="Address of the server; empty: the vendor's own.")
    proxy: str = Field("", description="Address of a proxy; empty: that of the environment.")
    connect: float = Field(5.0, gt=0, le=60, description="Seconds until the connection stands.")
    first_token: float = Field(30.0, gt=0, le=600, description="Seconds until the first piece of the answer.")
    total: float = Field(120.0, gt=0, le=3600, description="Seconds until the end of the answer.")
    retries: int = Field(2, ge=0, le=2, description="How often a failed request is sent again.")
    keep: bool = Field(False, description="The vendor may keep the request, so that a follow-up need not send the picture again.")
    own: bool = Field(False, description="The server is your own: what goes there is not masked.")

    def options(self) -> BackendOptions:
        return BackendOptions(**self.model_dump(exclude={"kind"}))


class AnswerSettings(Section):
    """Who answers."""

    order: tuple[str, ...] = Field(("embedded",), description="Backends that may answer, the first choice first.")
    second: str = Field("", description="Backend that is asked too where you need it right; empty: one of another family.")
    prefer: Literal["order", "quality", "speed", "spend"] = Field("order", description="What decides: your order, quality, speed or spend.")
    day_limit: float = Field(1.0, ge=0, description="Most US dollars a day; inf for no limit.")
    month_limit: float = Field(10.0, ge=0, description="Most US dollars a month; inf for no limit.")


class PrivacySettings(Section):
    """What may leave this computer, and what is hidden before."""

    sending: Rule = Field(Rule.ASK, description="local: nothing leaves; ask: each time; allow: without asking.")
    programs: dict[str, Rule] = Field({}, description="The same for single programs, by their names.")
    excluded: tuple[str, ...] = Field((), description="Programs and window titles that are never sent.")
    faces: bool = Field(False, description="Hide faces in pictures.")
    regions: tuple[str, ...] = Field(
        ("US", "GB", "DE", "FR", "ES"), description="Countries whose phone numbers are known without their code."
    )


class ProfileSettings(Section):
    """What is otherwise in one program; what is empty or 0 is as everywhere."""

    verbosity: Literal["", "brief", "normal", "full"] = Field("", description="How much is said of it; empty: as everywhere.")
    preset: str = Field("", description="Name of the preset for it; empty: as everywhere.")
    sending: Literal["", "local", "ask", "allow"] = Field("", description="What of it may leave this computer; empty: as everywhere.")
    rate: int = Field(0, ge=0, le=900, description="Words a minute in it, 80 to 900; 0: as everywhere.")
    language: str = Field("", description="Language of the voice in it; empty: as everywhere.", pattern=r"^([A-Za-z0-9_+-]{2,32})?$")

    @field_validator("rate")
    @classmethod
    def _audible(cls, rate: int) -> int:
        return _no_slower(rate)


class ListenSettings(Section):
    """How the app hears you."""

    microphone: str = Field("", description="Name of the microphone, or a part of it; empty: the system's choice.")
    model: str = Field("", description="Name of the speech model; empty: the best that is there.")
    language: str = Field("", description="Language that you speak, as a code such as en; empty: found out.", pattern=r"^([a-z]{2,3})?$")
    pre_roll: bool = Field(False, description="Keep the microphone open, so that the half second before the key press is heard too.")
    barge_in: bool = Field(
        False, description="Speak over mmassist to interrupt it: the microphone is then open whenever mmassist speaks, and only then."
    )
    hands_free: bool = Field(False, description="Listen for a follow-up for some seconds after what you asked by voice is answered.")


class HistorySettings(Section):
    """What is written down of what was told, on this computer alone."""

    enabled: bool = Field(True, description="Keep what was told, so that it can be looked up. Excluded windows and passwords never are.")
    days: int = Field(90, ge=1, le=3650, description="Days after which an entry is deleted.")
    megabytes: int = Field(50, ge=1, le=2000, description="Size in megabytes from which the oldest entries are deleted.")


class ModelSettings(Section):
    """Where models are pulled from."""

    hub: str = Field("", description="Address of another hub; empty: the catalogue's.")
    proxy: str = Field("", description="Address of a proxy; empty: that of the environment.")


class CameraSettings(Section):
    """The camera that is looked through."""

    source: str = Field("0", description="Its number, a video file, numbered pictures, or an http address.")


class ProgramKeySettings(Section):
    """What is otherwise with the keys while one program is in front."""

    leader: str = Field("", description="The leader key there; none for no leader; empty: the usual one.")
    letters: dict[str, str] = Field({}, description="Letters there, by command; none for no letter.")
    chords: dict[str, str] = Field({}, description="Keys without the leader there, by command; none for no key.")

    def wishes(self) -> Wishes:
        return Wishes(self.leader, self.letters, self.chords)


class KeySettings(Section):
    """The global keys; empty for the default, none for no key. mmassist keys lists them all."""

    leader: str = Field("", description="Press it, then a letter.")
    describe: str = Field("", description="Describe the window in front.")
    stop: str = Field("", description="Stop speaking.")
    ask: str = Field("", description="Ask or command by voice: hold it while you speak, or tap it and speak.")
    read: str = Field("", description="Read the text of the window in front; no key of its own unless you set one.")
    read_on: str = Field("", description="Go on reading from where it was stopped; no key of its own unless you set one.")
    chords: dict[str, str] = Field({}, description="Keys of their own for other commands, by the names that mmassist keys lists.")
    letters: dict[str, str] = Field({}, description="Letters after the leader that are not the usual ones, by command.")
    letter_seconds: float = Field(5.0, ge=1, le=60, description="Seconds that a letter is waited for after the leader.")
    walk_seconds: float = Field(8.0, ge=1, le=60, description="Seconds that the next letter is waited for after a step.")
    programs: dict[str, ProgramKeySettings] = Field({}, description="What is otherwise in single programs, by their names.")

    def options(self) -> KeyOptions:
        own = self.model_dump(include={"describe", "stop", "ask", "read", "read_on"})
        wishes = Wishes(self.leader, self.letters, own | self.chords)
        programs = {name: one.wishes() for name, one in self.programs.items()}
        return KeyOptions(wishes, programs, self.letter_seconds, self.walk_seconds)


class SupportSettings(Section):
    """Being helped by another person."""

    broker: str = Field("", description="Address of the broker that brings you and a helper together; empty: nobody can be invited.")
    own_speech: bool = Field(False, description="A helper who hears you hears what mmassist says as well, as far as your microphone does.")


class WindowSettings(Section):
    """How the windows look."""

    theme: Literal["system", "light", "dark", "contrast"] = Field("system", description="Colours: the desktop's, or light, dark, contrast.")
    text_scale: int = Field(100, ge=50, le=400, description="Size of text in the windows, in percent of the desktop's.")
    font: str = Field("", description="Name of the font; empty: the desktop's.")
    language: Literal["", "en", "de", "es", "fr"] = Field("", description="Language of the windows; empty: the desktop's.")
    caption: bool = Field(False, description="Show what is being said in large letters at the edge of the screen.")
    caption_size: int = Field(32, ge=12, le=120, description="Size of the caption's letters, in points.")
    caption_edge: Literal["top", "bottom"] = Field("bottom", description="Edge of the screen that the caption is at: top or bottom.")


class Settings(Section):
    """All settings, as the file holds them."""

    version: Literal[2] = VERSION
    start: StartSettings = StartSettings()
    speech: SpeechSettings = SpeechSettings()
    describe: DescribeSettings = DescribeSettings()
    answers: AnswerSettings = AnswerSettings()
    backends: dict[str, BackendSettings] = {}
    privacy: PrivacySettings = PrivacySettings()
    profiles: dict[str, ProfileSettings] = {}
    listen: ListenSettings = ListenSettings()
    history: HistorySettings = HistorySettings()
    models: ModelSettings = ModelSettings()
    camera: CameraSettings = CameraSettings()
    keys: KeySettings = KeySettings()
    window: WindowSettings = WindowSettings()
    support: SupportSettings = SupportSettings()

    def asked(self) -> tuple[str, ...]:
        """Names of all backends that can be asked, the user's order first, the embedded one always among them."""
        return tuple(dict.fromkeys((*self.answers.order, *self.backends, "embedded")))

    def language(self) -> str:
        """Of answers: that of the voice, as a code such as "en"."""
        return self.speech.language.partition("-")[0].partition("+")[0]

    def own_language(self) -> str:
        """Of what the app itself says: that of the voice, or English where the app does not speak it."""
        return code if (code := self.language()) in languages() else "en"

    def with_backend(self, name: str) -> Settings:
        """The same settings, with one backend alone to answer."""
        return self.model_copy(update={"answers": self.answers.model_copy(update={"order": (name,)})})


class _Environment(BaseSettings):
    """What the environment overrides, such as MMASSIST_SPEECH__RATE=400."""

    model_config = SettingsConfigDict(env_prefix="MMASSIST_", env_nested_delimiter="__", env_ignore_empty=True)

    start: dict[str, str] = {}
    speech: dict[str, str] = {}
    describe: dict[str, str] = {}
    answers: dict[str, str] = {}
    privacy: dict[str, str] = {}
    listen: dict[str, str] = {}
    history: dict[str, str] = {}
    models: dict[str, str] = {}
    camera: dict[str, str] = {}
    keys: dict[str, str] = {}
    window: dict[str, str] = {}
    support: dict[str, str] = {}


def load(path: Path) -> tuple[Settings, SettingsError | None]:
    """The settings of the file under those of the environment, and what was wrong if anything.

    A file that can't be used is set aside as `*.broken`, so that nothing the user wrote is lost, and the last good one takes its place;
    where there is none the defaults are used. One of a newer version stays where it is. A wrong environment variable is left out.
    """
    settings, problem = from_file(path)
    overrides = {name: values for name, values in _Environment().model_dump().items() if values}
    if not overrides:
        return settings, problem
    data = settings.model_dump()
    for section, values in overrides.items():
        data[section] |= values
    try:
        return Settings.model_validate(data), problem
    except ValidationError as error:
        return settings, SettingsError(
            _complaint(error),
            saying("A setting in the environment can't be used: {complaint}.", complaint=_complaint(error)),
            "Correct or remove the variable that begins with MMASSIST.",
        )


def from_file(path: Path) -> tuple[Settings, SettingsError | None]:
    """As `load`, without the environment."""
    try:
        data = settings_file.read(path)
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), SettingsError(
            f"can't read {path}: {error}", "The settings file can't be read. The defaults are in use.", "Check the file's rights."
        )
    except ValueError:
        return _replaced(path, "it is not valid TOML")
    if _version(data) > VERSION:
        return _last_good(path) or Settings(), _newer(data, "They are not used. Update mmassist, or move the settings file away.")
    try:
        settings = Settings.model_validate(_migrated(data))
    except ValidationError as error:
        return _replaced(path, _complaint(error))
    settings_file.keep_good(path, path.read_bytes())
    return settings, None


def _version(data: dict[str, Any]) -> int:
    """1 is the first that there was; what is no number is told as wrong elsewhere."""
    version = data.get("version", VERSION)
    return version if isinstance(version, int) else VERSION


def _newer(data: dict[str, Any], remedy: str) -> SettingsError:
    return SettingsError(f"settings are of version {_version(data)}", "The settings were written by a newer mmassist.", remedy)


def _last_good(path: Path) -> Settings | None:
    data = settings_file.last_good(path)
    if data is None or _version(data) > VERSION:
        return None
    try:
        return Settings.model_validate(_migrated(data))
    except ValidationError:
        return None


def _migrated(data: dict[str, Any]) -> dict[str, Any]:
    """What a file of an older version says, in today's words. Version 1 knew one backend, in `describe`."""
    if data.get("version", VERSION) != 1:
        return data
    described = data.get("describe")
    moved = dict(data, version=VERSION)
    if isinstance(described, dict) and "backend" in described:
        moved["describe"] = {name: value for name, value in described.items() if name != "backend"}
        moved["answers"] = {"order": [described["backend"]]}
    return moved


def save(settings: Settings, path: Path) -> None:
    """Writes the file atomically, readable by its owner alone, with the comments in it kept; one of an older version is backed up first.

    Raises SettingsError if it can't be written, and for one of a newer version, which is left alone.
    """
    try:
        before = settings_file.read(path)
    except (OSError, ValueError):
        before = {}
    if _version(before) > VERSION:
        raise _newer(before, "Nothing is written over them. Update mmassist, or move the settings file away.")
    try:
        if _version(before) < VERSION:
            settings_file.back_up(path, _version(before))
        settings_file.write(path, settings.model_dump(mode="json"))
    except OSError as error:
        raise SettingsError(
            f"can't write {path}: {error}", "The settings could not be saved.", "Check the disk's free space and the folder's rights."
        ) from error


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _replaced(path: Path, complaint: str) -> tuple[Settings, SettingsError]:
    """A broken file is set aside; what is used instead, and what the user hears."""
    kept = settings_file.set_aside(path)
    good = _last_good(path)
    if good is not None and kept != path.name:
        settings_file.put_back(path)
    return good or Settings(), SettingsError(
        complaint,
        run_on(
            saying("The settings file can't be used: {complaint}.", complaint=complaint),
            "The last good settings are in use." if good else "The defaults are in use.",
        ),
        saying("Your file was kept as {file}. Mend it and put it back, or set things anew.", file=kept),
    )
