"""The seeded generator of window specs: what is shown, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from mmassist.evaluation import dialogs, pages
from mmassist.evaluation.draw import Draft, Draw
from mmassist.evaluation.layout import Kind, Look, Part, Spec

T = TypeVar("T")

# The seed of the published figures. Nothing is developed against it: use another one while working on the describer.
PUBLISHED_SEED = 20262
DEVELOPMENT_SEED = 7

KINDS: dict[Kind, Callable[[Draw], Draft]] = {
    Kind.SAVE_QUESTION: dialogs.save_question,
    Kind.SETTINGS: dialogs.settings,
    Kind.LONG_FORM: pages.long_form,
    Kind.LOGIN: dialogs.login,
    Kind.FILE_TABLE: pages.file_table,
    Kind.ERROR_DIALOG: dialogs.error_dialog,
    Kind.EDITOR: pages.editor,
    Kind.TOOLS: pages.tools,
    Kind.LIST_CHOICE: dialogs.list_choice,
    Kind.WIZARD: pages.wizard,
    Kind.TWO_COLUMNS: pages.two_columns,
    Kind.SAVE_AS: dialogs.save_as,
    Kind.KEY_PAD: pages.key_pad,
}
THEMES = {
    "qt": ("fusion", "fusion-dark", "windows"),
    "gtk3": ("Adwaita", "Adwaita-dark", "HighContrast"),
    "web": ("plain", "dark", "cards"),
}
# The fonts that have a language's letters
_WESTERN = ("DejaVu Sans", "Liberation Sans", "DejaVu Serif", "Liberation Serif")
FAMILIES = {
    "en": _WESTERN,
    "de": _WESTERN,
    "el": _WESTERN,
    "ar": ("DejaVu Sans",),
    "zh": ("WenQuanYi Micro Hei", "Droid Sans Fallback"),
}
BROWSER = "Chromium"
# What still fits on a screen of 1920x1080 with every kind of window: points times both scales.
LARGEST_TEXT = 20.0


def generate(count: int, seed: int) -> tuple[Spec, ...]:
    """`count` windows, the same for the same seed. Kinds, languages, toolkits and themes take turns, so that 30 windows hold each."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    kinds = _taking_turns(random, tuple(KINDS), count)
    toolkits = _taking_turns(random, tuple((toolkit, theme) for toolkit in THEMES for theme in THEMES[toolkit]), count)
    languages = _taking_turns(random, tuple(FAMILIES), count)
    return tuple(_spec(Random(f"{seed}/{i}"), i, kind, languages[i], *toolkits[i]) for i, kind in enumerate(kinds))  # noqa: S311


def _taking_turns(random: Random, values: tuple[T, ...], count: int) -> list[T]:
    turns: list[T] = []
    while len(turns) < count:
        turns.extend(random.sample(values, len(values)))
    return turns[:count]


def _spec(random: Random, number: int, kind: Kind, language: str, toolkit: str, theme: str) -> Spec:
    draw = Draw(random, language)
    draft = KINDS[kind](draw)
    web = toolkit == "web"
    focus = draft.focus if toolkit != "gtk3" else _focus_that_gtk_tells(draft)
    return Spec(
        number=number,
        kind=kind,
        title=draft.title,
        program=BROWSER if web else draw.program,
        # a page is a document, and a dialog only where it opens one
        dialog=draft.native_box if web else draft.dialog,
        root=draft.root,
        look=_look(random, language, toolkit, theme),
        focus=focus,
        default=draft.default,
        title_has_program=draft.title_has_program and not web,
        native_box=draft.native_box,
        behind=(draw.hidden(), draw.hidden()) if draw.chance(0.5) and not web else (),
        language=language,
    )


def _focus_that_gtk_tells(draft: Draft) -> str:
    """GTK 3 lets no object of its tree claim the focus when a combo box has it: there the first other field gets it."""
    shown = tuple(draft.root.shown())
    focused = next(element for element in shown if element.id == draft.focus)
    if focused.part is not Part.COMBO:
        return draft.focus
    return next(element.id for element in shown if element.part in {Part.FIELD, Part.SPIN, Part.SLIDER})


def _look(random: Random, language: str, toolkit: str, theme: str) -> Look:
    scale = random.choice((1.0, 1.0, 2.0) if toolkit == "gtk3" else (1.0, 1.25, 1.5, 2.0))
    text_scale = random.choice((1.0, 1.0, 1.25)) if toolkit == "gtk3" and scale == 1 else 1.0
    points = random.choice([size for size in range(9, 17) if size * scale * text_scale <= LARGEST_TEXT])
    return Look(toolkit, theme, random.choice(FAMILIES[language]), points, scale, text_scale, random.choice((1.0, 1.15, 1.4)))
