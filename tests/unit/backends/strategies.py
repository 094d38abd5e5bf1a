"""Random scenes: any tree of any roles and states, with texts nice and nasty."""

from __future__ import annotations

from hypothesis import strategies as st

from mmassist.values import Box, Item, PictureKind, Role, Scene, Source, State, Target, TargetKind, TextLine, Verbosity, Window

WORDS = st.sampled_from(
    [
        "Save",
        "Open file",
        "Name:",
        "Really quit?",
        "Error: disk full",
        "3.5 km",
        "1,234",
        "Größe",
        "no.",
        "a, b",
        "mmassist",
        "",
        " ",
        "€",
        "7",
        "+",
    ]
)
NASTY = st.text(max_size=30) | st.sampled_from(["\u202eevil", "a\nb?", "{x}", "…", "“", "-----", "\x00", "E&xit", "_Go"])
BOXES = st.none() | st.builds(Box, st.integers(-50, 900), st.integers(-50, 700), st.integers(0, 900), st.integers(0, 700))


def items(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        role=st.sampled_from(Role),
        name=texts,
        source=st.sampled_from(Source),
        states=st.frozensets(st.sampled_from(State), max_size=4),
        value=texts,
        description=texts,
        box=BOXES,
        parent=st.integers(-2, 12),
        level=st.integers(0, 3),
        row=st.integers(-1, 4),
        column=st.integers(-1, 4),
        pixels_say=st.just("") | texts,
        confidence=st.floats(0, 1),
    )


def scenes(texts: st.SearchStrategy[str] = WORDS | NASTY) -> st.SearchStrategy[Scene]:
    front = st.builds(Window, st.just(1), texts, texts, st.none(), st.just(Box(0, 0, 800, 600)), st.booleans())
    lines = st.builds(
        TextLine,
        texts,
        st.builds(Box, st.integers(0, 700), st.integers(0, 500), st.just(50), st.just(15)),
        st.floats(0, 1),
        st.integers(0, 3),
    )
    return st.builds(
        Scene,
        target=st.builds(Target, st.sampled_from(TargetKind), st.integers(0, 3), texts),
        window=st.none() | front,
        size=st.just((800, 600)),
        items=st.lists(items(texts), max_size=8).map(tuple),
        lines=st.lists(lines, max_size=6).map(tuple),
        focus=st.integers(-1, 14),
        has_outline=st.booleans(),
        outline_complete=st.booleans(),
        text_read=st.booleans(),
        looks_like=st.none() | st.sampled_from(PictureKind),
    )


VERBOSITIES = st.sampled_from(Verbosity)
