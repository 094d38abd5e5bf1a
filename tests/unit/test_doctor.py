"""The doctor: what it finds, and what it says is to be done."""

from __future__ import annotations

import contextlib
from importlib import metadata
from pathlib import Path

import pytest

from mmassist import doctor
from mmassist.desktop import paths, starts
from mmassist.desktop.claims import Claim
from mmassist.desktop.instance import Instance, is_taken
from mmassist.doctor import Finding, Verdict, examine
from mmassist.errors import SettingsError
from mmassist.settings import AnswerSettings, BackendSettings, Settings, SpeechSettings
from mmassist.translation import translation
from mmassist.wiring.key_conflicts import Conflicts
from tests.unit.wiring.test_key_conflicts import F1, F7, FakeKeys


def installed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if of the two runtimes just these were installed."""
    real = metadata.version

    def version(name: str) -> str:
        if not name.startswith("onnxruntime"):
            return real(name)
        if name in names:
            return "1.26.0"
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)


@pytest.fixture(autouse=True)
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


def findings(settings: Settings | None = None, problem: SettingsError | None = None) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(settings or Settings(), problem)}


@pytest.mark.parametrize("name", ["onnxruntime", "onnxruntime-gpu"])
def test_one_runtime_is_right(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    installed(monkeypatch, name)
    assert findings()["onnxruntime"].verdict is Verdict.FOUND


def test_two_runtimes_are_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "onnxruntime", "onnxruntime-gpu")
    found = findings()["onnxruntime"]
    assert found.verdict is Verdict.BROKEN
    assert "both" in found.detail
    assert "Remove both" in found.remedy


def test_no_runtime_is_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch)
    found = findings()["onnxruntime"]
    assert found.verdict is Verdict.BROKEN
    assert found.remedy


def test_without_a_speech_model_commands_are_understood_all_the_same() -> None:
    found = findings()
    assert found["spoken commands"].verdict is Verdict.FOUND
    assert found["speech model"].verdict is Verdict.MISSING
    assert "mmassist models pull" in found["speech model"].remedy


def test_without_a_display_the_screen_is_missing_and_the_rest_is_still_looked_at() -> None:
    found = findings()
    assert found["screen"].verdict is Verdict.BROKEN
    assert found["screen"].remedy
    assert found["text recogniser"].verdict is Verdict.FOUND
    assert found["backend embedded"].verdict is Verdict.FOUND


def test_wrong_settings_are_told() -> None:
    found = findings(problem=SettingsError("x", "The settings can't be used.", "Mend them."))
    assert found["settings"] == Finding("settings", Verdict.BROKEN, "The settings can't be used.", "Mend them.")


def test_a_chosen_voice_that_is_none_is_heard_of_as_the_chosen_backend_is() -> None:
    found = findings(Settings(speech=SpeechSettings(voice="nobody"), answers=AnswerSettings(order=("nothing",))))
    assert found["voice nobody"].verdict is Verdict.BROKEN
    assert found["backend nothing"].verdict is Verdict.BROKEN


def test_whatever_is_not_found_has_a_remedy() -> None:
    assert all(finding.remedy for finding in findings().values() if finding.verdict is not Verdict.FOUND)


def test_a_backend_without_its_key_is_told_and_nobody_is_asked() -> None:
    found = findings(Settings(backends={"gpt": BackendSettings(kind="openai")}))["backend gpt"]
    assert found.verdict is Verdict.BROKEN
    assert "key" in found.detail
    assert found.remedy


def test_a_backend_of_the_users_own_is_told_with_its_address_and_model() -> None:
    own = BackendSettings(kind="chat", base_url="http://127.0.0.1:9/v1", model="llama-3.2-vision")
    assert findings(Settings(backends={"mine": own}))["backend mine"].detail == "asks 127.0.0.1, model llama-3.2-vision"


def test_starts_that_crashed_are_told_and_three_make_the_next_one_safe(home: Path) -> None:
    folder = home / "data" / "starts"
    folder.mkdir(parents=True)
    told = {}
    for number in range(4):
        told[number] = findings()["starts"]
        (folder / f"{number}.start").touch()
    assert [told[number].verdict for number in range(4)] == [Verdict.FOUND] * 3 + [Verdict.MISSING]
    assert "none ended unexpectedly" in told[0].detail
    assert "the last 2 starts" in told[2].detail
    assert "safe mode" in told[3].detail
    assert told[3].remedy


def test_a_key_that_is_taken_is_told_with_who_has_it_and_one_that_is_free() -> None:
    wanted = {"describe": F1, "stop": F7}
    found = list(doctor._keys(Conflicts(FakeKeys(F1), lambda: [Claim(F1, "Openbox", False)]), wanted))

    assert [(one.part, one.verdict) for one in found] == [("keys", Verdict.MISSING), ("stop key", Verdict.FOUND)]
    assert found[0].detail.startswith("The key Control Shift F1 is already taken by Openbox.")
    assert "is free" in found[0].remedy


def test_keys_that_the_running_app_holds_are_not_said_to_be_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "runtime_dir", lambda: tmp_path)
    with contextlib.closing(Instance(tmp_path)) as instance:
        assert instance.take()
        assert is_taken(tmp_path)
        found = {one.part: one for one in doctor._screen_and_keys(Settings())}
    assert found["keys"].verdict is Verdict.FOUND
    assert not is_taken(tmp_path)


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_each_line_is_in_the_user_s_language(language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    installed(monkeypatch, "onnxruntime", "onnxruntime-gpu")
    monkeypatch.setattr(starts, "crashed", lambda folder: 3)
    settings = Settings(speech=SpeechSettings(voice="no-such-one"), backends={"gpt": BackendSettings(kind="openai")})
    caplog.set_level("INFO", "mmassist.translation")
    into = translation(language)
    told = {finding.part: into(finding.sentence) for finding in examine(settings, None)}

    assert [record.getMessage() for record in caplog.records] == []
    assert {
        "de": "gefunden, ohne Modell verstanden",
        "es": "encontrado, se entienden sin ningún modelo",
        "fr": "trouvé, comprises sans aucun modèle",
    }[language] in told["spoken commands"]
