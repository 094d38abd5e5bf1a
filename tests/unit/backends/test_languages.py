"""What the describer says in German, Spanish and French, compared with what a speaker of each would say."""

from __future__ import annotations

import pytest

from mmassist.backends.describer import detail, gist_of_scene
from mmassist.backends.describer.phrases import phrases
from mmassist.values import Role, Scene, State, Verbosity
from tests.fakes import windows
from tests.fakes.scenes import button, in_view, part, picture, scene, table, text_field

GERMAN = scene(
    "Änderungen speichern",
    "mousepad",
    part(Role.LABEL, "Möchten Sie die Änderungen speichern?"),
    button("Nicht speichern"),
    button("Abbrechen"),
    button("Speichern", State.FOCUSED, State.DEFAULT),
    dialog=True,
)
FRENCH = scene(
    "Enregistrer",
    "mousepad",
    part(Role.LABEL, "Voulez-vous enregistrer les modifications ?"),
    button("Ne pas enregistrer", State.FOCUSED),
    button("Annuler"),
    button("Enregistrer", State.DEFAULT),
    dialog=True,
)
SPANISH = scene(
    "Guardar",
    "mousepad",
    part(Role.LABEL, "¿Desea guardar los cambios?"),
    button("Guardar", State.FOCUSED),
    button("Cancelar"),
    button("Omitir"),
    button("Ignorar", State.DISABLED),
    dialog=True,
)


def heard(shown: Scene, language: str, verbosity: Verbosity = Verbosity.NORMAL) -> list[str]:
    gist = gist_of_scene(shown, language=language)
    return [gist, *detail(shown, verbosity, gist, language)]


@pytest.mark.parametrize(
    ("shown", "language", "said"),
    [
        (
            GERMAN,
            "de",
            [
                "Möchten Sie die Änderungen speichern? Änderungen speichern, Dialog von Mousepad. "
                "Fokus auf Speichern, Schaltfläche, Standard.",
                "Außerdem zur Wahl: Nicht speichern oder Abbrechen.",
            ],
        ),
        (
            FRENCH,
            "fr",
            [
                "Voulez-vous enregistrer les modifications ? Enregistrer, boîte de dialogue Mousepad. "
                "Focus sur Ne pas enregistrer, bouton.",
                "Vous pouvez aussi choisir Annuler ou Enregistrer, le choix par défaut.",
            ],
        ),
        (
            SPANISH,
            "es",
            [
                "¿Desea guardar los cambios? Guardar, diálogo de Mousepad. Foco en Guardar, botón.",
                "También puede elegir Cancelar u Omitir.",
                "No disponible: Ignorar.",
            ],
        ),
    ],
)
def test_a_dialog_asks_and_tells_the_choices(shown: Scene, language: str, said: list[str]) -> None:
    assert heard(shown, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            [
                "Preferences, Notes. Fokus auf Name, Eingabefeld, „Anna“.",
                "Ungültig: E-mail, „anna@“, erforderlich.",
                "Die Registerkarte General ist ausgewählt; die anderen Registerkarten: Display und Sound.",
                "Language, Kombinationsfeld: German.",
                "Copies, Drehfeld: 3.",
                "Volume, Schieberegler: 40.",
                "Theme: Dark ist gewählt; außerdem gibt es Light und System.",
                "Editing: Word wrap aktiviert; Line numbers und Spell check nicht aktiviert.",
                "3 Schaltflächen: OK (Standard) und Cancel; nicht verfügbar: Apply.",
            ],
        ),
        (
            "fr",
            [
                "Preferences, Notes. Focus sur Name, champ d'édition, «\u00a0Anna\u00a0».",
                "Non valide : E-mail, « anna@ », obligatoire.",
                "L'onglet General est sélectionné ; les autres onglets : Display et Sound.",
                "Language, liste déroulante : German.",
                "Copies, bouton rotatif : 3.",
                "Volume, curseur : 40.",
                "Theme : Dark est choisi ; autres choix : Light et System.",
                "Editing : Word wrap, cochée ; Line numbers et Spell check, non cochées.",
                "3 boutons : OK (par défaut) et Cancel ; non disponible : Apply.",
            ],
        ),
        (
            "es",
            [
                "Preferences, Notes. Foco en Name, cuadro de edición, «Anna».",
                "No válido: E-mail, «anna@», obligatorio.",
                "La pestaña General está seleccionada; las otras pestañas: Display y Sound.",
                "Language, cuadro combinado: German.",
                "Copies, botón giratorio: 3.",
                "Volume, deslizador: 40.",
                "Theme: la opción elegida es Dark; otras: Light y System.",
                "Editing: Word wrap, marcada; Line numbers y Spell check, no marcadas.",
                "3 botones: OK (predeterminado) y Cancel; no disponible: Apply.",
            ],
        ),
    ],
)
def test_a_form_is_told(language: str, said: list[str]) -> None:
    assert heard(windows.settings_form(), language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            [
                "Tabelle, 12 Zeilen, 4 Spalten: Name, Size, Type und Modified.",
                "Zeile 3, ausgewählt: note 3.txt, 3 kB, text, 2026-11-03.",
                "Erste Zeile: note 1.txt, 1 kB, text, 2026-11-01.",
                "Liste Places, 3 Einträge: Home, Desktop und Trash.",
                "Status: 12 items, free space: 3.5 GB.",
                "Symbolleiste: Back, Home und eine Schaltfläche ohne Namen; nicht verfügbar: Forward.",
                "Menüs: File, Edit, View, Go und Help.",
            ],
        ),
        (
            "fr",
            [
                "Tableau, 12 lignes, 4 colonnes : Name, Size, Type et Modified.",
                "Ligne 3, sélectionnée : note 3.txt, 3 kB, text, 2026-11-03.",
                "Première ligne : note 1.txt, 1 kB, text, 2026-11-01.",
                "Liste Places, 3 éléments : Home, Desktop et Trash.",
                "État : 12 items, free space: 3.5 GB.",
                "Barre d'outils : Back, Home et un bouton sans nom ; non disponible : Forward.",
                "Menus : File, Edit, View, Go et Help.",
            ],
        ),
        (
            "es",
            [
                "Tabla con 12 filas y 4 columnas: Name, Size, Type y Modified.",
                "Fila 3, seleccionada: note 3.txt, 3 kB, text, 2026-11-03.",
                "Primera fila: note 1.txt, 1 kB, text, 2026-11-01.",
                "Lista Places con 3 elementos: Home, Desktop y Trash.",
                "Estado: 12 items, free space: 3.5 GB.",
                "Barra de herramientas: Back, Home y un botón sin nombre; no disponible: Forward.",
                "Menús: File, Edit, View, Go y Help.",
            ],
        ),
    ],
)
def test_tables_and_lists_are_told(language: str, said: list[str]) -> None:
    assert heard(windows.file_manager(), language)[1:] == said


