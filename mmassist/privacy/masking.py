"""Masks all that leaves this machine in one go: the scene, its picture, and the texts beside them. What is made of it is masked too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from mmassist.privacy import cover, exclusion, limits
from mmassist.privacy.findings import REGIONS, Kind
from mmassist.privacy.limits import REST, SENT
from mmassist.privacy.places import around, inside, share
from mmassist.privacy.secrets import Secret, secrets_of
from mmassist.privacy.strands import Owner, Part, Piece, pieces_of
from mmassist.privacy.vault import Vault, neutral, placeholder
from mmassist.values import Box, Frame, Item, Role, Scene, Source, TextLine, Window

_ALWAYS = frozenset({Kind.PASSWORD, Kind.CODE, Kind.CARD, Kind.BANK_ACCOUNT, Kind.NATIONAL, Kind.E_MAIL, Kind.PHONE, Kind.KEY})
EVERYTHING = _ALWAYS | {Kind.PRIVATE_KEY, Kind.UNREAD}
"""All kinds but faces, which are asked for."""

# An item higher than this, in pixels, shows many lines: only those that hold the secret are covered, if they are found.
_SMALL = 64


@dataclass(frozen=True, slots=True)
class Options:
    """`hide`: kinds that are hidden. `faces`: whether faces are too. `regions`: countries whose phone numbers are known without their
    code. `excluded`: programs and window titles, or parts of them, that never leave (* stands for anything)."""

    hide: frozenset[Kind] = EVERYTHING
    faces: bool = False
    regions: tuple[str, ...] = REGIONS
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What is to leave. `texts`: the question, what was said, the conversation. Boxes in the picture's space.

    `unread`: regions whose text is still being read; `illegible`: text that was found but could not be read. `others`: windows that
    the picture may show beside the scene's own (desktop's space). `unsearched`: where it is not known yet which of what only the picture
    shows is a field for a password.
    """

    scene: Scene
    frame: Frame | None
    texts: tuple[str, ...] = ()
    unread: tuple[Box, ...] = ()
    illegible: tuple[Box, ...] = ()
    others: tuple[Window, ...] = ()
    unsearched: Box | None = None


@dataclass(frozen=True, slots=True)
class Masked:
    """What may leave, in the same order, and what brings the hidden things back. `hidden`: placeholders' names in reading order."""

    scene: Scene
    frame: Frame | None
    texts: tuple[str, ...]
    vault: Vault = field(default_factory=Vault)
    hidden: tuple[str, ...] = ()


def mask(material: Material, options: Options, revealed: frozenset[str] = frozenset()) -> Masked:
    """Deterministic: the same material gives the same names. `revealed`: names left whole; password fields and excluded windows never
    are. The frame is copied only where something in it is covered. Any thread."""
    kept = exclusion.without(material.scene, material.frame, material.others, options.excluded)
    unsearched = [material.unsearched] if material.unsearched is not None else []
    scene, fields = _without_passwords(kept.scene, unsearched)
    everywhere = Box(0, 0, *scene.size)  # a field that is shown nobody knows where
    whole = limits.bounded(scene, material.texts)
    scene = whole.scene
    pieces = pieces_of(scene, whole.texts)
    secrets = secrets_of(pieces, options.hide, options.regions)
    own = [Secret(f"{Kind.PASSWORD} {at}", Kind.PASSWORD, "", ()) for at, _ in enumerate(fields, 1)]
    secrets = [*own, *_numbered_after(secrets, len(own))]
    shown = [secret for secret in secrets if secret.name not in revealed or not secret.sightings]
    boxes = [*kept.boxes, *(around(box) if box else everywhere for box in fields), *map(around, whole.boxes), *material.unread, *unsearched]
    boxes += _boxes_of(shown, pieces, scene)
    unread = [pieces[part.piece].box for one in secrets if one.kind is Kind.UNREAD for sighting in one.sightings for part in sighting.parts]
    rest = [box for box in material.illegible if box not in unread]
    first = 1 + sum(secret.kind is Kind.UNREAD for secret in secrets)
    seen, more = _named_boxes(replace(material, illegible=tuple(rest)), options, scene, revealed, first)
    new = _Rewriting(pieces, shown)
    masked = new.scene(scene)
    texts = new.texts(whole.texts)
    names = (*kept.names, *(secret.name for secret in shown), *seen)
    originals = dict.fromkeys(names, "") | {secret.name: secret.text for secret in shown}
    frame = cover.covered(material.frame, [*boxes, *more]) if material.frame is not None else None
    told = [piece.text for piece in pieces_of(masked, texts)] if names else ()
    return Masked(masked, frame, texts, Vault(originals, told), names)


