"""The app in another language, over real programs: its own words in that language, the program's as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.desktop import command_wire
from mmassist.desktop.command_client import hand_over
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from tests.integration.turns import AUDIBLE, press_and_hear


def speaking(home: Path, language: str) -> RunningApp:
    environment = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "MMASSIST_SPEECH__LANGUAGE": language}
    return RunningApp(home, environment=environment)


@pytest.mark.timeout(180)
def test_a_save_prompt_is_told_in_german_around_the_program_s_own_words(tmp_path: Path, keyboard: Keyboard, sink: Sink) -> None:
    with speaking(tmp_path, "de") as app, programs.save_prompt("Dear Ann", keyboard):
        ready = app.wait_for(lambda event: event.channel == "system" and "mmassist ist bereit." in event.text, 30.0)
        heard = press_and_hear(app, keyboard)
    assert "Steuerung Umschalt F1 beschreibt das Fenster im Vordergrund." in ready.text
    # on a busy machine the window is named before it is read
    assert "Do you want to save the changes before closing?" in {said.text for said in heard.spoken[:2]}
    assert sink.level(heard.spoken[0].at, heard.spoken[1].at) > AUDIBLE
    assert "Save Changes, Dialog von Mousepad." in heard.text
    assert "Fokus auf Save, Schaltfläche, Standard." in heard.text
    assert "Außerdem zur Wahl: Cancel oder Don't Save." in heard.text


@pytest.mark.timeout(180)
def test_a_calculator_is_told_in_french(tmp_path: Path, keyboard: Keyboard) -> None:
    with speaking(tmp_path, "fr-fr") as app, programs.galculator():
        heard = press_and_hear(app, keyboard)
    assert "chiffres de 0 à 9" in heard.text
    assert "boutons de plus" in heard.text


@pytest.mark.timeout(180)
def test_a_save_prompt_is_asked_about_in_spanish(
    home: Path, keyboard: Keyboard, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_wire, "PATIENCE", 30.0)  # what is told counts, also on a busy machine
    monkeypatch.setenv("MMASSIST_SPEECH__LANGUAGE", "es-419")  # the command hands over to an app with its own settings alone

    def told(question: str) -> str:
        capfd.readouterr()
        assert hand_over(["describe", "--no-speak", "--ask", question]) == 0
        return capfd.readouterr().out

    with RunningApp(home) as app, programs.save_prompt("Dear Ann", keyboard):
        app.wait_for(lambda event: event.kind == "spoken", timeout=30)
        assert "Save es el botón predeterminado." in told("¿Cuál es el botón predeterminado?")
        assert "Sí: Cancel, botón" in told("¿Hay un botón Cancel?")
        assert "Aquí no veo nada del tipo casilla." in told("¿Hay una casilla?")
        assert "Save is the default button." in told("What is the default button?")
