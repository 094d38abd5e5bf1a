"""Text that only the picture shows, put together from lines to paragraphs in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mmassist.backends.describer.context import Context, Rank, Statement
from mmassist.backends.describer.phrases import lexicon
from mmassist.backends.describer.text import clean, closed, cut, is_wordless, words
from mmassist.backends.describer.titles import speaks_as_us
from mmassist.values import Box, Item, Role, Scene, TextLine, Verbosity, Window

DOUBTFUL = 0.6
"""Below this confidence of the recogniser a line is told as probable."""

_MAX_LINE = 400
_LEVEL = 0.3
_VERSION = re.compile(r"-\d[\d.]*$")
_CURSOR = re.compile(r"\s*[■█▮▌▯□▪]$")
_BUDGET = {Verbosity.BRIEF: 240, Verbosity.NORMAL: 2400, Verbosity.FULL: 16_000}
_TERMINAL_LINES = {Verbosity.BRIEF: 1, Verbosity.NORMAL: 8, Verbosity.FULL: 400}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of text from the picture. Lines of one `block` belong together. `box`: picture's space."""

    text: str
    block: int
    confidence: float
    box: Box | None = None

    @property
    def is_doubtful(self) -> bool:
        return self.confidence < DOUBTFUL


def pieces(context: Context) -> list[Piece]:
    """The lines that the tree does not tell; without a tree, all lines that could be read. None of them lies in a password field."""
    scene = context.view.scene
    shortest = 1 if is_terminal(scene.window) else 2
    secret = [item.box for item in scene.items if item.role is Role.PASSWORD and item.box]
    items = [item for item in scene.items if item.is_mere_text]
    if items:
        blocks = _Blocks(scene.lines)
        found = [(item.name or item.value, item.box, item.confidence, blocks.of(item, -at - 1)) for at, item in enumerate(items)]
    elif scene.has_outline:
        found = []
    else:
        found = [(line.text, line.box, line.confidence, line.block) for line in scene.lines]
    told, illegible = [], frozenset() if scene.has_outline else frozenset(scene.illegible)
    for text, box, confidence, block in found:
        if box in illegible:
            continue
        shown = clean(text, _MAX_LINE)
        if shown and not (is_wordless(shown) and len(shown) < shortest) and not any(_lies_in(box, field) for field in secret):
            told.append(Piece(shown, block, confidence, box))
    return told


def _lies_in(box: Box | None, field: Box) -> bool:
    return box is not None and field.contains(*box.centre)


class _Blocks:
    """Which block an item came from, by its box or its words."""

    def __init__(self, lines: tuple[TextLine, ...]) -> None:
        self._by_box = {line.box: line.block for line in lines}
        self._by_text = {line.text: line.block for line in lines}

    def of(self, item: Item, otherwise: int) -> int:
        if item.box is not None and item.box in self._by_box:
            return self._by_box[item.box]
        return self._by_text.get(item.name or item.value, otherwise)


def paragraphs(found: list[Piece]) -> list[list[Piece]]:
    """Neighbouring lines of one block put together."""
    blocks: list[list[Piece]] = []
    for piece in found:
        if blocks and blocks[-1][-1].block == piece.block:
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    return blocks


def statements(context: Context, found: list[Piece]) -> Iterator[Statement]:
    """`found`: what `pieces` gave."""
    view = context.view
    if not view.scene.has_outline and is_terminal(view.scene.window):
        if view.scene.text_read:
            yield from _terminal(context, found)
        return
    intro = "" if not view.scene.has_outline else context.phrases.say("also_shown")
    left = _BUDGET[context.verbosity]
    untold = 0
    tips = {words(item.description): at for at, item in enumerate(view.scene.items) if not is_wordless(item.description)}
    for block in paragraphs(found):
        shown = " ".join(piece.text for piece in block)
        explained = context.name(tips.get(words(shown), -1)) if words(shown) in tips else ""
        if explained:
            yield Statement(Rank.PIXELS, closed(context.phrases.say("tool_tip", name=explained, text=shown)))
        elif said := _worded(context, block):
            if left <= 0:
                untold += len(block)
                continue
            said = cut(said, max(left, 80))
            left -= len(said)
            if context.spoken.has(said):
                continue
            if intro:
                said, intro = context.phrases.say("titled", name=intro, text=said), ""
            yield Statement(Rank.PIXELS, closed(said))
    if untold and not context.is_brief:
        yield Statement(Rank.PIXELS, closed(context.phrases.opened(context.phrases.count(untold, "more_line"))))