def _without_passwords(scene: Scene, unsearched: Sequence[Box]) -> tuple[Scene, list[Box | None]]:
    """The scene without anything that stands in a password field or may do so, and the places of these fields. All that only the picture
    shows may stand in one that is shown nobody knows where."""
    inside = {at for at, item in enumerate(scene.items) if item.role is Role.PASSWORD}
    fields = [scene.items[at].box for at in sorted(inside)]
    if not inside and not unsearched:
        return scene, []
    shown = [*(box or Box(0, 0, *scene.size) for box in fields), *unsearched]
    items = []
    for at, item in enumerate(scene.items):
        is_part = item.parent in inside and item.role is not Role.PASSWORD
        if is_part:
            inside.add(at)
        within = item.source is Source.PIXELS and any(_shares(item.box, box) for box in shown)
        if item.role is Role.PASSWORD:
            item = replace(item, value="", pixels_say="")
        elif is_part or within:
            item = replace(item, name="", value="", description="", pixels_say="")
        items.append(item)
    lines = tuple(line for line in scene.lines if not any(_shares(line.box, box) for box in shown))
    return replace(scene, items=tuple(items), lines=lines), fields


def _shares(one: Box | None, field: Box | None) -> bool:
    common = one.intersection(field) if one and field else None
    return common is not None and one is not None and 3 * common.area >= one.area


def _numbered_after(secrets: Sequence[Secret], passwords: int) -> list[Secret]:
    """Passwords that were found are numbered after the fields."""
    done = []
    for secret in secrets:
        if secret.kind is Kind.PASSWORD and passwords:
            secret = replace(secret, name=f"{secret.kind} {int(secret.name.rpartition(' ')[2]) + passwords}")
        done.append(secret)
    return done


def _boxes_of(secrets: Iterable[Secret], pieces: Sequence[Piece], scene: Scene) -> list[Box]:
    boxes: list[Box] = []
    for secret in secrets:
        parts = [part for sighting in secret.sightings for part in sighting.parts]
        lines = [
            share(scene.lines[pieces[part.piece].index], part.start, part.end) for part in parts if pieces[part.piece].owner is Owner.LINE
        ]
        boxes += lines
        for part in parts:
            piece = pieces[part.piece]
            if (
                piece.owner is Owner.ITEM
                and piece.box is not None
                and not _told_by_lines(scene.items[piece.index], piece.box, lines, sum(1 for other in parts if other.piece == part.piece))
            ):
                boxes.append(around(piece.box))
    return boxes


def _told_by_lines(item: Item, box: Box, lines: Sequence[Box], times: int) -> bool:
    """Whether the covered shares of lines are enough for an item: it is one of them, or shows many, among them as many with the secret
    as the program tells in it."""
    if item.source is not Source.PIXELS and box.height <= _SMALL:
        return False
    within = sum(1 for line in lines if box.intersection(line))
    return within >= (times if item.source is Source.OUTLINE else 1)


