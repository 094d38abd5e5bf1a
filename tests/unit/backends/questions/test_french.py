"""Questions in French, asked and answered as people would."""

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
        (SAVE, "Que demande la boîte de dialogue ?", "Do you want to save the changes before closing?"),
        (SAVE, "Quel est le bouton par défaut ?", "Save est le bouton par défaut."),
        (SAVE, "Où est Save ?", "Save, bouton, par défaut, sous Don't Save, en haut à gauche."),
        (SAVE, "Y a-t-il un bouton Cancel ?", "Oui : Cancel, bouton, au-dessus de Don't Save, en haut à gauche."),
        (SAVE, "Y a-t-il un curseur ?", "Je ne vois ici rien du genre curseur."),
        (SAVE, "Y a-t-il une glissière ?", "Je ne vois ici rien du genre glissière."),
        (SAVE, "Y a-t-il une case à cocher ?", "Je ne vois ici rien du genre case à cocher."),
        (SAVE, "Que puis-je faire ?", "Vous pouvez appuyer sur Cancel, Don't Save ou Save, le choix par défaut."),
        (SAVE, "Combien de boutons y a-t-il ?", "3 boutons : Cancel, Don't Save et Save (par défaut)."),
        (SAVE, "Qu'est-ce qui a le focus ?", "Focus sur Save, bouton, par défaut."),
        (SAVE, "Quel programme est-ce ?", "Le programme est Mousepad."),
        (SAVE, "Racontez-moi une histoire", None),
        (FORM, "Est-ce qu'Apply n'est pas disponible ?", "Oui, Apply : non disponible."),
        (FORM, "Combien de cases ne sont pas cochées ?", "2 sur 3. Line numbers et Spell check : non coché."),
        (FORM, "La case Word wrap est-elle cochée ?", "Oui, Word wrap : coché."),
        (FORM, "Est-ce que Word wrap est cochée ?", "Oui, Word wrap : coché."),
        (FORM, "Word wrap n'est pas cochée ?", "Non, Word wrap : coché."),
        (FORM, "Puis-je cliquer sur Apply ?", "Non, Apply : non disponible."),
        (FORM, "Quelles cases ne sont pas cochées ?", "Line numbers et Spell check : non coché."),
        (FORM, "Est-ce que toutes les cases sont cochées ?", "Non, Line numbers et Spell check : non coché."),
        (FORM, "Qu'y a-t-il dans Name ?", "Name : «\xa0Anna\xa0»."),
        (FORM, "Que vaut Volume ?", "Volume : 40."),
        (FORM, "Quel onglet est sélectionné ?", "Sélection : onglet General."),
        (FORM, "Y a-t-il des erreurs ?", "Non valide : E-mail, « anna@ », obligatoire."),
        (FORM, "Quels champs sont vides ?", "5 champs, aucun dans cet état : vide."),
        (FORM, "Qu'y a-t-il sous Name ?", "Sous Name : E-mail, champ d'édition."),
        (FORM, "Que dois-je encore remplir ?", "Aucun champ marqué obligatoire n'est vide."),
        (FORM, "Y a-t-il un curseur ?", "Oui : Volume, curseur, sous Copies, en haut à gauche."),
        (FILES, "Combien de lignes a le tableau ?", "12 lignes."),
        (FILES, "Quelles colonnes y a-t-il ?", "4 colonnes : Name, Size, Type et Modified."),
        (FILES, "Quelle est la Size de note 3.txt ?", "3 kB."),
        (FILES, "Quelle est la Size à la ligne 2 ?", "2 kB."),
        (FILES, "Lis la ligne sélectionnée", "Ligne 3 : note 3.txt, Size 3 kB, Type text, Modified 2026-11-03."),
        (FILES, "Où est Trash ?", "Trash, élément de liste, numéro 3 sur 3 dans liste Places."),
        (FILES, "Qu'y a-t-il en bas à gauche ?", "Un élément : tableau."),
        (ERROR, "Que dit l'erreur ?", "Could not save “report.txt”. The disk is full."),
        (ERROR, "Qu'est-ce qui s'est mal passé ?", "Could not save “report.txt”. The disk is full."),
        (LOGIN, "Qu'y a-t-il dans Password ?", "Password est un champ de mot de passe ; ce qu'il contient n'est jamais lu."),
        (LOGIN, "Ai-je coché Remember me ?", "Non, Remember me : non coché."),
    ],
)
def test_a_question_is_answered(shown: Scene, question: str, said: str | None) -> None:
    assert answer(shown, question, language="fr") == said


def test_a_question_leans_on_the_one_before() -> None:
    assert answer(FORM, "et Copies ?", ["Qu'y a-t-il dans Name ?"], "fr") == "Copies : 3."


def test_a_question_in_english_is_understood_and_answered_in_english() -> None:
    assert answer(SAVE, "What is the default?", language="fr") == "Save is the default button."


def test_what_has_changed_is_asked_and_told() -> None:
    now = scene("Preferences", "Notes", part(Role.CHECK_BOX, "Word wrap", State.CHECKED))
    before = scene("Preferences", "Notes", part(Role.CHECK_BOX, "Word wrap"))
    assert answer(now, what_changed("fr"), language="fr", before=before) == "Word wrap : maintenant coché."
    assert answer(now, what_changed("fr"), language="fr", before=now) == "Je ne vois aucun changement depuis la description."


def test_the_place_that_was_asked_for_is_known() -> None:
    assert SAVE.items[standing(SAVE, where_is("Cancel", "fr"), "fr")].name == "Cancel"
