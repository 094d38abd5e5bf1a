"""The turn: trigger -> capture -> perceive -> describe -> speak, left to right and never back."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mmassist.backends.describer import gist_of_scene, gist_of_window
from mmassist.backends.describer.reading import is_long_text, is_whole_text, prose
from mmassist.capture.blank import is_blank
from mmassist.engine.aiming import WHOLE, Aim, aimed, heading, part_of, settled
from mmassist.engine.album import Album, Page, covering, is_album, opened, unreadable
from mmassist.engine.aloud import Aloud
from mmassist.engine.border import Look
from mmassist.engine.capturing import Captured, Capturing
from mmassist.engine.choosing import Choice
from mmassist.engine.described import Described
from mmassist.engine.look import OutlineReading, Reading, scene_of
from mmassist.engine.ours import is_ours, without_ours
from mmassist.engine.parts import Parts
from mmassist.engine.profiles import Speaks
from mmassist.engine.record import Reads, Record, Request
from mmassist.engine.screen import Screen
from mmassist.engine.scrolling import scrolled
from mmassist.engine.seen import Seen
from mmassist.engine.telling import Piece
from mmassist.engine.viewing import view, would_look
from mmassist.errors import CaptureError, DesktopError, NoWindow, ScreenHidden
from mmassist.perception.change import changed_tiles
from mmassist.speech.sentences import SentenceSplitter
from mmassist.values import Channel, Earcon, Frame, FusedPrompt, Priority, Scene, TargetKind, Utterance, Verbosity, Window

_EMPTY, _ELSEWHERE = "This part of the screen is empty.", "Point at something else, or describe the window."
_SCROLLS = "The window is scrolled to read on. Escape stops it."
_NO_TEXT, _AT_THE_END = "There is no text to read here.", "That was the end of the text."
_CARET = 2  # tiles: a caret that blinks on the border of two is no change that anybody wants to hear of


@dataclass(frozen=True, slots=True)
class Options:
    """Patience, in seconds, before a turn goes on with what it has.

    `outline`: for the whole tree of a window that was not warm; `late`: for one that took longer, while the text is read. `title`: before
    the title is said alone. `text`: for OCR, from the trigger, before the detail starts without it; `model`: the same before a model is
    asked, which is asked only once. `eyes`: for what the app's own eyes see, beyond that.
    """

    outline: float = 0.3
    late: float = 2.5
    title: float = 0.08
    text: float = 1.2
    model: float = 6.0
    eyes: float = 3.0


class TurnRunner:
    """Runs one turn at a time on the engine's loop; cancelling `run` stops all its work."""

    def __init__(
        self, parts: Parts, options: Options, previewed: Callable[[FusedPrompt], None], screen: Screen, described: Described
    ) -> None:
        """`previewed` is told what would be sent, as soon as it is known. `screen` is closed by whoever opened it. `described`: how windows
        were, and are from now on, when they are described."""
        self._parts = parts
        self._previewed = previewed
        self._options = options
        self._described = described
        self._capturing = Capturing(parts, screen)
        self._speaks = Speaks(parts.profiles)
        self.forget()

    def forget(self) -> None:
        """What was seen and read; while no turn runs."""
        self._last: Look | None = None
        self._told: Look | None = None
        self._reads_private: bool | None = None
        self.aloud = Aloud(self._parts.translation)

    @property
    def _language(self) -> str:
        return self._parts.translation.language

    async def run(self, record: Record) -> None:
        """Fills `record`. Raises MmassistError where there is nothing to describe."""
        request = record.request
        if request.again:
            await (self._read_again(record) if request.read else self._answer_again(record))
            return
        if request.read is Reads.ON:
            record.scene = self.aloud.scene
            record.judge(self._reads_private)
            await self._read_on(record)
            return
        if is_album(request.target):
            await self._tell_each(record)
            return
        aim = await aimed(self._parts, request, self._options.outline)
        self._suit(record, aim.window)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(aim.outline.aclose)
            if request.question and self._last is not None and _is_own(aim):
                await self._answer_about(record, self._last)  # asked in the app's own window, about what was looked at from there
                return
            try:
                picture = await self._capturing.picture(record, aim)
            except NoWindow:  # it closed just then: what is in front instead is what the user means
                aim = await aimed(self._parts, request, self._options.outline)
                stack.push_async_callback(aim.outline.aclose)
                self._suit(record, aim.window)
                picture = await self._capturing.picture(record, aim)
            aim = await settled(self._parts, request, aim, picture.frame, self._options.outline)
            stack.push_async_callback(aim.outline.aclose)
            frame = picture.frame
            if aim.target.kind in WHOLE and not is_ours(aim.window):
                frame = await without_ours(self._parts, frame)
                picture = replace(picture, frame=frame)
            if request.question and picture.missing is None and await self._answered_again(record, frame, aim.window):
                return
            if request.scroll and aim.window is not None and not picture.blank:
                aim, picture = await self._read_further(record, aim, aim.window, picture)
            await self._tell(record, aim, picture)

    async def _read_further(self, record: Record, aim: Aim, window: Window, picture: Captured) -> tuple[Aim, Captured]:
        """Scrolls the window, and what it shows on the way is the picture: its tree tells of what is in sight alone. Nothing is scrolled
        where the tree tells the whole text."""
        await aim.outline.go_on(self._options.late)
        outline = await aim.outline.wait()
        if is_whole_text(scene_of(picture.frame, window, outline, None)):
            return aim, picture
        self._say(record, Channel.GIST, gist_of_window(window, self._language))
        self._say(record, Channel.SYSTEM, self._own(_SCROLLS))
        await self._parts.mouth.drained(record.turn_id)
        seen = await scrolled(self._parts, window, outline, lambda: self._capturing.frame(record, aim))
        if seen.notice:
            self._warn(record, seen.notice, Earcon.ERROR)
        return replace(aim, outline=OutlineReading(self._parts, None, 0.0)), replace(picture, frame=seen.frame)

    async def _tell_each(self, record: Record) -> None:
        """Tells pictures one after the other, each as if it were alone; one that can't be told does not keep the others back."""
        album = await opened(self._parts, record.request.target, heeds_windows=self._parts.answering.heeds_windows)
        told = 0
        for page in album.pages:
            own = Record(record.turn_id, replace(record.request, target=page.target, at=time.monotonic() if told else record.request.at))
            try:
                await self._tell_page(own, page, album)
                told += 1
            except CaptureError as error:
                if len(album.pages) == 1:
                    raise
                self._warn(own, error.told, Earcon.ERROR)
            finally:
                record.absorb(own.turn())
        await self._parts.mouth.drained(record.turn_id)
        if not told:
            raise unreadable(len(album.pages))

    async def _tell_page(self, record: Record, page: Page, album: Album) -> None:
        self._say(record, Channel.GIST, self._own(page.said))
        aim = await aimed(self._parts, record.request, self._options.outline)
        if page.frame is None:
            picture = await self._capturing.picture(record, aim)
        else:
            picture = Captured(page.frame, await asyncio.to_thread(is_blank, page.frame.pixels))
        await self._tell(record, aim, picture, covering(album.owners, picture.frame))

    async def _tell(self, record: Record, aim: Aim, picture: Captured, owners: tuple[Window, ...] = ()) -> None:
        """Says gist and detail of one picture. `owners`: the program that it comes from, where that is not on the screen."""
        frame = picture.frame
        others = owners or await self._others(record.request, aim.window)
        readable = not picture.blank or await self._hidden(record, picture, aim.outline)
        scene = await self._say_gist(record, aim, frame)
        if (error := aim.outline.error) is not None:
            self._warn(record, error.told, Earcon.ERROR)
        async with contextlib.AsyncExitStack() as stack:
            reading = viewing = None
            if readable:
                first = scene.items[scene.focus].box if scene.focus >= 0 else None
                reading = Reading(self._parts.texts, frame, first)
                stack.push_async_callback(reading.aclose)
                viewing = None if record.request.read else view(self._parts.eyes, frame, scene, reading)  # controls are no text to be read
                if viewing is not None:
                    stack.push_async_callback(viewing.aclose)
            await aim.outline.go_on(self._options.late)
            seen = Seen(frame, aim, reading, viewing, readable, others)
            await (self._read_out(record, seen) if record.request.read else self._say_detail(record, seen))

    async def _read_out(self, record: Record, seen: Seen) -> None:
        """Reads the text from its start: at once where the tree tells it whole, else when the picture was read."""
        await seen.aim.outline.wait()
        if seen.reading is not None and not is_long_text(seen.look().scene):
            await seen.reading.wait()
            record.mark("ocr")
            if (error := seen.reading.error) is not None:
                self._warn(record, error.spoken, Earcon.ERROR)
        look = seen.look()
        self._last = look = replace(look, is_searched=look.is_searched and not would_look(self._parts.eyes, look.scene))
        self._judge(record, look)
        self._reads_private = record.private
        if not record.request.scroll:  # what changes in sight is told by what was in sight
            self._described.keep(look.scene)
        record.scene = look.scene
        self.aloud.open(look.scene)
        await self._read_on(record)

    async def _read_on(self, record: Record) -> None:
        """Reads from where reading stopped to the end."""
        texts = self.aloud.rest(record.turn_id, record.request.by)
        for text in texts:
            self._say_piece(record, Piece(Channel.DETAIL, text))
        if not texts:
            self._say_piece(record, Piece(Channel.SYSTEM, _NO_TEXT if self.aloud.is_empty else _AT_THE_END))
        await self._parts.mouth.drained(record.turn_id)
        self.aloud.finish()

    async def _read_again(self, record: Record) -> None:
        """Reads the text of what the last turn saw, from its start."""
        look = self._seen_last("Describe a window first, then read it.")
        record.scene = look.scene
        self._suit(record, look.scene.window)
        self._judge(record, look)
        self._reads_private = record.private
        if look.scene.window is not None:
            self._say(record, Channel.GIST, gist_of_window(look.scene.window, self._language))
        self.aloud.open(look.scene)
        await self._read_on(record)

    async def _answer_again(self, record: Record) -> None:
        """Answers about what the last turn saw."""
        await self._answer_about(record, self._seen_last("Describe a window first, then ask."))

    def frame_of(self, scene: Scene) -> Frame | None:
        """The picture that a scene was seen in, of the last one that was told; None of others."""
        return next((look.frame for look in (self._last, self._told) if look is not None and look.scene is scene), None)

    def _seen_last(self, remedy: str) -> Look:
        """Raises NoWindow where there is nothing yet."""
        if self._last is None:
            raise NoWindow("nothing was seen yet", "Nothing has been described yet.", remedy)
        return self._last

    async def _answered_again(self, record: Record, frame: Frame, window: Window | None) -> bool:
        """Answers a question about the window of the last turn from that look, if it was read whole and the window
        still shows the same; what has changed is said."""
        look = self._last
        if (
            look is None
            or not look.is_whole
            or look.frame.target != frame.target
            or look.frame.box != frame.box
            or look.scene.window != window
        ):
            return False
        tiles = int(changed_tiles(look.frame.pixels, frame.pixels).sum())
        if not tiles:
            self._last = look = replace(look, before=self._described.before(look.scene))
            await self._answer_about(record, look)
        elif tiles > _CARET:
            self._say_piece(record, Piece(Channel.SYSTEM, "The screen has changed."))
        return not tiles

    async def _answer_about(self, record: Record, look: Look) -> None:
        answering = self._parts.answering
        if record.request.revealed:
            record.request = answering.repeated(record.request, look)
        record.scene = look.scene
        self._suit(record, look.scene.window)
        self._judge(record, look)
        look = look.for_models
        await self._answer(record, look, await answering.choose(record, look))
        await self._parts.mouth.drained(record.turn_id)

    async def _others(self, request: Request, window: Window | None) -> tuple[Window, ...]:
        """What else the picture may show, where the user has rules for single windows; over a window in front only what lies above it."""
        windows, kind = self._parts.windows, request.target.kind
        if windows is None or not request.target.on_screen or not self._parts.answering.heeds_windows:
            return ()
        found = await asyncio.to_thread(windows.all)
        popups = await asyncio.to_thread(self._parts.under.popups) if self._parts.under else ()
        at = next((at for at, one in enumerate(found) if window and one.id == window.id), -1)
        return (*(found[at + 1 :] if kind is TargetKind.WINDOW else found), *popups)

    async def _hidden(self, record: Record, picture: Captured, outline: OutlineReading) -> bool:
        """A blank picture is said to be blank, and only a tree can still tell what is there; of a missing one it is said why, and title and
        tree are told. False: the picture is not readable."""
        frame = picture.frame
        if (why := picture.missing) is not None:
            self._warn(record, why.told, Earcon.HIDDEN)
            return False
        if frame.target.kind is TargetKind.IMAGE:
            raise ScreenHidden("blank image file", "The image is blank.", "Check that it is the right file.")
        hidden = ScreenHidden("blank region", _EMPTY, _ELSEWHERE) if frame.target.is_region else ScreenHidden("blank frame")
        if await outline.wait(self._options.outline) is None:
            raise hidden
        if frame.target.is_region:  # an empty field or page, which the tree tells of, is no screen curtain
            return True
        self._warn(record, hidden.spoken, Earcon.HIDDEN)
        return False

    async def _say_gist(self, record: Record, aim: Aim, frame: Frame) -> Scene:
        """Says what title and tree tell. A dialog is held back for its question; another window's title is not held back for long."""
        window, reading = aim.window, aim.outline
        patience = self._options.outline if window and window.dialog else self._options.title
        outline = await reading.wait(patience)
        if reading.pending and window is not None:
            self._say(record, Channel.GIST, gist_of_window(window, self._language))
            outline = await reading.wait()
        record.mark("outline")
        if aim.target.kind not in (TargetKind.WINDOW, TargetKind.SCREEN):
            self._say(record, Channel.GIST, self._own(heading(aim, scene_of(frame, window, outline, None), frame, self._language)))
        scene = record.scene = scene_of(frame, window, part_of(aim, frame), None)
        if not record.request.read or window is None:
            self._say(record, Channel.GIST, gist_of_scene(scene, record.said(Channel.GIST), self._language))
        elif not record.said(Channel.GIST):
            self._say(record, Channel.GIST, gist_of_window(window, self._language))
        record.mark("gist")
        return scene

    async def _say_detail(self, record: Record, seen: Seen) -> None:
        """Says the rest. A backend that describes by itself tells what is known if the text takes long, and then what the text adds; a
        model is asked once, when all is read."""
        answering = self._parts.answering
        choice = await answering.choose(record, seen.look())
        alone = choice.steps[0].describes_by_itself and not record.request.preview
        if seen.reading is not None:
            if alone and not record.request.question:
                choice = await self._say_prose(record, seen, choice)
            in_time = await seen.settled(self._left(record, alone=alone), text_first=True)
            if alone and not in_time:
                await seen.aim.outline.wait()  # a tree that was cut short tells of empty tables, and of no buttons where there are some
                in_time = await seen.settled(0.0)
            if alone and not in_time and seen.tells_something(record.request.question):
                choice = await self._stream(record, self._compared(seen), choice)
            if alone:
                await seen.aim.outline.wait()
                await seen.reading.wait()
                await seen.settled(self._options.eyes)
            elif record.request.preview or _may_leave(choice):
                await self._search(record, seen)
            record.mark("ocr")
            for part in (seen.reading, seen.looked_for):
                if part is not None and part.error is not None:
                    self._warn(record, part.error.spoken, Earcon.ERROR)
        choice = choice if alone else await self._chosen_by_look(record, seen, choice)
        self._last = look = self._compared(seen)
        self._judge(record, look)
        if not record.request.question and not record.request.preview:
            self._described.keep(look.scene)
        await self._answer(record, look, choice)
        await self._parts.mouth.drained(record.turn_id)

    async def _chosen_by_look(self, record: Record, seen: Seen, choice: Choice) -> Choice:
        """Who answers, now that it is seen what kind of picture it is: a chart, say, wants another model than a text."""
        if seen.kind is None or record.request.offer is not None:
            return choice
        found = await self._parts.answering.choose(record, self._compared(seen))
        if _may_leave(found) and not _may_leave(choice):
            await self._search(record, seen)
        # why it is none but this one is said once, and the choice before was not
        is_same = found.steps[:1] == choice.steps[:1]
        return replace(found, notice=found.notice or (choice.notice if is_same else ""))

    async def _search(self, record: Record, seen: Seen) -> None:
        """Before anything may leave: for fields for passwords. Where they can't be known, what only the picture shows does not leave."""
        try:
            await seen.aim.outline.know_fields(self._options.eyes)
        except DesktopError as error:
            self._warn(record, error.told, Earcon.ERROR)
        await seen.searched(self._options.eyes)

    def _left(self, record: Record, *, alone: bool) -> float:
        """Seconds for which the detail still waits for text and controls. `alone`: no model is asked."""
        return max(0.0, (self._options.text if alone else self._options.model) - record.elapsed_ms() / 1000)

    async def _say_prose(self, record: Record, seen: Seen, choice: Choice) -> Choice:
        """While the controls are still looked for and nothing is heard any more, what can't be the name of one is said: a dialog's question
        and running text. Who answers from then on."""
        if not await seen.read(self._left(record, alone=True)) or (viewing := seen.looked_for) is None:
            return choice
        if not await viewing.outlasts(self._parts.mouth.drained(record.turn_id), self._left(record, alone=True)):
            return choice
        look = self._compared(seen)
        scene = prose(look.scene, questions_alone=record.request.verbosity is Verbosity.BRIEF)
        return choice if scene is None else await self._stream(record, replace(look, scene=scene), choice)

    def _suit(self, record: Record, window: Window | None) -> None:
        """As the user wants to be told of that program."""
        record.request = self._speaks.suited(record.request, window)
        mouth = self._parts.mouth
        now = mouth.adjust()
        if (voice := self._speaks.voice(now, window)) != now:
            mouth.speak_as(voice)

    def _judge(self, record: Record, look: Look) -> None:
        """Whether any of it may be written down; nothing of the app's own windows is, which show what was."""
        is_private = self._parts.answering.is_private(look) or is_ours(look.scene.window)
        record.judge(is_private or (None if look.unsearched is not None else False))

    def _compared(self, seen: Seen) -> Look:
        """What is seen now, with how it was when it was described last."""
        look = seen.look()
        return replace(look, before=self._described.before(look.scene))

    async def _answer(self, record: Record, look: Look, choice: Choice) -> None:
        """Says the last of the detail and what can be had beyond it; or, for a preview, what would be sent."""
        if record.request.preview:
            record.scene = look.scene
            piece = await self._parts.answering.preview(record, look)
            if record.preview is not None:
                self._previewed(record.preview)
            self._say_piece(record, piece)
            return
        await self._stream(record, look, choice)
        if (offer := self._parts.answering.offer(record, look, choice)) is not None:
            self._say_piece(record, offer)
            record.offered(self._own(offer.text))

    async def _stream(self, record: Record, look: Look, choice: Choice) -> Choice:
        """Says the detail of what is seen, less what was said already, as it comes. Who answers when more is seen: what is to be known of
        that was said."""
        record.scene, self._told = look.scene, look
        async with contextlib.aclosing(self._parts.answering.answer(record, look, choice)) as pieces:
            async for piece in pieces:
                self._say_piece(record, piece)
        return replace(choice, notice="")

    def _own(self, text: str) -> str:
        """A sentence of the app's own, as the user hears it."""
        return self._parts.translation(text)

    def _say(self, record: Record, channel: Channel, text: str) -> None:
        splitter = SentenceSplitter(early=False)
        for piece in [*splitter.feed(text), *splitter.flush()]:
            self._say_piece(record, Piece(channel, piece))

    def _say_piece(self, record: Record, piece: Piece) -> None:
        if piece.earcon is not None:
            self._parts.play(piece.earcon)
        if piece.channel is not Channel.SYSTEM:
            record.mark("first_detail" if piece.channel is Channel.DETAIL else "first_gist")
        record.claim(piece.claims)
        text = self._own(piece.text) if piece.channel is Channel.SYSTEM else self._parts.translation.value(piece.text)
        record.told(piece.channel, text)
        self._parts.mouth.say(Utterance(record.turn_id, text, piece.channel, Priority.NORMAL))

    def _warn(self, record: Record, text: str, earcon: Earcon) -> None:
        self._parts.play(earcon)
        text = self._own(text)
        record.warn(text)
        record.told(Channel.SYSTEM, text)
        self._parts.mouth.say(Utterance(record.turn_id, text, Channel.SYSTEM, Priority.NEXT))


def _is_own(aim: Aim) -> bool:
    """Whether the app's own window is in front of the user, who means what they looked at before."""
    return is_ours(aim.window) and not aim.target.is_region


def _may_leave(choice: Choice) -> bool:
    """Whether somebody may be asked who is not on this computer."""
    return not all(step.backend.capabilities.local for step in choice.steps)
