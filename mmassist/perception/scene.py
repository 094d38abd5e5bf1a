"""Merges the outline and the text of a picture into one scene. Pure; a few milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mmassist.perception.elements.merging import with_controls
from mmassist.perception.elements.naming import Named
from mmassist.perception.layout import is_laid_from_right
from mmassist.perception.matching import Laid, lay
from mmassist.perception.outline_items import CHOICES, FIELDS, Kept, items_of
from mmassist.perception.reading_order import blocks_of, ordered
from mmassist.perception.scripts import believable, is_misread, is_untaught
from mmassist.values import Box, Item, Outline, PictureKind, Role, Scene, Source, Target, TextLine, Window

# Things that have no parts on the screen: what is drawn in them is theirs.
_LEAVES = FIELDS | CHOICES | {Role.BUTTON, Role.TOGGLE_BUTTON, Role.LABEL, Role.LINK, Role.HEADING, Role.SCROLL_BAR, Role.IMAGE, Role.ICON}


def merge(
    *,
    target: Target,
    window: Window | None,
    frame_box: Box,
    outline: Outline | None,
    lines: Iterable[TextLine],
    text_read: bool,
    controls: Sequence[Named] = (),
    illegible: Iterable[Box] = (),
    looks_like: PictureKind | None = None,
) -> Scene:
    """One scene of a picture that lies at `frame_box` (desktop's space).

    `outline`: of `window`, None or without nodes where the program shows none. `lines`: in the picture's space, in any order. `controls`:
    seen by the pixels alone, as `lines` name them. `illegible`: where there is text that could not be read. `looks_like`: the whole.
    What the tree says is not added again from the pixels; what only the pixels show becomes an item of role TEXT, whose box is
    its line's. Where a control's name and the pixels in its place differ beyond the recogniser's usual confusions, the tree's
    name stands and the pixels' words are in `pixels_say`. Nothing inside of a password field is in any item or line.
    """
    kept = items_of(outline, frame_box) if outline else Kept((), -1)
    given = list(lines)
    items = with_controls(kept.items, controls)
    # They are no items any more, but the pixels still show them.
    captions = [
        *kept.captions,
        *(Item(Role.LABEL, one.caption.text, Source.PIXELS, box=one.caption.box) for one in controls if one.caption),
    ]
    told = [text for item in kept.items for text in (item.name, item.value)]
    laid = lay([*items, *captions], believable(given, told), window.title if window else "")
    del laid.items[len(items) :]
    if any(map(is_untaught, told)):
        laid.left = [line for line in laid.left if not is_misread(line.text, expected=True)]
    placed = _with_pixels(laid)
    order = _reading_order(placed, len(kept.items), is_laid_from_right(kept.items))
    rank = {at: position for position, at in enumerate(order)}
    return Scene(
        target=target,
        window=window,
        size=(frame_box.width, frame_box.height),
        items=tuple(_under(placed[at], rank.get(placed[at].parent, -1)) for at in order),
        lines=ordered(laid.lines),
        focus=rank.get(kept.focus, -1),
        has_outline=bool(outline and outline.nodes),
        outline_complete=outline.complete if outline else True,
        text_read=text_read,
        illegible=(*illegible, *(line.box for line in laid.lines if is_misread(line.text))),
        origin=(frame_box.x, frame_box.y),
        looks_like=looks_like,
    )


def _under(item: Item, parent: int) -> Item:
    return item if item.parent == parent else replace(item, parent=parent)


def _with_pixels(laid: Laid) -> list[Item]:
    """The outline's items and after them those that only the pixels show, each in the smallest item that may hold it."""
    holders = sorted(
        ((item.box.area, at, item.box) for at, item in enumerate(laid.items) if item.box and item.role not in _LEAVES), key=lambda h: h[:2]
    )
    items = list(laid.items)
    for line in laid.left:
        parent = next((at for _, at, box in holders if _holds(box, line.box)), -1)
        items.append(Item(Role.TEXT, line.text, Source.PIXELS, box=line.box, parent=parent, confidence=line.confidence))
    return items


def _holds(box: Box, line: Box) -> bool:
    common = box.intersection(line)
    return common is not None and common.area >= 0.8 * line.area


def _reading_order(items: Sequence[Item], known: int, from_right: bool) -> list[int]:
    """Indices of `items`: parents before children, siblings as they are read. The first `known` stand in the tree's order."""
    children: dict[int, list[int]] = {}
    for at, item in enumerate(items):
        children.setdefault(item.parent, []).append(at)
    order: list[int] = []
    stack = list(reversed(_siblings(items, children.get(-1, []), known, from_right)))
    while stack:
        at = stack.pop()
        order.append(at)
        if at in children:
            stack += reversed(_siblings(items, children[at], known, from_right))
    return order


def _siblings(items: Sequence[Item], among: list[int], known: int, from_right: bool) -> list[int]:
    """By place, and by the tree where places leave it open; what has no box stays behind the one it follows in the tree."""
    if len(among) < 2:
        return among
    boxed = [(at, box) for at in among if (box := items[at].box)]
    follows: dict[int, list[int]] = {}
    last = -1
    for at in among:
        if items[at].box:
            last = at
        else:
            follows.setdefault(last, []).append(at)
    told = [at if at < known else -1 for at, _ in boxed]
    texts = [items[at].name or items[at].value for at, _ in boxed]
    read = [boxed[i][0] for block in blocks_of([box for _, box in boxed], told, texts, from_right=from_right) for i in block]
    return [*follows.get(-1, []), *(other for at in read for other in (at, *follows.get(at, [])))]
