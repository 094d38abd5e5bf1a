"""What holds for every scene: the fence, the budget, what is told of what was left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.dialogue.fusion import Budget, View, screen_cost
from mmassist.errors import PromptTooLarge
from mmassist.values import Box, Exchange, FusedPrompt, Item, Role, Scene, Source, State, Verbosity
from tests.fakes.scenes import button, label, scene, table, text_field, with_pixels
from tests.unit.backends.strategies import VERBOSITIES, scenes
from tests.unit.dialogue.injections import INJECTIONS, MARK
from tests.unit.dialogue.samples import PRESETS, fused

many = settings(max_examples=80, deadline=None, derandomize=True)
BAITS = st.sampled_from(INJECTIONS)
HOSTILE = st.sampled_from(INJECTIONS) | st.text(max_size=40) | st.sampled_from(["Save", "Name:", "Total 3.50", "", "Error: no"])
CONVERSATIONS = st.lists(st.builds(Exchange, st.integers(1, 99), HOSTILE, HOSTILE), max_size=4).map(tuple)
FENCE = re.compile(r"</?data-([0-9a-f]{12})(?: \w+)?>")
LEFT_OUT = re.compile(r"(\d+) (?:more )?(row|list entr|control|text|line of text|lines of text|vanished|thing|tag|earlier)")


def fences(prompt: FusedPrompt) -> list[str]:
    """The lines of the prompt that are fences, and all that look like one anywhere."""
    whole = "\n".join([prompt.text, *(part for one in prompt.conversation for part in (one.question, one.answer))])
    return [found.group() for found in FENCE.finditer(whole)]


def with_a_past(scene: Scene) -> View:
    """The scene with many tags, and many things that are gone from it."""
    gone = tuple(Item(Role.LABEL, f"a thing that is gone, number {number}", Source.OUTLINE) for number in range(12))
    return View(scene, tags=(("a photograph of a garden", 0.7),) * 12, previous=replace(scene, items=scene.items + gone))


def opens_and_closes(marks: list[str]) -> bool:
    return [mark.startswith("</") for mark in marks] == [False, True] * (len(marks) // 2)


def outside(prompt: FusedPrompt) -> str:
    """The user's part without what is fenced."""
    return re.sub(r"<data-(\w+) \w+>\n(?s:.*?)</data-\1>", "", prompt.text)


@many
@given(scene=scenes(HOSTILE), question=HOSTILE, spoken=HOSTILE, conversation=CONVERSATIONS)
def test_fences_open_and_close_by_turns_with_one_nonce(
    scene: Scene, question: str, spoken: str, conversation: tuple[Exchange, ...]
) -> None:
    found = fences(fused(scene, question=question, spoken=spoken, conversation=conversation))
    assert opens_and_closes(found)
    assert len({nonce for mark in found for nonce in FENCE.findall(mark)}) == 1


@many
@given(scene=scenes(BAITS), question=BAITS, spoken=BAITS, tag=BAITS)
def test_nothing_foreign_stands_outside_the_fences(scene: Scene, question: str, spoken: str, tag: str) -> None:
    prompt = fused(View(scene, tags=((tag, 0.5),), previous=replace(scene, items=())), question=question, spoken=spoken)
    assert MARK in prompt.text
    assert MARK not in outside(prompt)
    assert MARK not in prompt.instructions


@many
@given(
    scene=scenes(HOSTILE),
    question=HOSTILE,
    spoken=HOSTILE,
    conversation=CONVERSATIONS,
    verbosity=VERBOSITIES,
    context=st.integers(0, 4000),
    images=st.integers(0, 800),
    preset=st.sampled_from(sorted(PRESETS.by_name)),
)
def test_the_budget_is_kept_or_refused(
    scene: Scene,
    question: str,
    spoken: str,
    conversation: tuple[Exchange, ...],
    verbosity: Verbosity,
    context: int,
    images: int,
    preset: str,
) -> None:
    ask: dict[str, Any] = {"question": question, "spoken": spoken, "conversation": conversation, "verbosity": verbosity, "preset": preset}
    try:
        prompt = fused(with_a_past(scene), Budget(context, 500, images), **ask)
    except PromptTooLarge:
        return
    assert screen_cost(prompt) + prompt.answer_tokens + images <= context


@many
@given(names=st.lists(st.sampled_from(["Save", "Open the file", "Quit now"]), min_size=1, max_size=60), context=st.integers(1500, 2600))
def test_every_control_that_is_dropped_is_counted(names: list[str], context: int) -> None:
    shown = scene("Many", "app", *(button(f"{name} {at}") for at, name in enumerate(names)))
    try:
        prompt = fused(shown, Budget(context, 200), preset="describe")
    except PromptTooLarge:
        return
    told = sum(line.lstrip("> ").startswith("button ") for line in prompt.text.splitlines())
    assert told + left_out(prompt)["control"] == len(names)


def left_out(prompt: FusedPrompt) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, kind in LEFT_OUT.findall(outside(prompt)):
        counts[kind] += int(number)
    return counts


@many
@given(scene=scenes(HOSTILE), context=st.integers(1300, 2200), question=st.sampled_from(["", "What is the total?", "Save the name?"]))
def test_every_line_that_is_dropped_is_counted(scene: Scene, context: int, question: str) -> None:
    try:
        prompt = fused(scene, Budget(context, 200), question=question, preset="ask")
    except PromptTooLarge:
        return
    lines, whole = len(screen(prompt)), len(screen(fused(scene, question=question, preset="ask")))
    told = re.search(r"For lack of room (.*?) are not shown", outside(prompt))
    assert whole - lines == sum(map(int, re.findall(r"\d+", told.group(1) if told else "")))


def screen(prompt: FusedPrompt) -> list[str]:
    found = re.search(r" screen>\n(.*?)\n</data-", prompt.text, re.DOTALL)
    assert found
    return found.group(1).split("\n")


@many
@given(scene=scenes(HOSTILE), question=HOSTILE, context=st.integers(2000, 5000))
def test_the_same_gives_the_same(scene: Scene, question: str, context: int) -> None:
    view = View(scene, changes=(Box(0, 0, 400, 300),), previous=scene)
    assert fused(view, Budget(context, 300), question=question) == fused(view, Budget(context, 300), question=question)


@pytest.mark.parametrize("bait", INJECTIONS)
def test_an_injection_stays_inside_wherever_it_stands(bait: str) -> None:
    table_of_bait = table([bait], [[bait], [bait]])
    shown = with_pixels(scene(bait, bait, label(bait), button(bait), text_field(bait, bait, State.FOCUSED), table_of_bait), bait)
    prompt = fused(View(shown, tags=((bait, 0.9),)), question=bait, spoken=bait, conversation=(Exchange(1, "q", bait),))
    assert MARK not in outside(prompt)
    assert opens_and_closes(fences(prompt))


@pytest.mark.parametrize("bait", INJECTIONS)
def test_an_injection_in_a_name_makes_no_line_of_its_own(bait: str) -> None:
    plain = fused(scene("Trap", "app", label("harmless"), button("Go")), preset="ask").text
    baited = fused(scene("Trap", "app", label("harmless"), button(bait)), preset="ask").text
    assert len(baited.splitlines()) == len(plain.splitlines())