CUT = in_view(table(["Name"], [[f"file {number}"] for number in range(3)]), 60)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Tabelle, 3 Zeilen sichtbar: Name."),
        ("fr", "Tableau, 3 lignes visibles : Name."),
        ("es", "Tabla con 3 filas a la vista: Name."),
    ],
)
def test_what_may_go_on_is_said_to_be_in_view(language: str, said: str) -> None:
    assert said in heard(scene("Files", "thunar", CUT), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Kopieren: 12,5 Prozent."),
        ("fr", "Kopieren : 12,5 pour cent."),
        ("es", "Kopieren: 12,5 por ciento."),
        ("en", "Kopieren: 12.5 percent."),
    ],
)
def test_a_number_of_ours_has_the_decimal_mark_of_the_language(language: str, said: str) -> None:
    assert said in heard(scene("Files", "thunar", part(Role.PROGRESS_BAR, "Kopieren", value="12.5%")), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Eine Schaltfläche ohne Namen."),
        ("fr", "Un bouton sans nom."),
        ("es", "Un botón sin nombre."),
        ("en", "1 button without a name."),
    ],
)
def test_one_of_a_thing_begins_a_sentence_as_the_language_does(language: str, said: str) -> None:
    assert heard(scene("A", "b", button("")), language)[-1] == said


@pytest.mark.parametrize(
    ("language", "number", "noun", "said"),
    [
        ("de", 1, "check box", "ein Kontrollkästchen"),
        ("de", 2, "list item", "2 Listeneinträge"),
        ("de", 0, "line", "0 Zeilen"),
        ("fr", 1, "check box", "une case à cocher"),
        ("fr", 0, "row", "0 ligne"),
        ("fr", 2, "terminal", "2 terminaux"),
        ("es", 1, "tab", "una pestaña"),
        ("es", 3, "image", "3 imágenes"),
    ],
)
def test_counts(language: str, number: int, noun: str, said: str) -> None:
    assert phrases(language).count(number, noun) == said


@pytest.mark.parametrize(
    ("names", "last", "said"),
    [
        (["Abrir", "Imprimir"], "and", "Abrir e Imprimir"),
        (["Abrir", "hielo"], "and", "Abrir y hielo"),
        (["A", "B", "hijos"], "and", "A, B e hijos"),
        (["siete", "ocho"], "or", "siete u ocho"),
        (["1", "11"], "or", "1 u 11"),
        (["1", "112"], "or", "1 o 112"),
    ],
)
def test_spanish_changes_its_and_and_or_for_the_ear(names: list[str], last: str, said: str) -> None:
    assert phrases("es").strung(names, last) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["Bild beach.jpg.", "Ich sehe keinen Text.", "Was das Bild zeigt, bleibt ohne ein Modell unbekannt."]),
        ("fr", ["Image beach.jpg.", "Je ne vois aucun texte.", "Ce que montre l'image reste inconnu sans un modèle."]),
        ("es", ["Imagen beach.jpg.", "No veo ningún texto.", "Lo que muestra la imagen no se sabe sin un modelo."]),
    ],
)
def test_a_picture_without_text_is_told_honestly(language: str, said: list[str]) -> None:
    assert heard(windows.photo(), language) == said


@pytest.mark.parametrize("language", ["de", "fr", "es"])
@pytest.mark.parametrize(
    "shown", [windows.save_prompt(), windows.settings_form(), windows.calculator(), picture("A line.", "Another line.")]
)
def test_nothing_that_was_told_is_told_again(shown: Scene, language: str) -> None:
    said = heard(shown, language, Verbosity.FULL)
    assert list(detail(shown, Verbosity.FULL, " ".join(said), language)) == []


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Passwort, Passwortfeld, ausgefüllt"), ("fr", "Passwort, champ de mot de passe, rempli")]
)
def test_a_password_field_is_told_without_what_it_holds(language: str, said: str) -> None:
    shown = scene("A", "b", part(Role.PASSWORD, "Passwort", State.FOCUSED, value="•••••"), text_field("Name"))
    assert said in heard(shown, language)[0]
