from __future__ import annotations

import string
import tomllib
from importlib import resources
from typing import Any

import pytest

from mmassist.backends.describer.phrases import languages, lexicon, phrases
from mmassist.grammar import grammar
from mmassist.values import Role

FILES = sorted(file.name for file in resources.files("mmassist.resources").iterdir() if file.name.startswith("describer."))


def tables(file: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist.resources") / file).read_text("utf-8"))


def placeholders(phrase: str | list[str]) -> set[str]:
    """Those that each form has."""
    one, *more = [phrase] if isinstance(phrase, str) else phrase
    names = {name for _, name, _, _ in string.Formatter().parse(one) if name}
    assert all(placeholders(form) == names for form in more)
    return names


@pytest.mark.parametrize("file", FILES)
def test_every_language_has_the_keys_of_english(file: str) -> None:
    english, other = tables("describer.en.toml"), tables(file)
    assert {name: set(table) for name, table in other.items()} == {name: set(table) for name, table in english.items()}


@pytest.mark.parametrize("file", FILES)
def test_every_phrase_has_the_placeholders_of_english(file: str) -> None:
    english, other = tables("describer.en.toml")["phrases"], tables(file)["phrases"]
    assert {key: placeholders(text) for key, text in other.items()} == {key: placeholders(text) for key, text in english.items()}


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_role_has_a_noun(language: str) -> None:
    assert [role for role in Role if not phrases(language).noun(role)] == []


@pytest.mark.parametrize("file", FILES)
def test_every_noun_has_its_forms_and_a_gender_that_the_language_has(file: str) -> None:
    genders = set(grammar(file.split(".")[1]).one_of)
    assert {key: forms for key, forms in tables(file)["nouns"].items() if len(forms) != (3 if genders else 2)} == {}
    assert {gender for _, _, *found in tables(file)["nouns"].values() for gender in found} == genders


@pytest.mark.parametrize("file", FILES)
def test_a_state_that_agrees_does_so_with_every_gender(file: str) -> None:
    genders = grammar(file.split(".")[1]).one_of
    forms = {gender + end for gender in genders for end in ("", "s")}
    assert {key: word for key, word in tables(file)["states"].items() if isinstance(word, dict) and set(word) != forms} == {}


@pytest.mark.parametrize("file", FILES)
def test_a_phrase_has_one_form_or_two(file: str) -> None:
    phrases_of = tables(file)["phrases"].values()
    assert [phrase for phrase in phrases_of if not isinstance(phrase, str) and len(phrase) != 2] == []


def test_every_phrase_is_used() -> None:
    folder = resources.files("mmassist.backends.describer")
    code = "".join(file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".py"))
    built = {f"named_{kind}{end}" for kind in ("list", "tree", "menu_open", "table") for end in ("", "_empty", "_rows")}
    built |= {"rest_of_row_in_view", "selected_row_in_view", "row_in_view", "first_row_in_view"}
    built |= {f"{kind}_also" for kind in ("tool_bar", "named_tool_bar", "around_document")}
    built |= {f"{kind}{end}" for kind in ("list", "tree", "table") for end in ("", "_empty", "_rows")}
    assert [key for key in tables("describer.en.toml")["phrases"] if f'"{key}"' not in code and key not in built] == []


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C"), (["A, B", "C"], "“A, B” and C")]
)
def test_names_are_listed_as_people_do(names: list[str], said: str) -> None:
    assert phrases().listed(names) == said


@pytest.mark.parametrize(("parts", "said"), [(["A", "B"], "A or B"), (["A", "B", "C"], "A, B, or C")])
def test_choices_are_listed_with_or(parts: list[str], said: str) -> None:
    assert phrases().strung(parts, "or") == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 buttons"), (1, "1 button"), (2, "2 buttons")])
def test_plurals(number: int, said: str) -> None:
    assert phrases().count(number, "button") == said


def test_text_from_a_screen_is_never_a_template() -> None:
    assert phrases().say("heading", text="{0} {text}") == "Heading: {0} {text}"


@pytest.mark.parametrize("text", ["Fehler: kein Platz", "Erreur : disque plein", "No se pudo abrir", "无法打开"])
def test_trouble_is_known_on_screens_of_other_languages(text: str) -> None:
    assert lexicon().is_trouble(text)


@pytest.mark.parametrize("text", ["Fehler: keine Fehler gefunden", "Erreur : aucune erreur", "Error: 0 errores"])
def test_that_there_is_none_is_known_too(text: str) -> None:
    assert not lexicon().is_trouble(text)


@pytest.mark.parametrize("text", ["Error: no disk", "WARNING: hot", "Could not open it", "File not found", "Login failed."])
def test_trouble_is_known_as_such(text: str) -> None:
    assert lexicon().is_trouble(text)


@pytest.mark.parametrize("text", ["No errors", "How to handle errors", "It went without errors", "Lost and found", "Failures of poets"])
def test_what_is_no_trouble_is_not_taken_for_it(text: str) -> None:
    assert not lexicon().is_trouble(text)
