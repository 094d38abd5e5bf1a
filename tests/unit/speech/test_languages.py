"""Which voice reads a text."""

from __future__ import annotations

import tomllib

import pytest

from mmassist.speech.languages import voice_for
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.speech.voices.espeak_process import EspeakHandler, load_library
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "voice", "wanted"),
    [
        ("Save changes?", "en-us", "en-us"),
        ("Änderungen speichern, oder später?", "en-us", "en-us"),
        ("Сохранить изменения?", "en-us", "ru"),
        ("Зберегти зміни?", "uk", "uk"),
        ("Зберегти зміни?", "uk+f2", "uk+f2"),
        ("Αποθήκευση αλλαγών;", "de", "el"),
        ("变更を保存しますか", "en", "ja"),
        ("保存更改吗", "en", "cmn"),
        ("변경 사항을 저장할까요?", "en", "ko"),
        ("Button Сохранить, default, Control S", "en-us", "en-us"),
        ("Сохранить (Ctrl S)", "en-us", "ru"),
        ("… 12 ½ —", "en-us", "en-us"),
    ],
)
def test_a_script_that_the_language_is_not_written_in_has_its_own_voice(text: str, voice: str, wanted: str) -> None:
    assert voice_for(text, voice) == wanted


@pytest.mark.skipif(EspeakVoice.check() is not None, reason="no espeak-ng")
def test_espeak_has_a_voice_for_each_script() -> None:
    table = tomllib.loads((ROOT / "mmassist" / "resources" / "scripts.toml").read_text("utf-8"))
    library = load_library()
    EspeakHandler(library)
    assert [one["voice"] for one in table.values() if library.espeak_SetVoiceByName(one["voice"].encode()) != 0] == []
