"""Questions in Spanish, asked and answered as people would."""

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
        (SAVE, "¿Qué pregunta el diálogo?", "Do you want to save the changes before closing?"),
        (SAVE, "¿Cuál es el botón predeterminado?", "Save es el botón predeterminado."),
        (SAVE, "¿Dónde está Save?", "Save, botón, predeterminado, debajo de Don't Save, arriba a la izquierda."),
        (SAVE, "¿Hay un botón Cancel?", "Sí: Cancel, botón, encima de Don't Save, arriba a la izquierda."),
        (SAVE, "¿Hay un deslizador?", "Aquí no veo nada del tipo deslizador."),
        (SAVE, "¿Hay alguna casilla de verificación?", "Aquí no veo nada del tipo casilla de verificación."),
        (SAVE, "¿Qué puedo hacer?", "Puede pulsar Cancel, Don't Save o Save, la opción predeterminada."),
        (SAVE, "¿Cuántos botones hay?", "3 botones: Cancel, Don't Save y Save (predeterminado)."),
        (SAVE, "¿Qué tiene el foco?", "Foco en Save, botón, predeterminado."),
        (SAVE, "¿Qué programa es?", "El programa es Mousepad."),
        (SAVE, "Por favor, ¿dónde está Cancel?", "Cancel, botón, encima de Don't Save, arriba a la izquierda."),
        (SAVE, "Cuéntame un cuento", None),
        (FORM, "¿Está marcada Word wrap?", "Sí, Word wrap: marcado."),
        (FORM, "¿Está Word wrap marcada?", "Sí, Word wrap: marcado."),
        (FORM, "¿No está marcada Word wrap?", "No, Word wrap: marcado."),
        (FORM, "¿Puedo pulsar Apply?", "No, Apply: no disponible."),
        (FORM, "¿Qué casillas no están marcadas?", "Line numbers y Spell check: no marcado."),
        (FORM, "¿Están marcadas todas las casillas?", "No, Line numbers y Spell check: no marcado."),
        (FORM, "¿Qué hay en Name?", "Name: «Anna»."),
        (FORM, "¿Qué contiene Volume?", "Volume: 40."),
        (FORM, "¿Qué está seleccionado en Theme?", "Selección: Dark."),
        (FORM, "¿Qué pestaña está seleccionada?", "Selección: pestaña General."),
        (FORM, "¿Hay errores?", "No válido: E-mail, «anna@», obligatorio."),
        (FORM, "¿Qué campos están vacíos?", "5 campos, nada en este estado: vacío."),
        (FORM, "¿Qué hay debajo de Name?", "Debajo de Name: E-mail, cuadro de edición."),
        (FORM, "¿Qué tengo que rellenar todavía?", "Ningún campo marcado como obligatorio está vacío."),
        (FORM, "¿Hay un deslizador?", "Sí: Volume, deslizador, debajo de Copies, arriba a la izquierda."),
        (FORM, "¿Cuántas casillas están marcadas?", "1 de 3. Word wrap: marcado."),
        (FORM, "¿Cuántas casillas no están marcadas?", "2 de 3. Line numbers y Spell check: no marcado."),
        (FORM, "¿Word wrap está marcada?", "Sí, Word wrap: marcado."),
        (FORM, "¿Apply no está disponible?", "Sí, Apply: no disponible."),
        (FORM, "¿No está Apply disponible?", "Sí, Apply: no disponible."),
        (FORM, "¿Qué no está disponible?", "Apply: no disponible."),
        (FORM, "¿Es Name obligatorio?", "No, Name: no indicado como obligatorio."),
        (FORM, "¿Está vacío E-mail?", "No, E-mail: no vacío."),
        (FORM, "¿Está desactivado Apply?", "Sí, Apply: no disponible."),
        (FILES, "¿Cuántas filas tiene la tabla?", "12 filas."),
        (FILES, "¿Qué columnas hay?", "4 columnas: Name, Size, Type y Modified."),
        (FILES, "¿Cuál es la Size de note 3.txt?", "3 kB."),
        (FILES, "¿Cuál es la Size de la fila 2?", "2 kB."),
        (FILES, "Lee la fila seleccionada", "Fila 3: note 3.txt, Size 3 kB, Type text, Modified 2026-11-03."),
        (FILES, "¿Dónde está Trash?", "Trash, elemento de lista, número 3 de 3 en lista Places."),
        (FILES, "¿Qué hay abajo a la izquierda?", "Un control: tabla."),
        (ERROR, "¿Qué dice el error?", "Could not save “report.txt”. The disk is full."),
        (ERROR, "¿Qué ha salido mal?", "Could not save “report.txt”. The disk is full."),
        (LOGIN, "¿Qué hay en Password?", "Password es un campo de contraseña; lo que contiene no se lee nunca."),
        (LOGIN, "¿He marcado Remember me?", "No, Remember me: no marcado."),
    ],
)
def test_a_question_is_answered(shown: Scene, question: str, said: str | None) -> None:
    assert answer(shown, question, language="es") == said


def test_a_question_leans_on_the_one_before() -> None:
    assert answer(FORM, "¿y Copies?", ["¿Qué hay en Name?"], "es") == "Copies: 3."


def test_a_question_in_english_is_understood_and_answered_in_english() -> None:
    assert answer(SAVE, "What is the default?", language="es") == "Save is the default button."


def test_what_has_changed_is_asked_and_told() -> None:
    now = scene("Preferences", "Notes", part(Role.CHECK_BOX, "Word wrap", State.CHECKED))
    before = scene("Preferences", "Notes", part(Role.CHECK_BOX, "Word wrap"))
    assert answer(now, what_changed("es"), language="es", before=before) == "Word wrap: ahora marcado."
    assert answer(now, what_changed("es"), language="es", before=now) == "No veo ningún cambio desde la descripción."


def test_the_place_that_was_asked_for_is_known() -> None:
    assert SAVE.items[standing(SAVE, where_is("Cancel", "es"), "es")].name == "Cancel"