def _named_boxes(material: Material, options: Options, scene: Scene, revealed: frozenset[str], first: int) -> tuple[list[str], list[Box]]:
    """Names and places of what only pixels tell: text that could not be read (numbered from `first`), and faces."""
    names: list[str] = []
    boxes: list[Box] = []
    found: list[tuple[Kind, Box]] = []
    if Kind.UNREAD in options.hide:
        found += [(Kind.UNREAD, around(box)) for box in _riddles(material.illegible, scene)]
    if options.faces and material.frame is not None:
        found += [(Kind.FACE, box) for box in cover.faces(material.frame)]
    counts = {Kind.UNREAD: first - 1}
    for kind, box in found:
        counts[kind] = counts.get(kind, 0) + 1
        name = f"{kind} {counts[kind]}"
        if name not in revealed:
            names.append(name)
            boxes.append(box)
    return names, boxes


def _riddles(illegible: Sequence[Box], scene: Scene) -> list[Box]:
    """Of texts that could not be read those that the program does not tell, top to bottom."""
    told = [
        item.box
        for item in scene.items
        if item.box and item.source is not Source.PIXELS and item.name.strip() and item.box.height <= _SMALL
    ]
    # In an item that is told by the program, text that can't be read is no riddle.
    left = [box for box in illegible if not any(inside(box, place) for place in told)]
    return sorted(left, key=lambda box: (box.y, box.x))


# Whose text, which one, which field.
_Place: TypeAlias = tuple[Owner, int, str]


class _Rewriting:
    """Writes the texts anew, with placeholders."""

    def __init__(self, pieces: Sequence[Piece], secrets: Iterable[Secret]) -> None:
        self._marks: dict[_Place, list[tuple[Part, str]]] = {}
        for secret in secrets:
            for sighting in secret.sightings:
                begun: set[tuple[Owner, str]] = set()
                for part in sighting.parts:
                    piece = pieces[part.piece]
                    # The tree and the picture each tell it once.
                    side = piece.owner, piece.field if piece.field == "pixels_say" else ""
                    mark = REST if side in begun else placeholder(secret.name)
                    self._marks.setdefault((piece.owner, piece.index, piece.field), []).append((part, mark))
                    begun.add(side)
        for at, piece in enumerate(pieces):
            if len(piece.text) > SENT:
                self._marks.setdefault((piece.owner, piece.index, piece.field), []).append((Part(at, SENT, len(piece.text)), REST))
            elif neutral(piece.text) != piece.text:
                self._marks.setdefault((piece.owner, piece.index, piece.field), [])
        # Most texts are left as they are: they cost no more than one look.
        self._items = {index for owner, index, _ in self._marks if owner is Owner.ITEM}
        self._lines = {index for owner, index, _ in self._marks if owner is Owner.LINE}

    def text(self, owner: Owner, index: int, field: str, text: str) -> str:
        marks = self._marks.get((owner, index, field))
        if marks is None:
            return text
        done, end = [], 0
        for part, mark in sorted(marks, key=lambda mark: mark[0].start):
            done += [neutral(text[end : part.start]), mark]
            end = max(end, part.end)
            if end == len(text):
                break
        return "".join([*done, neutral(text[end:])])

    def scene(self, scene: Scene) -> Scene:
        window, target = scene.window, scene.target
        if window is not None:
            window = replace(window, title=self.text(Owner.WINDOW, 0, "title", window.title))
        if target.path:
            target = replace(target, path=self.text(Owner.WINDOW, 0, "path", target.path))
        items = tuple(self._item(at, item) if at in self._items else item for at, item in enumerate(scene.items))
        lines = tuple(self._line(at, line) if at in self._lines else line for at, line in enumerate(scene.lines))
        return replace(scene, window=window, target=target, items=items, lines=lines)

    def texts(self, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.text(Owner.TEXT, at, "", text) for at, text in enumerate(texts))

    def _item(self, at: int, item: Item) -> Item:
        name, value, description, said = (
            self.text(Owner.ITEM, at, field, text)
            for field, text in (
                ("name", item.name),
                ("value", item.value),
                ("description", item.description),
                ("pixels_say", item.pixels_say),
            )
        )
        return replace(item, name=name, value=value, description=description, pixels_say=said)

    def _line(self, at: int, line: TextLine) -> TextLine:
        return replace(line, text=self.text(Owner.LINE, at, "text", line.text))
