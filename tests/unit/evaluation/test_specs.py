"""The generator: the same windows for the same seed, every kind and look among them, nothing hidden that could be seen."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import chain

import pytest

from mmassist.evaluation.draw import content
from mmassist.evaluation.layout import Kind, Part, Spec, spec_from_json
from mmassist.evaluation.report import Shown
from mmassist.evaluation.specs import DEVELOPMENT_SEED, FAMILIES, PUBLISHED_SEED, THEMES, generate
from mmassist.evaluation.truth import truth_of
from mmassist.evaluation.vocabulary import vocabulary
from mmassist.evaluation.web_page import page
from mmassist.values import Box, Role
from tests.unit.evaluation.samples import SAVE

SPECS = tuple(chain.from_iterable(generate(30, seed) for seed in (1, 2, 3)))


def test_the_same_seed_gives_the_same_windows() -> None:
    assert generate(30, 5) == generate(30, 5)


def test_another_seed_gives_other_windows() -> None:
    common = {spec.root for spec in generate(30, 5)} & {spec.root for spec in generate(30, 6)}
    assert len(common) <= 2


def test_the_published_windows_are_not_those_of_development() -> None:
    assert PUBLISHED_SEED != DEVELOPMENT_SEED


def test_thirty_windows_hold_every_kind_language_toolkit_and_theme() -> None:
    specs = generate(30, PUBLISHED_SEED)
    assert {spec.kind for spec in specs} == set(Kind)
    assert {spec.language for spec in specs} == set(FAMILIES)
    assert {(spec.look.toolkit, spec.look.theme) for spec in specs} == {(kit, theme) for kit, themes in THEMES.items() for theme in themes}


@pytest.mark.parametrize("spec", generate(30, 4), ids=lambda spec: f"{spec.number} {spec.kind}")
def test_a_spec_survives_json(spec: Spec) -> None:
    assert spec_from_json(json.loads(json.dumps(spec.as_json()))) == spec


def test_every_id_is_unique_in_its_window() -> None:
    for spec in SPECS:
        ids = [element.id for element in spec.root.walk() if element.id]
        assert len(ids) == len(set(ids)), spec.kind


def test_no_two_buttons_of_a_window_have_one_name() -> None:
    for spec in SPECS:
        names = [control.name for control in truth_of(spec).controls if control.role is Role.BUTTON]
        assert len(names) == len(set(names)), spec.kind


def test_focus_and_default_are_controls_in_sight() -> None:
    for spec in SPECS:
        in_sight = {element.id for element in spec.root.shown()}
        assert spec.focus in in_sight
        assert not spec.default or spec.default in in_sight


@pytest.mark.parametrize("language", FAMILIES)
def test_hidden_words_can_not_be_said_innocently(language: str) -> None:
    lists = content(language)
    hidden = {word for phrase in lists["hidden"] for word in phrase.casefold().split()}
    elsewhere = json.dumps({key: value for key, value in lists.items() if key != "hidden"}, ensure_ascii=False).casefold()
    assert not hidden & set(re.findall(r"\w+", elsewhere))
    assert not hidden & vocabulary().words


def test_every_password_is_typed_and_none_is_visible() -> None:
    logins = [spec for spec in SPECS if spec.kind is Kind.LOGIN]
    for spec in logins:
        truth = truth_of(spec)
        assert truth.secrets and all(truth.secrets)
        assert not set(truth.secrets) & {*truth.words, *truth.sayable}


def test_no_combo_box_has_the_focus_under_gtk() -> None:
    for spec in SPECS:
        focused = next(element for element in spec.root.shown() if element.id == spec.focus)
        assert (spec.look.toolkit, focused.part) != ("gtk3", Part.COMBO)


def test_the_toolkit_has_the_last_word_on_the_default_button() -> None:
    drawn = Shown(True, 1, Box(0, 0, 9, 9), {}, {}, (), "", "button_2")
    assert truth_of(SAVE, drawn).default == ""


def test_what_is_hidden_is_not_among_the_words_in_sight() -> None:
    invented = {phrase for language in FAMILIES for phrase in content(language)["hidden"]}
    for spec in SPECS:
        truth = truth_of(spec)
        assert not {word for text in truth.hidden if text in invented for word in text.split()} & set(truth.words), spec.kind


def test_most_kinds_hide_something() -> None:
    hiding = {spec.kind for spec in SPECS if truth_of(spec).hidden}
    assert hiding == set(Kind)


def test_rows_out_of_sight_are_no_words_to_be_read() -> None:
    spec = next(spec for spec in SPECS if spec.kind is Kind.FILE_TABLE)
    table = next(element for element in spec.root.walk() if element.part is Part.TABLE)
    drawn = Shown(True, 1, Box(0, 0, 9, 9), {}, {"table": (0, 1)}, (), "", "table")
    words = truth_of(spec, drawn).words
    assert table.rows[1][0] in words
    assert table.rows[2][0] not in words


@pytest.mark.parametrize("language", [language for language in FAMILIES if language != "en"])
def test_a_language_has_the_texts_of_english_in_its_own_words(language: str) -> None:
    own, english = content(language), content()
    assert own.keys() == english.keys()
    assert own["labels"].keys() == english["labels"].keys()
    assert all(own[name] != english[name] for name in ("sentences", "dialog_buttons", "hidden", "error_texts", "form_titles"))
    assert all(len(own[name]) == len(own["error_texts"]) for name in ("error_titles", "error_details", "error_buttons"))


def test_what_is_written_from_right_to_left_is_laid_out_so() -> None:
    assert {spec.language for spec in SPECS if spec.right_to_left} == {"ar"}


def test_a_page_holds_its_texts_and_hides_what_is_hidden() -> None:
    pages = [spec for spec in SPECS if spec.look.toolkit == "web"]
    assert pages
    for spec in pages:
        shown = _Shown()
        shown.feed(page(spec))
        for control in truth_of(spec).controls:
            assert control.name in " ".join(shown.texts + shown.labels), (spec.kind, control.name)
        assert not {text for text in truth_of(spec).hidden if text in shown.texts} - shown.folded, spec.kind


class _Shown(HTMLParser):
    """The texts of a page that are not in anything hidden, and the names that are not drawn. `folded`: a combo box's entries."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.labels: list[str] = []
        self.folded: set[str] = set()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.labels += [found["aria-label"] or ""] if "aria-label" in found else []
        if tag not in {"meta", "input"}:
            self._open.append((tag, "hidden" in found))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing is open behind it."""

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._open):
            self.texts.append(data.strip())
            if self._open and self._open[-1][0] == "option":
                self.folded.add(data)
