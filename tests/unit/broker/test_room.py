"""The helper's page while it is connected, in Debian's Chromium: what is seen, pointed at, written, said and done. At the other end stands
another page (`tests/fakes/sender.py`), which takes only what the app would take."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from mmassist.support.data_channel import (
    Ask,
    Bye,
    Chat,
    Click,
    Point,
    Press,
    Quality,
    Refused,
    Scroll,
    Shown,
    Spoken,
    Type,
)
from mmassist.support.roles import Right
from tests.browsers import needs_chromium
from tests.fakes.sender import COLOURS, Sender
from tests.unit.broker.pages import PIXELS, TEXTS, Stage, barriers, is_near, knock, shows, staged

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = needs_chromium


@contextlib.asynccontextmanager
async def connected(**options: Any) -> AsyncIterator[tuple[Stage, Page, Sender]]:
    async with staged() as stage:
        page = await stage.page(**options)
        await knock(page)
        sender = await _met(stage)
        try:
            await shows(page, "connected")
            yield stage, page, sender
            assert [one for one in stage.complaints if "CONNECTION_REFUSED" not in one] == []  # while a test's broker is away
        finally:
            await sender.leave()


async def _met(stage: Stage) -> Sender:
    visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
    sender = await Sender.make(stage.browser, f"{stage.broker.url}/healthz", visit)
    await sender.connect()
    return sender


async def _notes(page: Page, key: str, **values: str) -> None:
    """Waits for a line of the log, which live regions speak."""
    text = TEXTS["en"][key].format(**values)
    try:
        await page.wait_for_function("text => [...document.querySelectorAll('#log p')].some((line) => line.textContent === text)", arg=text)
    except Exception as error:
        raise AssertionError(f"not {text!r} in {await page.locator('#log').inner_text()!r}") from error


async def _sees(page: Page, sender: Sender) -> None:
    await sender.allow(Right.VIEW, Right.POINT)
    await sender.say(Shown(sharing="live", title="Editor"))
    await page.locator("#picture").wait_for(state="visible")
    await page.wait_for_function(f"() => ({PIXELS})() !== null")


async def test_what_is_shared_is_seen_and_nothing_of_it_before_it_may_be_seen_or_after() -> None:
    async with connected() as (stage, page, sender):
        await sender.say(Shown(sharing="live", title="Editor", passwords=1, windows=2, checking=True))
        await _notes(page, "sharing-live", title="Editor")
        assert await page.evaluate("() => document.getElementById('video').srcObject") is None
        await _sees(page, sender)
        pixels = await page.evaluate(PIXELS)
        assert all(map(is_near, pixels, COLOURS)), pixels
        await _notes(page, "now-may", right=TEXTS["en"]["right-view"])
        await sender.say(Shown(sharing="live", title="Editor", passwords=1, windows=2, checking=True))
        await shows(page, "checking", "checking")
        covered = await page.locator("#covered").inner_text()
        assert covered == TEXTS["en"]["both-covered"].format(passwords=1, windows=2)
        await sender.say(Shown(sharing="locked"))
        await shows(page, "sharing-locked", "sharing")
        assert not await page.locator("#picture").is_visible()
        assert await page.evaluate("() => document.getElementById('video').srcObject") is None
        await _sees(page, sender)
        await sender.allow(Right.POINT)
        await _notes(page, "no-more", right=TEXTS["en"]["right-view"])
        await shows(page, "not-seen", "sharing")
        assert await page.evaluate("() => document.getElementById('video').srcObject") is None
        own = {stage.broker.url, stage.broker.url.replace("http", "ws")}
        assert {"/".join(url.split("/")[:3]) for url in stage.asked} == own


async def test_pointing_by_mouse_keys_and_finger_and_two_fingers_zoom() -> None:
    async with connected(has_touch=True) as (_, page, sender):
        await _sees(page, sender)
        picture = page.locator("#picture")
        await picture.scroll_into_view_if_needed()
        box = await page.locator("#video").bounding_box()
        assert box is not None

        async def pointed(x: float, y: float) -> None:
            point = await sender.hears("point")
            assert isinstance(point, Point)
            assert (point.x, point.y) == pytest.approx((x, y), abs=0.01)

        await page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
        await pointed(0.25, 0.75)
        assert await page.locator("#cross").is_visible()
        await page.keyboard.press("Shift+ArrowRight")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await pointed(0.35, 0.74)
        # zoomed in by the wheel, the place under the mouse stays
        await page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
        await page.mouse.wheel(0, -400)
        await page.wait_for_function("() => document.getElementById('video').getBoundingClientRect().width > 1.5 * picture.clientWidth")
        await page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
        await pointed(0.25, 0.25)
        # what is dragged is moved, and not pointed at
        await page.mouse.down()
        await page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.25, steps=4)
        await page.mouse.up()
        await page.mouse.click(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.25)
        await pointed(0.25, 0.25)
        await picture.press("0")
        assert await page.evaluate("() => document.getElementById('video').getBoundingClientRect().width / picture.clientWidth") < 1.01
        await page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.9)
        await pointed(0.5, 0.9)
        touch = await page.context.new_cdp_session(page)
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        async def fingers(kind: str, apart: float) -> None:
            places = [{"x": middle[0] + side * apart, "y": middle[1], "id": at} for at, side in enumerate((-1, 1))]
            await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else places})

        await fingers("touchStart", 20)
        for apart in (25, 30, 35, 40):
            await fingers("touchMove", apart)
        await fingers("touchEnd", 0)
        scale = await page.evaluate("() => document.getElementById('video').getBoundingClientRect().width / picture.clientWidth")
        assert scale == pytest.approx(2, abs=0.1)
        assert not any(isinstance(one, Point) for one in await sender.heard())
        await picture.press("0")
        await sender.allow(Right.VIEW)
        await _notes(page, "no-more", right=TEXTS["en"]["right-point"])
        await picture.press("Enter")
        await _notes(page, "refused-no-right", right=TEXTS["en"]["right-point"])
        assert not any(isinstance(one, Point) for one in await sender.heard())


async def test_what_is_written_is_read_on_both_sides_and_no_markup_of_theirs_is_any() -> None:
    async with connected() as (_, page, sender):
        assert not await page.locator("#chat").is_visible()
        await sender.allow(Right.CHAT)
        await page.locator("#message").fill("Press <b>OK</b>")
        await page.locator("#message").press("Enter")
        assert await sender.hears("chat") == Chat(text="Press <b>OK</b>")
        await _notes(page, "you-wrote", text="Press <b>OK</b>")
        await sender.say(Chat(text="<img src=x onerror=alert(1)>"))
        await _notes(page, "they-wrote", text="<img src=x onerror=alert(1)>")
        assert await page.locator("#log img").count() == 0
        await sender.say(Chat(text="@title"))
        await _notes(page, "they-wrote", text="@title")
        await sender.say(Spoken(text="Ada points at Save, button"))
        await _notes(page, "they-hear", text="Ada points at Save, button")
        assert await page.locator("#log").get_attribute("aria-live") == "polite"
        await sender.page.evaluate('() => sender.channel.send(\'{"kind":"constructor"}\')')
        await sender.page.evaluate("() => sender.channel.send('[')")
        await sender.say(Refused(why="too-many"))
        await _notes(page, "refused-too-many")


async def _advises(sender: Sender, **message: Any) -> None:
    await sender.page.evaluate("text => sender.channel.send(text)", json.dumps({"kind": "advice", **message}))


async def _decided(sender: Sender) -> Any:
    await sender.page.wait_for_function("() => sender.heard.some((one) => JSON.parse(one).kind === 'advise')")
    return await sender.page.evaluate("() => sender.heard.splice(0).map(JSON.parse).find((one) => one.kind === 'advise')")


async def test_what_the_assistant_suggests_is_sent_changed_or_dropped_by_keys_while_they_may_decide_it() -> None:
    async with connected() as (_, page, sender):
        may: dict[str, Any] = {"granted": [{"right": "advise", "seconds": 600}], "may_ask": []}
        step: dict[str, Any] = {"state": "open", "number": 3, "text": "Correct <i>Postcode</i>.", "problem": "It wants five digits."}
        await _advises(sender, **step)
        await sender.page.evaluate("text => sender.channel.send(text)", json.dumps({"kind": "rights", **may}))
        await _notes(page, "now-may", right=TEXTS["en"]["right-advise"])
        assert not await page.locator("#advice").is_visible()  # what came before they allowed it is not shown
        await _advises(sender, state="thinking", news="The field is red.")
        await _notes(page, "advice-news", text="The field is red.")
        assert not await page.locator("#advising").is_visible()
        await _advises(sender, **step)
        await _notes(page, "advice-new", text=step["text"])
        assert await page.locator("#advice-problem").inner_text() == "The problem: It wants five digits."
        assert await barriers(page) == []
        assert not await page.locator("#advice i").count()

        suggestion = page.locator("#suggestion")
        await suggestion.focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        assert await _decided(sender) == {"kind": "advise", "act": "send", "number": 3}
        await _advises(sender, state="sent", number=3, text=step["text"])
        await _notes(page, "advice-sent", text=step["text"])
        assert await page.evaluate("() => document.activeElement.id") == "advice-title"

        await _advises(sender, state="open", number=4, text="Press Save.")
        await _notes(page, "advice-new", text="Press Save.")
        await suggestion.fill("Press Save, at the right.\nThen wait.")
        await _advises(sender, state="open", number=4, text="Press Save.")  # told again: what was written stays
        await suggestion.focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press(" ")
        changed = "Press Save, at the right. Then wait."
        assert await _decided(sender) == {"kind": "advise", "act": "send", "number": 4, "text": changed}

        await _advises(sender, state="open", number=5, text="Press Cancel.")
        await page.locator("#drop").press("Enter")
        assert await _decided(sender) == {"kind": "advise", "act": "drop", "number": 5}
        await _advises(sender, state="dropped", number=5, text="Press Cancel.")
        await _notes(page, "advice-dropped")
        assert not await suggestion.is_visible()
        await page.locator("#again").press("Enter")
        assert await _decided(sender) == {"kind": "advise", "act": "again", "number": 5}
        for language in ("es", "fr", "de"):
            await page.locator("#language").select_option(language)
            assert await page.locator("#advice-state").inner_text() == TEXTS[language]["advice-dropped"]
        await _advises(sender, state="open", number="6", text="Not a number.")  # no message
        await _advises(sender, state="none")
        await page.locator("#advice").wait_for(state="hidden")
        await _advises(sender, state="open", number=6, text="Press Save.")
        await page.locator("#advice").wait_for(state="visible")
        await sender.allow(Right.VIEW)
        await page.locator("#advice").wait_for(state="hidden")


async def test_a_right_is_asked_for_by_keys_and_its_end_is_told_though_the_app_says_nothing() -> None:
    async with connected() as (_, page, sender):
        await sender.allow(Right.CHAT)
        button = page.locator("button[data-right=control]")
        await button.focus()
        await page.keyboard.press("Enter")
        assert await sender.hears("ask") == Ask(right=Right.CONTROL)
        await _notes(page, "asked", right=TEXTS["en"]["right-control"])
        await sender.say(Refused(why="no"))
        await _notes(page, "refused-no")
        await sender.allow(Right.CONTROL, seconds=2)
        await _notes(page, "now-may", right=TEXTS["en"]["right-control"])
        await _notes(page, "no-more", right=TEXTS["en"]["right-control"])


async def test_keyboard_and_mouse_are_theirs_only_while_they_allow_it_and_escape_twice_leaves() -> None:
    async with connected() as (_, page, sender):
        await _sees(page, sender)
        picture, hands = page.locator("#picture"), page.locator("#hands")
        assert not await hands.is_visible()
        await picture.press("Control+Enter")
        await _notes(page, "refused-no-right", right=TEXTS["en"]["right-control"])
        await sender.allow(Right.VIEW, Right.POINT, Right.CONTROL)
        await picture.press("Control+Enter")
        assert await sender.hears("click") == Click(x=0.5, y=0.5)
        await hands.click()
        await _notes(page, "hands-on")
        assert await page.evaluate("() => document.activeElement.id") == "picture"
        await page.keyboard.type("Hi there")
        await page.keyboard.press("Tab")
        assert await sender.hears("type") == Type(text="Hi there")
        assert await sender.hears("press") == Press(key="Tab")
        await page.keyboard.press("Control+s")
        assert await sender.hears("press") == Press(key="s", held=("Control",))
        await page.keyboard.press("Shift+F10")
        assert await sender.hears("press") == Press(key="F10", held=("Shift",))
        box = await page.locator("#video").bounding_box()
        assert box is not None
        place = (box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
        for how, wanted in (
            ({}, {}),
            ({"click_count": 2}, {"times": 2}),
            ({"button": "right"}, {"button": "right"}),
            ({"button": "middle"}, {"button": "middle"}),
        ):
            await page.mouse.click(*place, **how)
            click = await sender.hears("click")
            assert isinstance(click, Click)
            assert click.model_copy(update={"x": 0.25, "y": 0.25}) == Click(x=0.25, y=0.25, **wanted)
            assert (click.x, click.y) == pytest.approx((0.25, 0.25), abs=0.01)
        await page.mouse.wheel(0, 180)
        scroll = await sender.hears("scroll")
        assert isinstance(scroll, Scroll)
        assert scroll.steps == 3
        await page.keyboard.press("Escape")
        assert await sender.hears("press") == Press(key="Escape")
        await asyncio.sleep(0.6)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await _notes(page, "hands-off")
        await sender.heard()
        await page.keyboard.press("a")
        await hands.click()
        await page.locator("#hands[aria-pressed=true]").wait_for()
        await sender.allow(Right.VIEW, Right.POINT)
        await page.locator("#hands[aria-pressed=false]").wait_for(state="attached")
        await page.keyboard.type("rm -rf")
        await page.mouse.click(*place)
        await sender.hears("point")
        assert not any(isinstance(one, Type | Press | Click) for one in await sender.heard())


_PLAY = """
() => {
  const audio = new Audio();
  audio.srcObject = new MediaStream([sender.pc.getReceivers().find((one) => one.track.kind === "audio").track]);
  audio.play();
}
"""
_ENERGY = """
async () => [...(await sender.pc.getStats()).values()].some(
  (one) => one.type === "inbound-rtp" && one.kind === "audio" && one.totalAudioEnergy > 0
)
"""


async def test_both_voices_are_heard_only_while_they_may_be() -> None:
    async with connected() as (_, page, sender):
        assert not await page.locator("#microphone").is_visible()
        await sender.allow(Right.TALK, Right.HEAR)
        await page.locator("#microphone").click()
        await page.locator("#microphone[aria-pressed=true]").wait_for()
        await sender.page.evaluate(_PLAY)
        await sender.page.wait_for_function(_ENERGY, polling=200)
        await page.wait_for_function("() => !document.getElementById('voice').paused && document.getElementById('voice').currentTime > 0.3")
        await page.locator("#sound").click()
        await page.locator("#sound[aria-pressed=false]").wait_for()
        assert await page.evaluate("() => document.getElementById('voice').muted")
        await sender.allow(Right.CHAT)
        await page.locator("#microphone[aria-pressed=false]").wait_for(state="attached")
        assert await page.evaluate("() => document.getElementById('voice').srcObject") is None
        await sender.allow(Right.TALK)
        hold = page.locator("#hold")
        await hold.focus()
        await page.keyboard.down(" ")
        await page.locator("#microphone[aria-pressed=true]").wait_for()
        await page.keyboard.up(" ")
        await page.locator("#microphone[aria-pressed=false]").wait_for()


async def test_how_the_picture_arrives_is_shown_and_told() -> None:
    async with connected() as (_, page, sender):
        await _sees(page, sender)
        told = await sender.hears("quality")
        assert isinstance(told, Quality)
        assert told.lost < 0.05
        await page.wait_for_function("() => /^Connection good: [1-9]/.test(document.getElementById('quality').textContent)")


async def test_a_connection_outlives_the_broker_and_ends_when_either_says_so() -> None:
    async with connected() as (stage, page, sender):
        await stage.broker.stop()
        await asyncio.sleep(0.5)
        await shows(page, "connected")
        await stage.broker.start()
        await asyncio.sleep(2)
        await sender.allow(Right.CHAT)
        await sender.say(Chat(text="still here"))
        await _notes(page, "they-wrote", text="still here")
        await page.locator("#leave").click()
        assert await sender.hears("bye") == Bye()
        await shows(page, "left")
        assert not await page.locator("#session").is_visible()


async def test_who_is_lost_knocks_again_and_who_is_dismissed_does_not() -> None:
    async with connected() as (stage, page, sender):
        await sender.cut()
        await shows(page, "knocked")
        again = await _met(stage)
        try:
            await shows(page, "connected")
            assert await page.locator("#rights button").count() == 0  # nothing is left of what was allowed before
            await page.reload()
            await again.page.wait_for_function("() => sender.channel.readyState === 'closed'")
        finally:
            await again.leave()
        await knock(page, "Ada, who has loaded the page again")
        third = await _met(stage)
        try:
            await shows(page, "connected")
            await third.say(Bye())
            await shows(page, "ended")
        finally:
            await third.leave()


async def test_an_app_of_another_version_is_said() -> None:
    async with staged() as stage:
        page = await stage.page()
        await knock(page)
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        sender = await Sender.make(stage.browser, f"{stage.broker.url}/healthz", visit)
        try:
            await sender.connect(protocol="mmassist.7")
            await shows(page, "page-version", "problem")
        finally:
            await sender.leave()


async def test_axe_finds_no_barrier_while_connected_and_nothing_is_wider_than_a_telephone() -> None:
    async with connected(color_scheme="dark", viewport={"width": 320, "height": 640}) as (_, page, sender):
        assert await page.evaluate("() => document.activeElement.id") == "session-title"
        await _sees(page, sender)
        await sender.allow(*(right for right in Right if right is not Right.HISTORY))
        await page.locator("#hands").wait_for(state="visible")
        await sender.say(Spoken(text="Ada points at Save"))
        await _notes(page, "they-hear", text="Ada points at Save")
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            assert await barriers(page) == []
            assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        for language in ("es", "fr", "de"):
            await page.locator("#language").select_option(language)
            assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), language
        assert TEXTS["de"]["right-point"] in await page.locator("#rights").inner_text()
        assert await page.locator("#picture").get_attribute("aria-label") == TEXTS["de"]["picture"]
        assert await barriers(page) == []
