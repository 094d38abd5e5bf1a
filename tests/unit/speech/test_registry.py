"""Which voices there are."""

from __future__ import annotations

from importlib import metadata

import pytest

from mmassist.errors import PluginError, VoiceUnavailable
from mmassist.speech.voices import registry
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.speech.voices.speechd import SpeechdVoice
from mmassist.values import Fault
from tests.fakes.voice import FakeVoice


class PluginVoice(FakeVoice):
    @staticmethod
    def check() -> Fault | None:
        return None


class MissingVoice(FakeVoice):
    @staticmethod
    def check() -> Fault | None:
        return Fault("no model", "The voice has no model.", "Get the model.")


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    here = __name__
    points = [
        metadata.EntryPoint("added", f"{here}:PluginVoice", registry.GROUP),
        metadata.EntryPoint("missing", f"{here}:MissingVoice", registry.GROUP),
        metadata.EntryPoint("broken", "tests.no_such_module:Voice", registry.GROUP),
        metadata.EntryPoint("espeak", f"{here}:PluginVoice", registry.GROUP),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda group: points if group == registry.GROUP else [])


def test_the_built_in_voices_are_there() -> None:
    assert {"espeak", "pyttsx3"} <= {voice.name for voice in registry.available() if voice.ok}


@pytest.mark.usefixtures("plugins")
def test_a_plug_in_is_found_by_its_name() -> None:
    assert isinstance(registry.create("added"), PluginVoice)


@pytest.mark.usefixtures("plugins")
def test_a_plug_in_that_does_not_load_is_left_out_and_reported() -> None:
    faults: list[Fault] = []
    voices = registry.in_order("espeak", faults.append)
    assert [voice.name for voice in voices if voice.name != "speechd"] == ["espeak", "pyttsx3", "fake"]
    assert [fault.spoken for fault in faults] == ["The voice broken could not be loaded."]


@pytest.mark.skipif(SpeechdVoice.check() is not None, reason="no speech-dispatcher")
def test_auto_is_the_screen_reader_first_and_others_have_it_not_at_all() -> None:
    faults: list[Fault] = []
    assert [voice.name for voice in registry.in_order("auto", faults.append)][:2] == ["screen-reader", "espeak"]
    assert "screen-reader" not in [voice.name for voice in registry.in_order("espeak", faults.append)]


@pytest.mark.skipif(SpeechdVoice.check() is not None, reason="no speech-dispatcher")
def test_a_part_of_a_voice_can_be_chosen_where_it_has_parts() -> None:
    assert isinstance(registry.create("speechd:flite"), SpeechdVoice)
    with pytest.raises(VoiceUnavailable, match="no parts"):
        registry.create("espeak:flite")


@pytest.mark.usefixtures("plugins")
def test_a_plug_in_does_not_replace_a_built_in_voice() -> None:
    assert isinstance(registry.create("espeak"), EspeakVoice)


@pytest.mark.usefixtures("plugins")
def test_each_voice_that_can_not_be_used_comes_with_its_remedy() -> None:
    faults = {voice.name: voice.fault for voice in registry.available() if voice.fault}
    assert {name: fault.remedy for name, fault in faults.items()} == {
        "missing": "Get the model.",
        "broken": "Update or remove the package that brings it.",
    }


def test_an_unknown_voice_is_reported_with_the_names_there_are() -> None:
    with pytest.raises(VoiceUnavailable) as caught:
        registry.create("nobody")
    assert "espeak" in caught.value.remedy


@pytest.mark.usefixtures("plugins")
def test_a_broken_plug_in_raises_what_can_be_spoken() -> None:
    with pytest.raises(PluginError):
        registry.create("broken")


@pytest.mark.usefixtures("plugins")
def test_the_chosen_voice_missing_is_reported_and_others_take_its_place() -> None:
    faults: list[Fault] = []
    voices = registry.in_order("missing", faults.append)
    assert voices[0].name == "espeak"
    assert faults[0].spoken == "The voice has no model."
