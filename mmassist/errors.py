"""The whole error tree. Each error carries a sentence to be spoken and a remedy; adapters translate foreign errors into these.

MmassistError(message, spoken, remedy)
  SettingsError
    SecretUnavailable
  CaptureError
    DeviceMissing
    DeviceBusy            another program holds it
    DeviceLost            it went away, or gives nothing any more
    PermissionDenied
    ScreenHidden          blank frame: screen curtain, protected window
    ImageUnreadable       corrupt, huge or no image
    ClipUnreadable        the same of a recording
    NothingHeard          the microphone gave silence, or nobody spoke
  DesktopError
    NoWindow              nothing is in front, or it went away mid-turn
    HotkeyTaken
    NoProblem             none is being worked on
    NothingToTake         nothing to copy, spell or go to
    ClipboardRefused      the desktop does not let it be written
    SceneStale            the screen is no longer as it was described: nothing is done
    ActRefused            a program or the desktop does not do what was asked of it
  PerceptionError
    ModelMissing
    ModelCorrupt
    PullFailed            a model could not be fetched; what came is kept
  BackendError(retryable)
    AuthFailed            401, 403, no key
    RateLimited           429
    TimedOut              408, connect, first token, total
    Unreachable           no connection, redirect to another host
    ServiceFailed         500, 529 and their like
    BadAnswer             malformed, empty or endless stream
    AnswerCut             the stream ended in the middle: what was said stays said
    NoModel               none is set up, or no second one
    Refused               refusal, content filter
    RequestRejected       400
    PromptTooLarge        413
    ModelUnknown          404
    ModelRetired
  PrivacyError            the user's rules keep it on this machine
    ConsentMissing
    BudgetSpent
    HistoryLocked         the session is locked: nothing is told of what was told before
  SpeechError
    VoiceUnavailable
  SupportError            of being helped by another person
    SignallingFailed      the two were not brought together: broker, link, code, or a message that is not what it should be
    PeerLost              the helper went away
    ConsentRevoked        what was asked for is not allowed, or not any more
  WorkerLost              a worker process died, hung or could not start
  PluginError
  TrainingError           of the wing that trains, and defined there
"""

from __future__ import annotations

from mmassist.sayings import Series, run_on


class MmassistError(Exception):
    """`message` is for the log, `spoken` for the ear, `remedy` says what the user can do. Neither holds text from a screen."""

    spoken = "Something went wrong."
    remedy = "Try again. If it stays so, run mmassist doctor."

    def __init__(self, message: str, spoken: str = "", remedy: str = "") -> None:
        super().__init__(message)
        if spoken:
            self.spoken = spoken
        if remedy:
            self.remedy = remedy

    @property
    def told(self) -> Series:
        """All that is said of it."""
        return run_on(self.spoken, self.remedy)


def as_ours(error: BaseException) -> MmassistError:
    """What is no error of ours is named by its kind alone, for its text may quote a screen."""
    return error if isinstance(error, MmassistError) else MmassistError(type(error).__name__)


class SettingsError(MmassistError):
    spoken = "The settings can't be used."
    remedy = "The last good settings are in use. Run mmassist doctor for the line that is wrong."


class SecretUnavailable(SettingsError):
    spoken = "No key is stored for this backend."
    remedy = "Store one in the system's keyring, or choose the embedded backend."


class CaptureError(MmassistError):
    spoken = "The screen could not be captured."
    remedy = "Check that you are in a graphical session, then try again."


class DeviceMissing(CaptureError):
    spoken = "The device is not there."
    remedy = "Connect it, or choose another."


class DeviceBusy(CaptureError):
    spoken = "Another program holds the device."
    remedy = "Close that program, or choose another device."


class DeviceLost(CaptureError):
    spoken = "The device stopped."
    remedy = "Check its cable, or choose another device."


class PermissionDenied(CaptureError):
    spoken = "The system did not let mmassist look."
    remedy = "Allow screen capture for mmassist in the system's privacy settings."


class ScreenHidden(CaptureError):
    spoken = "The screen is blank: is a screen curtain on?"
    remedy = "Switch the screen curtain off, or wake the display, and press the key again."


class ImageUnreadable(CaptureError):
    spoken = "The image can't be read."
    remedy = "Check the file, or save it again as PNG or JPEG."


class ClipUnreadable(CaptureError):
    spoken = "The recording can't be read."
    remedy = "Check the file, or save it again as WAV, MP3 or MP4."


class NothingHeard(CaptureError):
    spoken = "I heard nothing."
    remedy = "Check that the microphone is switched on, then press the key again and speak."


class DesktopError(MmassistError):
    spoken = "The desktop did not answer."
    remedy = "Check that you are in a graphical session, then try again."


class NoWindow(DesktopError):
    spoken = "No window is in front."
    remedy = "Switch to a window, then press the key again."


class HotkeyTaken(DesktopError):
    spoken = "The describe key is already taken by another program."
    remedy = "Choose another key in the settings, or free it in the other program."


