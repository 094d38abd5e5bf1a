"""Questions in German, asked and answered as people would."""

from __future__ import annotations

import pytest

from mmassist.backends.describer.questions import answer, standing, what_changed, where_is
from mmassist.values import Role, Scene, State
from tests.fakes import windows
from tests.fakes.scenes import part, scene

SAVE, FORM, FILES, ERROR, LOGIN = (
    windows.save_prompt(),
    windows.settings_form(),
    windows.file_manager(),
    windows.error_dialog(),
    windows.login(),
)


@pytest.mark.parametrize(
    ("shown", "question", "said"),
    [
        (SAVE, "Was fragt der Dialog?", "Do you want to save the changes before closing?"),
        (SAVE, "Was ist der Standard?", "Save ist die Standardschaltfläche."),
        (SAVE, "Wo ist Save?", "Save, Schaltfläche, Standard, unter Don't Save, oben links."),
        (SAVE, "Gibt es einen Knopf Cancel?", "Ja: Cancel, Schaltfläche, über Don't Save, oben links."),
        (SAVE, "Gibt es einen Schieberegler?", "Ich sehe hier nichts von der Art Schieberegler."),
        (SAVE, "Was kann ich tun?", "Sie können drücken: Cancel, Don't Save oder Save, der Standard."),
        (SAVE, "Wie viele Schaltflächen gibt es?", "3 Schaltflächen: Cancel, Don't Save und Save (Standard)."),
        (SAVE, "Was hat den Fokus?", "Fokus auf Save, Schaltfläche, Standard."),
        (SAVE, "Welches Programm ist das?", "Das Programm ist Mousepad."),
        (SAVE, "Kannst du mir bitte sagen, was das für ein Fenster ist?", None),
        (FORM, "Ist Word wrap aktiviert?", "Ja, Word wrap ist aktiviert."),
        (FORM, "Ist Word wrap nicht aktiviert?", "Nein, Word wrap ist aktiviert."),
        (FORM, "Kann ich Apply drücken?", "Nein, Apply ist nicht verfügbar."),
        (FORM, "Welche Kontrollkästchen sind nicht aktiviert?", "Line numbers und Spell check sind nicht aktiviert."),
        (FORM, "Sind alle Kontrollkästchen aktiviert?", "Nein, Line numbers und Spell check sind nicht aktiviert."),
        (FORM, "Was steht in Name?", "Name: „Anna“."),
        (FORM, "Wie laut ist Volume?", "Volume: 40."),
        (FORM, "Was ist bei Theme ausgewählt?", "Ausgewählt: Dark."),
        (FORM, "Welche Registerkarte ist ausgewählt?", "Ausgewählt: Registerkarte General."),
        (FORM, "Gibt es Fehler?", "Ungültig: E-mail, „anna@“, erforderlich."),
        (FORM, "Welche Felder sind leer?", "5 Felder, davon nichts leer."),
        (FORM, "Was ist unter Name?", "Unter Name: E-mail, Eingabefeld."),
        (FORM, "Was muss ich noch ausfüllen?", "Kein Feld, das als erforderlich gekennzeichnet ist, ist leer."),
        (FILES, "Wie viele Zeilen hat die Tabelle?", "12 Zeilen."),
        (FILES, "Welche Spalten gibt es?", "4 Spalten: Name, Size, Type und Modified."),
        (FILES, "Wie groß ist die Size von note 3.txt?", "3 kB."),
        (FILES, "Was ist die Size in Zeile 2?", "2 kB."),
        (FILES, "Lies die ausgewählte Zeile vor", "Zeile 3: note 3.txt, Size 3 kB, Type text, Modified 2026-11-03."),
        (FILES, "Wo ist Trash?", "Trash, Listeneintrag, Nummer 3 von 3 in Liste Places."),
        (FILES, "Was ist unten links?", "Ein Bedienelement: Tabelle."),
        (ERROR, "Was sagt der Fehler?", "Could not save “report.txt”. The disk is full."),
        (ERROR, "Was ist schief gelaufen?", "Could not save “report.txt”. The disk is full."),
        (LOGIN, "Was steht in Password?", "Password ist ein Passwortfeld; was darin steht, wird nie gelesen."),
        (LOGIN, "Habe ich Remember me angekreuzt?", "Nein, Remember me ist nicht aktiviert."),
    ],
)
def test_a_question_is_answered(shown: Scene, question: str, said: str | None) -> None:
    assert answer(shown, question, language="de") == said


TEXT = scene("Brief", "mousepad", part(Role.TEXT_AREA, "", State.FOCUSED, State.EDITABLE, value="Liebe Anna,\nwir kommen.\nIm Mai.\n\nBen"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Lies die zweite Zeile vor", "wir kommen."),
        ("Was steht in der letzten Zeile?", "Ben."),
        ("2. Absatz", "wir kommen."),
        ("Wie viele Zeilen gibt es?", "5 Zeilen."),
    ],
)
def test_where_there_is_no_table_a_line_is_one_of_the_text(question: str, said: str) -> None:
    assert answer(TEXT, question, language="de") == said


def test_a_question_leans_on_the_one_before() -> None:
    assert answer(FORM, "und Copies?", ["Was steht in Name?"], "de") == "Copies: 3."
    assert answer(SAVE, "wo ist er?", ["Gibt es einen Knopf Save?"], "de") == "Save, Schaltfläche, Standard, unter Don't Save, oben links."


def test_a_question_in_english_is_understood_and_answered_in_english() -> None:
    assert answer(SAVE, "What is the default?", language="de") == "Save is the default button."


def test_what_has_changed_is_asked_and_told() -> None:
    now = scene("Preferences", "Notes", part(Role.CHECK_BOX, "Word wrap", State.CHECKED))
    before = scene("Preferences", "Notes", part(Role.CHECK_BOX, "Word wrap"))
    assert answer(now, what_changed("de"), language="de", before=before) == "Word wrap ist jetzt aktiviert."
    assert answer(now, what_changed("de"), language="de", before=now) == "Ich sehe keine Änderung seit der Beschreibung."


def test_the_place_that_was_asked_for_is_known() -> None:
    assert SAVE.items[standing(SAVE, where_is("Cancel", "de"), "de")].name == "Cancel"
