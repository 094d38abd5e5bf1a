"""Questions about buttons, boxes, radio buttons, tabs: whether they are there, where, and in which state."""

from __future__ import annotations

from collections.abc import Iterator

from mmassist.evaluation.layout import Element, Part
from mmassist.evaluation.questions.places import places_of
from mmassist.evaluation.questions.question import Question, Source, all_of
from mmassist.evaluation.speech import phrase

_NEVER_THERE = ("Upload", "Unsubscribe", "Translate", "Zoom", "Checkout", "Mirror")
_BUTTONS = frozenset({Part.BUTTON, Part.TOGGLE})
_UNKNOWN = ("can't know", "can't tell", "can't count", "cannot know", "cannot tell")


def questions(source: Source) -> Iterator[Question]:
    yield from _buttons(source)
    yield from _states(source)
    yield from _boxes(source)
    yield from _one_of_several(source)
    yield from _pixels(source)


def named(source: Source, *parts: Part) -> list[Element]:
    """What is in sight of these parts, each of a name of its own."""
    found = [element for element in source.elements if element.part in parts and element.name]
    names = [element.name for element in found]
    return [element for element in found if names.count(element.name) == 1 and any(char.isalpha() for char in element.name)]


def bare(name: str) -> str:
    """A name without the signs at its end."""
    return name.rstrip("…?.")


def _buttons(source: Source) -> Iterator[Question]:
    buttons = named(source, *_BUTTONS)
    if not buttons:
        return
    one = source.random.choice(buttons)
    box = source.shown.boxes.get(one.id)
    places = places_of(box, source.shown.client) if box else frozenset[str]()
    in_bar = any(element.part is Part.TOOL_BAR for element in source.elements)
    asked = source.pick("Is there a {} button, and where?", "Do you see a {} button?", "Is there a button called {}?").format(one.name)
    yield Question("there", asked, all_of(one.name), ("no", "nothing"), places=places)
    asked = source.pick("Where is {}?", "Where is the {} button?", "where's {}").format(one.name)
    yield Question("where", asked, all_of(one.name), ("no", "nothing"), places=places)
    if (slip := _slip(bare(one.name))) and not in_bar:
        yield Question("slip", f"where is {slip}", all_of(one.name), ("no", "nothing"), places=places)
    absent = next(name for name in source.random.sample(_NEVER_THERE, len(_NEVER_THERE)) if not _occurs(source, name))
    asked = source.pick("Is there a {} button?", "Can you see a {} button?").format(absent)
    yield Question("absent", asked, ((f"no button {absent}", f"no {absent} button", f"nothing called {absent}"),), ("yes",))
    every = [element.name for element in source.elements if element.part in _BUTTONS]
    plain = [element for element in source.elements if element.part is Part.BUTTON]
    numbers = dict.fromkeys((len(every), len(plain)))
    yield Question("count", "How many buttons are there?", (tuple(f"{n} button{'s' * (n != 1)}" for n in numbers),))
    if len(dict.fromkeys(every)) == len(every) <= 8:
        asked = source.pick("List the buttons.", "What buttons are there?", "Which buttons do you see?")
        yield Question("list", asked, all_of(*every))
    if source.truth.default:
        default = next(element.name for element in source.elements if element.id == source.truth.default)
        others = [name for name in every if name != default and default not in name]
        yield Question("default", "What is the default button?", all_of(default), tuple(others))


def _slip(name: str) -> str:
    """The name with two letters swapped, for a word that is long enough."""
    word = max(name.split(), key=len)
    if len(word) < 6 or not word.isalpha() or word[2] == word[3]:
        return ""
    return name.replace(word, word[:2] + word[3] + word[2] + word[4:]).lower()


def _occurs(source: Source, name: str) -> bool:
    return any(set(phrase(name)) & set(phrase(text)) for text in source.truth.sayable)


