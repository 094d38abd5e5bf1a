"""Which voice reads a text."""

from __future__ import annotations

import tomllib

import pytest

from mmassist.speech.languages import voice_for
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.speech.voices.espeak_process import EspeakHandler, load_library
from tests.conftest import ROOT
from tests.unit.speech.language_figures import held_out, measured


@pytest.mark.parametrize(
    ("text", "voice", "wanted"),
    [
        ("Save changes?", "en-us", "en-us"),
        ("Änderungen speichern?", "en-us", "en-us"),
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


@pytest.mark.parametrize(
    ("text", "voice", "wanted"),
    [
        ("Möchten Sie die Änderungen speichern, bevor Sie das Fenster schließen?", "en-us+f3", "de"),
        ("El archivo no se ha podido abrir porque lo está usando otro programa.", "en-us", "es"),
        ("Le fichier n'a pas pu être ouvert, car il est utilisé par un autre programme.", "de", "fr"),
        ("The file could not be opened because another program is using it.", "fr", "en"),
        ("Il file non può essere aperto perché è in uso da un altro programma.", "en-us", "it"),
        ("Möchten Sie die Änderungen speichern, bevor Sie schließen?", "de-at+f2", "de-at+f2"),
        # a language without words of its own here, and a voice that is called something else than its language
        ("Vols desar els canvis que has fet en el document abans de tancar la finestra?", "ca", "ca"),
        ("Möchten Sie die Änderungen speichern, bevor Sie schließen?", "Hedda", "Hedda"),
        # labels, names, and what quotes another language
        ("Abbrechen", "en-us", "en-us"),
        ("Über das Programm", "en-us", "en-us"),
        ("Datei nicht gefunden", "en-us", "en-us"),
        ("La Bohème, Die Zauberflöte, Der Rosenkavalier, Le nozze di Figaro", "en-us", "en-us"),
        ("Do you want to save the changes before closing? Dialog von Mousepad. Fokus auf Save, der Schaltfläche.", "de", "de"),
        (
            "Save as, file name: Rechnung für die Miete und den Strom.pdf, text field, the focus is on it, in gedit.",
            "en",
            "en",
        ),
        ("", "en-us", "en-us"),
    ],
)
def test_a_text_that_is_plainly_in_another_language_has_a_voice_of_that(text: str, voice: str, wanted: str) -> None:
    assert voice_for(text, voice) == wanted


def test_with_the_setting_off_the_voice_stays_but_for_a_script_that_it_can_not_read() -> None:
    german = "Möchten Sie die Änderungen speichern, bevor Sie schließen?"
    assert voice_for(german, "en-us", follow_language=False) == "en-us"
    assert voice_for("Сохранить изменения?", "en-us", follow_language=False) == "ru"


def test_sentences_that_were_held_out_are_told_and_labels_never_are() -> None:
    """The app's own sentences in its four languages, from which no word was taken."""
    for language, found in measured(held_out()).items():
        assert found.labels_changed == 0
        assert found.wrong <= 0.01 * found.sentences, language
        assert found.right >= 0.85 * found.sentences, language


@pytest.mark.skipif(EspeakVoice.check() is not None, reason="no espeak-ng")
def test_espeak_has_a_voice_for_each_script() -> None:
    table = tomllib.loads((ROOT / "mmassist" / "resources" / "scripts.toml").read_text("utf-8"))
    library = load_library()
    EspeakHandler(library)
    assert [one["voice"] for one in table.values() if library.espeak_SetVoiceByName(one["voice"].encode()) != 0] == []