def _worded(context: Context, block: list[Piece]) -> str:
    """A paragraph as it is said; doubtful lines are said to be so, or left out in brief.

    What was told is left out. A short text may stand twice on a screen and mean two things, so it counts as told only if it was
    said before this answer.
    """
    whole = " ".join(piece.text for piece in block)
    if context.spoken.has_sentence(whole) or (whole.count(" ") > 1 and context.told.has(whole)):
        return ""
    worded = [_piece_worded(context, piece) for piece in block]
    parts: list[str] = []
    for at, piece in enumerate(block):
        if (piece.is_doubtful and context.is_brief) or (piece.text.count(" ") > 2 and context.told.has(piece.text)):
            continue
        if not _was_told_beside(context, worded, at):
            parts.append(worded[at])
    said = " ".join(parts)
    context.told.add(said)
    return context.phrases.say("screen_says", text=context.phrases.quote(said)) if said and speaks_as_us(said) else said


def _piece_worded(context: Context, piece: Piece) -> str:
    return context.phrases.say("probably", text=context.phrases.quote(piece.text)) if piece.is_doubtful else piece.text


def _was_told_beside(context: Context, worded: Sequence[str], at: int) -> bool:
    """Whether a part of a paragraph was told, before this answer, right before or after another part of it.

    What stood between them may have been left out then, so they need not be neighbours now.
    """
    spoken, part = context.spoken, worded[at]
    if not spoken.has(part):
        return False
    if any(spoken.has(f"{other} {part}") for other in reversed(worded[:at])):
        return True
    return any(spoken.has(f"{part} {other}") for other in worded[at + 1 :])


def is_terminal(window: Window | None) -> bool:
    return window is not None and _bare(window.program) in lexicon().terminals


def shows_pictures(scene: Scene) -> bool:
    """Whether all that its tree does not tell is a picture or a film: in the window of a viewer or player, and no dialog of it."""
    window, known = scene.window, lexicon()
    return (
        window is not None and not window.dialog and _bare(window.program) in (known.viewers if scene.has_outline else known.bare_viewers)
    )


def _bare(program: str) -> str:
    """Without whose it is, and which version."""
    return _VERSION.sub("", program.strip().casefold()).rpartition(".")[2]


def _terminal(context: Context, found: list[Piece]) -> Iterator[Statement]:
    """The last line first: that is where a terminal waits or tells what happened."""
    shown = [piece.text for piece in rows(found) if not (piece.is_doubtful and context.is_brief)]
    if shown:
        shown[-1] = _CURSOR.sub("", shown[-1]) or shown[-1]
    yield from told_from_the_end(context, shown)


def rows(found: list[Piece]) -> list[Piece]:
    """Pieces that stand level with each other put together to lines, from left to right; the lines from top to bottom."""
    placed = [(piece, piece.box) for piece in found if piece.box]
    if len(placed) < len(found):
        return found
    lines: list[list[tuple[Piece, Box]]] = []
    for piece, box in sorted(placed, key=lambda one: one[1].centre[1]):
        if lines and _is_level(box, lines[-1][-1][1]):
            lines[-1].append((piece, box))
        else:
            lines.append([(piece, box)])
    return [_joined([piece for piece, _ in sorted(line, key=lambda one: one[1].x)]) for line in lines]


def _is_level(box: Box, other: Box) -> bool:
    """Rows of a terminal stand so close that the boxes of two of them overlap; their middles are apart."""
    return abs(box.centre[1] - other.centre[1]) < _LEVEL * min(box.height, other.height)


def _joined(line: list[Piece]) -> Piece:
    if len(line) == 1:
        return line[0]
    return Piece(" ".join(piece.text for piece in line), line[0].block, min(piece.confidence for piece in line), line[0].box)


def told_from_the_end(context: Context, shown: list[str]) -> Iterator[Statement]:
    """The last line, the lines before it, and how many more there are."""
    phrases = context.phrases
    if not shown:
        return
    *before, last = shown
    yield Statement(Rank.PIXELS, closed(phrases.say("last_line", text=phrases.quote(last))))
    wanted = _TERMINAL_LINES[context.verbosity]
    near = before[-wanted:]
    for at, line in enumerate(near):
        said = phrases.say("screen_says", text=phrases.quote(line)) if speaks_as_us(line) else line
        yield Statement(Rank.PIXELS, closed(phrases.say("lines_before", text=said) if at == 0 else said))
    if len(before) > len(near) and not context.is_brief:
        yield Statement(Rank.PIXELS, closed(phrases.opened(phrases.count(len(before) - len(near), "earlier_line"))))