def _states(source: Source) -> Iterator[Question]:
    buttons = named(source, Part.BUTTON)
    if buttons:
        off = [element for element in buttons if "disabled" in element.states]
        one = source.random.choice(off if off and source.random.random() < 0.6 else buttons)
        is_off = "disabled" in one.states
        asked = source.pick("Is {} greyed out?", "Is the {} button disabled?", "is {} unavailable").format(one.name)
        yield Question("disabled", asked, all_of(one.name), first="yes" if is_off else "no")
        yield Question("usable", f"Can I press {one.name}?", all_of(one.name), first="no" if is_off else "yes")
        if off:
            on = [element.name for element in buttons if element not in off]
            yield Question("which disabled", "Which buttons are disabled?", all_of(*(one.name for one in off)), tuple(on))
    toggles = named(source, Part.TOGGLE)
    if toggles:
        one = source.random.choice(toggles)
        yield Question("pressed", f"Is {one.name} pressed?", all_of(one.name), first="yes" if "checked" in one.states else "no")


def _boxes(source: Source) -> Iterator[Question]:
    boxes = named(source, Part.CHECK)
    if not boxes:
        return
    one = source.random.choice(boxes)
    is_on = "checked" in one.states
    asked = source.pick("Is {} ticked?", "Is the {} box checked?", "is {} on?").format(one.name)
    yield Question("ticked", asked, all_of(one.name), first="yes" if is_on else "no")
    yield Question("not ticked", f"Is {one.name} not ticked?", all_of(one.name), first="no" if is_on else "yes")
    on = [box.name for box in boxes if "checked" in box.states]
    off = [box.name for box in boxes if "checked" not in box.states]
    must = all_of(*on) if on else (("none", "no", "nothing", "not"),)
    yield Question("which ticked", "Which boxes are ticked?", must, tuple(off) if on else ())
    yield Question("count boxes", "How many check boxes are there?", ((f"{len(boxes)} check box{'es' * (len(boxes) != 1)}",),))


def _one_of_several(source: Source) -> Iterator[Question]:
    """Radio buttons and tabs."""
    radios, group = named(source, Part.RADIO), named(source, Part.GROUP)
    if radios:
        one = source.random.choice(radios)
        yield Question("chosen", f"Is {one.name} selected?", all_of(one.name), first="yes" if "checked" in one.states else "no")
    if radios and group:
        asked = source.pick("What are my choices in {}?", "What can I choose in {}?", "what options are there for {}").format(group[0].name)
        yield Question("choices", asked, all_of(*(radio.name for radio in radios)))
    for tabs in (element for element in source.elements if element.part is Part.TABS):
        names = [page.name for page in tabs.children]
        front = names[tabs.chosen]
        yield Question("tab", "Which tab is selected?", all_of(front), tuple(name for name in names if name != front))
        other = source.random.choice(names)
        yield Question("is tab", f"Is the {other} tab selected?", all_of(other), first="yes" if other == front else "no")
        yield Question("tabs", source.pick("List the tabs.", "How many tabs are there?"), ((f"{len(names)} tabs",), *all_of(*names)))


def _pixels(source: Source) -> Iterator[Question]:
    """What the picture alone can't tell is not told."""
    boxes = named(source, Part.CHECK)
    if boxes:
        yield Question("unknown state", f"Is {boxes[0].name} ticked?", (_UNKNOWN,), ("yes",), outline=False)
        yield Question("unknown states", "Which boxes are ticked?", (_UNKNOWN,), tuple(box.name for box in boxes), outline=False)
    absent = next(name for name in _NEVER_THERE if not _occurs(source, name))
    yield Question("unknown absence", f"Is there a {absent} button?", (_UNKNOWN,), ("yes",), outline=False)
    yield Question("unknown focus", "What has the focus?", (_UNKNOWN,), outline=False)
    yield Question("unknown default", "What is the default button?", (_UNKNOWN,), outline=False)
    yield Question("unknown number", "How many buttons are there?", (_UNKNOWN,), outline=False)
    yield Question("title of a picture", "What is this window?", all_of(source.truth.title), outline=False)