class NothingToTake(DesktopError):
    spoken = "There is nothing here."
    remedy = "Describe a window, or go to an item, first."


class NoProblem(DesktopError):
    spoken = "No problem is being worked on."
    remedy = "Say troubleshoot first."


class ClipboardRefused(DesktopError):
    spoken = "The clipboard could not be written."
    remedy = "Close what holds the clipboard, or copy it from the window of mmassist."


class SceneStale(DesktopError):
    spoken = "The screen is no longer as I described it, so nothing is done."
    remedy = "Describe the window again."


class ActRefused(DesktopError):
    spoken = "The program did not do it."
    remedy = "Try it by the keyboard."


class PerceptionError(MmassistError):
    spoken = "The text on the screen could not be read."
    remedy = "Press the key again."


class ModelMissing(PerceptionError):
    spoken = "The text recogniser is not installed."
    remedy = "Run mmassist doctor to see what is missing."


class ModelCorrupt(PerceptionError):
    spoken = "The text recogniser's files are damaged."
    remedy = "Install mmassist again."


class PullFailed(PerceptionError):
    spoken = "The model could not be fetched."
    remedy = "Run the same command again: what has come already is kept."


class BackendError(MmassistError):
    """`retryable`: whether the same request may succeed when sent again; `retry_after`: seconds that the service asks to wait.

    `retries`: how often it was sent again before this was given up.
    """

    retryable = False
    spoken = "The describer failed."
    remedy = "The embedded describer is used instead."

    def __init__(self, message: str, spoken: str = "", remedy: str = "", *, retry_after: float | None = None, retries: int = 0) -> None:
        super().__init__(message, spoken, remedy)
        self.retry_after = retry_after
        self.retries = retries


class AuthFailed(BackendError):
    spoken = "The key was not accepted."
    remedy = "Store a valid key."


class RateLimited(BackendError):
    retryable = True
    spoken = "The service asks to wait."
    remedy = "Try again in a minute."


class TimedOut(BackendError):
    retryable = True
    spoken = "The answer took too long."
    remedy = "Try again."


class Unreachable(BackendError):
    retryable = True
    spoken = "The service can't be reached."
    remedy = "Check the network, or choose the embedded backend."


class ServiceFailed(BackendError):
    retryable = True
    spoken = "The service has a fault of its own."
    remedy = "Try again in a minute, or choose another backend."


class BadAnswer(BackendError):
    spoken = "The service sent something that is no answer."
    remedy = "Check the backend's address in the settings, or choose another backend."


class AnswerCut(BackendError):
    spoken = "The answer is incomplete: the connection was cut."
    remedy = "Press the key again for a new answer."


class NoModel(BackendError):
    spoken = "No model is set up that could be asked."
    remedy = "In the settings, Add makes a backend; then put its name first under Answers, order."


class Refused(BackendError):
    spoken = "The service declined to answer."
    remedy = "Ask in another way."


class PromptTooLarge(BackendError):
    spoken = "There is too much on the screen for this backend."
    remedy = "Describe one window rather than the whole screen."


class RequestRejected(BackendError):
    spoken = "The service did not accept the request."
    remedy = "Run mmassist backends test for this backend, or choose another model."


class ModelUnknown(BackendError):
    spoken = "The service does not know this model."
    remedy = "Choose another model; mmassist backends lists them."


class ModelRetired(BackendError):
    spoken = "This model is no longer offered."
    remedy = "Choose another model."


class PrivacyError(MmassistError):
    spoken = "Your privacy rules keep this on this computer."
    remedy = "The embedded describer answers instead. Change the rules in the settings."


class ConsentMissing(PrivacyError):
    spoken = "You have not agreed to send anything to this service."
    remedy = "Run mmassist backends consent for it to hear what it keeps and to agree."


class BudgetSpent(PrivacyError):
    spoken = "Your spending limit is reached."
    remedy = "The embedded describer answers instead. Raise the limit in the settings, or wait for the next day."


class HistoryLocked(PrivacyError):
    spoken = "The history is locked away while the session is locked."
    remedy = "Unlock the session, then ask again."


class SpeechError(MmassistError):
    spoken = "Speech failed."
    remedy = "The answer is shown as text."


class VoiceUnavailable(SpeechError):
    spoken = "The chosen voice is not available."
    remedy = "Run mmassist doctor to see which voices are installed."


class SupportError(MmassistError):
    spoken = "The support session failed."
    remedy = "Make a new invitation."


class SignallingFailed(SupportError):
    spoken = "The helper could not be reached."
    remedy = "Make a new invitation and send it again."


class PeerLost(SupportError):
    spoken = "The helper went away. Nothing is shared."
    remedy = "Wait until they come back, or make a new invitation."


class ConsentRevoked(SupportError):
    spoken = "That is not allowed to the helper."
    remedy = "Allow it first, if you want it."


class WorkerLost(MmassistError):
    spoken = "A part of mmassist stopped."
    remedy = "Press the key again."


class PluginError(MmassistError):
    spoken = "An extension could not be loaded."
    remedy = "Update or remove it."
