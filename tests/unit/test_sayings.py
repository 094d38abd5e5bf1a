"""The tables of the app's own sentences in other languages, against the sentences that the code holds."""

from __future__ import annotations

import string
from importlib import resources

import pytest

from mmassist.backends.describer.phrases import languages
from mmassist.dialogue.grounding import Grounder
from mmassist.dialogue.money import dollars
from mmassist.errors import NothingHeard
from mmassist.privacy.findings import Kind
from mmassist.privacy.told import hidden_sentence
from mmassist.sayings import saying
from mmassist.translation import Translation, translation
from mmassist.values import Verdict
from tests.fakes.scenes import picture
from tests.own_sentences import in_code, in_tables

LANGUAGES = sorted(languages() - {"en"})
OWN = in_code() | in_tables()
_MAY_BE_MISSING = 0.1  # of all sentences


def fields(text: str) -> dict[str, str]:
    """Placeholders with their formats."""
    return {name: spec or "" for _, name, spec, _ in string.Formatter().parse(text) if name}


def forms(found: str | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else found


@pytest.fixture(params=LANGUAGES)
def table(request: pytest.FixtureRequest) -> Translation:
    return translation(request.param)


def test_the_app_speaks_each_language_that_the_describer_does() -> None:
    names = {file.name for file in resources.files("mmassist.resources").iterdir()}
    assert {f"sayings.{language}.toml" for language in LANGUAGES} <= names


def test_every_translation_has_the_placeholders_of_its_english_form(table: Translation) -> None:
    assert [key for key, found in table.sentences.items() if any(fields(form) != fields(key) for form in forms(found))] == []


def test_no_translation_is_empty_or_has_more_than_two_forms(table: Translation) -> None:
    assert [key for key, found in table.sentences.items() if not all(forms(found)) or len(forms(found)) > 2] == []


def test_a_sentence_ends_as_its_english_form_does(table: Translation) -> None:
    ends = ".!?:"
    found = {key: form for key, told in table.sentences.items() for form in forms(told)}
    assert [key for key, form in found.items() if (key[-1] if key[-1] in ends else "") != (form[-1] if form[-1] in ends else "")] == []


def test_every_noun_has_one_form_for_one_and_one_for_several_and_a_gender(table: Translation) -> None:
    assert {key for key, told in table.nouns.items() if len(told) != 3 or told[2] not in table.grammar.one_of} == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            "Ich habe nichts gehört. Prüfen Sie, ob das Mikrofon eingeschaltet ist, drücken Sie die Taste noch einmal und sprechen Sie.",
        ),
        ("es", "No he oído nada. Compruebe que el micrófono esté encendido, pulse la tecla otra vez y hable."),
        ("fr", "Je n'ai rien entendu. Vérifiez que le micro est allumé, appuyez de nouveau sur la touche et parlez."),
    ],
)
def test_an_error_is_said_in_the_language(language: str, said: str) -> None:
    assert translation(language)(NothingHeard("").told) == said


def test_the_same_sentences_are_there_in_each_language() -> None:
    tables = [set(translation(language).sentences) for language in LANGUAGES]
    assert all(one == tables[0] for one in tables)


def test_hardly_a_sentence_of_the_app_has_no_translation(table: Translation) -> None:
    """All had one when this was written. A new sentence need not wait for its translations, but they must not pile up."""
    missing = sorted(OWN - set(table.sentences))
    assert len(missing) <= _MAY_BE_MISSING * len(OWN), missing


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.UNREAD])
def test_what_is_hidden_has_a_name(table: Translation, kind: Kind) -> None:
    assert kind.value in table.nouns


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "3 Einträge verborgen: 2 Karten und eine Telefonnummer."),
        ("es", "Oculto, 3 elementos: 2 tarjetas y un número de teléfono."),
        ("fr", "Caché, 3 éléments : 2 cartes et un numéro de téléphone."),
        ("en", "3 items hidden: 2 cards and a phone number."),
    ],
)
def test_what_is_hidden_is_listed(language: str, said: str) -> None:
    assert translation(language)(hidden_sentence(["card 1", "card 2", "phone number 1"])) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ihre Grenze von 2 Dollar 50 am Tag ist erreicht, deshalb antwortet die eingebaute Beschreibung."),
        ("es", "Se ha alcanzado su límite de 2 dólares con 50 al día, así que responde el descriptor integrado."),
        ("fr", "Votre limite de 2 dollars 50 par jour est atteinte, c'est donc le descripteur intégré qui répond."),
    ],
)
def test_why_somebody_else_answers_is_said(language: str, said: str) -> None:
    reached = saying("Your limit of {sum} a day is reached", sum=dollars(2.5))
    notice = saying("{notice}, so {answers} answers.", notice=reached, answers=saying("the embedded describer"))
    assert translation(language)(notice) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Nehmen Sie 2,5 mg. Unbestätigt: 2,5 mg."),
        ("fr", "Nehmen Sie 2,5 mg. Non confirmé : 2,5 mg."),
        ("en", "Nehmen Sie 2,5 mg. Unconfirmed: 2,5 mg."),
    ],
)
def test_what_is_not_on_the_screen_is_said_to_be_unconfirmed(language: str, said: str) -> None:
    spoken = Grounder(picture("Nothing"), language="de").check("Nehmen Sie 2,5 mg.").spoken
    assert translation(language).value(spoken) == said


def test_a_figure_is_looked_up_as_the_language_writes_it() -> None:
    verdicts = [claim.verdict for claim in Grounder(picture("Dosis 2,5 mg"), language="de").check("Es sind 2,5 mg.").claims]
    assert verdicts == [Verdict.CONFIRMED]
