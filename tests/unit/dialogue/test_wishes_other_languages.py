"""Wishes in German, French and Spanish, said as people would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.wishes import Wish, Wishes, WishKind

LANGUAGES = ("de", "es", "fr")


@pytest.mark.parametrize(
    ("language", "said", "kind", "words", "where"),
    [
        ("de", "sag mir, wenn der Download fertig ist", WishKind.PROGRESS_ENDS, (), ""),
        ("de", "Sag mir Bescheid, sobald das Kopieren der Dateien abgeschlossen ist", WishKind.PROGRESS_ENDS, (), ""),
        ("de", "sag mir wenn der Fortschrittsbalken 100 Prozent erreicht", WishKind.PROGRESS_ENDS, (), ""),
        ("de", "sag mir wenn es fertig ist", WishKind.PROGRESS_ENDS, (), ""),
        ("de", "sag mir wenn ein Dialog aufgeht", WishKind.DIALOG_OPENS, (), ""),
        ("de", "Sag mir, wenn es mich etwas fragt.", WishKind.DIALOG_OPENS, (), ""),
        ("de", "sag mir wenn sich der Titel ändert", WishKind.TITLE_CHANGES, (), ""),
        ("de", "sag mir wenn dieses Fenster geschlossen wird", WishKind.WINDOW_CLOSES, (), ""),
        ("de", "sag mir wenn sich das Fenster Terminal schließt", WishKind.WINDOW_CLOSES, (), "Terminal"),
        ("de", "sag mir wenn das Fenster Terminal geschlossen wird", WishKind.WINDOW_CLOSES, (), "Terminal"),
        ("de", "sag mir wenn es aufhört", WishKind.STOPS, (), ""),
        ("de", "sag mir wenn sich 30 Sekunden lang nichts ändert", WishKind.STOPS, (), ""),
        ("de", "sag mir wenn sich seit einer Stunde nichts mehr geändert hat", WishKind.STOPS, (), ""),
        ("de", "sag mir wenn jemand an der Tür ist", WishKind.PERSON_ENTERS, (), ""),
        ("de", "sag mir wenn eine Person ins Zimmer kommt", WishKind.PERSON_ENTERS, (), ""),
        ("de", "sag mir wenn sich der Text ändert", WishKind.TEXT_CHANGES, (), ""),
        ("de", "sag mir wenn sich etwas ändert", WishKind.TEXT_CHANGES, (), ""),
        ("de", "sag mir wenn neuer Text erscheint", WishKind.TEXT_APPEARS, (), ""),
        ("de", "sag mir wenn eine Nachricht kommt", WishKind.TEXT_APPEARS, (), ""),
        ("de", "sag mir wenn der Text verschwindet", WishKind.TEXT_GOES, (), ""),
        ("de", "lies vor was neu ist", WishKind.NEW_TEXT, (), ""),
        ("de", "beobachte dieses Fenster", WishKind.NEW_TEXT, (), ""),
        ("de", "sag mir wenn die Katze auf den Tisch springt", WishKind.FREE, (), ""),
        ("de", "sag mir wenn die Sitzung vorbei ist", WishKind.FREE, (), ""),
        ("de", "sag mir wenn dort „Fertig“ oder „Fehler“ steht", WishKind.TEXT_APPEARS, ("Fertig", "Fehler"), ""),
        ("de", "sag mir wenn da fertig steht", WishKind.TEXT_APPEARS, ("fertig",), ""),
        ("de", "sag mir wenn Gate 14 erscheint", WishKind.TEXT_APPEARS, ("Gate 14",), ""),
        ("de", "sag mir wenn der Preis 5 Euro beträgt", WishKind.TEXT_APPEARS, ("5 Euro",), ""),
        ("de", "sag mir wenn „Laden“ verschwindet", WishKind.TEXT_GOES, ("Laden",), ""),
        ("de", "sag mir jedes Mal, wenn ein Dialog aufgeht", WishKind.DIALOG_OPENS, (), ""),
        ("de", "sag mir immer wenn eine Nachricht kommt, höchstens alle 10 Sekunden", WishKind.TEXT_APPEARS, (), ""),
        ("de", "sag mir wenn der Download fertig ist im Fenster Downloads", WishKind.PROGRESS_ENDS, (), "Downloads"),
        ("de", "warte bis die Installation endet", WishKind.PROGRESS_ENDS, (), ""),
        ("de", "sag bescheid wenn die Kopie fertig ist", WishKind.PROGRESS_ENDS, (), ""),
        ("fr", "préviens-moi quand le téléchargement est terminé", WishKind.PROGRESS_ENDS, (), ""),
        ("fr", "dis-moi quand la copie des fichiers est finie", WishKind.PROGRESS_ENDS, (), ""),
        ("fr", "préviens-moi dès que l'installation se termine", WishKind.PROGRESS_ENDS, (), ""),
        ("fr", "préviens-moi quand c'est fini", WishKind.PROGRESS_ENDS, (), ""),
        ("fr", "dis-moi quand une boîte de dialogue s'ouvre", WishKind.DIALOG_OPENS, (), ""),
        ("fr", "dis-moi quand il me demande quelque chose", WishKind.DIALOG_OPENS, (), ""),
        ("fr", "dis-moi quand le titre change", WishKind.TITLE_CHANGES, (), ""),
        ("fr", "préviens-moi quand cette fenêtre se ferme", WishKind.WINDOW_CLOSES, (), ""),
        ("fr", "préviens-moi quand la fenêtre Terminal se ferme", WishKind.WINDOW_CLOSES, (), "Terminal"),
        ("fr", "dis-moi quand ça s'arrête", WishKind.STOPS, (), ""),
        ("fr", "dis-moi quand rien ne change pendant 30 secondes", WishKind.STOPS, (), ""),
        ("fr", "préviens-moi quand quelqu'un est à la porte", WishKind.PERSON_ENTERS, (), ""),
        ("fr", "préviens-moi quand une personne entre dans la pièce", WishKind.PERSON_ENTERS, (), ""),
        ("fr", "dis-moi quand le texte change", WishKind.TEXT_CHANGES, (), ""),
        ("fr", "dis-moi quand quelque chose change", WishKind.TEXT_CHANGES, (), ""),
        ("fr", "dis-moi quand un message arrive", WishKind.TEXT_APPEARS, (), ""),
        ("fr", "dis-moi quand je reçois un nouveau message", WishKind.TEXT_APPEARS, (), ""),
        ("fr", "dis-moi quand le texte disparaît", WishKind.TEXT_GOES, (), ""),
        ("fr", "lis ce qui est nouveau", WishKind.NEW_TEXT, (), ""),
        ("fr", "surveille cette fenêtre", WishKind.NEW_TEXT, (), ""),
        ("fr", "dis-moi quand le chat saute sur la table", WishKind.FREE, (), ""),
        ("fr", "dis-moi quand il dit « Terminé » ou « Erreur »", WishKind.TEXT_APPEARS, ("Terminé", "Erreur"), ""),
        ("fr", "dis-moi quand ça affiche terminé", WishKind.TEXT_APPEARS, ("terminé",), ""),
        ("fr", "dis-moi quand Porte 14 apparaît", WishKind.TEXT_APPEARS, ("Porte 14",), ""),
        ("fr", "dis-moi quand le prix est de 5 euros", WishKind.TEXT_APPEARS, ("5 euros",), ""),
        ("fr", "dis-moi quand « Chargement » disparaît", WishKind.TEXT_GOES, ("Chargement",), ""),
        ("fr", "préviens-moi chaque fois qu'une boîte de dialogue s'ouvre", WishKind.DIALOG_OPENS, (), ""),
        ("fr", "préviens-moi quand le téléchargement se termine dans la fenêtre Downloads", WishKind.PROGRESS_ENDS, (), "Downloads"),
        ("fr", "attends que le téléchargement soit terminé", WishKind.PROGRESS_ENDS, (), ""),
        ("fr", "dis-moi quand s'affiche quelque chose", WishKind.TEXT_APPEARS, (), ""),
        ("es", "avísame cuando termine la descarga", WishKind.PROGRESS_ENDS, (), ""),
        ("es", "avísame cuando la descarga haya terminado", WishKind.PROGRESS_ENDS, (), ""),
        ("es", "dime en cuanto acabe la copia de los archivos", WishKind.PROGRESS_ENDS, (), ""),
        ("es", "avísame cuando la barra de progreso llegue al 100 por ciento", WishKind.PROGRESS_ENDS, (), ""),
        ("es", "avísame cuando termine", WishKind.PROGRESS_ENDS, (), ""),
        ("es", "avísame cuando se abra un diálogo", WishKind.DIALOG_OPENS, (), ""),
        ("es", "avísame cuando aparezca una pregunta", WishKind.DIALOG_OPENS, (), ""),
        ("es", "avísame cuando me pregunte algo", WishKind.DIALOG_OPENS, (), ""),
        ("es", "dime cuando cambie el título", WishKind.TITLE_CHANGES, (), ""),
        ("es", "avísame cuando se cierre esta ventana", WishKind.WINDOW_CLOSES, (), ""),
        ("es", "avísame cuando se cierre la ventana Terminal", WishKind.WINDOW_CLOSES, (), "Terminal"),
        ("es", "dime cuando se pare", WishKind.STOPS, (), ""),
        ("es", "avísame cuando no cambie nada durante 30 segundos", WishKind.STOPS, (), ""),
        ("es", "avísame cuando haya alguien en la puerta", WishKind.PERSON_ENTERS, (), ""),
        ("es", "avísame cuando entre una persona en la habitación", WishKind.PERSON_ENTERS, (), ""),
        ("es", "dime cuando cambie el texto", WishKind.TEXT_CHANGES, (), ""),
        ("es", "dime cuando algo cambie", WishKind.TEXT_CHANGES, (), ""),
        ("es", "dime cuando llegue un mensaje", WishKind.TEXT_APPEARS, (), ""),
        ("es", "dime cuando aparezca texto nuevo", WishKind.TEXT_APPEARS, (), ""),
        ("es", "dime cuando desaparezca el texto", WishKind.TEXT_GOES, (), ""),
        ("es", "lee lo nuevo", WishKind.NEW_TEXT, (), ""),
        ("es", "vigila esta ventana", WishKind.NEW_TEXT, (), ""),
        ("es", "dime cuando el gato salte a la mesa", WishKind.FREE, (), ""),
        ("es", "avísame cuando diga «Listo» o «Error»", WishKind.TEXT_APPEARS, ("Listo", "Error"), ""),
        ("es", "avísame cuando ponga listo", WishKind.TEXT_APPEARS, ("listo",), ""),
        ("es", "dime cuando aparezca Puerta 14", WishKind.TEXT_APPEARS, ("Puerta 14",), ""),
        ("es", "dime cuando el precio sea de 5 euros", WishKind.TEXT_APPEARS, ("5 euros",), ""),
        ("es", "dime cuando desaparezca «Cargando»", WishKind.TEXT_GOES, ("Cargando",), ""),
        ("es", "avísame cada vez que se abra un diálogo", WishKind.DIALOG_OPENS, (), ""),
        ("es", "avísame cuando termine la descarga en la ventana Downloads", WishKind.PROGRESS_ENDS, (), "Downloads"),
        ("es", "espera hasta que termine la instalación", WishKind.PROGRESS_ENDS, (), ""),
    ],
)
def test_a_wish_is_understood(language: str, said: str, kind: WishKind, words: tuple[str, ...], where: str) -> None:
    wish = Wishes.load(language).parse(said)
    assert (wish.kind, wish.words, wish.where) == (kind, words, where)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wish_at_all_reads_what_is_new(language: str) -> None:
    assert Wishes.load(language).parse("") == Wish(WishKind.NEW_TEXT, "", every=True)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "sag mir jedes Mal, wenn ein Dialog aufgeht"),
        ("de", "sag mir immer wenn eine Nachricht kommt"),
        ("es", "avísame cada vez que se abra un diálogo"),
        ("fr", "préviens-moi chaque fois qu'une boîte de dialogue s'ouvre"),
    ],
)
def test_a_wish_for_each_time_goes_on(language: str, said: str) -> None:
    assert Wishes.load(language).parse(said).every


@pytest.mark.parametrize(
    ("language", "said", "seconds"),
    [
        ("de", "sag mir wenn sich 30 Sekunden lang nichts ändert", 30.0),
        ("de", "sag mir wenn sich seit einer Stunde nichts mehr geändert hat", 3600.0),
        ("de", "sag mir, wenn sich zwei Minuten lang nichts tut", 120.0),
        ("es", "avísame cuando no cambie nada durante diez segundos", 10.0),
        ("fr", "dis-moi quand rien ne change pendant une heure", 3600.0),
    ],
)
def test_how_long_nothing_must_have_changed(language: str, said: str, seconds: float) -> None:
    assert Wishes.load(language).parse(said).seconds == seconds


def test_how_often_it_is_told() -> None:
    assert Wishes.load("de").parse("sag mir immer wenn eine Nachricht kommt, höchstens alle 10 Sekunden").pace == 10.0
    assert Wishes.load("fr").parse("dis-moi chaque fois qu'un message arrive, au plus toutes les deux minutes").pace == 120.0
    assert Wishes.load("es").parse("avísame siempre que llegue un mensaje, como mucho cada minuto").pace == 60.0


@pytest.mark.parametrize(
    ("language", "said"), [("de", "sag mir, ob das richtig ist"), ("es", "dime si esto es correcto"), ("fr", "dis-moi si c'est juste")]
)
def test_what_can_be_answered_at_once_is_a_question(language: str, said: str) -> None:
    wishes = Wishes.load(language)
    assert wishes.is_question(wishes.parse(said))


def test_english_is_understood_after_the_language_and_alone_where_there_are_no_patterns() -> None:
    assert len(Wishes.of("de")) == 2
    assert len(Wishes.of("en")) == len(Wishes.of("it")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@given(said=st.text(max_size=200))
def test_anything_said_is_some_wish(language: str, said: str) -> None:
    assert Wishes.load(language).parse(said).said == said
